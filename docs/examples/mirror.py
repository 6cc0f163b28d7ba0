"""Keeps a copy of Servicebanken in a folder, complete with pictures and files. Nothing but Python 3.11 is needed.

    python mirror.py https://servicebanken.example/api/v2/ copy --type bank.CaseStudyPage --county 24

The first run copies everything; each later one only what has changed, so that one line in cron keeps the copy in step:

    */10 * * * * python3 /srv/mirror.py https://servicebanken.example/api/v2/ /srv/copy --county 24

In the folder afterwards: ``pages/<id>.json`` as the API gives them, ``files/<name>`` for every picture and file that
one of them shows, and ``state.json`` with the cursor. What is withdrawn from the bank is removed from the folder: page,
pictures and files. A run that is stopped at any moment goes on where it was. Another choice of types or counties needs
another folder.

Ends with 0 when the copy is in step, 1 when the bank cannot be reached or answers with a problem.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PER_REQUEST = 50
PATIENCE_SECONDS = 30
MOST_TRIES = 5
LARGEST_FILE = 200 * 1024 * 1024
START_AGAIN = 409


class CannotSync(Exception):
    """The bank cannot be reached or refuses; the message says why."""


class Mirror:
    """A copy in a folder. `wanted` are the types and counties to keep; empty means all."""

    def __init__(self, api: str, folder: Path, types: list[str], counties: list[str], key: str = "") -> None:
        self.api = api.rstrip("/") + "/"
        self.pages, self.files, self.state = folder / "pages", folder / "files", folder / "state.json"
        self.types, self.counties, self.key = types, set(counties), key
        for part in (self.pages, self.files):
            part.mkdir(parents=True, exist_ok=True)

    def sync(self) -> int:
        """Read on from where the last run ended; returns the number of changes."""
        cursor, number = self._cursor(), 0
        while True:
            try:
                answer = self._changes(cursor)
            except urllib.error.HTTPError as error:
                if error.code != START_AGAIN or not cursor:
                    raise CannotSync(_problem(error)) from None
                self._forget_everything()
                cursor = ""
                continue
            for item in answer["items"]:
                self._apply(item)
                number += 1
            cursor = answer["meta"]["next_cursor"]
            _write(self.state, json.dumps({"cursor": cursor}).encode())
            if not answer["meta"]["has_more"]:
                self._remove_unused_files()
                return number

    def _changes(self, cursor: str) -> Any:
        query = {"cursor": cursor, "limit": PER_REQUEST, "include": "document"}
        if self.types:
            query["type"] = ",".join(self.types)
        with self._open(f"{self.api}changes/?{urllib.parse.urlencode(query)}") as response:
            return json.load(response)

    def _apply(self, item: dict[str, Any]) -> None:
        path, document = self.pages / f"{int(item['id'])}.json", item["document"]
        if item["action"] == "delete" or document is None or not self._is_wanted(document):
            path.unlink(missing_ok=True)
            return
        for address in sorted(files_of(document)):
            self._fetch(address)
        _write(path, json.dumps(document, ensure_ascii=False, indent=1).encode())

    def _is_wanted(self, document: dict[str, Any]) -> bool:
        return not self.counties or bool(self.counties & set(counties_of(document)))

    def _fetch(self, address: str) -> None:
        """A file in public use is never replaced in place, so one that is here already is right."""
        target = self.files / local_name(address)
        if target.exists():
            return
        try:
            with self._open(address) as response:
                _write(target, response.read(LARGEST_FILE))
        except urllib.error.HTTPError as error:
            if error.code not in (404, 410):
                raise CannotSync(_problem(error)) from None
            # Withdrawn since the page was given; the change that says so comes later in the log.

    def _remove_unused_files(self) -> None:
        used = {local_name(a) for path in self.pages.glob("*.json") for a in files_of(json.loads(path.read_bytes()))}
        for path in self.files.iterdir():
            if path.name not in used:
                path.unlink()

    def _forget_everything(self) -> None:
        for path in [*self.pages.iterdir(), *self.files.iterdir(), *self.state.parent.glob("state.json")]:
            path.unlink()

    def _cursor(self) -> str:
        return json.loads(self.state.read_bytes())["cursor"] if self.state.exists() else ""

    def _open(self, address: str) -> Any:
        if urllib.parse.urlsplit(address).scheme not in ("http", "https"):
            raise CannotSync(f"{address} is no web address.")
        headers = {"User-Agent": "servicebanken-mirror/1"}
        if self.key and address.startswith(self.api):
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(address, headers=headers)
        for attempt in range(1, MOST_TRIES + 1):
            try:
                return urllib.request.urlopen(request, timeout=PATIENCE_SECONDS)
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503) or attempt == MOST_TRIES:
                    raise
                time.sleep(min(int(error.headers.get("Retry-After") or 1), PATIENCE_SECONDS))
            except OSError as error:
                if attempt == MOST_TRIES:
                    raise CannotSync(f"{address} cannot be reached: {error}") from None
                time.sleep(attempt)
        raise AssertionError("every try ends in an answer or an error")


def files_of(document: Any) -> Iterator[str]:
    """Addresses of the pictures and files that a page shows, wherever they stand in it."""
    if isinstance(document, dict):
        if "renditions" in document:
            yield from (rendition["url"] for rendition in document["renditions"])
        elif {"url", "format", "size"} <= document.keys():
            yield document["url"]
        for value in document.values():
            yield from files_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from files_of(value)


def counties_of(document: dict[str, Any]) -> Iterator[str]:
    """SCB codes of the counties that a page is about: the first two digits of a municipality's code."""
    for place in [document, *document.get("places", [])]:
        for name in ("municipality", "county"):
            value = place.get(name)
            if isinstance(value, dict) and value.get("code"):
                yield value["code"][:2]


def local_name(address: str) -> str:
    """A file name that two addresses never share."""
    name = Path(urllib.parse.unquote(urllib.parse.urlsplit(address).path)).name
    return f"{hashlib.sha256(address.encode()).hexdigest()[:16]}-{name[-80:]}"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)


def _problem(error: urllib.error.HTTPError) -> str:
    try:
        return f"{error.code}: {json.load(error)['detail']}"
    except (ValueError, KeyError):
        return f"{error.code}: {error.reason}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Keep a copy of Servicebanken in a folder.")
    parser.add_argument("api", help="such as https://servicebanken.example/api/v2/")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--type", action="append", default=[], help="page type, such as bank.CaseStudyPage; repeatable")
    parser.add_argument("--county", action="append", default=[], help="SCB code, such as 24; repeatable")
    parser.add_argument("--key", default="", help="API key, for closed sections")
    options = parser.parse_args(arguments)
    try:
        number = Mirror(options.api, options.folder, options.type, options.county, options.key).sync()
    except (CannotSync, urllib.error.HTTPError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{number} change(s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
