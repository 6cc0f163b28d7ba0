"""Addresses beside the page tree: entry, permanent addresses, files, health, and what machines ask for."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.http import http_date

from cms.core.models import Attachment
from cms.core.views import errors
from cms.core.views import sitemap as sitemap_view
from cms.publishing.models import JobRun
from tests.factories import (
    Cast,
    Tree,
    make_case,
    make_content_page,
    make_document,
    make_image,
    organisation,
    restrict,
    translate_page,
)

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HOST = "http://testserver"


# --- The root


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "/sv/"),
        ("sv", "/sv/"),
        ("en", "/en/"),
        ("en-GB,en;q=0.9,sv;q=0.8", "/en/"),
        ("nb,da;q=0.9,en;q=0.5", "/en/"),
        ("sv-FI,en;q=0.9", "/sv/"),
        ("en;q=0.2,sv;q=0.9", "/sv/"),
        ("de", "/sv/"),
        ("*", "/sv/"),
        ("en;q=0, sv;q=0.1", "/sv/"),
        ("en;q=high", "/sv/"),
        (";;;,,,===", "/sv/"),
        ("\x00\xff", "/sv/"),
        ("x" * 10_000, "/sv/"),
    ],
)
def test_root_leads_to_the_language_of_the_browser(client: Client, site: Tree, header: str, expected: str):
    response = client.get("/", headers={"accept-language": header})
    assert (response.status_code, response["Location"]) == (302, expected)
    assert response["Vary"] == "Accept-Language"


def test_root_keeps_the_question(client: Client, site: Tree):
    assert client.get("/?utm_source=letter")["Location"] == "/sv/?utm_source=letter"


def test_a_language_that_is_in_the_address_wins(client: Client, site: Tree):
    response = client.get("/sv/", headers={"accept-language": "en"})
    assert response["Content-Language"] == "sv"
    assert "Accept-Language" not in response.get("Vary", "")


# --- Permanent addresses


def test_permanent_address_leads_to_the_language_of_the_browser(client: Client, site: Tree):
    case = make_case()
    english = translate_page(case)
    for header, expected in (("sv", case.url), ("en-US", english.url), ("", case.url)):
        response = client.get(f"/id/{case.persistent_id}", headers={"accept-language": header})
        assert (response.status_code, response["Location"]) == (302, expected)
        assert response["Vary"] == "Accept-Language"


def test_permanent_address_takes_a_language(client: Client, site: Tree):
    case = make_case()
    english = translate_page(case)
    assert client.get(f"/id/{case.persistent_id}?lang=en")["Location"] == english.url
    assert client.get(f"/id/{case.persistent_id}/?lang=sv", headers={"accept-language": "en"})["Location"] == case.url
    assert client.get(f"/id/{case.persistent_id}?lang=xx")["Location"] == case.url


def test_permanent_address_leads_only_to_what_is_public(client: Client, site: Tree):
    case = make_case()
    translate_page(case, published=False)
    response = client.get(f"/id/{case.persistent_id}?lang=en", headers={"accept-language": "en"})
    assert response["Location"] == case.url


def test_number_of_a_withdrawn_page_is_gone(client: Client, site: Tree):
    unpublished, deleted = make_case(), make_case()
    unpublished.unpublish()
    number = deleted.persistent_id
    deleted.delete()
    for persistent_id in (unpublished.persistent_id, number):
        response = client.get(f"/id/{persistent_id}", headers={"accept-language": "en"})
        assert response.status_code == 410
        assert '<html lang="en">' in response.content.decode()
        assert response["Vary"] == "Accept-Language"


def test_number_of_a_page_that_went_with_its_section_is_gone(client: Client, site: Tree):
    section = make_content_page()
    page = make_content_page(parent=section)
    number = page.persistent_id
    section.delete()
    assert client.get(f"/id/{number}").status_code == 410


def test_number_of_what_was_never_public_is_unknown(client: Client, site: Tree):
    draft, deleted, hidden = make_case(published=False), make_case(published=False), make_case()
    numbers = [draft.persistent_id, deleted.persistent_id, hidden.persistent_id]
    deleted.delete()
    restrict(hidden)
    for number in numbers:
        assert client.get(f"/id/{number}").status_code == 404


@pytest.mark.parametrize(
    "number",
    ["sb-999999", "sb-1", "sb-0000001", "SB-000001", "sb-999999999999", "sb-" + "9" * 40, "sb-٠٠٠٠٠١", "x", "%00"],
)
def test_what_is_no_number_is_not_found(client: Client, site: Tree, number: str):
    for path in (f"/id/{number}", f"/en/untranslated/{number}/"):
        assert client.get(path).status_code == 404


# --- Pages without translation


def test_untranslated_page_is_named_in_swedish(client: Client, site: Tree):
    case = make_case(title="Boxen i Slussfors")
    response = client.get(f"/en/untranslated/{case.persistent_id}/")
    html = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="en">' in html
    assert f'<a class="button" href="{case.url}" lang="sv" hreflang="sv">Boxen i Slussfors</a>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert response["X-Robots-Tag"] == "noindex"


def test_untranslated_notice_gives_way_to_the_translation(client: Client, site: Tree):
    case = make_case()
    english = translate_page(case)
    response = client.get(f"/en/untranslated/{case.persistent_id}/")
    assert (response.status_code, response["Location"]) == (302, english.url)
    assert client.get(f"/sv/untranslated/{case.persistent_id}/")["Location"] == case.url


def test_untranslated_notice_tells_nothing_of_what_is_hidden(client: Client, site: Tree):
    for case in (make_case(published=False), restrict(make_case()).page.specific):
        assert client.get(f"/en/untranslated/{case.persistent_id}/").status_code == 404


def test_english_address_never_shows_swedish_text(client: Client, site: Tree):
    case = make_case()
    alias = case.copy_for_translation(site.home_en.locale, alias=True)
    assert client.get(alias.url)["Location"] == f"/en/untranslated/{case.persistent_id}/"
    double = case.create_alias(parent=site.cases, update_slug="dubbel")
    assert client.get(double.url)["Location"] == case.url
    site.home_en.unpublish()
    cache.clear()
    assert client.get("/en/")["Location"] == f"/en/untranslated/{site.home.persistent_id}/"


# --- Site map


def links(client: Client, path: str = "/sitemap.xml") -> dict[str, dict[str, str]]:
    """Address → its alternates by language."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return {
        url.findtext(f"{SITEMAP}loc", ""): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.iter(f"{XHTML}link")
        }
        for url in ET.fromstring(response.content)  # noqa: S314 - our own answer
    }


