"""What our templates need: formats, links, menus, pictures that are ready, drawings, data for search engines."""

import re
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.addresses import absolute_url
from cms.core.choices import LICENCE_URLS, ContentLanguage
from cms.core.models import CustomDocument, CustomImage, Rendition
from cms.core.presentation import cards, formats, illustrations, links, navigation, structured_data
from cms.core.renditions import FALLBACK_SPEC, SHARE_SPEC
from cms.core.visibility import is_open, public_pages, public_translation

register = template.Library()

register.filter("long_date", formats.long_date)
register.filter("clock", formats.clock)
register.filter("number", formats.number)
register.filter("amount", formats.amount)
register.filter("file_size", formats.file_size)
register.filter("foreign_language", links.foreign_language)
register.filter("mark_links", links.mark_links)
register.filter("motif_of_service", illustrations.motif_of_service)
register.simple_tag(formats.number_range, name="number_range")
register.simple_tag(formats.period, name="period")
register.simple_tag(formats.span_of_time, name="span_of_time")
register.simple_tag(links.external_link, name="external_link")
register.simple_tag(links.public_links, name="public_links")
register.simple_tag(cards.card_of, name="card_of")
register.simple_tag(cards.status_of, name="status_of")
register.simple_tag(cards.kind_of, name="kind_of")
register.simple_tag(cards.place_of, name="place_of")
register.simple_tag(illustrations.motif_of, name="motif_of")
register.simple_tag(navigation.search_path, name="search_path")
register.simple_tag(navigation.home_path, name="home_path")


@register.filter
def time_element(value: Any) -> SafeString:
    """A date in words inside ``<time>``."""
    if value is None or value == "":
        return mark_safe("")
    machine = value.isoformat() if not hasattr(value, "tzinfo") else value.astimezone().isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, formats.long_date(value))


@register.filter
def in_language(page: Page | None) -> SafeString:
    """Attributes of a link whose target, and whose text, is in another language than the page around it."""
    code = links.foreign_language(page)
    return format_html(' lang="{0}" hreflang="{0}"', code) if code else mark_safe("")


@register.filter
def language_attribute(code: str) -> SafeString:
    """``lang`` for a part in another language than the page around it."""
    return format_html(' lang="{}"', code) if code and code != get_language() else mark_safe("")


@register.filter
def language_name(code: str) -> str:
    """Name of a content language in the reader's language."""
    return str(dict(ContentLanguage.choices).get(code, code))


@register.filter
def group_label(group: Any) -> str:
    """A group as people say it: ``network_administrator`` is a code."""
    return gettext(group.name.replace("_", " "))


