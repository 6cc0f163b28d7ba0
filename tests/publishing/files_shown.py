"""What answers show of pictures and files, read from the answers themselves, and whether the site agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.test import Client

from cms.core.models import CustomDocument, CustomImage
from cms.core.visibility import public_documents, public_images

LINK = re.compile(r"/documents/([0-9]+)/")


class Files(NamedTuple):
    """Ids."""

    images: set[int]
    documents: set[int]


def files_in(answers: Any) -> Files:
    """Every picture and file that stands in JSON: as an object, or as a link inside rich text."""
    leaves = list(_leaves(answers))
    images = {value["id"] for value in leaves if isinstance(value, dict) and "renditions" in value}
    texts = [value for value in leaves if isinstance(value, str)]
    return Files(images, {int(pk) for text in texts for pk in LINK.findall(text)})


def check_files(client: Client, shown: Files, told: object, *, listed: bool) -> None:
    """Every file on the site is sent when it is shown, and only then; with `listed` the lists say the same."""
    for model, known in ((CustomImage, shown.images), (CustomDocument, shown.documents)):
        sent = {file.pk for file in model.objects.all() if _is_sent(client, file, every_address=listed)}
        assert sent == known & {*model.objects.values_list("pk", flat=True)}, (model, told)
    if listed:
        assert set(public_images().values_list("pk", flat=True)) == shown.images, told
        assert set(public_documents().values_list("pk", flat=True)) == shown.documents, told


def _is_sent(client: Client, file: Any, *, every_address: bool) -> bool:
    """Whether it is found; its addresses agree. (While the worker has work left, each one costs some renderings.)"""
    addresses = [f"/media/{file.file.name}"]
    if every_address and isinstance(file, CustomImage):
        addresses += [f"/media/{rendition.file.name}" for rendition in file.renditions.all()]
    elif every_address:
        addresses.append(file.url)
    [status] = {client.head(address).status_code for address in addresses}
    return status == 200


def _leaves(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