def test_site_map_names_each_version_and_its_translations(client: Client, site: Tree):
    translated, aliased, swedish = make_case(slug="oversatt"), make_case(slug="alias"), make_case(slug="svensk")
    english = translate_page(translated, slug="translated")
    alias = aliased.copy_for_translation(site.home_en.locale, alias=True)
    found = links(client)
    both = {
        "sv": f"{HOST}{translated.url}",
        "en": f"{HOST}{english.url}",
        "x-default": f"{HOST}{translated.url}",
    }
    assert found[f"{HOST}{translated.url}"] == both
    assert found[f"{HOST}{english.url}"] == both
    assert found[f"{HOST}{aliased.url}"] == {}
    assert found[f"{HOST}{swedish.url}"] == {}
    assert f"{HOST}{alias.url}" not in found


def test_site_map_and_pages_name_the_same_versions(client: Client, site: Tree):
    case, swedish = make_case(), make_case()
    english = translate_page(case)
    found = links(client)
    for page in (case, english, swedish):
        html = client.get(page.url).content.decode()
        for code, address in found[f"{HOST}{page.url}"].items():
            assert f'<link rel="alternate" hreflang="{code}" href="{address}">' in html
        assert html.count('rel="alternate"') == len(found[f"{HOST}{page.url}"])


def test_every_address_of_the_site_map_answers(client: Client, site: Tree):
    translate_page(make_case())
    found = links(client)
    assert {f"{HOST}/sv/", f"{HOST}/en/", f"{HOST}/sv/kommuner/", f"{HOST}/en/municipalities/2421/"} <= set(found)
    assert f"{HOST}/sv/kommuner/1880/" not in found
    for address in found:
        assert client.get(address.removeprefix(HOST)).status_code == 200, address


def test_site_map_leaves_out_what_is_hidden(client: Client, site: Tree):
    draft, hidden = make_case(published=False), make_case(municipality="2039")
    restrict(hidden)
    found = links(client)
    assert not {f"{HOST}{draft.url}", f"{HOST}{hidden.url}", f"{HOST}/sv/kommuner/2039/"} & set(found)


def test_large_site_map_is_parted(client: Client, site: Tree, monkeypatch: pytest.MonkeyPatch):
    whole = links(client)
    assert client.get("/sitemap-1.xml").status_code == 404
    monkeypatch.setattr(sitemap_view, "MOST_ADDRESSES", 8)
    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    parts = [part.findtext(f"{SITEMAP}loc", "") for part in index]
    assert parts[0] == f"{HOST}/sitemap-1.xml"
    together = [address for part in parts for address in links(client, part.removeprefix(HOST))]
    assert together == list(whole)
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


