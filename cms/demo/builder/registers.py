"""Organisations, contacts and what counties and municipalities point at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.demo.builder.reading import Entry
from cms.registers.models import ContactPerson, County, Municipality, Organisation

NATIONAL = "hela-sverige"


def build_registers(data: dict[str, Any], structure: dict[str, Any], entries: Iterable[Entry]) -> None:
    """Create the rows; organisations that only one page needs stand in that page's file."""
    local = [item for entry in entries for item in entry.data.get("new_organisations", [])]
    members = {item["organisation"]: item for entry in entries for item in entry.data.get("members", [])}
    for item in [*data["organisations"], *local]:
        _organisation(item, members.get(item["key"]))
    national = Organisation.objects.get(code=NATIONAL)
    Organisation.objects.filter(type="county_section").update(parent=national)
    for item in data["contacts"]:
        _contact(item)
    _link_places(structure["counties"])


def _organisation(item: dict[str, Any], member: dict[str, Any] | None) -> None:
    municipality = Municipality.objects.get(code=item["municipality"]) if "municipality" in item else None
    Organisation.objects.create(
        code=item["key"],
        name_sv=item["name"]["sv"],
        name_en=item["name"].get("en") or item["name"]["sv"],
        type=item["type"],
        municipality=municipality,
        website=item.get("url", ""),
        member_of_network=member is not None,
        member_since=member["since"] if member else None,
    )


def _contact(item: dict[str, Any]) -> None:
    ContactPerson.objects.create(
        code=item["key"],
        role_sv=item["role"]["sv"],
        role_en=item["role"]["en"],
        organisation=Organisation.objects.get(code=item["organisation"]),
        role_email=item["email"],
        public_phone=item["phone"],
        languages="sv, en",
        show_publicly=item["show_publicly"],
    )


def _link_places(counties: dict[str, dict[str, str]]) -> None:
    """Each county's region, board and section; each municipality's coordinator and home page."""
    for code, links in counties.items():
        values = {name: Organisation.objects.get(code=key) for name, key in links.items()}
        County.objects.filter(code=code).update(**values)
    for contact in ContactPerson.objects.filter(organisation__type="municipality").select_related("organisation"):
        organisation = contact.organisation
        Municipality.objects.filter(pk=organisation.municipality_id).update(
            coordinator=contact, website=organisation.website
        )
