"""The editorial side of the admin: our addresses, and menus without what leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from cms.core.translation_state import is_source
from cms.editorial import guard, take_down
from cms.editorial.dashboard.panel import replace_wagtails
from cms.editorial.people import invitations, leaving
from cms.editorial.people.views import access
from cms.editorial.proposals import deciding, views
from cms.editorial.proposals.panel import ProposalsPanel
from cms.editorial.readiness import check as readiness
from cms.editorial.readiness.approval import after_saving_what_is_not_ready
from cms.editorial.roles import START_TRANSLATION
from cms.editorial.scheduling import SchedulePanel
from cms.editorial.taken_down_panel import TakenDownPanel
from cms.editorial.translations.choosing import only_in_language
from cms.editorial.translations.editor import open_editor
from cms.editorial.trash import restoring
from cms.editorial.trash import views as trash_views
from cms.editorial.users import may_open_and_close, not_by_the_dozen
from cms.editorial.views import (
    account,
    batches,
    bulk,
    changes,
    claims,
    guide,
    listings,
    machine_translation,
    page_readiness,
    taking_down,
    translation_editor,
    translations,
    withdrawing,
    work,
)
from cms.editorial.views.pages import PageViewSet
from cms.editorial.views.translations_report import TranslationsReportView
from cms.editorial.views.two_at_once import ask_before_overwriting
from cms.editorial.welcome import WelcomePanel

TRANSLATE = "localize/translate/<int:translation_id>/"


@hooks.register("register_admin_urls", order=-1)
def before_those_of_wagtail_localize() -> list[URLPattern]:
    """Ours come first, so that theirs at the same addresses are never reached."""
    return [
        path(
            "translations/<int:page_id>/submit/", translations.submit_translation, name="submit_translation_for_review"
        ),
        path("many-pages/<int:batch_id>/", batches.batch, name="batch"),
        path("localize/submit/page/<int:page_id>/", translations.StartTranslationView.as_view()),
        path("localize/reports/translations/", TranslationsReportView.as_view()),
        path("localize/reports/translations/results/", TranslationsReportView.as_view(results_only=True)),
        path("localize/update/<int:translation_source_id>/", translations.SyncTranslationsView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", translations.convert_to_alias),
        path(f"{TRANSLATE}strings/<int:string_segment_id>/edit/", translation_editor.edit_string),
        path(f"{TRANSLATE}overrides/<int:overridable_segment_id>/edit/", translation_editor.edit_override),
        path(f"{TRANSLATE}pofile/upload/", translation_editor.upload_pofile),
        path(f"{TRANSLATE}machine_translate/", machine_translation.machine_translate),
        path(f"{TRANSLATE}disable/", translation_editor.stop_translation),
        path("take-down/<int:page_id>/", taking_down.take_page_down, name="take_page_down"),
        path("people/<int:user_id>/", access, name="access_of_user"),
        path("guide/", guide.guide, name="editors_guide"),
        path("proposals/", views.proposals, name="proposals"),
        path("proposals/new/<int:page_id>/", views.propose, name="propose"),
        path("proposals/file/<str:model>/<int:pk>/", views.propose_for_file, name="propose_for_file"),
        path("proposals/<int:proposal_id>/", views.proposal, name="proposal"),
        path("trash/", trash_views.trash, name="trash"),
        path("trash/<int:deleted_id>/restore/", trash_views.restore, name="trash_restore"),
        path("trash/<int:deleted_id>/delete/", trash_views.purge, name="trash_purge"),
        path("readiness/<int:page_id>/", page_readiness.page_readiness, name="page_readiness"),
        path("readiness/<int:page_id>/panel/", page_readiness.panel, name="page_readiness_panel"),
        path("pages/<int:pk>/changes/", changes.ChangesView.as_view(), name="page_changes"),
        path("pages/<int:page_id>/withdraw/", work.withdraw, name="withdraw_from_review"),
        path("steps/<int:task_state_id>/take/", claims.take_step, name="take_step"),
        path("steps/<int:task_state_id>/give-back/", claims.give_step_back, name="give_step_back"),
        path("work/<slug:work>/", work.work_list, name="work_list"),
    ]


@hooks.register("register_admin_viewset")
def our_views_of_pages() -> PageViewSet:
    return PageViewSet()


listings.leave_out_wagtail_localizes_buttons()
hooks.register(listings.BUTTONS, listings.translation_buttons)

account.use_our_switches()
hooks.register("register_account_settings_panel", account.AbsencePanel)


class WithReason(LogFormatter):
    """What was done with a written reason stands in the history with it."""

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("reason", ""))


class Overridden(WithReason):
    label = _("Decided by a network administrator")
    message = _("Decided by a network administrator, past the workflow")


class TakenDown(WithReason):
    label = _("Take down")
    message = _("Taken down")


class Proposed(WithReason):
    label = _("Propose")
    message = _("A change proposed")


class DecidedByTwo(WithReason):
    label = _("Decide on a proposal")
    message = _("Decided what somebody else had proposed")


class TranslationKept(WithReason):
    label = _("Keep the translation")
    message = _("The translation stays, though its Swedish page goes")


class TranslationWithdrawn(WithReason):
    label = _("Withdraw the translation")
    message = _("The translation goes with its Swedish page")


class Invited(LogFormatter):
    label = _("Invite")
    message = _("Invited")


class AccountClosed(LogFormatter):
    label = _("Close the account")

    def format_message(self, log_entry: Any) -> str:
        successor = log_entry.data.get("successor")
        if not successor:
            return gettext("Account closed")
        return gettext("Account closed; %(name)s takes over") % {"name": successor}


class AccountBegunAnew(LogFormatter):
    label = _("Begin anew")
    message = _("Password and second step taken away, and invited anew")


class Waived(WithReason):
    label = _("Let pass")
    message = _("Let findings of the readiness check pass")


class Restored(WithReason):
    label = _("Bring back")
    message = _("Brought back from the trash, as a draft")


class Purged(WithReason):
    label = _("Delete for good")
    message = _("A deleted page ended for good")


@hooks.register("register_log_actions")
def name_our_actions(actions: LogActionRegistry) -> None:
    actions.register_action(guard.OVERRIDE)(Overridden)
    actions.register_action(take_down.ACTION)(TakenDown)
    actions.register_action(withdrawing.KEPT)(TranslationKept)
    actions.register_action(withdrawing.WITHDRAWN)(TranslationWithdrawn)
    actions.register_action(deciding.PROPOSED)(Proposed)
    actions.register_action(deciding.DECIDED)(DecidedByTwo)
    actions.register_action(restoring.RESTORED)(Restored)
    actions.register_action(restoring.PURGED)(Purged)
    actions.register_action(readiness.ACTION)(Waived)
    actions.register_action(invitations.INVITED)(Invited)
    actions.register_action(leaving.CLOSED)(AccountClosed)
    actions.register_action(leaving.BEGUN_ANEW)(AccountBegunAnew)


not_by_the_dozen()


@hooks.register("register_user_listing_buttons")
def access_button(user: Any, request_user: Any) -> Iterator[Button]:
    if may_open_and_close(request_user, user):
        yield Button(_("Access"), reverse("access_of_user", args=(user.pk,)), icon_name="key", priority=20)


hooks.register("after_edit_page", after_saving_what_is_not_ready)


@hooks.register("register_page_header_buttons")
def take_down_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.live and take_down.may_take_down(user):
        url = reverse("take_page_down", args=(page.pk,))
        yield Button(_("Take down"), url, icon_name="download", priority=60)


@hooks.register("register_page_header_buttons")
def propose_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if (page.live or page.first_published_at) and page.depth > 2 and is_source(page) and deciding.may_propose(user):
        yield Button(_("Propose a change"), reverse("propose", args=(page.pk,)), icon_name="resubmit", priority=61)


@hooks.register("register_page_header_buttons")
def translate_below_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """wagtail-localize's own button is gone once the page itself is translated."""
    if is_source(page) and not page.is_root() and user.has_perm(START_TRANSLATION) and not page.is_leaf():
        url = reverse("wagtail_localize:submit_page_translation", args=(page.pk,))
        if page.get_translations().exists() and page.get_descendants().live().exists():
            yield Button(_("Translate the pages below"), url, icon_name="wagtail-localize-language", priority=62)


