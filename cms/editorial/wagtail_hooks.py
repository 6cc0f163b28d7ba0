"""The editorial side of the admin: our addresses, and menus without what leads nowhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.editorial import views
from cms.editorial.roles import START_TRANSLATION
from cms.editorial.welcome import WelcomePanel


@hooks.register("register_admin_urls", order=-1)
def before_those_of_wagtail_localize() -> list[URLPattern]:
    """Ours come first, so that theirs at the same addresses are never reached."""
    return [
        path("translations/<int:page_id>/submit/", views.submit_translation, name="submit_translation_for_review"),
        path("localize/update/<int:translation_source_id>/", views.SyncTranslationsView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", views.convert_to_alias),
    ]


@hooks.register("construct_page_action_menu")
def no_aliases(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


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


@hooks.register("construct_homepage_panels")
def welcome(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WelcomePanel(request))


@hooks.register("insert_editor_js")
def wait_for_autosave() -> SafeString:
    return format_html('<script src="{}"></script>', static("admin/servicebanken.js"))


@hooks.register("insert_global_admin_css")
def our_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/servicebanken.css"))
