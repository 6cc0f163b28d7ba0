"""The interface speaks both languages completely: every text in code and templates stands in both catalogues."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.utils.translation.trans_real import DjangoTranslation

from cms.core.catalogues import LANGUAGES, GettextMissing, compile_newer, extract, update
from cms.settings.env import ROOT

REFRESH = "run `make messages`, then translate what is empty in locale/"
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|\{[a-z_0-9]*\}", re.IGNORECASE)
TAG = re.compile(r"</?([a-z]+)", re.IGNORECASE)

WAGTAIL = sorted((ROOT / "locale" / "wagtail").glob("*/LC_MESSAGES/*.po"))
OF_THE_API_THAT_IS_NOT_MOUNTED = {
    "api/v3/apps.py",
    "models/api.py",
    "views/api_tokens.py",
    *(f"templates/wagtailusers/api_tokens/{name}.html" for name in ("confirm_revoke", "created", "status")),
}

Key = tuple[str | None, str]


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


@cache
def of_wagtail(domain: str) -> dict[Key, str]:
    """Every text of the parts of Wagtail that are installed, with the file that it stands in."""
    found = {}
    for app in apps.get_app_configs():
        path = Path(app.path) / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if app.name.startswith("wagtail") and path.exists():
            for entry in polib.pofile(str(path)):
                found[key(entry)] = ",".join(place for place, _line in entry.occurrences)
    return found


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def texts() -> set[Key]:
    """What code and templates say."""
    try:
        return {key(entry) for entry in extract(ROOT)}
    except GettextMissing as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(f"{reason} (on Debian: apt-get install gettext)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_stands_in_the_catalogue_and_no_other(language: str, texts: set[Key]):
    known = {key(entry) for entry in catalogue(language) if not entry.obsolete}
    assert sorted(msgid for _, msgid in texts - known) == [], REFRESH
    assert sorted(msgid for _, msgid in known - texts) == [], REFRESH


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_sure(language: str):
    assert [entry.msgid for entry in catalogue(language) if entry.fuzzy or not all(translations(entry))] == [], REFRESH
    assert catalogue(language).obsolete_entries() == [], REFRESH


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_admin_speaks_swedish_throughout(domain: str):
    swedish = DjangoTranslation("sv", domain=domain)
    lacking = [
        msgid
        for (context, msgid), files in of_wagtail(domain).items()
        if not set(files.split(",")) <= OF_THE_API_THAT_IS_NOT_MOUNTED and not _knows(swedish, context, msgid)
    ]
    assert lacking == [], "translate these in locale/wagtail/sv"


@pytest.mark.parametrize("path", WAGTAIL, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_every_text_of_wagtail_that_we_say_otherwise_exists_and_keeps_what_is_not_language(path: Path):
    known = of_wagtail(path.stem)
    for entry in polib.pofile(str(path)):
        assert key(entry) in known, entry.msgid
        assert all(translations(entry)), entry.msgid
        allowed = set(PLACEHOLDER.findall(f"{entry.msgid} {entry.msgid_plural}"))
        assert set(PLACEHOLDER.findall(" ".join(translations(entry)))) <= allowed, entry.msgid
        for text in translations(entry):
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(entry.msgid)), entry.msgid


def _knows(swedish: DjangoTranslation, context: str | None, msgid: str) -> bool:
    text = f"{context}\x04{msgid}" if context else msgid
    # With a plural, the catalogue holds the forms by number.
    return any(bool(swedish._catalog.get(form)) for form in (text, (text, 0), (text, 1)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pattern", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_translation_keeps_what_is_not_language(language: str, pattern: re.Pattern[str]):
    wrong = []
    for entry in catalogue(language):
        originals = [sorted(pattern.findall(text)) for text in (entry.msgid, entry.msgid_plural or entry.msgid)]
        wrong += [text for text in translations(entry) if text and sorted(pattern.findall(text)) not in originals]
    assert wrong == []


def test_catalogues_are_compiled_without_gettext(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    source = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Search"\nmsgstr "Sök"\n',
        encoding="utf-8",
    )
    assert compile_newer(tmp_path) == [source.with_suffix(".mo")]
    assert [entry.msgstr for entry in polib.mofile(str(source.with_suffix(".mo")))] == ["Sök"]
    assert compile_newer(tmp_path) == []


def test_update_keeps_translations_adds_new_texts_and_drops_unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    texts = polib.POFile()
    texts.append(polib.POEntry(msgid="Search", occurrences=[("b.py", ""), ("a.py", "")]))
    texts.append(polib.POEntry(msgid="%(n)s page", msgid_plural="%(n)s pages", msgstr_plural={0: "", 1: ""}))
    monkeypatch.setattr("cms.core.catalogues.extract", lambda _root: texts)
    path = tmp_path / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Search"\nmsgstr "Sök"\n\nmsgid "Old"\nmsgstr "Gammal"\n', encoding="utf-8")

    assert update(tmp_path) == {"sv": 1, "en": 0}

    swedish = {entry.msgid: entry for entry in polib.pofile(str(path))}
    assert set(swedish) == {"Search", "%(n)s page"}
    assert swedish["Search"].msgstr == "Sök"
    english = {entry.msgid: entry for entry in polib.pofile(str(tmp_path / "locale/en/LC_MESSAGES/django.po"))}
    assert english["Search"].msgstr == "Search"
    assert english["%(n)s page"].msgstr_plural == {0: "%(n)s page", 1: "%(n)s pages"}
    first = path.read_bytes()
    update(tmp_path)
    assert path.read_bytes() == first
