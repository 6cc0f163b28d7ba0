"""What a translator types or uploads: checked against the field (traps, rows 38 and 39), and against the glossary."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import override
from wagtail.models import Locale
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from bank.models import CaseStudyPage, ResourceStep
from cms.core.models.pages import TITLE_LENGTH
from cms.editorial.translation import translate
from cms.editorial.translations.glossary import TERMS, missing_in, terms_in
from tests import factories
from tests.editorial.page_forms import edit_url, soup_of


@pytest.fixture
def translator(cast: factories.Cast, client: Client) -> Client:
    UserProfile.objects.update_or_create(user=cast.translator, defaults={"preferred_language": "en"})
    client.force_login(cast.translator)
    return client


def begin(page: Any, cast: factories.Cast) -> Any:
    return translate(page, Locale.objects.get(language_code="en"), {}, cast.translator)


def put(client: Client, path: str, text: str) -> Any:
    segment = StringSegment.objects.get(context__path__endswith=path)
    url = reverse("wagtail_localize:edit_string_translation", args=(Translation.objects.get().pk, segment.pk))
    return client.put(url, f"value={text}", content_type="application/x-www-form-urlencoded")


class TestATextThatIsTooLong:
    @pytest.mark.parametrize("path", ["title", ".opening_hours", ".note"])
    def test_is_refused_by_name(self, path: str, cast: factories.Cast, translator: Client) -> None:
        begin(factories.make_case(), cast)
        segment = StringSegment.objects.get(context__path__endswith=path)
        response = put(translator, path, "x" * 300)
        assert response.status_code == 400
        name, most = field_of(segment)
        assert response.json()["error"] == f"{name}: the text has 300 characters; {most} is the most."
        assert not StringTranslation.objects.exists()
        assert put(translator, path, "x" * 80).status_code == 201

    def test_is_measured_as_it_is_read_not_as_it_is_written(self, cast: factories.Cast, translator: Client) -> None:
        begin(factories.make_case(), cast)
        assert put(translator, "title", "%26amp%3B" * 10 + "x" * 80).status_code == 201
        assert put(translator, "title", "%26amp%3B" * 10 + "x" * 81).status_code == 400
        assert put(translator, "title", "%26amp%3B" * 60).status_code == 400

    def test_of_a_section_is_refused_where_a_paragraph_alone_fills_it(
        self, cast: factories.Cast, translator: Client
    ) -> None:
        begin(factories.make_resource(steps=[ResourceStep(title="Bjud in", text="<p>Ring.</p>")]), cast)
        segment = StringSegment.objects.get(string__data="Ring.")
        url = reverse("wagtail_localize:edit_string_translation", args=(Translation.objects.get().pk, segment.pk))
        for length, status in ((2001, 400), (2000, 201)):
            answer = translator.put(url, f"value={'x' * length}", content_type="application/x-www-form-urlencoded")
            assert answer.status_code == status

    def test_that_is_missing_altogether_is_no_error_of_the_server(
        self, cast: factories.Cast, translator: Client
    ) -> None:
        begin(factories.make_case(), cast)
        segment = StringSegment.objects.get(context__path="title")
        url = reverse("wagtail_localize:edit_string_translation", args=(Translation.objects.get().pk, segment.pk))
        for body, kind in (("", "application/x-www-form-urlencoded"), ('{"value": "x"}', "application/json")):
            assert translator.put(url, body, content_type=kind).status_code in (400, 415)


def field_of(segment: StringSegment) -> tuple[str, int]:
    """Label and length as the form of the Swedish page has them."""
    field: Any = CaseStudyPage._meta.get_field(segment.context.path.split(".")[0])
    with override("en"):
        if segment.context.path == "title":
            return str(capfirst(field.verbose_name)), TITLE_LENGTH
        field = field.related_model._meta.get_field(segment.context.path.split(".")[-1])
        return str(capfirst(field.verbose_name)), field.max_length


class TestAnUploadedFile:
    @pytest.fixture
    def draft(self, cast: factories.Cast) -> CaseStudyPage:
        return begin(factories.make_case(title="Boxen i byn"), cast)

    def url(self, name: str, page: Any) -> str:
        translation = Translation.objects.get(source__object_id=page.translation_key)
        return reverse(f"wagtail_localize:{name}", args=(translation.pk,))

    def downloaded(self, client: Client, page: Any) -> str:
        text = client.get(self.url("download_pofile", page)).content.decode()
        return text.replace('msgid "Boxen i byn"\nmsgstr ""', 'msgid "Boxen i byn"\nmsgstr "The box"')

    def upload(self, client: Client, page: Any, content: bytes | None) -> str:
        files = {} if content is None else {"file": SimpleUploadedFile("en.po", content)}
        response = client.post(self.url("upload_pofile", page), files, follow=True)
        assert response.redirect_chain == [(edit_url(page), 302)]
        return soup_of(response).select_one(".messages").get_text(" ", strip=True)

    def test_of_this_page_is_read(self, draft: CaseStudyPage, translator: Client) -> None:
        said = self.upload(translator, draft, self.downloaded(translator, draft).encode())
        assert "The translations of the file are saved." in said
        assert StringTranslation.objects.get().data == "The box"

    def test_without_our_header_changes_nothing(self, draft: CaseStudyPage, translator: Client) -> None:
        lines = self.downloaded(translator, draft).splitlines()
        text = "\n".join(line for line in lines if "X-WagtailLocalize" not in line)
        assert "does not belong to this page" in self.upload(translator, draft, text.encode())
        assert not StringTranslation.objects.exists()

    def test_of_another_page_changes_nothing(
        self, draft: CaseStudyPage, cast: factories.Cast, translator: Client
    ) -> None:
        other = begin(factories.make_case(title="Boxen i byn"), cast)
        text = self.downloaded(translator, other)
        assert "does not belong to this page" in self.upload(translator, draft, text.encode())
        assert not StringTranslation.objects.exists()

    @pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"msgid", b"", b"/etc/passwd", b"PK\x03\x04\x00\x00"])
    def test_that_is_damaged_changes_nothing(self, content: bytes, draft: CaseStudyPage, translator: Client) -> None:
        assert self.upload(translator, draft, content) != ""
        assert not StringTranslation.objects.exists()

    def test_in_another_encoding_changes_nothing(self, draft: CaseStudyPage, translator: Client) -> None:
        text = self.downloaded(translator, draft).replace("The box", "The böx")
        assert "damaged" in self.upload(translator, draft, text.encode("latin-1"))
        assert not StringTranslation.objects.exists()

    def test_with_a_text_that_is_too_long_changes_nothing(self, draft: CaseStudyPage, translator: Client) -> None:
        text = self.downloaded(translator, draft).replace("The box", "x" * 91)
        assert "91 characters" in self.upload(translator, draft, text.encode())
        assert not StringTranslation.objects.exists()

    def test_that_was_not_chosen_is_asked_for(self, draft: CaseStudyPage, translator: Client) -> None:
        assert "Choose the file first." in self.upload(translator, draft, None)


class TestTheGlossary:
    @pytest.mark.parametrize(
        ("text", "terms"),
        [
            ("Servicepunkten ligger i bygdegården.", ["servicepunkt", "bygdegård"]),
            ("En fast servicepunkt.", ["fast servicepunkt"]),
            ("Tre mobila servicepunkter", ["mobil servicepunkt"]),
            ("Lanthandlarens lanthandel", ["lanthandel"]),
            ("Kommunens <b>kommunala</b> plan, kommunbygderådet", ["kommun", "kommunbygderåd"]),
            ("Webbinariet och webbinarium", ["webbinarium"]),
            ("Länge sedan landade kommunikationen", []),
            ("Den kommunala serviceplanen", ["kommunal serviceplan"]),
            ("Länsstyrelsen i länet", ["länsstyrelse", "län"]),
        ],
    )
    def test_knows_words_in_their_forms(self, text: str, terms: list[str]) -> None:
        assert [term.swedish for term in terms_in(text)] == terms

    def test_finds_each_of_its_own_words(self) -> None:
        assert [word for word in TERMS if [term.swedish for term in terms_in(word)] != [word]] == []

    def test_accepts_every_name_and_plurals(self) -> None:
        assert missing_in("kommunerna", "The municipalities pay.") == []
        assert missing_in("lanthandlar och en lanthandel", "Two <b>country shops</b>") == []
        assert [term.swedish for term in missing_in("En lanthandel", "A country store")] == ["lanthandel"]

    def test_stands_beside_the_text_and_warns_without_refusing(self, cast: factories.Cast, translator: Client) -> None:
        draft = begin(factories.make_case(title="Lanthandeln vid sjön"), cast)
        answer = put(translator, "title", "The store by the lake")
        assert answer.status_code == 201
        warning = "Look again: the glossary says “country shop” (lanthandel)"
        assert warning in answer.json()["comment"]
        props = json.loads(soup_of(translator.get(edit_url(draft))).select_one(".js-translation-editor")["data-props"])
        title = next(row for row in props["segments"] if row["contentPath"] == "title")
        assert title["location"]["subField"] == "Glossary: lanthandel = country shop"
        assert warning in props["initialStringTranslations"][0]["comment"]
        assert warning not in put(translator, "title", "The country shop by the lake").json()["comment"]
