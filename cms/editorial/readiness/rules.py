"""All rules, in the order in which an editor reads what they find. An app adds its own when it starts."""

from __future__ import annotations

from collections.abc import Iterator

from cms.editorial.readiness import dead_links, language, links, personal_data, pictures, required
from cms.editorial.readiness.findings import Finding
from cms.editorial.readiness.subject import Rule, Subject

_rules: list[Rule] = [
    personal_data.identities,
    personal_data.private_numbers,
    personal_data.private_mail,
    personal_data.contacts,
    pictures.pictures,
    required.required_fields,
    links.page_links,
    dead_links.dead_links,
    language.long_sentences,
    language.words_with_another_name,
    language.hard_texts,
]


def register_rule(rule: Rule) -> None:
    """Add a rule about what only an app knows of."""
    if rule not in _rules:
        _rules.append(rule)


def all_findings(subject: Subject) -> Iterator[Finding]:
    for rule in _rules:
        yield from rule(subject)
