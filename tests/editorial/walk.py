"""People who walk through the admin as they like, and a memory of their own of who wrote what and who approved it.

Nothing here asks the guard or its records: what is written in drafts and texts, what is public, and the log of
exceptions are read from the tables of Wagtail and wagtail-localize.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision
from wagtail_localize.models import SegmentOverride, StringTranslation

from bank.models import CaseStudyPage
from cms.core.jobs import jobs
from cms.core.models import User
from tests.bank.owners import links

REVIEWERS = frozenset({"reviewer", "other_reviewer"})
ADMINISTRATORS = frozenset({"network_administrator", "superuser"})
APPROVERS = REVIEWERS | {"superuser"}
OVERRIDDEN, TAKEN_DOWN = "servicebanken.override", "servicebanken.take_down"
"""The exceptions that the table of roles knows, as the history of a page names them."""

OF_A_MACHINE = "[machine]"
TEXTS = (
    *("title", "summary", "in_30_seconds", "need", "what_was_done", "result", "lessons", "advice_to_others"),
    *("go_live_at", "expire_at"),
)
"""What somebody has to have approved; no facts: those of a translation follow the Swedish page."""

WHY = {"override_reason": "Brådskande."}

KEYS = re.compile(r' data-block-key="[^"]*"')
Words = tuple[Any, ...]


class Person:
    """Somebody with a browser; without a user, the owner of a case, or the worker."""

    def __init__(self, user: User | None = None) -> None:
        self.user = user
        self.name = user.username if user else "nobody of ours"
        self.client = Client()
        self.opened: tuple[Page, dict[str, Any]] | None = None
        """A page whose form stands open in another tab, as it was when it was opened."""
        self.sign_in()

    def sign_in(self) -> None:
        if self.user is not None:
            self.client.force_login(self.user)


Step = Callable[["Walk", Person], object]


class Seen(NamedTuple):
    """A page between two steps. `written` is the newest draft with the translator's texts; `public` what all read."""

    draft: int | None
    written: Any
    live: int | None
    public: Words | None
    place: Any


@dataclass
class Memory:
    """What somebody remembers who has watched every step."""

    wrote: dict[int, list[tuple[int, Person]]] = field(default_factory=lambda: defaultdict(list))
    """Page → step and person, of all that was ever written in it."""
    made: dict[int, int] = field(default_factory=dict)
    """Revision → the step in which it came to say what it says."""
    says: dict[int, Words] = field(default_factory=dict)
    since: dict[int, int] = field(default_factory=dict)
    """Page → the step in which the revision was made that is public, or was last."""
    booked: dict[int, Words] = field(default_factory=dict)
    """Revisions that were approved for a later time, with what they said then."""

    def writers(self, page: int, revision: int) -> set[str]:
        """Names of those who have written in this revision since the one that was public before it."""
        since, until = self.since.get(page, -1), self.made[revision]
        return {person.name for step, person in self.wrote[page] if since < step <= until}