@hooks.register("register_reports_menu_item")
def proposals_menu_item() -> MenuItem:
    return ProposalsMenuItem(_("Proposals"), reverse("proposals"), name="proposals", icon_name="resubmit", order=750)


class ProposalsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return deciding.may_propose(request.user)  # type: ignore[arg-type]  # signed in


@hooks.register("register_reports_menu_item")
def trash_menu_item() -> MenuItem:
    return TrashMenuItem(_("Trash"), reverse("trash"), name="trash", icon_name="bin", order=760)


class TrashMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return restoring.may_restore(request.user)  # type: ignore[arg-type]  # signed in


@hooks.register("register_page_header_buttons")
def what_has_changed_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.has_unpublished_changes and page.permissions_for_user(user).can_edit():
        url = reverse("page_changes", args=(page.pk,))
        yield Button(_("What has changed"), url, icon_name="history", priority=15)


@hooks.register("before_edit_page", order=-1)
def open_the_translation_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    return open_editor(request, page)


hooks.register("construct_page_chooser_queryset", only_in_language)
hooks.register("before_delete_page", withdrawing.ask_before_deleting)
hooks.register("after_delete_page", withdrawing.after_deleting)
hooks.register("after_delete_page", trash_views.say_where_it_lies)
hooks.register("before_unpublish_page", withdrawing.ask_before_unpublishing)
hooks.register("after_unpublish_page", withdrawing.after_unpublishing)
hooks.register("before_bulk_action", withdrawing.not_by_the_dozen)


