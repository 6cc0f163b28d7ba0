"""Registers and case owners in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bank.models import CaseOwner, Confirmation
from cms.registers.models import TERM_MODELS, ContactPerson, County, Municipality, Organisation, ServiceType
from tests import factories
from tests.editorial.page_forms import soup_of

SNIPPETS = {"municipality": Municipality, "organisation": Organisation, "contactperson": ContactPerson}


def url(model: str, view: str, *args: Any) -> str:
    if model in SNIPPETS:
        return reverse(f"wagtailsnippets_registers_{model}:{'list' if view == 'index' else view}", args=args)
    return reverse(f"{model}:{view}", args=args)


def fields(client: Client, address: str) -> dict[str, Any]:
    """What the form at an address shows, to be sent back."""
    form = client.get(address).context["form"]
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name in form.fields
        if (value := form[name].value()) is not None and value is not False and not form.fields[name].disabled
    }


@pytest.mark.parametrize("model", ["municipality", "county", "organisation", "contactperson"])
def test_register_is_listed(model: str, cast: factories.Cast, client: Client) -> None:
    factories.contact()
    client.force_login(cast.editor)
    assert len(soup_of(client.get(url(model, "index"))).select("tbody tr")) > 0


@pytest.mark.parametrize("term", TERM_MODELS.values(), ids=list(TERM_MODELS))
def test_vocabulary_is_listed_in_its_own_order(term: Any, cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.editor)
    page = soup_of(client.get(url(term._meta.model_name, "index")))
    codes = [row.select("td")[2].get_text(strip=True) for row in page.select("tbody tr")]
    assert codes == list(term.objects.values_list("code", flat=True))


def test_municipalities_can_be_searched_and_filtered(cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.editor)
    found = soup_of(client.get(url("municipality", "index"), {"q": "Storuman"})).select("tbody tr")
    assert len(found) == 1
    county = County.objects.get(code="24")
    found = soup_of(client.get(url("municipality", "index"), {"county": county.pk})).select("tbody tr")
    assert len(found) == county.municipalities.count() == 15


@pytest.mark.parametrize("role", ["editor", "network_administrator", "superuser"])
class TestPlacesAreWhatSwedenSays:
    @pytest.mark.parametrize("model", ["county", "municipality"])
    def test_nobody_adds_one(self, model: str, role: str, cast: factories.Cast, client: Client) -> None:
        client.force_login(getattr(cast, role))
        assert client.get(url(model, "add")).status_code == 302
        client.post(url(model, "add"), {"code": "99", "name_sv": "Nylän", "name_en": "New", "letter": "N"})
        assert (County.objects.count(), Municipality.objects.count()) == (21, 290)

    @pytest.mark.parametrize("model", ["county", "municipality"])
    def test_nobody_removes_one(self, model: str, role: str, cast: factories.Cast, client: Client) -> None:
        client.force_login(getattr(cast, role))
        row = (Municipality if model == "municipality" else County).objects.first()
        client.post(url(model, "delete", row.pk))
        assert (County.objects.count(), Municipality.objects.count()) == (21, 290)

    def test_code_and_name_stay_and_the_rest_can_be_changed(
        self, role: str, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(getattr(cast, role))
        row = Municipality.objects.get(code="2421")
        address = url("municipality", "edit", row.pk)
        contact = factories.contact()
        sent = {**fields(client, address), "code": "0000", "name": "Storumans kommun", "coordinator": contact.pk}
        answer = client.post(address, {**sent, "website": "https://www.storuman.se/"})
        assert answer.status_code == 302, answer.context["form"].errors
        row.refresh_from_db()
        assert (row.code, row.name, row.website) == ("2421", "Storuman", "https://www.storuman.se/")
        assert row.coordinator == contact


class TestTerms:
    def test_editor_adds_one_with_its_code(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        data = {"code": "laundry", "name_sv": "tvätt", "name_en": "laundry", "sort_order": 50}
        assert client.post(url("servicetype", "add"), data).status_code == 302
        assert ServiceType.objects.get(code="laundry").name_sv == "tvätt"

    def test_code_never_changes_afterwards(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        fuel = ServiceType.objects.get(code="fuel")
        address = url("servicetype", "edit", fuel.pk)
        client.post(address, {**fields(client, address), "code": "petrol", "name_en": "motor fuel"})
        fuel.refresh_from_db()
        assert (fuel.code, fuel.name_en) == ("fuel", "motor fuel")

    def test_only_an_administrator_removes_one(self, cast: factories.Cast, client: Client) -> None:
        row = ServiceType.objects.create(code="laundry", name_sv="tvätt", name_en="laundry")
        for user, left in ((cast.editor, True), (cast.network_administrator, False)):
            client.force_login(user)
            client.post(url("servicetype", "delete", row.pk))
            assert ServiceType.objects.filter(pk=row.pk).exists() is left

    def test_one_in_use_stays(self, cast: factories.Cast, client: Client) -> None:
        factories.make_case(service_types=["fuel"])
        client.force_login(cast.network_administrator)
        answer = client.post(url("servicetype", "delete", ServiceType.objects.get(code="fuel").pk))
        assert answer.status_code < 500
        assert ServiceType.objects.filter(code="fuel").exists()


class TestContacts:
    def data(self, **changes: Any) -> dict[str, Any]:
        return {
            "code": "landsbygd",
            "role_sv": "landsbygdsutvecklare",
            "role_en": "rural development officer",
            "organisation": factories.organisation().pk,
            "role_email": "landsbygd@example.org",
            "show_publicly": "on",
            **changes,
        }

    def test_role_with_an_address_is_enough(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        client.post(url("contactperson", "add"), self.data())
        assert ContactPerson.objects.get(code="landsbygd").is_public

    @pytest.mark.parametrize(
        ("changes", "field"), [({"name": "Kim Andersson"}, "legal_basis"), ({"role_email": ""}, "role_email")]
    )
    def test_what_is_missing_for_showing_it_is_said_at_its_field(
        self, changes: dict[str, str], field: str, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        answer = client.post(url("contactperson", "add"), self.data(**changes))
        assert list(answer.context["form"].errors) == [field]
        assert not ContactPerson.objects.filter(code="landsbygd").exists()


class TestCaseOwners:
    """Private: for those who check facts, and in no page, log or index."""

    def test_reviewer_notes_who_answers_for_the_facts(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case()
        client.force_login(cast.reviewer)
        data = {"case": case.pk, "name": "Kim Andersson", "email": "kim@example.org", "language": "sv"}
        assert client.post(reverse("caseowner:add"), data).status_code == 302
        assert CaseOwner.objects.get().case == case
        assert "Kim Andersson" in client.get(reverse("caseowner:index")).content.decode()

    def test_history_of_the_site_does_not_tell_the_name(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case()
        client.force_login(cast.reviewer)
        data = {"case": case.pk, "name": "Kim Andersson", "email": "kim@example.org", "language": "sv"}
        client.post(reverse("caseowner:add"), data)
        client.force_login(cast.superuser)
        assert "Kim Andersson" not in client.get(reverse("wagtailadmin_reports:site_history")).content.decode()

    @pytest.mark.parametrize("role", ["contributor", "translator"])
    def test_are_not_for(self, role: str, cast: factories.Cast, client: Client) -> None:
        owner = CaseOwner.objects.create(case=factories.make_case(), name="Kim Andersson", email="kim@example.org")
        client.force_login(getattr(cast, role))
        for view, args in (("index", ()), ("edit", (owner.pk,)), ("history", (owner.pk,)), ("usage", (owner.pk,))):
            answer = client.get(reverse(f"caseowner:{view}", args=args))
            assert answer.status_code == 302
            assert "Kim Andersson" not in answer.content.decode()

    def test_confirmation_makes_no_revision_and_is_public_as_a_date(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case()
        revision = case.latest_revision_id
        client.force_login(cast.network_administrator)
        data = {
            "case": case.pk,
            "asked_at": "2026-03-01 09:00",
            "answered_at": "2026-03-03 10:00",
            "outcome": "confirmed",
            "override_reason": "Brev från byalaget.",
        }
        assert client.post(reverse("confirmation:add"), data).status_code == 302
        case.refresh_from_db()
        assert case.latest_revision_id == revision
        assert case.confirmed_on.isoformat() == "2026-03-03"
        assert timezone.localdate(Confirmation.objects.get().answered_at) == case.confirmed_on
