"""A contributor's first case study, from the dashboard to "sent for review", with nothing but a keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bank.models import SECTIONS, CaseStudyPage
from tests import factories
from tests.e2e.people import DESK, SignInAt, Words

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MOST_TABS = 300
HAS_FOCUS = "element => element.contains(document.activeElement)"


class Keyboard:
    """Somebody who never touches a pointer: what cannot be reached with Tab is not there."""

    def __init__(self, page: Page, says: Words) -> None:
        self.page, self.says = page, says

    def reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        element = target.element_handle()  # looked up once: by role that takes longer than Tab does
        for _tab in range(MOST_TABS):
            if element.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_TABS} times Tab do not reach {target}")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.type(text)

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.reach(target)
        self.page.keyboard.press(key)

    def open_tab(self, name: str) -> None:
        """Tabs are one stop; arrows lead from one to the next."""
        wanted = self.page.get_by_role("tab", name=re.compile(f"^{name}"))
        self.reach(self.page.get_by_role("tab", selected=True))
        for _arrow in range(10):
            if wanted.get_attribute("aria-selected") == "true":
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"no arrow leads to the tab {name}")


def panel(page: Page, field: str) -> Locator:
    return page.locator(f'[data-contentpath="{field}"]').first


def choose(user: Keyboard, place: Locator, search: str) -> None:
    user.press(place.get_by_role("button", name=re.compile(f"^{user.says('Choose')}")).first)
    dialog = user.page.locator(".modal-dialog")
    user.write(dialog.get_by_role("textbox").first, search)
    user.press(dialog.get_by_role("link", name=search).first)
    expect(dialog).to_have_count(0)
    expect(place).to_contain_text(search)


def test_first_case_study_with_the_keyboard_alone(says: Words, cast: factories.Cast, sign_in_at: SignInAt) -> None:
    groceries, box = (factories.term(*term) for term in (("service_type", "groceries"), ("solution_type", "goods_box")))
    municipality, contact = factories.municipality(), factories.contact()
    page = sign_in_at(cast.contributor, DESK, says.language)
    user = Keyboard(page, says)
    user.press(page.get_by_role("link", name=says("Write a case study")))
    page.wait_for_load_state("networkidle")

    user.write(page.locator("[name=title]"), "Boxen vid vägskälet")
    user.write(page.locator("[name=summary]"), "En obemannad box ger byn mat igen.")
    user.write(page.locator("[name=in_30_seconds]"), "En box vid vägskälet, öppen dygnet runt.")
    for section in SECTIONS:
        user.write(panel(page, section).get_by_role("textbox").first, f"Det här står i {section}.")

    user.open_tab(says("Facts"))
    user.reach(page.locator("[name=solution_status]"))
    page.keyboard.type(says("running", context="solution status"))
    user.write(page.locator("[name=status_checked_on]"), "2026-03-03")
    page.keyboard.press("Escape")
    choose(user, panel(page, "municipality"), says.of(municipality))
    user.press(panel(page, "service_types").get_by_label(says.of(groceries)), "Space")
    user.press(panel(page, "solution_types").get_by_label(says.of(box)), "Space")
    user.press(page.locator("#id_services_offered-ADD"))
    user.reach(page.locator("[name=services_offered-0-service_type]"))
    page.keyboard.type(says.of(groceries))

    user.open_tab(says("Contact"))
    user.press(page.locator("#id_contacts-ADD"))
    choose(user, page.locator("#inline_child_contacts-0"), says.of(contact).partition(",")[0])

    user.press(page.locator("footer").get_by_role("button", name=says("More actions")))
    user.press(page.get_by_role("button", name=says("Submit to %(workflow_name)s")).last)
    # An autosave may have made the page before it is sent.
    made_before, made_now = (
        page.get_by_role("status").get_by_text(says(text, page_title="Boxen vid vägskälet"))
        for text in (
            "Page '%(page_title)s' has been submitted for moderation.",
            "Page '%(page_title)s' created and submitted for moderation.",
        )
    )
    expect(made_before.or_(made_now)).to_be_visible()
    case = CaseStudyPage.objects.get(draft_title="Boxen vid vägskälet")
    assert case.current_workflow_task is not None
