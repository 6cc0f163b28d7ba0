"""What people do on a walk. Each step is one request, or what a person sends after having opened a form."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from bank.models import CaseStudyIndexPage, CaseStudyPage
from cms.editorial.models import BatchedPage, DeletedPage, Proposal
from tests import factories
from tests.editorial.page_forms import add_url, edit_url, filled_in, rich_text, soup_of, values_of, whole_case
from tests.editorial.walk import WHY, Person, Step, Walk, work
from tests.editorial.walk_english import (
    ask_a_machine,
    import_a_file,
    point_elsewhere,
    publish_english_at_once,
    start_translation,
    submit_english,
    sync_english,
    take_english_away,
    take_words_of_a_machine,
    type_english,
    work_as_a_machine,
)

MOST_CASES = 5


# --- The form of a page


def form_of(by: Person, page: Page, url: str = "") -> dict[str, Any] | None:
    """What the form holds; None for who does not get it: they press no button there."""
    answer = by.client.get(url or edit_url(page))
    has_form = answer.status_code == 200 and b"data-edit-form" in answer.content
    return filled_in(answer) if has_form else None


def press(walk: Walk, by: Person, action: str = "", **changes: Any) -> HttpResponse | None:
    """Change some Swedish page in its form, and press a button; without `action`, "save draft"."""
    page = walk.swedish()
    form = form_of(by, page) if page else None
    return post(by, page, form, action, **changes) if page and form else None


def post(by: Person, page: Page, form: dict[str, Any], action: str = "", **changes: Any) -> HttpResponse:
    sent = {**form, **changes} | ({action: "1"} if action else {})
    return by.client.post(edit_url(page), {name: value for name, value in sent.items() if value is not None})


def create(walk: Walk, by: Person) -> None:
    if CaseStudyPage.objects.filter(locale__language_code="sv").count() < MOST_CASES:
        name = walk.text()
        words = {"title": name, "slug": name.lower().replace(" ", "-"), "summary": name}
        by.client.post(add_url(CaseStudyPage, factories.section("cases")), whole_case() | words | EMPTY)


def write(walk: Walk, by: Person) -> None:
    press(walk, by, summary=walk.text())


def save_as_it_is(walk: Walk, by: Person) -> None:
    press(walk, by)


def autosave(walk: Walk, by: Person) -> None:
    """Over whatever draft is the newest."""
    if (page := walk.swedish()) and (form := form_of(by, page)):
        over = str(page.latest_revision_id)
        data = {**form, "summary": walk.text(), "overwrite_revision_id": over}
        headers = {"accept": "application/json"} if walk.often(0.5) else {}
        by.client.post(edit_url(page), data, headers=headers)


def press_publish(walk: Walk, by: Person) -> None:
    press(walk, by, "action-publish", summary=walk.text())


def override(walk: Walk, by: Person) -> None:
    press(walk, by, "action-publish", summary=walk.text(), **WHY)


def set_times(walk: Walk, by: Person) -> None:
    """To be public in some days, and perhaps not for long."""
    soon = timezone.localtime() + dt.timedelta(days=walk.dice.randint(2, 40))
    until = soon + dt.timedelta(days=walk.dice.randint(1, 40))
    ends = f"{until:%Y-%m-%d %H:%M}" if walk.often(0.3) else ""
    reason = WHY if walk.often(0.3) else {}
    action = "action-publish" if walk.often(0.2) else ""
    press(walk, by, action, summary=walk.text(), go_live_at=f"{soon:%Y-%m-%d %H:%M}", expire_at=ends, **reason)


def unschedule(walk: Walk, by: Person) -> None:
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by("pk").first()
    if waiting is not None:
        url = reverse("wagtailadmin_pages:revisions_unschedule", args=(waiting.object_id, waiting.pk))
        by.client.post(url)


def go_back(walk: Walk, by: Person) -> None:
    """To some earlier version."""
    if page := walk.swedish():
        earlier = walk.dice.choice(list(page.revisions.order_by("pk")))
        url = reverse("wagtailadmin_pages:revisions_revert", args=(page.pk, earlier.pk))
        if form := form_of(by, page, url):
            action = walk.dice.choice(["", "", "action-publish", "action-submit"])
            post(by, page, form, action, **walk.dice.choice([{}, {}, WHY]))


def leave_a_form_open(walk: Walk, by: Person) -> None:
    if (page := walk.swedish()) and (form := form_of(by, page)):
        by.opened = (page, form)


def save_what_stood_open(walk: Walk, by: Person) -> None:
    """After others have saved, perhaps: then field by field."""
    if by.opened is None:
        return
    (page, form), by.opened = by.opened, None
    changes = {} if walk.often(0.3) else {"summary": walk.text()}
    asked = soup_of(post(by, page, form, **changes))
    if asked.select(".sb-two"):
        values = values_of(asked.select_one("main form"))
        names = {field["name"] for field in asked.select("input[name^=chosen-]")}
        by.client.post(edit_url(page), values | {name: walk.dice.choice(["mine", "theirs"]) for name in sorted(names)})


# --- Moderation


def submit(walk: Walk, by: Person) -> None:
    press(walk, by, "action-submit")


def withdraw_in_the_form(walk: Walk, by: Person) -> None:
    press(walk, by, "action-cancel-workflow")


def withdraw_on_the_dashboard(walk: Walk, by: Person) -> None:
    if page := some_that_waits(walk):
        by.client.post(reverse("withdraw_from_review", args=(page.pk,)))


def some_that_waits(walk: Walk) -> Any:
    return walk.some_of([page for page in CaseStudyPage.objects.order_by("pk") if page.workflow_in_progress])


def decide(walk: Walk, by: Person) -> None:
    if page := some_that_waits(walk):
        action = walk.dice.choice(["approve"] * 5 + ["reject"])
        state = page.current_workflow_task_state
        if action == "approve":
            walk.approves(by, state.revision_id)
        url = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, state.pk))
        by.client.post(url, {"comment": "Så här."})


def decide_on_what_waited_once(walk: Walk, by: Person) -> None:
    """From a window that has stood open since."""
    states = list(TaskState.objects.order_by("pk"))
    if states:
        state = walk.dice.choice(states)
        page = state.workflow_state.object_id
        by.client.post(reverse("wagtailadmin_pages:workflow_action", args=(page, "approve", state.pk)))


def correct_and_approve(walk: Walk, by: Person) -> None:
    """Edit and approval with one button."""
    press(walk, by, "action-workflow-action", summary=walk.text(), **{"workflow-action-name": "approve"})


def claim(walk: Walk, by: Person) -> None:
    if page := some_that_waits(walk):
        name = walk.dice.choice(["take_step", "take_step", "give_step_back"])
        by.client.post(reverse(name, args=(page.current_workflow_task_state.pk,)))


def approve_many(walk: Walk, by: Person) -> None:
    """Everything that waits: the worker does it later, in the name of whoever asked."""
    waiting = [page for page in CaseStudyPage.objects.order_by("pk") if page.workflow_in_progress]
    if waiting and walk.handed_over is None:
        versions = {f"version-{page.pk}": page.current_workflow_task_state.revision_id for page in waiting}
        if in_bulk(by, "approve", waiting, **versions):
            walk.handed_over = (by, [*versions.values()])


def submit_many(walk: Walk, by: Person) -> None:
    if walk.handed_over is None:
        in_bulk(by, "submit", list(CaseStudyPage.objects.order_by("pk")))


def in_bulk(by: Person, action: str, pages: list[Any], **values: Any) -> bool:
    """Whether the worker has it now."""
    before = BatchedPage.objects.count()
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
    by.client.post(f"{url}?{urlencode([('id', page.pk) for page in pages])}", values)
    return BatchedPage.objects.count() > before


def work_on_many(walk: Walk, by: Person) -> None:
    if walk.handed_over is not None:
        asker, versions = walk.handed_over
        for version in versions:
            walk.approves(asker, version)
    walk.handed_over = None
    work("work_on_many_pages")


# --- What is not a draft


def publish_by_the_api(walk: Walk, by: Person) -> None:
    if page := walk.page():
        action = walk.dice.choice(["publish", "unpublish", "delete", "convert_alias", "create_alias"])
        by.client.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", {"update_slug": "alias"})


def publish_in_bulk(walk: Walk, by: Person) -> None:
    action = walk.dice.choice(["publish", "unpublish", "delete"])
    in_bulk(by, action, list(CaseStudyPage.objects.order_by("pk")), **(WHY if walk.often(0.1) else {}))


def take_a_page_down(walk: Walk, by: Person) -> None:
    if (page := walk.page(live=True)) and walk.often(0.3):
        by.client.post(reverse("take_page_down", args=(page.pk,)), {"reason": "Privata uppgifter."})


def delete(walk: Walk, by: Person) -> None:
    """At once, also where it is public; with the translation or without."""
    if page := walk.page():
        choice = {"translations": walk.dice.choice(["keep", "too"])} | (WHY if walk.often(0.2) else {})
        by.client.post(reverse("wagtailadmin_pages:delete", args=(page.pk,)), choice)


def restore(walk: Walk, by: Person) -> None:
    if deleted := DeletedPage.objects.order_by("pk").first():
        by.client.post(reverse("trash_restore", args=(deleted.pk,)))


def propose(walk: Walk, by: Person) -> None:
    if page := walk.swedish(live=True):
        kind = walk.dice.choice(["move", "restrict", "open", "open", "delete"])
        member = factories.Group.objects.get(name="member").pk
        values = {"target": other_section(page).pk, "groups": [member], "reason": "Bättre så."}
        newest = Proposal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        by.client.post(reverse("propose", args=(page.pk,)), {"kind": kind, **values})
        walk.proposed |= dict.fromkeys(Proposal.objects.filter(pk__gt=newest).values_list("pk", flat=True), by)


def other_section(page: Page) -> Page:
    return CaseStudyIndexPage.objects.filter(locale=page.locale_id).exclude(pk=page.get_parent().pk).get()


def decide_a_proposal(walk: Walk, by: Person) -> None:
    waiting = list(Proposal.objects.filter(outcome=Proposal.Outcome.WAITING).order_by("pk"))
    if waiting:
        proposal = walk.dice.choice(waiting)
        walk.decides(walk.proposed[proposal.pk], by)
        values = walk.dice.choice([{"do": "1"}] * 3 + [{"decline": "1", "answer": "Nej."}, {"withdraw": "1"}])
        by.client.post(reverse("proposal", args=(proposal.pk,)), values)


# --- The owner of a case, and time


def answer_of_an_owner(walk: Walk, by: Person) -> None:
    """By any link that was ever sent: confirms, says what is wrong, or that it runs or does not."""
    if links := walk.links_of_owners():
        answers = [{"answer": "confirm"}] * 3 + [{"answer": "dispute", "other": "Fel ort."}]
        answers += [{"answer": "yes"}, {"answer": "no", "other": "Stängt."}]
        by.client.post(walk.dice.choice(links[-4:]), walk.dice.choice(answers))


def time_passes(walk: Walk, by: Person) -> None:
    walk.wait(days=walk.dice.choice([1, 2, 10, 22]))
    work("ask_case_owners")
    work("publish_scheduled")


def a_year_passes(walk: Walk, by: Person) -> None:
    if walk.often(0.2):
        walk.wait(days=370)
        work("ask_case_owners")
        work("publish_scheduled")


EMPTY = {"body-count": "0", "need": rich_text("Så var det.")}
NOBODYS: tuple[Step, ...] = (answer_of_an_owner, work_on_many, work_as_a_machine, time_passes, a_year_passes)
"""Done by no account."""

HOW_OFTEN: dict[Step, int] = {
    write: 2,
    save_as_it_is: 1,
    autosave: 1,
    press_publish: 1,
    override: 1,
    set_times: 2,
    unschedule: 1,
    go_back: 2,
    leave_a_form_open: 2,
    save_what_stood_open: 2,
    create: 1,
    submit: 5,
    submit_many: 1,
    withdraw_in_the_form: 1,
    withdraw_on_the_dashboard: 1,
    decide: 14,
    decide_on_what_waited_once: 1,
    correct_and_approve: 1,
    claim: 1,
    approve_many: 2,
    work_on_many: 3,
    publish_by_the_api: 1,
    publish_in_bulk: 1,
    take_a_page_down: 1,
    delete: 1,
    restore: 2,
    propose: 2,
    decide_a_proposal: 2,
    start_translation: 2,
    type_english: 3,
    take_english_away: 1,
    point_elsewhere: 1,
    import_a_file: 1,
    ask_a_machine: 1,
    work_as_a_machine: 1,
    take_words_of_a_machine: 1,
    submit_english: 5,
    publish_english_at_once: 1,
    sync_english: 1,
    answer_of_an_owner: 4,
    time_passes: 3,
    a_year_passes: 1,
}

OFTEN: dict[Step, tuple[str, ...]] = {
    create: ("contributor",),
    submit: ("contributor", "editor"),
    submit_many: ("editor",),
    decide: ("editor", "reviewer", "other_reviewer"),
    approve_many: ("editor", "reviewer", "other_reviewer"),
    override: ("network_administrator", "superuser"),
    take_a_page_down: ("reviewer", "other_reviewer"),
    propose: ("editor", "reviewer"),
    decide_a_proposal: ("reviewer", "other_reviewer"),
    restore: ("editor",),
    start_translation: ("translator", "editor"),
    type_english: ("translator", "reviewer"),
    import_a_file: ("translator", "reviewer"),
    ask_a_machine: ("translator", "reviewer"),
    take_words_of_a_machine: ("translator", "reviewer"),
    point_elsewhere: ("translator", "reviewer"),
    submit_english: ("translator",),
}
"""Who does something most of the time, so that a walk gets somewhere."""
