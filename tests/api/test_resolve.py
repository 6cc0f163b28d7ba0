"""Addresses that partners have kept: what they lead to today. The HTML address itself answers by the same decision."""

from urllib.parse import quote

import pytest
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

RESOLVE = "/api/v2/resolve/"
GONE = {"status": "gone", "id": None, "detail_url": None, "location": None}


@pytest.fixture
def resolve(get):
    return lambda path, status=200: get(f"{RESOLVE}?path={quote(path, safe='')}", status)


def page_answer(page):
    return {
        "status": "page",
        "id": page.pk,
        "detail_url": f"{settings.BASE_URL}{PAGES}{page.pk}/",
        "location": None,
    }


def redirect_answer(page):
    return {**page_answer(page), "status": "redirect", "location": f"{settings.BASE_URL}{page.url}"}


def _moved(page, slug="nya-namnet"):
    """A page whose address has changed; the old one."""
    old = page.url
    page.slug = slug
    page.save_revision().publish()
    return old


# --- Pages


def test_every_html_url_resolves_to_its_own_id(site, get, resolve):
    factories.translate_page(factories.make_case())
    factories.make_resource(), factories.make_plan(), factories.make_event(), factories.make_content_page()
    for item in get(f"{PAGES}?limit=100")["items"]:
        address = item["meta"]["html_url"]
        assert resolve(address)["id"] == resolve(address.removeprefix(settings.BASE_URL))["id"] == item["id"]
        assert resolve(address)["status"] == "page"


def test_page_is_found_in_every_way_of_writing_its_address(site, client, get, resolve):
    case = factories.make_case()
    for address in (
        case.url,
        case.url.rstrip("/"),
        f"{case.url}?utm_source=letter&x=%ff",
        f"{case.url}#costs",
        f"{settings.BASE_URL}{case.url}",
        f"http://testserver{case.url}",
        f"//testserver{case.url}",
        case.url.replace("-", "%2D"),
    ):
        assert resolve(address) == page_answer(case), address
    assert client.head(f"{RESOLVE}?path={case.url}").status_code == 200


def test_english_address_gives_the_english_page(site, resolve):
    english = factories.translate_page(factories.make_case())
    assert resolve(english.url) == page_answer(english)


# --- Redirects


def test_old_address_leads_to_the_new_one(site, client, resolve, django_capture_on_commit_callbacks):
    case = factories.make_case()
    with django_capture_on_commit_callbacks(execute=True):
        old = _moved(case)
    case.refresh_from_db()
    for address in (old, old.rstrip("/"), f"{old}?utm_source=x"):
        assert resolve(address) == redirect_answer(case)
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, case.url)


@pytest.mark.parametrize(
    "address", ["/gamla/båten", "/gamla/båten/", "/gamla/b%C3%A5ten", "/gamla/b%c3%a5ten/?a=1", "/gamla/båten#x"]
)
def test_redirect_is_found_however_its_letters_are_written(site, client, resolve, address):
    case = factories.make_case()
    Redirect.add_redirect("/gamla/båten/", redirect_to=case)
    assert resolve(address) == redirect_answer(case)
    assert client.get(address)["Location"].endswith(case.url)


def test_redirect_may_be_temporary_and_lead_to_another_site(site, client, resolve):
    Redirect.add_redirect("/sv/karta", redirect_to="https://karta.example/x?y=1", is_permanent=False)
    assert resolve("/sv/karta/") == {**GONE, "status": "redirect", "location": "https://karta.example/x?y=1"}
    assert (client.get("/sv/karta/").status_code, client.get("/sv/karta/")["Location"]) == (
        302,
        "https://karta.example/x?y=1",
    )


def test_redirects_are_followed_to_the_end(site, resolve):
    case = factories.make_case()
    Redirect.add_redirect("/a", redirect_to="/b/")
    Redirect.add_redirect("/b", redirect_to=f"{settings.BASE_URL}/c")
    Redirect.add_redirect("/c", redirect_to=case)
    Redirect.add_redirect("/d", redirect_to="/sv/sok/?q=mack")
    assert resolve("/a") == resolve("/b") == redirect_answer(case)
    assert resolve("/d")["location"] == f"{settings.BASE_URL}/sv/sok/?q=mack"


def test_circle_of_redirects_leads_nowhere(site, client, resolve):
    Redirect.add_redirect("/a", redirect_to="/b")
    Redirect.add_redirect("/b", redirect_to="/a")
    resolve("/a", 404)
    assert client.get("/a", follow=True).status_code == 404


def test_redirect_that_names_a_query_is_taken_by_that_query_alone(site, client):
    case, other = factories.make_case(), factories.make_case()
    Redirect.add_redirect("/artikel.asp?id=7", redirect_to=case)
    Redirect.add_redirect("/artikel.asp", redirect_to=other)
    assert client.get("/artikel.asp?id=7")["Location"].endswith(case.url)
    assert client.get("/artikel.asp?id=8")["Location"].endswith(other.url)


# --- Gone


def _unpublished(case):
    case.unpublish()


def _deleted(case):
    case.delete()


def _deleted_with_its_section(case):
    case.get_parent().delete()


@pytest.mark.parametrize("take_away", [_unpublished, _deleted, _deleted_with_its_section])
def test_what_was_public_is_gone(site, client, resolve, take_away):
    case = factories.make_case()
    english = factories.translate_page(case)
    address, kept = case.url, english.url
    take_away(case)
    for form in (address, address.rstrip("/"), f"{settings.BASE_URL}{address}?x=1"):
        assert resolve(form) == GONE
    assert client.get(address).status_code == 410
    assert "gone" not in resolve(kept)["status"]