hooks.register("register_bulk_action", bulk.SubmitPages)
hooks.register("register_bulk_action", bulk.ApprovePages)


@hooks.register("construct_page_action_menu")
def no_aliases(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("before_edit_page", order=-1)
def overwrite_nobody(request: HttpRequest, page: Page) -> HttpResponse | None:
    return ask_before_overwriting(request, page)


@hooks.register("construct_reports_menu")
def translations_for_those_who_translate(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """wagtail-localize shows its report to everybody."""
    if not request.user.has_perm(START_TRANSLATION):
        report = reverse("wagtail_localize:translations_report")
        menu_items[:] = [item for item in menu_items if item.url != report]


@hooks.register("construct_settings_menu")
def languages_for_nobody(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """The site has two languages. wagtail-localize shows them to everybody who may change the site."""
    if not request.user.has_perm("wagtailcore.change_locale"):
        languages = reverse("wagtaillocales:index")
        menu_items[:] = [item for item in menu_items if item.url != languages]


@hooks.register("construct_help_menu")
def no_news_of_the_software(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's release notes and its guide, in English, with a badge that asks to be read."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(("whats-new", "editor-guide"))]


@hooks.register("register_help_menu_item")
def guide_in_the_help_menu() -> MenuItem:
    return MenuItem(_("Editors’ guide"), reverse("editors_guide"), name="how-we-work", icon_name="help", order=100)


@hooks.register("register_account_menu_item")
def own_sign_in(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("mfa_index"),
        "label": _("Your sign-in"),
        "help_text": _("Password, passkeys, codes from an app, recovery codes."),
    }


@hooks.register("construct_homepage_panels")
def welcome(request: HttpRequest, panels: list[Any]) -> None:
    replace_wagtails(request, panels)
    panels += [SchedulePanel(), WelcomePanel(request), TakenDownPanel(request), ProposalsPanel(request)]


@hooks.register("insert_editor_js")
def wait_for_autosave() -> SafeString:
    return format_html('<script src="{}"></script>', static("admin/servicebanken.js"))


@hooks.register("insert_global_admin_js")
def lists_on_a_phone() -> SafeString:
    return format_html('<script src="{}"></script>', static("admin/tables.js"))


@hooks.register("insert_global_admin_css")
def our_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/servicebanken.css"))
