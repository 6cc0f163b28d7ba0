"""The message catalogues: which texts code and templates hold, and bringing locale/ in line with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polib

SOURCES = ("cms", "home", "bank", "network", "search", "templates")
LANGUAGES = ("sv", "en")
# The language that message ids are written in: its texts are the ids unless somebody says otherwise.
ID_LANGUAGE = "en"
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"
LINE_WIDTH = 110


class GettextMissing(Exception):
    """Texts cannot be collected without xgettext."""


def compile_newer(folder: Path) -> list[Path]:
    """Write each .mo file that is absent or older than its .po file, without gettext; the files written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            # Renamed into place: another process may be reading or compiling too.
            draft = target.with_suffix(f".mo.{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)
            written.append(target)
    return written


def extract(root: Path) -> polib.POFile:
    """Every text in code and templates, without translations; works on a copy, so the tree stays as it is."""
    if shutil.which("xgettext") is None:
        raise GettextMissing("xgettext is missing; install the package gettext.")
    with TemporaryDirectory() as name:
        copy = Path(name)
        for source in SOURCES:
            if (root / source).is_dir():
                ignore = shutil.ignore_patterns("__pycache__", "migrations", "*.mo", "data", "content")
                shutil.copytree(root / source, copy / source, ignore=ignore)
        (copy / "locale").mkdir()
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "--locale",
            "sv",
            "--keep-pot",
            "--add-location",
            "file",
        ]
        environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(command, cwd=copy, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"makemessages failed: {done.stderr.strip()}")
        return polib.pofile(str(copy / "locale" / "django.pot"))


def update(root: Path) -> dict[str, int]:
    """Add new texts to each catalogue and drop those no longer used; how many texts each still lacks."""
    texts = extract(root)
    return {
        language: _update_one(root / "locale" / language / "LC_MESSAGES" / "django.po", language, texts)
        for language in LANGUAGES
    }


def _update_one(path: Path, language: str, texts: polib.POFile) -> int:
    known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=LINE_WIDTH)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS,
    }
    for text in sorted(texts, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        entry = _entry(text, known.get((text.msgctxt, text.msgid)))
        if language == ID_LANGUAGE:
            _say_the_id(entry)
        catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return sum(not entry.translated() for entry in catalogue)


def _entry(text: polib.POEntry, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=text.msgctxt,
        msgid=text.msgid,
        msgid_plural=text.msgid_plural,
        comment=text.comment,
        occurrences=sorted({(path, "") for path, _line in text.occurrences}),
        flags=[flag for flag in text.flags if flag != "fuzzy"],
    )
    if text.msgid_plural:
        entry.msgstr_plural = dict(known.msgstr_plural) if known and known.msgid_plural else {0: "", 1: ""}
    else:
        entry.msgstr = known.msgstr if known else ""
    return entry


def _say_the_id(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        forms = {0: entry.msgid, 1: entry.msgid_plural}
        entry.msgstr_plural = {number: entry.msgstr_plural.get(number) or form for number, form in forms.items()}
    else:
        entry.msgstr = entry.msgstr or entry.msgid
