"""A contributor's first case study, from the dashboard to "sent for review", with nothing but a keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bank.models import SECTIONS, CaseStudyPage
from tests import factories
from tests.e2e.people import DESK, SignInAt

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MOST_TABS = 300
HAS_FOCUS = "element => element.contains(document.activeElement)"


class Keyboard:
    """Somebody who never touches a pointer: what cannot be reached with Tab is not there."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _tab in range(MOST_TABS):
            if target.evaluate(HAS_FOCUS):
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
    user.press(place.get_by_role("button", name=re.compile("^Välj")).first)
    dialog = user.page.locator(".modal-dialog")
    user.write(dialog.get_by_role("textbox").first, search)
    user.press(dialog.get_by_role("link", name=search).first)
    expect(dialog).to_have_count(0)
    expect(place).to_contain_text(search)


def test_first_case_study_with_the_keyboard_alone(cast: factories.Cast, sign_in_at: SignInAt) -> None:
    factories.contact()
    page = sign_in_at(cast.contributor, DESK, "sv")
    user = Keyboard(page)
    user.press(page.get_by_role("link", name="Skriv ett gott exempel"))
    page.wait_for_load_state("networkidle")

    user.write(page.locator("[name=title]"), "Boxen vid vägskälet")
    user.write(page.locator("[name=summary]"), "En obemannad box ger byn mat igen.")
    user.write(page.locator("[name=in_30_seconds]"), "En box vid vägskälet, öppen dygnet runt.")
    for section in SECTIONS:
        user.write(panel(page, section).get_by_role("textbox").first, f"Det här står i {section}.")

    user.open_tab("Fakta")
    user.reach(page.locator("[name=solution_status]"))
    page.keyboard.type("i drift")
    user.write(page.locator("[name=status_checked_on]"), "2026-03-03")
    page.keyboard.press("Escape")
    choose(user, panel(page, "municipality"), "Storuman")
    user.press(panel(page, "service_types").get_by_label("dagligvaror"), "Space")
    user.press(panel(page, "solution_types").get_by_label(re.compile("varubox")), "Space")
    user.press(page.locator("#id_services_offered-ADD"))
    user.reach(page.locator("[name=services_offered-0-service_type]"))
    page.keyboard.type("dagligvaror")

    user.open_tab("Kontakt")
    user.press(page.locator("#id_contacts-ADD"))
    choose(user, page.locator("#inline_child_contacts-0"), "servicesamordnare")

    user.press(page.locator("footer").get_by_role("button", name="Fler åtgärder"))
    user.press(page.get_by_role("button", name=re.compile("granskning")).last)
    expect(page.get_by_role("status").get_by_text("Boxen vid vägskälet")).to_be_visible()
    case = CaseStudyPage.objects.get(draft_title="Boxen vid vägskälet")
    assert case.current_workflow_task is not None
