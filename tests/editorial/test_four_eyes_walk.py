"""Eight people do whatever they like: each live revision was approved by somebody who had not written in it.

``WALK_SEEDS`` and ``WALK_STEPS`` make it long.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from bank.models import CaseStudyPage
from cms.core.models import User
from cms.editorial import guard, take_down
from cms.editorial.models import Approval
from tests import factories
from tests.editorial.page_forms import edit_url, send

SEEDS = [int(seed) for seed in os.environ.get("WALK_SEEDS", "3").split(",")]
STEPS = int(os.environ.get("WALK_STEPS", "60"))
Step = Callable[["Walk", "Person"], object]


class Person:
    """Somebody with a browser."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)


class Walk:
    """People, cases in both languages, and the test's own memory of who wrote what and what was live."""

    def __init__(self, people: list[User], seed: int) -> None:
        self.dice = random.Random(seed)
        self.people = [Person(user) for user in people]
        self.number = 0
        self.wrote: dict[int, set[int]] = {}
        """Page → everybody who has sent other words to it since it last went live."""
        self.live = self._live()
        self.told: list[str] = []

    def go(self) -> None:
        """One step of one person, and whether all still holds."""
        step = self.dice.choice(STEPS_OF_A_WALK)
        fitting = [person for person in self.people if person.user.username in OFTEN.get(step, ())]
        person = self.dice.choice(fitting if fitting and self.dice.random() < 0.7 else self.people)
        self.told.append(f"{person.user.username}: {step.__name__}")
        before = _words()
        step(self, person)
        for page, words in _words().items():
            if words != before.get(page):
                self.wrote.setdefault(page, set()).add(person.user.pk)
        self._check(person)

    def page(self, **conditions: Any) -> Any:
        pages = self._pages().filter(**conditions)
        return self.dice.choice(list(pages)) if pages else None

    def text(self) -> str:
        self.number += 1
        return f"Mening nummer {self.number}"

    def _pages(self) -> Any:
        return CaseStudyPage.objects.order_by("pk")

    def _live(self) -> dict[int, int | None]:
        """The revision that the public reads of each page; None where there is none."""
        return {page.pk: page.live_revision_id if page.live else None for page in self._pages()}

    def _check(self, person: Person) -> None:
        now = self._live()
        for page, revision in now.items():
            if revision == self.live.get(page):
                continue
            writers = self.wrote.pop(page, set())
            if revision is None:
                logged = PageLogEntry.objects.filter(page=page, action__in=(take_down.ACTION, guard.OVERRIDE))
                assert logged.filter(user=person.user).exists(), self.told[::-1]
                self.wrote[page] = writers
                continue
            approval = Approval.objects.filter(revision_id=revision).first()
            assert approval is not None, self.told[::-1]
            assert approval.by == person.user, self.told[::-1]
            if approval.ground == Approval.Ground.OVERRIDE:
                assert PageLogEntry.objects.filter(page=page, action=guard.OVERRIDE).exists(), self.told[::-1]
            else:
                assert person.user.groups.filter(name="reviewer").exists(), self.told[::-1]
                assert person.user.pk not in writers, (self.told[::-1], page, writers)
        assert not set(self.live) - set(now), self.told[::-1]
        self.live = now
        assert not Page.objects.filter(alias_of__isnull=False).exists(), self.told[::-1]


def _words() -> dict[int, Any]:
    """What is written in each page: the newest draft of each, and the texts of its translation."""
    found: dict[int, Any] = {}
    for page in CaseStudyPage.objects.select_related("latest_revision"):
        content = page.latest_revision.content if page.latest_revision else {}
        texts = StringTranslation.objects.filter(context__object_id=page.translation_key, locale=page.locale_id)
        found[page.pk] = (content.get("title"), content.get("summary"), sorted(texts.values_list("context_id", "data")))
    return found


def write(walk: Walk, by: Person) -> None:
    if page := walk.page(locale__language_code="sv"):
        send(by.client, edit_url(page), summary=walk.text()) if _has_form(by, page) else None


def save_as_it_is(walk: Walk, by: Person) -> None:
    if (page := walk.page(locale__language_code="sv")) and _has_form(by, page):
        send(by.client, edit_url(page))


def autosave(walk: Walk, by: Person) -> None:
    if (page := walk.page(locale__language_code="sv")) and _has_form(by, page):
        newest = str(page.latest_revision_id)
        send(by.client, edit_url(page), summary=walk.text(), overwrite_revision_id=newest)


def press_publish(walk: Walk, by: Person) -> None:
    if (page := walk.page(locale__language_code="sv")) and _has_form(by, page):
        send(by.client, edit_url(page), action="action-publish", summary=walk.text())


def override(walk: Walk, by: Person) -> None:
    if (page := walk.page(locale__language_code="sv")) and _has_form(by, page):
        changes = {"summary": walk.text(), "override_reason": "Brådskande."}
        send(by.client, edit_url(page), action="action-publish", **changes)


def submit(walk: Walk, by: Person) -> None:
    if (page := walk.page(locale__language_code="sv")) and _has_form(by, page):
        send(by.client, edit_url(page), action="action-submit")


