"""Partners' keys: who is recognised, what a key opens, and that it never opens more."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.api import key_use, keys
from cms.api.middleware import PartnerAccess
from cms.api.models import PartnerKey
from cms.core.grants import NO_GRANTS, Grants, current_grants, granted
from cms.core.jobs import jobs
from cms.core.visibility import public_pages, reading_together
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

MARK = "zyxsluten"
DAY = dt.timedelta(days=1)


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def answer(client, address, secret, status=200):
    response = client.get(address, headers=bearer(secret) if secret else {})
    assert response.status_code == status, response.content[:300]
    return response.json()


def found(client, query, secret=""):
    listing = answer(client, f"{PAGES}?limit=100&{query}", secret)
    assert listing["meta"]["total_count"] == len(listing["items"])
    return {item["id"] for item in listing["items"]}


@pytest.fixture
def section(site):
    """A closed section."""
    page = factories.make_content_page(title=f"{MARK} avdelning")
    factories.restrict(page, groups=("member",))
    return page


@pytest.fixture
def inside(section):
    """A page in it."""
    return factories.make_content_page(title=f"{MARK} sida", parent=section)


class TestWhoIsRecognised:
    def test_key_opens_its_section_and_the_public_does_not_see_it(self, section, inside, client):
        _key, secret = factories.make_key(section)
        assert answer(client, f"{PAGES}{inside.pk}/", secret)["title"] == inside.title
        answer(client, f"{PAGES}{inside.pk}/", "", 404)

    @pytest.mark.parametrize(
        "header",
        [
            "",
            "Bearer",
            "Bearer ",
            "Bearer sb_",
            "Basic {secret}",
            "Token {secret}",
            "{secret}",
            "Bearer {secret}x",
            "Bearer {secret} {secret}",
            "Bearer {prefix}" + "A" * 43,
            "Bearer sb_zzzzzzzz_" + "A" * 43,
            "Bearer åäö",
            "Bearer {secret},{secret}",
        ],
    )
    def test_what_is_no_key_is_refused_and_never_answered_as_the_public(self, header, site, client):
        _key, secret = factories.make_key()
        header = header.format(secret=secret, prefix=secret[:12])
        response = client.get(PAGES, headers={"Authorization": header})
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"
        assert response["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert response["Cache-Control"] == "no-store"
        assert "Authorization" in response["Vary"]
        assert response.json()["type"] == "urn:servicebanken:problem:invalid-token"
        assert secret not in response.content.decode()

    def test_scheme_is_read_whatever_its_case(self, site, client):
        _key, secret = factories.make_key()
        assert client.get(PAGES, headers={"Authorization": f"bearer {secret}"}).status_code == 200

    def test_refusal_says_the_same_whatever_the_reason(self, site, client):
        revoked, first = factories.make_key()
        keys.revoke(revoked, by=None)
        _expired, second = factories.make_key(expires_at=timezone.now() - DAY)
        unknown = "sb_zzzzzzzz_" + "A" * 43
        assert len({json.dumps(answer(client, PAGES, secret, 401)) for secret in (first, second, unknown)}) == 1

    def test_refused_below_api_also_where_nothing_is(self, site, client):
        assert client.get("/api/v2/nothing/", headers=bearer("x")).status_code == 401

    def test_key_ends_at_its_time(self, section, client):
        _key, secret = factories.make_key(section, expires_at=timezone.now() + DAY)
        answer(client, f"{PAGES}{section.pk}/", secret)
        with time_machine.travel(timezone.now() + 2 * DAY):
            answer(client, f"{PAGES}{section.pk}/", secret, 401)

    def test_revoked_key_ends_at_once_and_does_not_come_back(self, section, client):
        key, secret = factories.make_key(section)
        keys.revoke(key, by=None)
        answer(client, f"{PAGES}{section.pk}/", secret, 401)
        with pytest.raises(ValueError, match="revoked"):
            keys.rotate(key, by=None)

    @pytest.mark.parametrize("name", ["access_token", "token", "key", "api_key", "Authorization"])
    def test_key_in_the_query_is_an_unknown_parameter(self, name, section, client):
        _key, secret = factories.make_key(section)
        response = client.get(f"{PAGES}?{name}={secret}")
        assert response.status_code == 400
        assert response.json()["parameters"] == [name]
        assert secret not in response.content.decode()


class TestTheSecret:
    def test_only_its_digest_is_kept(self, site):
        key, secret = factories.make_key()
        row = PartnerKey.objects.filter(pk=key.pk).values().get()
        assert secret.startswith(f"sb_{key.prefix}_")
        assert len(secret) == len("sb_12345678_") + 43
        assert not [value for value in row.values() if isinstance(value, str) and secret[12:] in value]

    def test_old_secret_dies_at_once_when_a_new_one_is_made(self, site, client):
        key, old = factories.make_key()
        new = keys.rotate(key, by=None)
        answer(client, PAGES, new)
        answer(client, PAGES, old, 401)

    def test_old_secret_lives_for_the_time_of_grace(self, site, client):
        key, old = factories.make_key()
        new = keys.rotate(key, by=None, grace=3 * DAY)
        answer(client, PAGES, old)
        with time_machine.travel(timezone.now() + 4 * DAY):
            answer(client, PAGES, old, 401)
            answer(client, PAGES, new)

    def test_third_secret_ends_the_first(self, site, client):
        key, first = factories.make_key()
        second = keys.rotate(key, by=None, grace=7 * DAY)
        third = keys.rotate(key, by=None, grace=7 * DAY)
        answer(client, PAGES, first, 401)
        answer(client, PAGES, second)
        answer(client, PAGES, third)

    def test_grace_is_a_week_at_most(self, site):
        key, _secret = factories.make_key()
        with pytest.raises(ValueError, match="week"):
            keys.rotate(key, by=None, grace=8 * DAY)

    def test_revoking_ends_both_secrets(self, site, client):
        key, old = factories.make_key()
        new = keys.rotate(key, by=None, grace=DAY)
        keys.revoke(key, by=None)
        answer(client, PAGES, old, 401)
        answer(client, PAGES, new, 401)

    def test_log_says_who_did_what_and_holds_no_secret(self, cast, site):
        admin = cast.network_administrator
        key = PartnerKey(label="Logg", organisation="Kommunen", contact_email="a@example.org")
        secrets = [keys.make(key, by=admin), keys.rotate(key, by=admin, grace=DAY)]
        keys.revoke(key, by=admin)
        keys.revoke(key, by=admin)
        entries = ModelLogEntry.objects.for_instance(key).order_by("pk")
        assert [entry.action for entry in entries] == [keys.CREATED, keys.ROTATED, keys.REVOKED]
        assert {entry.user for entry in entries} == {admin}
        assert not [s for s in secrets for entry in entries if s[12:] in json.dumps(entry.data)]


class TestWhatAKeyOpens:
    @pytest.mark.parametrize("kind", ["login", "password"])
    def test_every_kind_of_restriction(self, kind, site, client):
        page = factories.make_content_page()
        factories.restrict(page, kind)
        _key, secret = factories.make_key(page)
        answer(client, f"{PAGES}{page.pk}/", secret)

    def test_lists_counts_filters_and_search(self, section, inside, client):
        _key, secret = factories.make_key(section)
        both = {section.pk, inside.pk}
        for query in ("", "type=home.ContentPage", f"search={MARK}", "locale=sv", "fields=*"):
            assert found(client, query, secret) >= both, query
            assert not found(client, query) & both, query
        assert found(client, f"child_of={section.pk}", secret) == {inside.pk}
        assert found(client, f"ancestor_of={inside.pk}", secret) >= {section.pk}
        assert answer(client, f"{PAGES}{inside.pk}/", secret)["meta"]["parent"]["id"] == section.pk

    def test_find_by_id_and_by_address(self, section, inside, client):
        _key, secret = factories.make_key(section)
        for query in (f"id={inside.pk}", f"html_path={inside.url}"):
            response = client.get(f"{PAGES}find/?{query}", headers=bearer(secret))
            assert response["Location"].endswith(f"{PAGES}{inside.pk}/")
            assert client.get(f"{PAGES}find/?{query}").status_code == 404

    def test_public_page_that_points_at_it_looks_the_same_to_everybody(self, section, client):
        case = factories.make_case(need=f'<p><a linktype="page" id="{section.pk}">Mer</a></p>')
        _key, secret = factories.make_key(section)
        for asked_with in (secret, ""):
            assert answer(client, f"{PAGES}{case.pk}/", asked_with)["need"] == "<p>Mer</p>"

    def test_closed_page_points_at_others_behind_the_same_gate(self, section, inside, client):
        link = f'<p><a linktype="page" id="{inside.pk}">Mer</a></p>'
        body = json.dumps([{"type": "text", "value": link}])
        page = factories.make_content_page(parent=section, body=body)
        _key, secret = factories.make_key(section)
        assert inside.slug in answer(client, f"{PAGES}{page.pk}/", secret)["body"][0]["value"]

    def test_picture_of_a_closed_page_is_listed(self, section, client):
        image = factories.make_image()
        page = factories.make_content_page(parent=section, main_image=image)
        _key, secret = factories.make_key(section)
        assert answer(client, f"/api/v2/images/{image.pk}/", secret)["id"] == image.pk
        answer(client, f"/api/v2/images/{image.pk}/", "", 404)
        assert answer(client, f"{PAGES}{page.pk}/", secret)["main_image"]["id"] == image.pk

    def test_another_section_stays_closed(self, section, client):
        other = factories.make_content_page(title=f"{MARK} annan")
        factories.restrict(other)
        _key, secret = factories.make_key(section)
        answer(client, f"{PAGES}{other.pk}/", secret, 404)
        assert found(client, f"search={MARK}", secret) == {section.pk}

    def test_restriction_further_down_holds_until_it_is_granted_too(self, section, inside, client):
        factories.restrict(inside)
        _key, secret = factories.make_key(section)
        answer(client, f"{PAGES}{section.pk}/", secret)
        answer(client, f"{PAGES}{inside.pk}/", secret, 404)
        _key, secret = factories.make_key(section, inside)
        answer(client, f"{PAGES}{inside.pk}/", secret)

    def test_restriction_further_up_holds(self, section, inside, client):
        factories.restrict(inside)
        _key, secret = factories.make_key(inside)
        answer(client, f"{PAGES}{inside.pk}/", secret, 404)

    def test_translation_is_granted_by_itself(self, section, client):
        english = factories.translate_page(section)
        factories.restrict(english)
        _key, secret = factories.make_key(section)
        answer(client, f"{PAGES}{english.pk}/", secret, 404)
        versions = answer(client, f"{PAGES}{section.pk}/", secret)["meta"]["translations"]
        assert [version["locale"] for version in versions] == ["sv"]

    def test_never_a_draft(self, section, client):
        draft = factories.make_content_page(title=f"{MARK} utkast", parent=section, published=False)
        gone = factories.make_content_page(title=f"{MARK} borta", parent=section)
        gone.unpublish()
        _key, secret = factories.make_key(section)
        for page in (draft, gone):
            answer(client, f"{PAGES}{page.pk}/", secret, 404)
        assert found(client, f"search={MARK}", secret) == {section.pk}
        section.title = f"{MARK} ändrad"
        section.save_revision()
        assert answer(client, f"{PAGES}{section.pk}/", secret)["title"] == f"{MARK} avdelning"

    def test_key_without_sections_sees_the_public(self, section, client):
        _key, secret = factories.make_key()
        assert found(client, "", secret) == found(client, "")

    def test_grant_follows_a_page_that_is_moved(self, section, inside, client):
        _key, secret = factories.make_key(section)
        section.move(factories.make_content_page(), pos="last-child")
        answer(client, f"{PAGES}{inside.pk}/", secret)

    def test_html_is_never_opened_by_a_key(self, section, inside, client):
        _key, secret = factories.make_key(section)
        for address in (inside.url, section.url):
            assert client.get(address, headers=bearer(secret)).status_code != 200
        for address in ("/sv/", f"/sv/sok/?q={MARK}", "/sitemap.xml"):
            assert inside.slug not in client.get(address, headers=bearer(secret)).content.decode()


class TestOneRequestOnly:
    def test_nothing_is_left_when_it_is_answered(self, section, client):
        _key, secret = factories.make_key(section)
        answer(client, f"{PAGES}{section.pk}/", secret)
        assert current_grants() == NO_GRANTS
        answer(client, f"{PAGES}{section.pk}/", "", 404)

    def test_nothing_is_left_after_an_error(self, section):
        _key, secret = factories.make_key(section)

        def breaks(_request):
            raise RuntimeError

        with pytest.raises(RuntimeError):
            PartnerAccess(breaks)(RequestFactory().get(PAGES, headers=bearer(secret)))
        assert current_grants() == NO_GRANTS

    def test_what_was_read_as_the_public_is_not_used_for_a_key_nor_the_other_way_round(self, section):
        def seen():
            return public_pages().filter(pk=section.pk).exists()

        with reading_together():
            assert not seen()
            with granted(Grants(frozenset({section.path}))), reading_together():
                assert seen()
            assert not seen()

    def test_streamed_answer_is_made_under_its_grants(self, section):
        _key, secret = factories.make_key(section)

        def rows(_request):
            return StreamingHttpResponse(str(public_pages().filter(pk=section.pk).count()) for _row in range(2))

        response = PartnerAccess(rows)(RequestFactory().get(PAGES, headers=bearer(secret)))
        assert current_grants() == NO_GRANTS
        assert b"".join(response.streaming_content) == b"11"
        assert current_grants() == NO_GRANTS

    def test_no_cache_shares_an_answer(self, section, client):
        _key, secret = factories.make_key(section)
        keyed, public = client.get(PAGES, headers=bearer(secret)), client.get(PAGES)
        assert keyed["Cache-Control"] == "private, no-store"
        assert "Authorization" in keyed["Vary"]
        assert "Authorization" in public["Vary"]
        assert "no-store" not in public.get("Cache-Control", "")

    def test_public_caching_of_a_view_is_overruled(self, site):
        _key, secret = factories.make_key()
        view = PartnerAccess(lambda _request: HttpResponse(headers={"Cache-Control": "public, s-maxage=60"}))
        response = view(RequestFactory().get(PAGES, headers=bearer(secret)))
        assert response["Cache-Control"] == "private, no-store"


class TestCost:
    def test_key_costs_one_query_where_the_public_asks_for_the_stamp(self, section, client):
        _key, secret = factories.make_key(section, factories.make_content_page())
        address = "/api/v2/counties/24/"
        client.get(address)
        with CaptureQueriesContext(connection) as public:
            client.get(address)
        with CaptureQueriesContext(connection) as keyed:
            client.get(address, headers=bearer(secret))
        assert len(keyed) == len(public) == 2

    def test_nothing_is_written_in_a_request(self, site, client):
        _key, secret = factories.make_key()
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGES, headers=bearer(secret))
        assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


class TestLastUse:
    @pytest.fixture(autouse=True)
    def nothing_noted(self, monkeypatch):
        monkeypatch.setattr(key_use, "_noted", {})

    def test_worker_writes_it_down_once_an_hour(self, site, client):
        key, secret = factories.make_key()
        unused, _secret = factories.make_key()
        [job] = [job for job in jobs if job.name == "note_use_of_api_keys"]
        start = timezone.now().replace(microsecond=0)
        for minutes, written in ((0, 1), (1, 0), (59, 0), (61, 1)):
            with time_machine.travel(start + dt.timedelta(minutes=minutes), tick=False):
                answer(client, PAGES, secret)
                assert job.function() == written, minutes
        key.refresh_from_db()
        unused.refresh_from_db()
        assert key.last_used_at == start + dt.timedelta(minutes=61)
        assert unused.last_used_at is None

    def test_refused_key_counts_as_no_use(self, site, client):
        key, _secret = factories.make_key()
        answer(client, PAGES, f"sb_{key.prefix}_" + "A" * 43, 401)
        assert key_use.write_down() == 0