# --- Small files


def test_robots(client: Client, site: Tree):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/" in response.content.decode()
    assert f"Sitemap: {HOST}/sitemap.xml" in response.content.decode()


def test_security_contact_is_current(client: Client, site: Tree, settings):
    settings.SECURITY_CONTACT = "mailto:sakerhet@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:sakerhet@example.org"
    assert fields["Canonical"] == f"{HOST}/.well-known/security.txt"
    expires = dt.datetime.fromisoformat(fields["Expires"])
    assert timezone.now() + dt.timedelta(days=30) < expires < timezone.now() + dt.timedelta(days=365)


def test_favicon(client: Client, site: Tree):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/img/favicon.svg")


# --- Health


def test_health_is_ok_while_all_parts_answer(client: Client, site: Tree):
    JobRun.objects.create(name="beat", started_at=timezone.now())
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json()["state"] == "ok"
    assert {name: part["state"] for name, part in response.json()["parts"].items()} == {
        "database": "ok",
        "cache": "ok",
        "worker": "ok",
        "mail": "ok",
        "search": "ok",
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("age", "state"), [(None, "never_seen"), (dt.timedelta(hours=1), "late")])
def test_health_is_degraded_without_a_worker(client: Client, site: Tree, age: dt.timedelta | None, state: str):
    JobRun.objects.all().delete()
    if age:
        JobRun.objects.create(name="beat", started_at=timezone.now() - age)
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json()["state"] == "degraded"
    assert response.json()["parts"]["worker"]["state"] == state


def test_health_is_degraded_without_a_cache(client: Client, site: Tree):
    with patch("cms.core.views.health.cache.set", side_effect=OSError):
        response = client.get("/health/")
    assert (response.status_code, response.json()["parts"]["cache"]["state"]) == (200, "error")


def test_health_without_database_is_unavailable_and_the_process_lives(client: Client, site: Tree):
    with patch.object(connection, "cursor", side_effect=DatabaseError):
        response = client.get("/health/")
        assert response.status_code == 503
        assert response.json()["parts"]["database"]["state"] == "error"
        assert client.get("/health/live").json() == {"state": "ok"}


# --- Files


@pytest.fixture
def shown_image(site: Tree):
    """A picture on a public page, with its renditions."""
    image = make_image()
    image.get_renditions("width-400|format-webp")
    make_case(main_image=image)
    return image


def test_file_of_a_public_page_is_everybodys(client: Client, shown_image):
    for name in (shown_image.file.name, shown_image.renditions.first().file.name):
        response = client.get(f"/media/{name}")
        assert response.status_code == 200
        assert response["Content-Type"] == ("image/webp" if name.endswith("webp") else "image/png")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "public, max-age=60, must-revalidate"
        assert len(b"".join(response.streaming_content)) == int(response["Content-Length"])
        assert "Cookie" not in response.get("Vary", "")


def test_file_of_no_public_page_is_hidden(client: Client, site: Tree):
    unused, on_draft, on_hidden = make_image(), make_image(), make_image()
    make_case(main_image=on_draft, published=False)
    restrict(make_case(main_image=on_hidden))
    for image in (unused, on_draft, on_hidden):
        rendition = image.get_rendition("width-400|format-webp")
        assert client.get(f"/media/{image.file.name}").status_code == 404
        assert client.get(f"/media/{rendition.file.name}").status_code == 404


def test_file_is_hidden_again_when_its_page_is_withdrawn(client: Client, site: Tree):
    image = make_image()
    case = make_case(main_image=image)
    assert client.get(f"/media/{image.file.name}").status_code == 200
    case.unpublish()
    assert client.get(f"/media/{image.file.name}").status_code == 404


def test_editor_sees_every_file_and_no_cache_keeps_it(client: Client, cast: Cast):
    image, document = make_image(), make_document()
    for path in (f"/media/{image.file.name}", f"/media/{document.file.name}", document.url):
        client.force_login(cast.contributor)
        response = client.get(path, follow=True)
        assert response.status_code == 200
        assert "private" in response["Cache-Control"]
        assert "no-store" in response["Cache-Control"]
        for person in (cast.stranger, cast.member):
            client.force_login(person)
            assert client.get(path).status_code == 404


def test_logotype_of_an_organisation_is_public(client: Client, site: Tree):
    logo = make_image()
    organisation("med-logo", logo=logo)
    assert client.get(f"/media/{logo.file.name}").status_code == 200


