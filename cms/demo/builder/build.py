"""The whole build, phase by phase, in one transaction: either all of it is there afterwards or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page

from cms.demo.builder import dates, registers, tree
from cms.demo.builder.lookup import Lookup
from cms.demo.builder.moderation import publish_through_workflow
from cms.demo.builder.pages import fill_page, new_page
from cms.demo.builder.people import People
from cms.demo.builder.reading import Entry, read, read_entries
from cms.demo.builder.translations import translate_page
from cms.demo.builder.writing import Writer


@dataclass
class Build:
    people: People
    say: Callable[[str], None]
    lookup: Lookup = field(default_factory=Lookup)
    pages: dict[str, Page] = field(default_factory=dict)
    """Key → the Swedish page."""

    def run(self) -> None:
        self.structure = read("structure")
        self.entries = tree.order_of_tree(self.structure, read_entries())
        self.swedish, self.english = tree.languages()
        registers.build_registers(read("registers"), self.structure, self.entries)
        self.plant()
        self.publish_swedish()
        self.publish_english()

    def plant(self):
        root = tree.root_page()
        for entry in self.entries:
            key = tree.parent_key(entry, self.structure)
            parent = root if key is None else self.pages[key]
            page = new_page(entry, self.swedish, self.lookup)
            page.owner = self.people.contributor
            parent.add_child(instance=page)
            self.pages[entry.key] = page
            self.lookup.pages[entry.key] = page.pk
            if key is None:
                tree.install_site(page)
                root.refresh_from_db()

    def publish_swedish(self):
        for entry in self.entries:
            page = self.pages[entry.key]
            page.refresh_from_db()
            fill_page(page, Writer(entry, self.swedish, self.lookup))
            for n, v in dates.review_fields(entry).items():
                setattr(page, n, v)
            self.pages[entry.key] = publish_through_workflow(page, self.people, self.people.contributor)
            dates.backdate(self.pages[entry.key], entry.published)

    def publish_english(self):
        for entry in self.entries:
            if not entry.has_english: continue
            page = translate_page(self.pages[entry.key], entry, self.english, self.lookup, self.people.translator)
            page = publish_through_workflow(page, self.people, self.people.translator)
            dates.backdate(page, entry.published)