class Walk:
    """One step after the other, and after each whether all still holds."""

    def __init__(self, people: list[User], seed: int, clock: Any) -> None:
        self.dice = random.Random(seed)
        self.clock = clock
        self.people = [Person(user) for user in people]
        self.nobody = Person()
        self.number = 0
        self.told: list[str] = []
        self.in_hand: Any = None
        self.done: Counter[str] = Counter()
        """By what right something became public or went away, and how often."""
        self.memory = Memory()
        self.proposed: dict[int, Person] = {}
        self.asked_machine: dict[int, Person] = {}
        self.handed_over: tuple[Person, list[int]] | None = None
        """Who has asked the worker to approve many pages, and the versions that waited then."""
        self.seen = self._look()
        self._remember(self.nobody, {})
        for page, now in self.seen.items():
            self.memory.since[page] = 0 if now.live else -1
        self._begin()

    # --- What steps use

    def page(self, **conditions: Any) -> Any:
        return self.some_of(list(CaseStudyPage.objects.filter(**conditions).order_by("pk")))

    def some_of(self, pages: list[Any]) -> Any:
        """One of them, often the one that was last in hand, in either language; None of none."""
        in_hand = [page for page in pages if page.translation_key == self.in_hand]
        pages = in_hand if in_hand and self.often(0.6) else pages
        page = self.dice.choice(pages) if pages else None
        self.in_hand = page.translation_key if page else self.in_hand
        return page

    def swedish(self, **conditions: Any) -> Any:
        return self.page(locale__language_code="sv", **conditions)

    def english(self, **conditions: Any) -> Any:
        return self.page(locale__language_code="en", **conditions)

    def text(self) -> str:
        self.number += 1
        return f"Mening nummer {self.number}"

    def often(self, chance: float) -> bool:
        return self.dice.random() < chance

    def approves(self, by: Person, revision: int) -> None:
        """Somebody says yes to this revision in this step, whether they may or not."""
        self.yes[revision] = (by, self.memory.says.get(revision))

    def writes(self, by: Person, page: int) -> None:
        """What is written in this page in this step is that person's, though somebody else brings it."""
        self.instead[page] = by

    def decides(self, proposer: Person, decider: Person) -> None:
        self.two = (proposer, decider)

    def wait(self, **delta: int) -> None:
        """The clock goes on; after days everybody signs in again."""
        self.clock.shift(dt.timedelta(**delta))
        for person in self.people:
            person.sign_in()

    def links_of_owners(self) -> list[str]:
        return links()

    # --- A step

    def go(self, step: Step, by: Person) -> None:
        self.told.insert(0, f"{len(self.told)} {by.name}: {step.__name__}")
        self._begin()
        before, logged = self.seen, PageLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        step(self, by)
        self.step, self.by = step, by
        self.new_entries = list(PageLogEntry.objects.filter(pk__gt=logged))
        self.seen = self._look()
        self._remember(by, before)
        self._check(before)

    def _begin(self) -> None:
        self.yes: dict[int, tuple[Person, Words | None]] = {}
        self.instead: dict[int, Person] = {}
        self.two: tuple[Person, Person] | None = None

    def _look(self) -> dict[int, Seen]:
        texts, overrides = defaultdict(list), defaultdict(list)
        for text in StringTranslation.objects.select_related("context").order_by("pk"):
            of = (text.context.object_id, text.locale_id)
            texts[of].append((text.context_id, text.translation_of_id, text.data, text.translation_type))
        for value in SegmentOverride.objects.select_related("context").order_by("pk"):
            overrides[value.context.object_id, value.locale_id].append((value.context_id, value.data_json))
        closed = defaultdict(list)
        for page, group in PageViewRestriction.objects.values_list("page_id", "groups").order_by("pk"):
            closed[page].append(group)
        found = {}
        for page in CaseStudyPage.objects.select_related("latest_revision", "live_revision"):
            key = (page.translation_key, page.locale_id)
            draft = _words(page.latest_revision.content) if page.latest_revision else None
            public = _words(page.live_revision.content) if page.live and page.live_revision else None
            found[page.pk] = Seen(
                page.latest_revision_id,
                (draft, texts[key], overrides[key]),
                page.live_revision_id if page.live else None,
                public,
                (page.url_path.rsplit("/", 2)[0], closed[page.pk]),
            )
            row = _words({name: getattr(page, name) for name in TEXTS[:-2]})[:-2]
            assert public is None or public[:-2] == row, (page, "the public reads another text", *self.told)
        return found

    def _remember(self, by: Person, before: dict[int, Seen]) -> None:
        now, memory = len(self.told), self.memory
        for page, seen in self.seen.items():
            was = before.get(page)
            if was is not None and seen.written != was.written:
                memory.wrote[page].append((now, self.instead.get(page, by)))
            elif was is None and before:
                memory.wrote[page].append((now, by))
            if seen.draft is not None:
                words = seen.written[0]
                if memory.says.get(seen.draft) != words:
                    is_copy = was is not None and was.draft is not None and was.written[0] == words
                    memory.made[seen.draft] = memory.made[was.draft] if was and is_copy else now
                    memory.says[seen.draft] = words
            if seen.live is not None and seen.live not in memory.says:
                memory.says[seen.live], memory.made[seen.live] = seen.public, now

    # --- Whether it holds

    def _check(self, before: dict[int, Seen]) -> None:
        self._check_what_waits_for_its_time()
        for page, was in before.items():
            if page not in self.seen and was.live is not None:
                self._hold(page, self._by_two(page) or self._overridden(page), "is deleted")
        for page, now in self.seen.items():
            was = before.get(page, Seen(None, None, None, None, now.place))
            if was.live is not None and now.live is None:
                gone = self._taken_down(page) or self._overridden(page) or self._expired(was)
                self._hold(page, gone, "is not public any more")
            elif now.live is not None and was.live is not None and was.place != now.place:
                self._hold(page, self._by_two(page) or self._overridden(page), "is moved, closed or opened")
            if now.live is not None and (now.live != was.live or now.public != was.public):
                ground = self._approved(page, now.live) or self._in_its_time(now) or self._overridden(page)
                self._hold(page, ground, "is public")
                self.memory.since[page] = self.memory.made[now.live]
                self._hold(page, not self._has_words_of_a_machine(now), "has words of a machine that nobody has taken")
        self._hold(0, not Page.objects.filter(alias_of__isnull=False).exists(), "is an alias")
        self._hold(0, self.by.user is not None or not self._somebody_wrote(), "was written by nobody")

    def _check_what_waits_for_its_time(self) -> None:
        waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
        now = {row.pk: (int(row.object_id), _words(row.content)) for row in waiting}
        for revision, (page, words) in now.items():
            if self.memory.booked.get(revision) != words:
                ground = self._approved(page, revision) or self._overridden(page)
                self._hold(page, ground, f"is to be public, in revision {revision}")
        self.memory.booked |= {revision: words for revision, (_page, words) in now.items()}

    def _approved(self, page: int, revision: int) -> bool:
        """In this step, exactly this, by somebody who may and has not written in it."""
        by, said = self.yes.get(revision, (None, None))
        if by is None or by.name not in APPROVERS:
            return False
        writers = self.memory.writers(page, revision)
        self._hold(page, by.name not in writers, f"was approved by one of those who wrote in it, {writers}")
        self._hold(page, said == self.memory.says[revision], "says something else than what was approved")
        return self._counts("approved")

    def _in_its_time(self, now: Seen) -> bool:
        """By the worker, and as it was approved for this time."""
        is_due = now.live is not None and self.memory.booked.get(now.live) == now.public and self._has_come(now, -2)
        return self.by is self.nobody and is_due and self._counts("scheduled")

    def _expired(self, was: Seen) -> bool:
        return self.by is self.nobody and self._has_come(was, -1) and self._counts("expired")

    def _has_come(self, seen: Seen, which: int) -> bool:
        moment = parse_datetime(seen.public[which] or "") if seen.public else None
        return moment is not None and moment <= timezone.now()

    def _by_two(self, page: int) -> bool:
        if self.two is None:
            return False
        proposer, decider = self.two
        may = decider.name in REVIEWERS | ADMINISTRATORS
        self._hold(page, may and proposer is not decider, "is not decided by two")
        return self._counts("by two")

    def _taken_down(self, page: int) -> bool:
        may = self.by.name in REVIEWERS | ADMINISTRATORS
        return may and self._logged(page, TAKEN_DOWN) and self._counts("taken down")

    def _overridden(self, page: int) -> bool:
        return self.by.name in ADMINISTRATORS and self._logged(page, OVERRIDDEN) and self._counts("overridden")

    def _logged(self, page: int, action: str) -> bool:
        """In this step, by this person, with a reason."""
        return any(
            (entry.page_id, entry.action, entry.user) == (page, action, self.by.user) and entry.data.get("reason")
            for entry in self.new_entries
        )

    def _has_words_of_a_machine(self, now: Seen) -> bool:
        """Words of a machine are in no public text, unless a person has saved them as theirs."""
        texts = {data for _context, _string, data, kind in now.written[1] if kind == "manual"}
        said = [text for text in now.public or () if isinstance(text, str) and OF_A_MACHINE in text]
        return not {*said} <= texts

    def _somebody_wrote(self) -> bool:
        return any(at == len(self.told) and by is self.nobody for all_ in self.memory.wrote.values() for at, by in all_)

    def _counts(self, what: str) -> bool:
        self.done[what] += 1
        return True

    def _hold(self, page: int, holds: object, what: str) -> None:
        assert holds, (f"page {page} {what}", *self.told)


def _words(content: Any) -> Words:
    """Without the keys that an editor's browser gives to paragraphs: who only saves has written nothing."""
    return tuple(KEYS.sub("", value) if isinstance(value, str) else value for value in map(content.get, TEXTS))


def work(name: str) -> None:
    """As the worker does this job."""
    next(job for job in jobs if job.name == name).function()
