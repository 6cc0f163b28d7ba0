"""What every page has (domain C0), whatever its type."""

from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.api import APIField
from wagtail.blocks import StreamValue
from wagtail.models import COMMENTS_RELATION_NAME, Page, TaskState
from wagtail.search import index

from cms.core.api_fields import ImageField, RowsField, TextField
from cms.core.blocks import BODY_BLOCKS
from cms.core.choices import Licence
from cms.core.facts import share_facts
from cms.core.fields import StreamField
from cms.core.indexing import not_indexed, referenced_once
from cms.core.models.persistent_ids import PersistentId
from cms.core.models.searched import WithSearchedRows
from cms.core.page_permissions import PageRights
from cms.core.panels import heading_of_rows
from cms.core.revisions import says_the_same, without_what_is_gone
from cms.core.translation import TranslationRule, shared, translated
from cms.core.translation_state import TranslationState, digest_of_text, translation_state

TITLE_LENGTH = 90
MORE = frozenset({"approved_go_live_at", "previous_revision"})
"""Asked for, a revision is more than a draft of the same words."""
OF_DRAFTS = frozenset(
    {"draft_title", "latest_revision", "latest_revision_created_at", "has_unpublished_changes", COMMENTS_RELATION_NAME}
)
"""Columns that say which drafts there are, and nothing that anybody finds or sees."""