@register.filter
def page_numbers(paginator: Paginator, current: int) -> list[int]:
    """Numbers of the pages to link to: the first, the last and the nearest; 0 stands for a gap."""
    wanted = sorted({1, paginator.num_pages, *range(current - 1, current + 2)} & set(paginator.page_range))
    numbers: list[int] = []
    for number in wanted:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that may break before its @ and its dots, and nowhere else unless it must."""
    parts = [part for part in re.split(r"(?=[@.])", address) if part]
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def split_words(value: str) -> list[str]:
    """The words of a field that is written with commas."""
    return [word.strip() for word in value.split(",") if word.strip()]


@register.filter
def public_version(page: Page | None) -> Page | None:
    """A chosen page as the reader gets it; None when it is not public."""
    return public_translation(page)


@register.simple_tag
def pages_for_cards(pages: Any) -> list[Page]:
    """Chosen pages, in their order, as the reader gets them, with what their cards show."""
    return cards.fetch_for_cards(cards.specific_pages(links.public_versions(pages)))


@register.simple_tag(takes_context=True)
def site_menu(context: template.Context) -> navigation.Menu:
    """Header and footer entries, asked for once a request; empty on an error page that has no request."""
    request = context.get("request")
    if request is None:
        return navigation.Menu(header=[], footer=[])
    if not hasattr(request, "site_menu"):
        request.site_menu = navigation.menu(get_language() or settings.LANGUAGE_CODE)
    return request.site_menu


@register.simple_tag(takes_context=True)
def breadcrumb_trail(context: template.Context) -> list[navigation.Crumb]:
    """The trail of the page, or the one a view without page gives as ``trail``."""
    if context.get("trail") is not None:
        return context["trail"]
    page = context.get("page")
    return navigation.breadcrumbs(page) if isinstance(page, Page) else []


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[navigation.LanguageLink]:
    """The language switch; views without page give ``alternates`` (language code → address)."""
    if context.get("request") is None:
        return navigation.language_links(None)
    return navigation.language_links(context.get("page"), context.get("alternates"))


@register.simple_tag
def swedish_version(page: Page) -> Page | None:
    """The public Swedish page of a translation."""
    versions = [version for version in navigation.public_translations(page) if version.locale.language_code == "sv"]
    return versions[0] if versions else None


@register.simple_tag
def alternate_links(page: Page | None) -> SafeString:
    """hreflang for every public translation, with Swedish as the default; nothing for a page in one language."""
    versions = navigation.alternates_of(page)
    if not versions:
        return mark_safe("")
    rows = [(version.locale.language_code, absolute_url(version.url)) for version in versions]
    rows.append(("x-default", rows[0][1]))
    return format_html_join("\n", '<link rel="alternate" hreflang="{}" href="{}">', rows)


@register.simple_tag
def public_children(page: Page) -> list[Page]:
    """Pages right below that everybody may see."""
    return list(public_pages(page.get_children()).select_related("locale").order_by("path"))


@register.filter
def beside(cells: Any, headings: Any) -> list[tuple[Any, Any]]:
    """Cells of a row, each with the heading of its column."""
    return list(zip(cells, headings, strict=False))


@register.filter
def watch_at(host: str) -> str:
    """Words of a link to a film."""
    return _("Watch the film at %(host)s") % {"host": host} if host else _("Watch the film")


@register.simple_tag
def persistent_address(page: Any) -> str:
    """The address that stays when a page moves or changes its name."""
    return absolute_url(navigation.permanent_path(page.persistent_id))


@register.simple_tag(takes_context=True)
def offered_pages(context: template.Context) -> list[Page]:
    """Pages that a reader of the missing address may have meant."""
    request = context.get("request")
    return navigation.offers_for(request.path) if request is not None else []


@register.simple_tag(takes_context=True)
def feedback_address(context: template.Context) -> str:
    """Where readers write what they think, with the page they came from in the subject."""
    persistent_id = getattr(context.get("page"), "persistent_id", "")
    subject = _("About page %(number)s") % {"number": persistent_id} if persistent_id else _("About Servicebanken")
    return f"mailto:{settings.DEFAULT_FROM_EMAIL}?subject={quote(subject)}"


@register.simple_tag
def ask_address(question: str) -> str:
    """Where somebody writes who found nothing, with the question in the subject."""
    subject = _("Question: %(question)s") % {"question": question}
    return f"mailto:{settings.DEFAULT_FROM_EMAIL}?subject={quote(subject)}"


@register.simple_tag
def file_facts(document: Any, language: str = "", accessible: bool | str = False) -> str:
    """``PDF, 240 kB, Swedish, checked for accessibility``."""
    facts = [document.file_extension.upper(), formats.file_size(document.file_size), language_name(language)]
    return ", ".join([*(fact for fact in facts if fact), *([_("checked for accessibility")] if accessible else [])])


@register.simple_tag
def licence_link(code: str, label: str) -> SafeString:
    """Name of a licence, as a link to its text where there is one."""
    url = LICENCE_URLS.get(code)
    return format_html('<span rel="license">{}</span>', label) if not url else links.external_link(url, label)


@register.simple_tag
def absolute(path: str) -> str:
    return absolute_url(path)


@register.filter
def can_be_shown(image: CustomImage | None) -> bool:
    """Whether a picture has renditions that everybody may see; a drawing stands in its place otherwise."""
    return bool(_ready_renditions(image))


@register.filter
def can_be_fetched(document: CustomDocument | None) -> bool:
    """Whether everybody may fetch a file."""
    return document is not None and is_open(document)


@register.simple_tag
def files_of(page: Any) -> list[Any]:
    """Files to download that everybody may fetch."""
    return [row for row in page.attachments.select_related("document") if is_open(row.document)]


@register.simple_tag
def share_image(page: Any) -> dict[str, Any]:
    """Picture for social media: the main image's when it is ready, else our own."""
    image = getattr(page, "main_image", None)
    for rendition in _ready_renditions(image):
        if rendition.filter_spec == SHARE_SPEC:
            url = absolute_url(rendition.url)
            return {"url": url, "width": rendition.width, "height": rendition.height, "alt": rendition.image.alt}
    own = absolute_url(static("img/share.png"))
    return {
        "url": own,
        "width": 1200,
        "height": 630,
        "alt": _("A village with a shop, a fuel pump and a bus stop, drawn in ink"),
    }


@register.inclusion_tag("components/picture.html")
def picture(
    image: CustomImage | None,
    *,
    sizes: str = "(min-width: 64rem) 42rem, 100vw",
    lazy: bool = True,
    decorative: bool = False,
) -> dict[str, Any]:
    """A photograph from the renditions that exist; one without any is left out. Showing a page never makes one."""
    ready = _ready_renditions(image)
    webp = [r for r in ready if r.filter_spec.endswith("format-webp")]
    fallback = next((r for r in ready if r.filter_spec == FALLBACK_SPEC), webp[-1] if webp else None)
    return {"image": image, "webp": webp, "fallback": fallback, "sizes": sizes, "lazy": lazy, "decorative": decorative}


@register.inclusion_tag("components/illustration.html")
def illustration(motif: str) -> dict[str, str]:
    """One of our own drawings, by name; the landscape where the name is unknown."""
    name = motif if motif in illustrations.MOTIFS else "landscape"
    return {"template": f"components/illustrations/{name}.html", "motif": name}


@register.simple_tag(takes_context=True)
def structured_data_of_page(context: template.Context) -> SafeString:
    """JSON-LD of this page: what its type says of it, and the way to it."""
    data = list(context.get("structured_data") or [])
    if trail := breadcrumb_trail(context):
        data.append(structured_data.breadcrumb_list(trail))
    return structured_data.json_ld(data) if data else mark_safe("")


def _ready_renditions(image: CustomImage | None) -> list[Rendition]:
    return image.ready_renditions if image is not None and is_open(image) else []
