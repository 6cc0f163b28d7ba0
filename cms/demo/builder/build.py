"""The whole build, phase by phase. The command runs it in one transaction: all of it is there then, or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from cms.demo.builder import dates, tree
from cms.demo.builder.beside import build_beside
from cms.demo.builder.indexing import indexing_at_the_end
from cms.demo.builder.lookup import Lookup
from cms.demo.builder.media import build_files, drawing
from cms.demo.builder.moderation import approve_to_the_end, let_pass, no_mail, publish_through_workflow
from cms.demo.builder.pages import fill_page, new_page
from cms.demo.builder.people import People
from cms.demo.builder.reading import Entry, read, read_entries
from cms.demo.builder.registers import build_registers
from cms.demo.builder.translations import translate_page
from cms.demo.builder.writing import Writer
from cms.editorial import sync
from cms.editorial.moderation import submit

Say = Callable[[str], None]


@dataclass
class Build:
    """What the phases share."""

    people: People
    say: Say
    structure: dict[str, Any] = field(default_factory=lambda: read("structure"))
    lookup: Lookup = field(default_factory=Lookup)
    pages: dict[str, Any] = field(default_factory=dict)
    """Key → the Swedish page."""

    def __post_init__(self) -> None:
        self.entries = tree.order_of_tree(self.structure, read_entries())
        self.swedish, self.english = tree.languages()

    def run(self) -> None:
        """Everything, in an order in which each phase finds what it points at."""
        with drawing(self.entries) as drawings, no_mail(), override("sv"):
            with self._phase("Registers and files"):
                self._prepare()
            with indexing_at_the_end():
                with self._phase("The tree"):
                    self._plant()
                with self._phase("Pictures"):
                    drawings.store(self.lookup, self.people.contributor)
                with self._phase("Swedish pages, written and approved"):
                    # All wait before the first is approved: a link may lead to what is on its way, and to no draft.
                    for entry in self.entries:
                        self._submit_swedish(entry)
                    for entry in self.entries:
                        self._approve_swedish(entry)
                with self._phase("English pages, translated and approved"):
                    for entry in self.entries:
                        if entry.has_english:
                            self._publish_english(entry)
                with self._phase("Later changes and what stands beside the pages"):
                    for entry in self.entries:
                        if entry.is_stale:
                            self._change(entry)
                    build_beside(read("beside"), self.lookup.pages)
                self.say("  Search and references ...")

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self.say(f"  {name}: {time.monotonic() - start:.0f} s")

    def _prepare(self) -> None:
        build_registers(read("registers"), self.structure, self.entries)
        build_files(self.entries, self.lookup, self.people.contributor)

    def _plant(self) -> None:
        """Every page as an empty draft, so that all can point at all."""
        root = tree.root_page()
        for entry in self.entries:
            page, key = new_page(entry, self.swedish, self.lookup), tree.parent_key(entry, self.structure)
            page.owner = self.people.author_of(entry.kind)
            page.show_in_menus = entry.key in self.structure["menu"]
            (self.pages[key] if key else root).add_child(instance=page)
            self.pages[entry.key], self.lookup.pages[entry.key] = page, page.pk
            if key is None:
                tree.install_site(page)
        # Rights and workflows hang on the front page, which is there now.
        sync.repair()

    def _submit_swedish(self, entry: Entry) -> None:
        page, author = self.pages[entry.key], self.people.author_of(entry.kind)
        page.refresh_from_db()
        fill_page(page, Writer(entry, self.swedish, self.lookup))
        for name, value in dates.review_fields(entry).items():
            setattr(page, name, value)
        page.save_revision(user=author, log_action="wagtail.create")
        submit(page, author)

    def _approve_swedish(self, entry: Entry) -> None:
        page = self.pages[entry.key]
        let_pass(page, self.people.editor, entry.data.get("may_lack", {}))
        self.pages[entry.key] = approve_to_the_end(page, self.people)
        dates.backdate(page, entry.published)

    def _publish_english(self, entry: Entry) -> None:
        page = translate_page(self.pages[entry.key], entry, self.english, self.lookup, self.people.translator)
        if entry.key == self.structure["front_page"]:
            sync.repair()
        publish_through_workflow(page, self.people, self.people.translator)
        dates.backdate_translation(page, entry.published)

    def _change(self, entry: Entry) -> None:
        """A paragraph that came after the translation: the English page is older than the Swedish one from then on."""
        change, author, since = entry.data["stale_change"], self.people.author_of(entry.kind), timezone.now()
        page = self.pages[entry.key].get_latest_revision_as_object()
        texts = {change["field"]: {"sv": f"{entry.data[change['field']]['sv'].strip()}\n\n{change['add']}"}}
        Writer(entry, self.swedish, self.lookup).fill(page, texts)
        page.save_revision(user=author, log_action=True)
        publish_through_workflow(page, self.people, author)
        dates.backdate(page, change["changed_on"], since=since)
