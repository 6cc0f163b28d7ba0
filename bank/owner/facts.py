"""The facts of a case in plain words, as its owner is asked about them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from bank.models import CaseStudyPage
from cms.core.presentation.formats import amount, long_date


@dataclass(frozen=True)
class Fact:
    """One thing that can be right or wrong. `name` is stable and short; `lines` are shown below each other."""

    name: str
    label: str
    lines: tuple[str, ...]


def facts_of(page: CaseStudyPage) -> list[Fact]:
    """Those that the page states, in the active language; what editors write themselves stays in the page's own."""
    found = [
        Fact("title", _("Title"), (page.title,)),
        Fact("place", _("Place"), _filled(page.locality, page.municipality.name if page.municipality else "")),
        Fact("status", _("Status"), tuple(_status(page))),
        Fact("operator", _("Run by"), _operator(page)),
        Fact("services", _("Services and opening hours"), tuple(map(_service, page.services_offered.all()))),
        Fact("costs", _("Costs and income"), tuple(map(_cost, page.costs.all()))),
        Fact("contact", _("Contact, as everybody sees it"), tuple(_contacts(page))),
    ]
    return [fact for fact in found if fact.lines]


def digest_of(page: CaseStudyPage) -> str:
    """Two texts with the same digest state the same facts."""
    with override("sv"):
        facts = [(fact.name, fact.lines) for fact in facts_of(page)]
    return salted_hmac("bank.owner.facts", json.dumps(facts), algorithm="sha256").hexdigest()


def _filled(*values: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in values if value)


def _status(page: CaseStudyPage) -> Iterator[str]:
    yield capfirst(page.get_solution_status_display())
    if page.started_on:
        yield _("Started on %(date)s") % {"date": long_date(page.started_on)}
    if page.ended_on:
        yield _("Ended on %(date)s") % {"date": long_date(page.ended_on)}
    if page.end_reason:
        yield page.end_reason


def _operator(page: CaseStudyPage) -> tuple[str, ...]:
    form = page.get_operator_form_display() if page.operator_form else ""
    return _filled(page.operator.label if page.operator else "", capfirst(form))


def _service(row: Any) -> str:
    hours = row.opening_hours or (_("around the clock") if row.all_hours else "")
    since = _("since %(date)s") % {"date": long_date(row.since)} if row.since else ""
    return ", ".join(_filled(capfirst(row.service_type.label), row.provider, hours, since))


def _cost(row: Any) -> str:
    return ", ".join(
        _filled(capfirst(row.get_type_display()), amount(row.amount, row.unit or "SEK"), row.year, row.note)
    )


def _contacts(page: CaseStudyPage) -> Iterator[str]:
    for row in page.contacts.all():
        contact = row.contact
        if contact.is_public:
            yield ", ".join(
                _filled(
                    capfirst(contact.role),
                    contact.name,
                    contact.organisation.label,
                    contact.email,
                    contact.public_phone,
                )
            )
