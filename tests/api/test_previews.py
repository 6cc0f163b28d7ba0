"""A front end shows a draft: what a token opens, what it never opens, and when it ends."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from wagtail.models import CollectionViewRestriction, Locale, Page

from bank.models import CaseStudyPage
from cms.api.models import FrontEnd, Preview
from cms.api.previews.links import forget_old
from cms.api.stamped import answers, stamp
from cms.core.api_loading import page_types
from cms.core.models import Attachment, RelatedPage, User
from cms.core.renditions import make_renditions
from cms.editorial.translation import translate
from cms.publishing.clock import keep_the_clock
from cms.publishing.recording import catch_up
from cms.settings.env import Rate
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

PREVIEW = "/api/v2/preview/"
LABELS = sorted(model._meta.label for model in page_types())
TIMES = ("first_published_at", "last_published_at")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
ORIGIN = "https://www.storuman.example"


def ask(token: str | None, **headers: str) -> Any:
    """The answer to a front end that knows nothing but the token."""
    return Client().get(PREVIEW, headers={**({} if token is None else {"Preview-Token": token}), **headers})


def shown(token: str) -> Any:
    response = ask(token)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.fixture
def draft(cast: factories.Cast) -> CaseStudyPage:
    """Never published, by the contributor."""
    return factories.make_case(title="Zyxhemlig låda", owner=cast.contributor, published=False)


@pytest.fixture
def token(draft: CaseStudyPage, cast: factories.Cast) -> str:
    return factories.make_preview(draft, cast.contributor)


def change(page: Any, **values: Any) -> Any:
    """Save a new draft."""
    for name, value in values.items():
        setattr(page, name, value)
    return page.save_revision()


class TestTheAnswer:
    @pytest.mark.parametrize("language", ["sv", "en"])
    @pytest.mark.parametrize("label", LABELS)
    def test_is_what_the_page_answers_once_the_revision_is_published(
        self, label: str, language: str, full: Any, cast: factories.Cast, client: Client
    ) -> None:
        page: Any = (full.swedish if language == "sv" else full.english)[label]
        revision = change(page, title="Ett helt nytt namn", summary="Kort och nytt.", slug=f"{page.slug}-2")
        answer = ask(factories.make_preview(page, cast.reviewer))
        revision.publish()
        public = client.get(f"{PAGES}{page.pk}/")
        assert "Ett helt nytt namn" in public.content.decode()
        assert without_what_differs(answer.content) == without_what_differs(public.content)
        assert answer["Content-Language"] == public["Content-Language"] == language

    def test_of_a_page_that_was_never_public_is_the_same_in_the_same_way(
        self, draft: CaseStudyPage, token: str, client: Client
    ) -> None:
        answer = ask(token)
        draft.get_latest_revision().publish()
        public = client.get(f"{PAGES}{draft.pk}/")
        assert without_what_differs(answer.content) == without_what_differs(public.content)

    def test_says_that_it_is_a_preview(self, draft: CaseStudyPage, token: str) -> None:
        preview = shown(token)["meta"]["preview"]
        assert preview["revision"] == draft.get_latest_revision().pk
        left = dt.datetime.fromisoformat(preview["expires_at"]) - timezone.now()
        assert dt.timedelta(hours=23, minutes=59) < left <= dt.timedelta(hours=24)

    def test_of_an_unpublished_translation_is_in_its_own_language(self, cast: factories.Cast) -> None:
        case = factories.make_case()
        english = translate(case, Locale.objects.get(language_code="en"), {case.title: "The box"}, cast.translator)
        response = ask(factories.make_preview(english, cast.translator), **{"Accept-Language": "sv"})
        answer = response.json()
        assert (answer["title"], answer["meta"]["locale"], response["Content-Language"]) == ("The box", "en", "en")
        assert answer["service_types"] == [{"code": "groceries", "label": "groceries"}]
        assert [version["locale"] for version in answer["meta"]["translations"]] == ["sv", "en"]
        assert answer["meta"]["translation_state"] == "outdated", "texts are missing"

    def test_has_facts_that_were_approved_after_the_draft_was_written(self, cast: factories.Cast) -> None:
        case = factories.make_case(inhabitants=100)
        english = translate(case, Locale.objects.get(language_code="en"), {}, cast.translator)
        token = factories.make_preview(english, cast.translator)
        change(case, inhabitants=90).publish()
        assert shown(token)["inhabitants"] == 90

    def test_leads_to_nothing_that_is_not_public(self, cast: factories.Cast) -> None:
        other = factories.make_case(published=False)
        closed, public = factories.make_content_page(), factories.make_content_page()
        factories.restrict(closed)
        draft = factories.make_case(
            need="".join(f'<p><a linktype="page" id="{page.pk}">länk</a></p>' for page in (other, closed)),
            related_pages=[RelatedPage(target=page) for page in (other, closed, public)],
            published=False,
        )
        answer = shown(factories.make_preview(draft, cast.editor))
        assert "href" not in answer["need"]
        assert [row["page"]["id"] for row in answer["related"]] == [public.pk]

    def test_writes_nothing(self, token: str) -> None:
        with CaptureQueriesContext(connection) as queries:
            shown(token)
        assert [query["sql"] for query in queries if query["sql"].lstrip().startswith(WRITES)] == []


def without_what_differs(body: bytes) -> bytes:
    """An answer without the mark of a preview and the times of publication."""
    answer = json.loads(body)
    assert JSONRenderer().render(answer) == body, "nothing is lost by reading it"
    answer["meta"].pop("preview", None)
    for name in TIMES:
        del answer["meta"][name]
    return JSONRenderer().render(answer)


class TestOneToken:
    def test_opens_one_page_and_no_other(self, draft: CaseStudyPage, token: str, cast: factories.Cast) -> None:
        other = factories.make_case(owner=cast.contributor, published=False)
        assert shown(token)["id"] == draft.pk
        assert shown(factories.make_preview(other, cast.contributor))["id"] == other.pk
        for address in (f"{PREVIEW}?id={other.pk}", f"{PAGES}{other.pk}/", f"{PREVIEW}{other.pk}/"):
            assert Client().get(address, headers={"Preview-Token": token}).status_code in (400, 404)

    def test_opens_one_revision_and_none_that_is_saved_later(
        self, draft: CaseStudyPage, token: str, cast: factories.Cast
    ) -> None:
        change(draft, title="Senare")
        assert shown(token)["title"] == "Zyxhemlig låda"
        assert shown(factories.make_preview(draft, cast.contributor))["title"] == "Senare"

    def test_shows_what_was_sent_also_when_autosave_writes_over_the_revision(
        self, draft: CaseStudyPage, cast: factories.Cast
    ) -> None:
        draft.title = "Först"
        revision = draft.save_revision(user=cast.contributor)
        token = factories.make_preview(draft, cast.contributor)
        draft.title = "Sedan"
        assert draft.save_revision(user=cast.contributor, overwrite_revision=revision).pk == revision.pk
        assert shown(token)["title"] == "Först"
        again = factories.make_preview(draft, cast.contributor)
        assert again != token
        assert shown(again)["title"] == "Sedan"

    def test_of_an_old_revision_still_shows_it_when_a_newer_is_public(
        self, draft: CaseStudyPage, token: str, client: Client
    ) -> None:
        change(draft, title="Senare").publish()
        assert client.get(f"{PAGES}{draft.pk}/").json()["title"] == "Senare"
        assert shown(token)["title"] == "Zyxhemlig låda"

    def test_for_files_opens_no_text(self, token: str) -> None:
        suffix = shown(token)["meta"]["preview"]["files_suffix"]
        assert ask(suffix.removeprefix("?preview=")).status_code == 404


class TestWithoutAToken:
    def test_draft_is_nowhere(self, draft: CaseStudyPage, token: str, client: Client) -> None:
        path = f"/sv/banken/goda-exempel/{draft.slug}/"
        for address in (f"{PAGES}{draft.pk}/", f"{PAGES}find/?id={draft.pk}", f"/api/v2/resolve/?path={path}", path):
            assert client.get(address).status_code == 404, address
        for address in (f"{PAGES}?limit=100&fields=*", f"{PAGES}?search=zyxhemlig", "/api/v2/changes/", PREVIEW):
            assert "Zyxhemlig" not in client.get(address).content.decode(), address

    def test_whatever_is_wrong_with_a_token_the_answer_is_the_same(
        self, token: str, draft: CaseStudyPage, cast: factories.Cast, settings: Any
    ) -> None:
        name, signature = token.split(".")
        settings_key, settings.SECRET_KEY = settings.SECRET_KEY, "another installation" + "x" * 40
        foreign = factories.make_preview(draft, cast.contributor)
        settings.SECRET_KEY = settings_key
        wrong = {
            "missing": None,
            "empty": "",
            "nonsense": "x",
            "tampered name": f"{'0' * 32}.{signature}",
            "tampered signature": f"{name}.{signature[:-1]}{'A' if signature[-1] != 'A' else 'B'}",
            "without signature": name,
            "of another installation": foreign,
            "signed for something else": Signer(sep=".").sign(name),
            "never made": Signer(salt="servicebanken.preview.page", sep=".").sign("0" * 32),
            "too long": token + "x" * 5000,
            "other letters": "å\x00😀",
            "a partner's key": factories.make_key()[1],
        }
        found = {kind: (ask(value).status_code, ask(value).content) for kind, value in wrong.items()}
        with time_machine.travel(timezone.now() + dt.timedelta(hours=24, seconds=1)):
            found["expired"] = (ask(token).status_code, ask(token).content)
        assert set(found.values()) == {found["missing"]}
        assert found["missing"][0] == 404
        problem = ask(None)
        assert problem["Content-Type"] == "application/problem+json"
        assert problem.json()["type"].endswith(":not-found")
        assert ask(token).status_code == 200

    def test_a_wrong_signature_asks_no_database(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            ask(f"{'0' * 32}.{'x' * 43}", Authorization="")

    def test_token_in_the_address_is_refused_by_name(self, token: str) -> None:
        response = Client().get(f"{PREVIEW}?token={token}")
        assert (response.status_code, response.json()["parameters"]) == (400, ["token"])


def move_to(user: User, role: str) -> None:
    user.groups.set([factories.Group.objects.get(name=role)])


ENDS: dict[str, Callable[[Page, User], Any]] = {
    "account closed": lambda page, user: User.objects.filter(pk=user.pk).update(is_active=False),
    "account deleted": lambda page, user: user.delete(),
    "no access to the admin": lambda page, user: user.groups.clear(),
    "a role without this page": lambda page, user: move_to(user, "translator"),
    "the page is somebody else's": lambda page, user: Page.objects.filter(pk=page.pk).update(owner=None),
    "page deleted": lambda page, user: page.delete(),
    "revision gone": lambda page, user: page.get_latest_revision().delete(),
    "front end removed": lambda page, user: FrontEnd.objects.all().delete(),
}


class TestTheEnd:
    @pytest.mark.parametrize("reason", ENDS)
    def test_comes_with(self, reason: str, draft: CaseStudyPage, token: str, cast: factories.Cast) -> None:
        assert ask(token).status_code == 200
        ENDS[reason](Page.objects.get(pk=draft.pk), User.objects.get(pk=cast.contributor.pk))
        assert ask(token).content == ask(None).content
        assert ask(token).status_code == 404

    def test_does_not_come_with_logging_out(self, draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.contributor)
        token = factories.make_preview(draft, cast.contributor)
        client.logout()
        assert ask(token).status_code == 200

    def test_text_of_what_is_over_is_forgotten_after_a_week(self, token: str) -> None:
        for days, left in ((0, 1), (7, 1), (9, 0)):
            with time_machine.travel(timezone.now() + dt.timedelta(days=days)):
                forget_old()
            assert Preview.objects.count() == left, days


class TestNobodyKeepsIt:
    @pytest.fixture
    def stamped(self, draft: CaseStudyPage) -> None:
        keep_the_clock()
        catch_up()
        assert stamp() is not None, "otherwise nothing is kept and this shows nothing"

    def test_second_caller_without_the_token_gets_nothing(self, stamped: None, token: str) -> None:
        assert ask(token).status_code == 200
        assert ask(None).status_code == 404
        assert answers.bytes == 0

    def test_second_caller_with_another_token_gets_their_own(
        self, stamped: None, token: str, cast: factories.Cast
    ) -> None:
        other = factories.make_preview(factories.make_case(title="En annan", published=False), cast.editor)
        titles = [shown(each)["title"] for each in (token, other, token)]
        assert titles == ["Zyxhemlig låda", "En annan", "Zyxhemlig låda"]

    def test_headers_say_so_whatever_the_answer(self, stamped: None, token: str) -> None:
        for response in (ask(token), ask(None), Client().post(PREVIEW), Client().get(f"{PREVIEW}?x=1")):
            assert response["Cache-Control"] == "private, no-store"
            assert response["X-Robots-Tag"] == "noindex"
            assert response["Referrer-Policy"] == "no-referrer"
            assert {"Preview-Token", "Authorization"} <= set(response["Vary"].split(", "))
            assert not {"ETag", "Last-Modified", "Surrogate-Key"} & set(response.headers)

    def test_there_is_no_304(self, stamped: None, token: str) -> None:
        assert ask(token, **{"If-None-Match": "*"}).status_code == 200


class TestTheDoor:
    def test_calls_are_counted_like_all_others(self, token: str, settings: Any) -> None:
        caches["limits"].clear()
        settings.API_RATE = Rate(2, 60)
        with time_machine.travel(1_800_000_010, tick=False):
            Preview.objects.update(expires_at=timezone.now() + dt.timedelta(hours=1))
            found = [ask(token), ask("x"), ask(token)]
        caches["limits"].clear()
        assert [response.status_code for response in found] == [200, 404, 429]
        assert "Retry-After" in found[2]

    def test_front_end_in_a_browser_may_send_the_token(self, token: str) -> None:
        asked = {
            "Origin": ORIGIN,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "preview-token",
        }
        allowed = Client().options(PREVIEW, headers=asked)
        assert allowed.status_code == 200
        assert allowed["Access-Control-Allow-Origin"] == "*"
        assert "preview-token" in allowed["Access-Control-Allow-Headers"]
        assert ask(token, Origin=ORIGIN)["Access-Control-Allow-Origin"] == "*"

    def test_partner_may_send_a_key_as_well(self, token: str) -> None:
        secret = factories.make_key()[1]
        response = ask(token, Authorization=f"Bearer {secret}")
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
        assert ask(None, Authorization=f"Bearer {secret}").status_code == 404

    def test_is_only_read(self, token: str) -> None:
        headers = {"Preview-Token": token}
        assert Client().options(PREVIEW).status_code == 204
        head = Client().head(PREVIEW, headers=headers)
        assert (head.status_code, head.content) == (200, b"")
        for method in ("post", "put", "patch", "delete"):
            assert getattr(Client(), method)(PREVIEW, headers=headers).status_code == 405


class TestFiles:
    @pytest.fixture
    def picture(self, draft: CaseStudyPage) -> Any:
        image = factories.make_image()
        make_renditions(image)
        change(draft, main_image=image)
        return image

    def addresses(self, token: str) -> tuple[list[str], str]:
        answer = shown(token)
        urls = [rendition["url"] for rendition in answer["main_image"]["renditions"]]
        return urls, answer["meta"]["preview"]["files_suffix"]

    def test_of_the_draft_are_sent_with_the_suffix_and_not_without(
        self, picture: Any, draft: CaseStudyPage, cast: factories.Cast
    ) -> None:
        urls, suffix = self.addresses(factories.make_preview(draft, cast.contributor))
        assert urls
        for url in urls:
            assert Client().get(url).status_code == 404
            response = Client().get(url + suffix)
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]
            assert "private" in response["Cache-Control"]

    def test_that_are_no_pictures_too(self, cast: factories.Cast) -> None:
        block = {"type": "file", "value": {"document": factories.make_document().pk, "title": "Fil"}}
        draft = factories.make_case(
            attachments=[Attachment(document=factories.make_document(), title="Checklista")],
            body=json.dumps([block]),
            published=False,
        )
        answer = shown(factories.make_preview(draft, cast.editor))
        urls = [answer["attachments"][0]["file"]["url"], answer["body"][0]["value"]["document"]["url"]]
        for url in urls:
            assert Client().get(url).status_code == 404
            response = Client().get(url + answer["meta"]["preview"]["files_suffix"], follow=True)
            assert response.status_code == 200
            assert b"".join(response.streaming_content) == b"Boka lokalen.\n"

    def test_of_other_pages_stay_closed(self, picture: Any, draft: CaseStudyPage, cast: factories.Cast) -> None:
        _urls, suffix = self.addresses(factories.make_preview(draft, cast.contributor))
        other = factories.make_image()
        factories.make_case(main_image=other, published=False)
        assert Client().get(f"{other.file.url}{suffix}").status_code == 404
        document = factories.make_document()
        assert Client().get(f"{document.url}{suffix}").status_code == 404

    def test_in_a_closed_collection_stay_closed(self, picture: Any, draft: CaseStudyPage, cast: factories.Cast) -> None:
        urls, suffix = self.addresses(factories.make_preview(draft, cast.contributor))
        CollectionViewRestriction.objects.create(collection=picture.collection, restriction_type="login")
        assert Client().get(urls[0] + suffix).status_code == 404

    def test_end_with_the_preview(self, picture: Any, draft: CaseStudyPage, cast: factories.Cast) -> None:
        urls, suffix = self.addresses(factories.make_preview(draft, cast.contributor))
        Preview.objects.all().delete()
        assert Client().get(urls[0] + suffix).status_code == 404

    def test_are_not_opened_by_the_token_of_the_text(
        self, picture: Any, draft: CaseStudyPage, cast: factories.Cast
    ) -> None:
        token = factories.make_preview(draft, cast.contributor)
        urls, _suffix = self.addresses(token)
        assert Client().get(f"{urls[0]}?preview={token}").status_code == 404
        assert Client().get(f"{urls[0]}?preview=x").status_code == 404
