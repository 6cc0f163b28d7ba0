"""Pages by id as the items of a list, cut from stored documents; what these do not know for certain is rendered.

Whose key opens what decides which pages are found. How a page looks depends on its gate alone, so that everybody who
may see it sees the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cms.api.cutting import Offsets, cut, json_of, layout_of
from cms.api.rendering import Fields, rendered_by_id
from cms.core.grants import current_grants, granted
from cms.core.visibility import behind, gate_of, open_gates, public_pages
from cms.publishing.models import DocumentCount, PublishedDocument
from cms.publishing.rendering import render


def gates_of_caller() -> list[str]:
    """The gates that stand open for whoever asks; the public one is the empty text."""
    if not current_grants().paths:
        return [""]
    # Every gate that something is behind.
    return open_gates(list(DocumentCount.objects.filter(number__gt=0).values_list("gate", flat=True).distinct()))


def open_documents(gates: list[str]) -> QuerySet[PublishedDocument]:
    """The documents behind these gates."""
    # One gate as itself and not as a list of one: the indexes begin with it.
    documents = PublishedDocument.objects.all()
    return documents.filter(gate=gates[0]) if len(gates) == 1 else documents.filter(gate__in=gates)


def stored(endpoint: Any, ids: Sequence[int], fields: Fields, gates: list[str]) -> Iterator[str]:
    """Items as JSON in the order of their ids, cut from documents. A page withdrawn since it was found is left out.

    `fields` are those asked for beside the usual ones.
    """
    texts = ("body", "offsets") if fields else ("item",)
    rows = {row.pk: row for row in open_documents(gates).only("type", "gate", "is_stale", *texts).filter(pk__in=ids)}
    stale = [pk for pk, row in rows.items() if row.is_stale]
    pages = Page.objects.in_bulk(stale) if stale else {}
    for pk in ids:
        row = rows.get(pk)
        if row is None:
            continue
        made = render(pages[pk], row.gate).texts if row.is_stale else row
        if fields:
            offsets: Offsets = json.loads(made.offsets)
            yield cut(made.body, offsets, layout_of(endpoint, row.type, fields, False))
        else:
            yield made.item


def rendered(endpoint: Any, ids: Sequence[int], fields: Fields) -> Iterator[str]:
    """The same while the log does not know everything: read and serialised together, by what closes them."""
    made: dict[int, str] = {}
    for gate, keys in _by_gate(ids).items():
        with granted(behind(gate)):
            answers = rendered_by_id(endpoint, keys, fields)
            made |= {pk: json_of(answer) for pk, answer in answers.items()}
    return (made[pk] for pk in ids if pk in made)


def _by_gate(ids: Sequence[int]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for page in public_pages(Page.objects.filter(pk__in=ids)):
        found[gate_of(page)].append(page.pk)
    return found