def test_document_is_offered_as_a_download_only_on_a_public_page(client: Client, site: Tree):
    document = make_document()
    assert client.get(document.url).status_code == 404
    assert client.get(f"/media/{document.file.name}").status_code == 404
    case = make_case()
    case.attachments = [Attachment(document=document, title="Checklista", locale=case.locale)]
    case.save_revision().publish()
    for path in (document.url, f"/media/{document.file.name}"):
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response.streaming_content) == b"Boka lokalen.\n"
    case.unpublish()
    for path in (document.url, f"/media/{document.file.name}"):
        assert client.get(path).status_code == 404


def test_file_is_not_sent_twice(client: Client, shown_image):
    path = f"/media/{shown_image.file.name}"
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert client.get(path, headers={"if-none-match": '"another"'}).status_code == 200
    assert client.get(path, headers={"if-modified-since": http_date(0)}).status_code == 200
    head = client.head(path)
    assert head["Content-Length"] == first["Content-Length"]
    assert head.content == b""
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "",
        "original_images/",
        "../db.sqlite3",
        "..%2f..%2fetc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "//etc/passwd",
        "..\\..\\etc\\passwd",
        "original_images/%00.png",
        "images/" + "a" * 5000,
    ],
)
def test_no_address_leads_out_of_the_folder(client: Client, cast: Cast, path: str):
    client.force_login(cast.superuser)
    assert client.get(f"/media/{path}").status_code == 404


def test_missing_file_is_not_found(client: Client, shown_image):
    shown_image.file.storage.delete(shown_image.file.name)
    assert client.get(f"/media/{shown_image.file.name}").status_code == 404


# --- Errors


@pytest.mark.parametrize("language", ["sv", "en"])
def test_missing_page_speaks_the_language_of_its_address(client: Client, site: Tree, language: str):
    response = client.get(f"/{language}/finns-inte/", headers={"accept-language": "en" if language == "sv" else "sv"})
    assert response.status_code == 404
    html = response.content.decode()
    assert f'<html lang="{language}">' in html
    assert 'name="q"' in html


def test_missing_page_offers_the_same_page_in_the_other_language(client: Client, site: Tree):
    case = make_case(slug="boxen")
    assert case.url in client.get("/en/bank/good-examples/boxen/").content.decode()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("error", "status"), [(ValueError, 500), (OperationalError, 503)])
def test_fault_says_so_without_help_of_what_may_be_broken(
    client: Client, site: Tree, language: str, error: type[Exception], status: int
):
    client.raise_request_exception = False
    with (
        patch("search.views.search_pages", side_effect=error),
        patch.object(errors, "render", side_effect=AssertionError),
    ):
        response = client.get({"sv": "/sv/sok/", "en": "/en/search/"}[language], {"q": "zebra"})
    assert response.status_code == status
    assert f'<html lang="{language}">' in response.content.decode()
    assert ("Retry-After" in response) == (status == 503)


def test_fault_page_asks_the_database_nothing(site: Tree, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert errors.server_error(RequestFactory().get("/sv/")).status_code == 500
        assert errors.bad_request(RequestFactory().get("/sv/"), ValueError()).status_code == 400


# --- Cookies


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sv/",
        "/en/",
        "/sv/banken/",
        "/sv/banken/goda-exempel/",
        "/sv/banken/goda-exempel/boxen/",
        "/sv/banken/metoder/",
        "/sv/teman/",
        "/sv/natverket/",
        "/sv/natverket/traffar/",
        "/sv/kommuner/",
        "/en/municipalities/2421/",
        "/sv/sok/?q=boxen",
        "/en/search/",
        "/sv/finns-inte/",
        "/robots.txt",
        "/sitemap.xml",
        "/.well-known/security.txt",
        "/health/",
        "/favicon.ico",
    ],
)
def test_visitor_gets_no_cookie_and_no_cache_is_told_to_ask_for_one(client: Client, site: Tree, path: str):
    make_case(slug="boxen")
    response = client.get(path)
    assert response.status_code in (200, 302, 404)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_permanent_address_and_notice_set_no_cookie(client: Client, site: Tree):
    case = make_case()
    for path in (f"/id/{case.persistent_id}", f"/en/untranslated/{case.persistent_id}/"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_reading_writes_nothing(client: Client, site: Tree, django_assert_max_num_queries):
    case = make_case(main_image=make_image())
    for path in ("/sv/", "/sv/banken/", case.url, "/sv/sok/?q=box", "/sv/kommuner/2421/", "/sitemap.xml", "/health/"):
        with django_assert_max_num_queries(200) as captured:
            client.get(path)
        for query in captured.captured_queries:
            assert query["sql"].lstrip().startswith(("SELECT", "WITH", "SAVEPOINT", "RELEASE")), query["sql"]
