"""Pictures and files of the demonstration, made here: nothing binary lies in the repository."""

from __future__ import annotations

import io
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from cms.core.models import CustomDocument, CustomImage, User
from cms.demo.builder.body import pictures_in
from cms.demo.builder.kinds import OWN_PLAN, own_plan_key
from cms.demo.builder.lookup import Lookup
from cms.demo.builder.office import FILES, make_file, plan_file
from cms.demo.builder.reading import Entry
from cms.demo.drawing.scenes import Picture, draw_jpeg

CREDIT = "Servicebanken"
LICENCE = "cc_by_4_0"
DESCRIPTION = ("motif", "season", "time", "sheet")


@dataclass
class Drawings:
    """Pictures that are being drawn by other processes while the tree grows."""

    asked: dict[str, tuple[dict[str, Any], Future[bytes]]] = field(default_factory=dict)

    def store(self, lookup: Lookup, owner: User) -> None:
        """Wait for each picture and keep it in the library."""
        for key, (value, future) in self.asked.items():
            alt = value["alt"]
            image = CustomImage(
                title=alt["sv"][:255],
                alt_sv=alt["sv"],
                alt_en=alt.get("en", ""),
                credit=CREDIT,
                licence=LICENCE,
                uploaded_by_user=owner,
                file=ImageFile(io.BytesIO(future.result()), name=f"{key.replace('/', '-')}.jpg"),
            )
            image.save()
            lookup.images[key] = image.pk


@contextmanager
def drawing(entries: Iterable[Entry]) -> Iterator[Drawings]:
    """Begin to draw everything that the files ask for."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=min(4, os.cpu_count() or 1), mp_context=context) as pool:
        drawings = Drawings()
        for key, value in _pictures(entries):
            picture = Picture(seed=key, **{name: value[name] for name in DESCRIPTION if name in value})
            drawings.asked[key] = (value, pool.submit(draw_jpeg, picture))
        try:
            yield drawings
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def build_files(entries: Iterable[Entry], lookup: Lookup, owner: User) -> None:
    """The files that pages refer to by name, and each plan that is offered as a file."""
    files = {key: make_file(key) for key in FILES}
    files |= {own_plan_key(entry): plan_file(entry) for entry in entries if entry.data.get("document") == OWN_PLAN}
    for key, (title, name, content) in files.items():
        document = CustomDocument(title=title, uploaded_by_user=owner, file=ContentFile(content, name=name))
        document.full_clean()
        document.save()
        lookup.documents[key] = document.pk


def _pictures(entries: Iterable[Entry]) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in entries:
        if "image" in entry.data:
            yield entry.key, entry.data["image"]
        for place, value in pictures_in(entry.data.get("body") or []):
            yield f"{entry.key}/{place}", value
