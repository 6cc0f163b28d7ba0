"""What saving does for one page at a time, for many new ones: digest of the text, references, search entries."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import COMMENTS_RELATION_NAME, Page, ReferenceIndex

from cms.core.models import BasePage
from cms.core.translation_state import digest_of_text, is_source


def finish_new_pages(model: type[BasePage], ids: list[int]) -> None:
    """Complete Swedish pages that have just been written, or their translations, all rows read in one query per table.

    Translations come after the Swedish pages, from which they take the digest: each was made from exactly that text.
    """
    relations = [
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if relation.name != COMMENTS_RELATION_NAME
    ]
    labels = ("service_type_links__term", "solution_type_links__term", "theme_links__term")
    pages = list(
        model.objects.filter(pk__in=ids)
        .select_related("locale", "municipality")
        .prefetch_related(*relations, *labels, COMMENTS_RELATION_NAME)
    )
    _add_digests(model, pages)
    _add_references(model, pages)
    for backend in get_search_backends(with_auto_update=True):
        backend.get_index_for_model(model).add_items(model, pages)


def _add_digests(model: type[BasePage], pages: list[BasePage]) -> None:
    translations = [page for page in pages if not is_source(page)]
    sources = model.objects.filter(
        translation_key__in=[page.translation_key for page in translations],
        locale__language_code=settings.LANGUAGE_CODE,
    )
    digests = dict(sources.values_list("translation_key", "text_digest"))
    for page in pages:
        page.text_digest = digest_of_text(page) if is_source(page) else digests[page.translation_key]
    model.objects.bulk_update(pages, ["text_digest"])


def _add_references(model: type[BasePage], pages: list[BasePage]) -> None:
    """As `ReferenceIndex.create_or_update_for_object`, without asking what new pages had before."""
    content_type = ContentType.objects.get_for_model(model)
    base = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.bulk_create(
        (
            ReferenceIndex(
                content_type=content_type,
                base_content_type=base,
                object_id=page.pk,
                to_content_type_id=to_content_type,
                to_object_id=to_object,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for page in pages
            for to_content_type, to_object, model_path, content_path in set(
                ReferenceIndex._extract_references_from_object(page)
            )
        ),
        batch_size=1000,
    )
