"""In the admin: whom we have asked, sending again, taking back, and who may."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from bank.models import CaseOwner, Confirmation, OwnerRequest
from bank.owner.addresses import ADDRESS as ADDRESSED
from cms.editorial.guard import OVERRIDE
from tests import factories
from tests.bank.owners import ADDRESS, NAME, PHONE, asked_case, links, make_owner, step_of
from tests.editorial.page_forms import soup_of
from tests.editorial.test_digest_sections import DURING_THE_WEEK, body_for

pytestmark = pytest.mark.django_db


def url_of(request: OwnerRequest) -> str:
    return reverse("owner_request", args=(request.pk,))


@pytest.mark.parametrize("role", ["editor", "reviewer", "network_administrator"])
def test_shows_who_was_asked_and_what_waits(role: str, cast: factories.Cast, client: Client) -> None:
    case = asked_case(cast, title="Zyxboxen")
    client.force_login(getattr(cast, role))
    listing = client.get(reverse("owner_requests"), {"case": case.pk}).content.decode()
    assert "Zyxboxen" in listing
    assert listing.count("Väntar på svar") == 2, "the heading, and the state of the question"
    assert NAME in client.get(url_of(OwnerRequest.objects.get())).content.decode()


@pytest.mark.parametrize("role", ["contributor", "translator"])
def test_others_see_nothing(role: str, cast: factories.Cast, client: Client) -> None:
    asked_case(cast)
    client.force_login(getattr(cast, role))
    question = OwnerRequest.objects.get()
    for answer in (
        client.get(reverse("owner_requests")),
        client.get(url_of(question)),
        client.post(url_of(question), {"withdraw": "1"}),
    ):
        assert answer.status_code == 302
    assert question.is_open


def test_sending_again_kills_the_earlier_link_and_uses_the_address_of_today(
    cast: factories.Cast, client: Client
) -> None:
    case = asked_case(cast, owner={"email": "fel@example.org"})
    CaseOwner.objects.update(email=ADDRESS)
    client.force_login(cast.editor)
    client.post(url_of(OwnerRequest.objects.get()), {"again": "1"})
    client.logout()
    [link] = links()
    client.post(link, {"answer": "confirm"})
    assert step_of(case) == "Fyra ögon"


def test_sending_again_to_the_same_person_does_not_begin_the_21_days_anew(cast: factories.Cast, client: Client) -> None:
    asked_case(cast)
    first = OwnerRequest.objects.get()
    client.force_login(cast.editor)
    client.post(url_of(first), {"again": "1"})
    second = OwnerRequest.objects.exclude(pk=first.pk).get()
    assert second.waits_since == first.waits_since
    assert [client.get(link).status_code for link in links()] == [410, 200]


def test_taken_back_the_link_is_dead_and_nobody_may_go_on_for_that(cast: factories.Cast, client: Client) -> None:
    case = asked_case(cast)
    client.force_login(cast.editor)
    client.post(url_of(OwnerRequest.objects.get()), {"withdraw": "1"})
    assert client.get(links()[0]).status_code == 410
    step = factories.CaseStudyPage.objects.get(pk=case.pk).current_workflow_task
    assert {name for name, _label, _modal in step.get_actions(case, cast.editor)} == {"reject"}
    client.post(url_of(OwnerRequest.objects.get()), {"again": "1"})
    assert client.get(links()[-1]).status_code == 200


def test_answered_question_is_not_sent_again(cast: factories.Cast, client: Client) -> None:
    asked_case(cast)
    client.post(links()[0], {"answer": "confirm"})
    client.force_login(cast.editor)
    answer = client.post(url_of(OwnerRequest.objects.get()), {"again": "1"})
    assert answer.status_code == 200
    assert OwnerRequest.objects.count() == 1


@pytest.mark.parametrize("wanted", ["x", "0", "99999999", "9" * 30])
def test_case_that_is_none_is_not_found(wanted: str, cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.editor)
    assert client.get(reverse("owner_requests"), {"case": wanted}).status_code == 404


def test_nothing_of_the_owner_or_the_link_is_public_or_logged(
    cast: factories.Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    case = asked_case(cast, live=True, title="Zyxboxen")
    token = links()[0].rstrip("/").rpartition("/")[2]
    client.post(links()[0], {"answer": "dispute", "place": "Hemligt svar."})
    addresses = [
        case.url,
        f"/api/v2/pages/{case.pk}/",
        "/api/v2/pages/?type=bank.CaseStudyPage&fields=*",
        "/api/v2/changes/",
        "/api/v2/search/?q=Zyxboxen",
        "/api/v2/exports/cases.json",
        "/sv/sok/?q=Zyxboxen",
        "/sitemap.xml",
    ]
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200
        for secret in (token, ADDRESS, PHONE, NAME, "Hemligt svar"):
            assert secret not in body.decode(), address
            assert secret not in caplog.text


@pytest.mark.parametrize("role", ["editor", "reviewer", "network_administrator"])
def test_nobody_writes_down_an_answer_in_the_owners_place(role: str, cast: factories.Cast, client: Client) -> None:
    case = factories.make_case()
    client.force_login(getattr(cast, role))
    day = timezone.now().strftime("%Y-%m-%d %H:%M")
    answer = {"case": case.pk, "asked_at": day, "answered_at": day, "outcome": "confirmed"}
    client.post(reverse("confirmation:add"), answer)
    assert not Confirmation.objects.exists()
    if role == "network_administrator":
        client.post(reverse("confirmation:add"), {**answer, "override_reason": "Brev från byalaget."})
        assert Confirmation.objects.count() == 1
        entry = PageLogEntry.objects.get(page=case.pk, action=OVERRIDE)
        assert (entry.user, entry.data["reason"]) == (cast.network_administrator, "Brev från byalaget.")
        assert client.post(reverse("confirmation:delete", args=(Confirmation.objects.get().pk,))).status_code == 403


class TestAddress:
    """Whoever writes it could write their own, and answer."""

    def write(self, client: Client, case: Page, email: str) -> None:
        owner = CaseOwner.objects.filter(case=case).first()
        url = reverse("caseowner:edit", args=(owner.pk,)) if owner else reverse("caseowner:add")
        data = {"case": case.pk, "name": NAME, "email": email, "language": "sv", "phone": "", "consent": ""}
        assert client.post(url, data).status_code == 302

    def test_says_who_wrote_it_beside_the_answer(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        client.force_login(cast.editor)
        self.write(client, case, cast.editor.email)
        client.post(url_of(OwnerRequest.objects.get()), {"again": "1"})
        shown = soup_of(client.get(url_of(OwnerRequest.objects.first())))
        written = shown.find("dt", string="Adressen skriven av").find_next("dd").get_text(" ", strip=True)
        assert written.startswith("editor")
        assert written.endswith("Adressen är densamma som på kontot för editor.")

    def test_stands_in_the_history_without_the_address(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case()
        client.force_login(cast.editor)
        self.write(client, case, ADDRESS)
        history = client.get(reverse("wagtailadmin_pages:history", args=(case.pk,))).content.decode()
        assert "Skrev in eller ändrade adressen" in history
        assert ADDRESS not in history
        assert ADDRESS not in str(PageLogEntry.objects.filter(page=case.pk).values_list("data", flat=True))

    def test_another_telephone_number_is_no_other_address(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case()
        client.force_login(cast.editor)
        for _time in range(2):
            self.write(client, case, ADDRESS)
        assert PageLogEntry.objects.filter(page=case.pk, action=ADDRESSED).count() == 1

    def test_another_case_has_another_address(self, cast: factories.Cast) -> None:
        owner, other = make_owner(factories.make_case()), factories.make_case(title="Bybutiken")
        owner.case = other
        owner.save()
        assert PageLogEntry.objects.filter(page=other.pk, action=ADDRESSED).exists()

    def test_reviewers_read_it_on_monday(self, cast: factories.Cast, client: Client) -> None:
        with time_machine.travel(DURING_THE_WEEK):
            case = factories.make_case(title="Zyxboxen")
            client.force_login(cast.editor)
            self.write(client, case, cast.editor.email)
        [line, warning] = [line for line in body_for(cast.reviewer).splitlines() if "Zyx" in line or "kontot" in line]
        assert line == "- Zyxboxen, 5 mars 2026, editor"
        assert warning == "> Adressen är densamma som på kontot för editor."