def withdraw(walk: Walk, by: Person) -> None:
    if (page := walk.page(locale__language_code="sv")) and _has_form(by, page):
        send(by.client, edit_url(page), action="action-cancel-workflow")


def decide(walk: Walk, by: Person) -> None:
    waiting = [page for page in CaseStudyPage.objects.order_by("pk") if page.workflow_in_progress]
    if not waiting:
        return
    page = walk.dice.choice(waiting)
    action = walk.dice.choice(["approve", "approve", "approve", "reject"])
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, state.pk))
    by.client.post(url, {"comment": "Så här."})


def correct_and_approve(walk: Walk, by: Person) -> None:
    """Edit and approval with one button."""
    if (page := walk.page(locale__language_code="sv")) and _has_form(by, page):
        changes = {"summary": walk.text(), "workflow-action-name": "approve"}
        send(by.client, edit_url(page), action="action-workflow-action", **changes)


def publish_by_the_api(walk: Walk, by: Person) -> None:
    if page := walk.page():
        action = walk.dice.choice(["publish", "unpublish", "delete", "convert_alias", "create_alias"])
        by.client.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", {"update_slug": "alias"})


def publish_in_bulk(walk: Walk, by: Person) -> None:
    action = walk.dice.choice(["publish", "unpublish", "delete"])
    ids = "&".join(f"id={pk}" for pk in CaseStudyPage.objects.values_list("pk", flat=True))
    by.client.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}")


def start_translation(walk: Walk, by: Person) -> None:
    if page := walk.page(locale__language_code="sv"):
        url = reverse("wagtail_localize:submit_page_translation", args=(page.pk,))
        by.client.post(url, {"locales": [factories.languages()[1].pk]})


def type_english(walk: Walk, by: Person) -> None:
    if page := walk.page(locale__language_code="en"):
        translation = Translation.objects.get(source__object_id=page.translation_key)
        path = walk.dice.choice(["title", "summary"])
        segment = StringSegment.objects.filter(source=translation.source, context__path=path).first()
        if segment is not None:
            url = reverse("wagtail_localize:edit_string_translation", args=(translation.pk, segment.pk))
            text = f"value=English {walk.text()}"
            by.client.put(url, text, content_type="application/x-www-form-urlencoded")


def submit_english(walk: Walk, by: Person) -> None:
    if page := walk.page(locale__language_code="en"):
        by.client.post(reverse("submit_translation_for_review", args=(page.pk,)), {"with_swedish": 99})


def publish_english_at_once(walk: Walk, by: Person) -> None:
    if page := walk.page(locale__language_code="en"):
        by.client.post(edit_url(page), {"action": "publish"})


def sync_english(walk: Walk, by: Person) -> None:
    source = TranslationSource.objects.order_by("?").first()
    if source is not None:
        url = reverse("wagtail_localize:update_translations", args=(source.pk,))
        by.client.post(url, {"publish_translations": "on"})


def take_a_page_down(walk: Walk, by: Person) -> None:
    if (page := walk.page(live=True)) and walk.dice.random() < 0.3:
        by.client.post(reverse("take_page_down", args=(page.pk,)), {"reason": "Privata uppgifter."})


STEPS_OF_A_WALK: tuple[Step, ...] = (
    *(write, write, save_as_it_is, autosave, press_publish, override),
    *(submit, submit, submit, withdraw, *[decide] * 9, correct_and_approve),
    *(publish_by_the_api, publish_in_bulk, take_a_page_down),
    *(start_translation, type_english, type_english, submit_english, submit_english),
    *(publish_english_at_once, sync_english),
)


OFTEN: dict[Step, tuple[str, ...]] = {
    decide: ("editor", "reviewer", "other_reviewer"),
    override: ("network_administrator", "superuser"),
    take_a_page_down: ("reviewer", "other_reviewer"),
    start_translation: ("translator", "editor"),
    type_english: ("translator", "reviewer"),
    submit_english: ("translator",),
    submit: ("contributor", "editor"),
}
"""Who does something most of the time, so that a walk gets somewhere."""


def _has_form(by: Person, page: Page) -> bool:
    """Whether the person gets the form at all; others press no button there."""
    answer = by.client.get(edit_url(page))
    return answer.status_code == 200 and b"data-edit-form" in answer.content


@pytest.mark.parametrize("seed", SEEDS)
def test_each_live_revision_was_approved_by_somebody_who_had_not_written_in_it(
    transactional_db: None, site: factories.Tree, cast: factories.Cast, seed: int, record_property: Any
) -> None:
    factories.make_case(owner=cast.contributor)
    factories.make_case(owner=cast.other_contributor)
    factories.make_case(owner=cast.contributor, published=False)
    people = [
        *(cast.contributor, cast.other_contributor, cast.editor, cast.translator),
        *(cast.reviewer, cast.other_reviewer, cast.network_administrator, cast.superuser),
    ]
    walk = Walk(people, seed)
    for _step in range(STEPS):
        walk.go()
    record_property("approvals", Approval.objects.count())
    assert Approval.objects.filter(ground=Approval.Ground.FOUR_EYES).exists(), (
        "a walk on which nothing is published proves nothing"
    )