class BasePage(WithSearchedRows, Page):
    """Fields, rules and behaviour shared by all page types. Each type builds its form with ``cms.core.panels.tabs``."""

    persistent_id = models.CharField(max_length=16, editable=False, db_index=True)
    summary = models.CharField(
        _("summary"),
        max_length=250,
        help_text=_("One or two sentences for lists, search and e-mail. At most 250 characters."),
    )
    easy_read = models.TextField(
        _("easy to read"),
        max_length=800,
        blank=True,
        help_text=_("The same thing in short sentences and common words (lättläst)."),
    )
    body = StreamField(BODY_BLOCKS, verbose_name=_("content"), blank=True, use_json_field=True)
    main_image = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("main image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    main_image_caption = models.CharField(_("caption"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=30, choices=Licence, default=Licence.CC_BY_4_0)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    review_due_on = models.DateField(_("review again by"), null=True, blank=True)
    content_owner = models.ForeignKey(
        Group,
        verbose_name=_("content owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The group that keeps the page up to date."),
    )
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    """Digest of the Swedish text: the page's own, or the one that the translation was made from."""

    text_is_unchanged = False
    """Set on an instance whose facts alone are saved: what its text was translated from stays what it was."""

    exclude_fields_in_copy = ["persistent_id", "text_digest"]
    fields_set_by_the_system: ClassVar[tuple[str, ...]] = ("persistent_id", "text_digest")
    """Columns that no revision may bring back to an older value."""

    # Tree and template rules are set by each page type.
    is_creatable = False
    show_in_menus_default = False

    common_story_panels: ClassVar[list[Panel]] = [
        TitleFieldPanel("title"),
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
        FieldPanel("easy_read"),
        MultiFieldPanel(
            [
                FieldPanel("main_image", help_text=_("Shown at the top of the page and where it is listed.")),
                FieldPanel(
                    "main_image_caption",
                    help_text=_(
                        "What the picture shows and where, for example: The goods box beside the village hall. Its"
                        " alternative text belongs to the picture itself."
                    ),
                ),
            ],
            heading=_("Main image"),
        ),
    ]
    row_panels: ClassVar[list[Panel]] = [
        InlinePanel(
            "related_pages",
            heading=_("Related pages"),
            label=_("Related page"),
            help_text=_("Where a reader may want to go from here."),
        ),
        InlinePanel(
            "attachments",
            heading=_("Files to download"),
            label=_("File"),
            help_text=_("Files that belong to the page as a whole."),
        ),
        InlinePanel(
            "sources",
            heading=_("Sources"),
            label=_("Source"),
            help_text=_("Where facts come from, so that others can check them."),
        ),
    ]
    common_end_panels: ClassVar[list[Panel]] = [
        FieldPanel(
            "body",
            help_text=_(
                "What the fields above have no room for, for example a table, a picture or a tip. A page should have"
                " some before it counts as reviewed."
            ),
        ),
        *row_panels,
    ]
    list_story_panels: ClassVar[list[Panel]] = [
        *common_story_panels,
        FieldPanel("body", help_text=_("Stands above the list: a few lines that help the reader to find the way.")),
    ]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    required_on_save=False,
                    help_text=_(
                        "The last part of the page's address: small letters, figures and hyphens, for example"
                        " goods-box-in-slussfors. It is made from the title; change it seldom."
                    ),
                ),
                FieldPanel(
                    "seo_title",
                    help_text=_("The heading in search engines, when the title does not do there. Usually empty."),
                ),
                FieldPanel(
                    "search_description",
                    help_text=_("The text below the heading in search engines. When empty, the summary stands there."),
                ),
                FieldPanel(
                    "show_in_menus",
                    help_text=_("For pages right below the front page: tick to have the page in the website's menu."),
                ),
            ],
            heading=_("Address and search engines"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("reviewed_on", help_text=_("The day when somebody last checked that everything is right.")),
                FieldPanel("review_due_on", help_text=_("A year after the last review is usual.")),
                FieldPanel("content_owner"),
                FieldPanel(
                    "licence",
                    help_text=_(
                        "What others may do with the text; CC BY 4.0 suits most pages. Pictures have their own."
                    ),
                ),
            ],
            heading=_("Review and licence"),
        ),
    ]
    required_from_reviewed: ClassVar[tuple[str, ...]] = ("reviewed_on", "review_due_on", "content_owner")
    """Fields marked L in the domain model: required from the quality level "reviewed", listed beside the form."""
    labels_of_properties: ClassVar[dict[str, Any]] = {}
    """What to call those among them that are no fields."""
    fields_of_properties: ClassVar[dict[str, str]] = {}
    """Where in the form these are filled in."""
    shows_who_points_here: ClassVar[bool] = False
    """Whether the page lists others that refer to it, so that it changes when one of them does."""

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=4),
        index.SearchField("easy_read", boost=1),
        index.SearchField("body", boost=1),
        *WithSearchedRows.fields_of_rows,
        index.FilterField("persistent_id"),
    ]
    api_fields = [
        APIField("summary"),
        APIField("easy_read"),
        APIField("body"),
        APIField(
            "main_image", serializer=ImageField(source="*", field_name="main_image", caption="main_image_caption")
        ),
        APIField("related", serializer=RowsField(source="related_pages", needs="page")),
        APIField("attachments", serializer=RowsField(needs="file")),
        APIField("sources", serializer=RowsField()),
        APIField("reviewed_on"),
        APIField("review_due_on"),
        APIField("content_owner", serializer=TextField(source="content_owner.name", default=None)),
    ]
    api_meta_fields = [
        APIField("persistent_id"),
        APIField("last_published_at"),
        APIField("licence"),
    ]
    translatable_fields: ClassVar[list[TranslationRule]] = [
        *translated(
            "title", "slug", "seo_title", "search_description", "summary", "easy_read", "body", "main_image_caption"
        ),
        *shared("show_in_menus", "main_image", "licence", "reviewed_on", "review_due_on", "content_owner"),
        *translated("related_pages", "attachments"),
        *shared("sources"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        errors: dict[str, ValidationError] = {}
        if len(self.title) > TITLE_LENGTH:
            errors["title"] = ValidationError(
                _("The title has %(length)d characters; %(most)d is the most."),
                params={"length": len(self.title), "most": TITLE_LENGTH},
            )
        if self.reviewed_on and self.review_due_on and self.review_due_on <= self.reviewed_on:
            errors["review_due_on"] = ValidationError(_("The next review must come after the last one."))
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, give the persistent id, and let the facts take effect in the translations, all in one transaction."""
        columns = kwargs.get("update_fields")
        if columns is not None and OF_DRAFTS.issuperset(columns):
            with not_indexed():
                super().save(*args, **kwargs)
            return
        partial = columns is not None
        with transaction.atomic():
            self.persistent_id = PersistentId.code_for(self.translation_key)
            if self.live and not partial and not self.text_is_unchanged:
                self.text_digest = digest_of_text(self)
            with referenced_once(self):
                super().save(*args, **kwargs)
            if self.live and not partial:
                share_facts(self)

    def save_revision(self, user: Any = None, *args: Any, overwrite_revision: Any = None, **kwargs: Any) -> Any:
        """Save a draft. What somebody has been asked to review, has approved or reads on the site is never overwritten.

        While the page waits for review, saving it as it is saves nothing: the step would begin anew for no reason.
        """
        if overwrite_revision is not None and self._is_bound(overwrite_revision):
            overwrite_revision = None
        is_more = args or any(kwargs.get(name) is not None for name in MORE)
        may_be_the_same = user is not None and not is_more and self.workflow_in_progress
        newest = self.latest_revision if may_be_the_same else None
        if newest is not None and says_the_same(self.serializable_data(), newest.content):
            self._save_comments(newest)
            return newest
        return super().save_revision(user, *args, overwrite_revision=overwrite_revision, **kwargs)

    def _save_comments(self, revision: Any) -> None:
        """A remark is no edit."""
        for comment in getattr(self, COMMENTS_RELATION_NAME).filter(pk__isnull=True):
            comment.revision_created = revision
        self.save(update_fields=[COMMENTS_RELATION_NAME], clean=False)

    def _is_bound(self, revision: Any) -> bool:
        return (
            revision.pk == self.live_revision_id
            or revision.approved_go_live_at is not None
            or TaskState.objects.filter(revision=revision).exists()
        )

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        if check_fks:
            data = without_what_is_gone(cls, data)
        return super().from_serializable_data(data, check_fks=False, strict_fks=strict_fks)

    def with_content_json(self, content: dict[str, Any]) -> "BasePage":
        page = super().with_content_json(content)
        for name in self.fields_set_by_the_system:
            setattr(page, name, getattr(self, name))
        return page

    @cached_property
    def translation_state(self) -> TranslationState:
        return translation_state(self)

    @property
    def is_overdue_for_review(self) -> bool:
        return bool(self.review_due_on and self.review_due_on < timezone.localdate())

    def permissions_for_user(self, user: Any) -> PageRights:
        return PageRights(user, self)

    def missing_for_review(self) -> list[str]:
        """Labels of the fields that the quality level "reviewed" asks for and that are still empty."""
        return list(self.fields_missing_for_review().values())

    def fields_missing_for_review(self) -> dict[str, str]:
        """Name → label of these fields. A name may be that of child rows, or of a property."""
        missing = {}
        for name in self.required_from_reviewed:
            value = getattr(self, name)
            filled = value.exists() if hasattr(value, "exists") else value not in (None, "", [])
            if not filled or (isinstance(value, StreamValue) and not len(value)):
                missing[name] = self._label_of(name)
        return missing

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["related_pages"] = self.related_pages.select_related("target")
        return context

    def _label_of(self, name: str) -> str:
        if name in self.labels_of_properties:
            return str(self.labels_of_properties[name])
        field = self._meta.get_field(name)
        label = getattr(field, "verbose_name", None) or heading_of_rows(type(self), name)
        return str(label or field.related_model._meta.verbose_name_plural)