def test_gone_page_says_so_in_the_language_of_its_address(site, client):
    english = factories.translate_page(factories.make_case())
    english.unpublish()
    response = client.get(english.url)
    assert response.status_code == 410
    assert '<html lang="en">' in response.content.decode()


def test_old_address_of_what_is_gone_is_gone_too(site, client, resolve, django_capture_on_commit_callbacks):
    unpublished, deleted = factories.make_case(), factories.make_case()
    with django_capture_on_commit_callbacks(execute=True):
        addresses = [_moved(unpublished, "ett"), _moved(deleted, "tva")]
    unpublished.refresh_from_db()
    unpublished.unpublish()
    deleted.delete()
    for address in addresses:
        assert resolve(address) == GONE
        assert client.get(address).status_code == 410


def test_page_that_came_back_is_a_page_again(site, client, resolve):
    case = factories.make_case()
    address = case.url
    case.unpublish()
    case.save_revision().publish()
    assert resolve(address) == page_answer(case)
    case.delete()
    other = factories.make_case(slug=address.split("/")[-2])
    assert other.url == address
    assert resolve(address) == page_answer(other)
    assert client.get(address).status_code == 200


# --- What nobody may know of


def _draft():
    return factories.make_case(published=False)


def _restricted():
    page = factories.make_case()
    factories.restrict(page)
    return page


def _below_restricted():
    parent = factories.make_content_page()
    page = factories.make_content_page(parent=parent)
    factories.restrict(parent, groups=("member",))
    return page


def _with_password():
    page = factories.make_case()
    factories.restrict(page, "password")
    return page


def _unpublished_below_restricted():
    page = _below_restricted()
    page.unpublish()
    return page


def _deleted_below_restricted():
    page = _below_restricted()
    page.delete()
    return page


def _deleted_before_its_section_was_restricted():
    parent = factories.make_content_page()
    page = factories.make_content_page(parent=parent)
    page.delete()
    factories.restrict(parent)
    return page


HIDDEN = [
    _draft,
    _restricted,
    _below_restricted,
    _with_password,
    _unpublished_below_restricted,
    _deleted_below_restricted,
    _deleted_before_its_section_was_restricted,
]


@pytest.mark.parametrize("make", HIDDEN)
def test_hidden_page_cannot_be_told_from_one_that_never_was(site, client, resolve, make):
    page = make()
    hidden, never = resolve(page.url, 404), resolve("/sv/banken/aldrig/", 404)
    assert hidden == never
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("make", [_draft, _restricted, _below_restricted, _with_password])
def test_redirect_to_a_hidden_page_leads_nowhere(site, client, resolve, make):
    page = make()
    Redirect.add_redirect("/gammal", redirect_to=page)
    Redirect.add_redirect("/aldre", redirect_to=page.url)
    for address in ("/gammal", "/aldre/"):
        resolve(address, 404)
        response = client.get(address, follow=True)
        assert response.status_code == 404
        assert page.url not in str(response.redirect_chain)


def test_closed_page_is_served_to_those_who_may_see_it(site, client):
    page = _below_restricted()
    client.force_login(factories.make_user("editor"))
    assert client.get(page.url).status_code == 404
    client.force_login(factories.make_user("member"))
    assert client.get(page.url).status_code == 200


# --- Wrong questions


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/sv/",
        "//evil.example/sv/",
        "http://[",
        "sv/banken/",
        "x",
        "ftp://testserver/sv/",
        "mailto:a@b",
    ],
)
def test_address_of_another_site_or_of_none_is_refused(site, resolve, address):
    assert resolve(address, 400)["parameter"] == "path"


def test_path_is_required_and_nothing_else_is_known(site, get):
    assert get(RESOLVE, 400)["parameter"] == "path"
    assert get(f"{RESOLVE}?path=/sv/&x=1", 400)["parameters"] == ["x"]
    assert get(f"{RESOLVE}?path=", 400)["parameter"] == "path"


@pytest.mark.parametrize(
    "path", ["/sv/%00/", "/%00", "/sv/" + "a" * 1900, "/sv/%ff/", "/sv/../admin/", "/admin/", "/xx/"]
)
def test_any_path_can_be_asked_for(site, resolve, path):
    resolve(path, 404)


# --- Addresses that lead on by language


def test_front_door_and_paths_without_a_language_lead_to_a_page(site, get):
    for query, page in (
        ("path=/", site.home),
        ("path=/&locale=en", site.home_en),
        ("path=/banken", site.bank),
        ("path=/bank/&locale=en", site.bank_en),
    ):
        assert get(f"{RESOLVE}?{query}") == redirect_answer(page)
    get(f"{RESOLVE}?path=/banken/&locale=en", 404)


def test_permanent_address_leads_to_the_page_or_tells_that_it_is_gone(site, get, resolve):
    case, draft = factories.make_case(), factories.make_case(published=False)
    english = factories.translate_page(case)
    assert resolve(f"/id/{case.persistent_id}") == redirect_answer(case)
    assert get(f"{RESOLVE}?path=/id/{case.persistent_id}/&locale=en") == redirect_answer(english)
    case.unpublish()
    assert resolve(f"/id/{case.persistent_id}") == redirect_answer(english)
    english.unpublish()
    assert resolve(f"/id/{case.persistent_id}") == GONE
    for number in (draft.persistent_id, "sb-999999", "x"):
        resolve(f"/id/{number}", 404)
