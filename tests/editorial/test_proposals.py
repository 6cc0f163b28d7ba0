"""Moving, closing, opening and deleting a public page takes two people, of whom the second is a reviewer."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from cms.core.models import CustomImage, User
from cms.editorial import moderation
from cms.editorial.models import Proposal
from cms.editorial.proposals import deciding
from cms.publishing.recording import catch_up
from home.models import ContentPage
from tests import factories
from tests.editorial.page_forms import soup_of, values_of

WHY = "Sidan hör hemma under Om oss."
Outcome = Proposal.Outcome


@pytest.fixture
def about(cast: factories.Cast) -> ContentPage:
    page = factories.make_content_page(title="Tillgänglighet i byn", slug="tillganglighet-i-byn")
    factories.translate_page(page, title="Accessibility in the village", slug="accessibility-in-the-village")
    return page


@pytest.fixture
def place(cast: factories.Cast) -> ContentPage:
    place = factories.make_content_page(title="Om byn", slug="om-byn")
    factories.translate_page(place, title="About the village", slug="about-the-village")
    catch_up()
    return place


def english(page: Page) -> Page:
    return Page.objects.get(translation_key=page.translation_key, locale__language_code="en")


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def propose(client: Client, user: User, page: Page, kind: str, **values: Any) -> HttpResponse:
    catch_up()
    client.force_login(user)
    return client.post(reverse("propose", args=(page.pk,)), {"kind": kind, "reason": WHY} | values)


def decide(client: Client, user: User, proposal: Proposal, **values: Any) -> HttpResponse:
    client.force_login(user)
    return client.post(reverse("proposal", args=(proposal.pk,)), values or {"do": "1"})


def proposed(client: Client, user: User, page: Page, kind: str, **values: Any) -> Proposal:
    answer = propose(client, user, page, kind, **values)
    assert answer.status_code == 302, soup_of(answer).select_one("main").get_text(" ", strip=True)
    return Proposal.objects.latest("pk")


def group(name: str = "member") -> Group:
    return Group.objects.get(name=name)


# --- What two people can do


def test_page_moves_with_its_translation_and_old_addresses_lead_on(
    about: ContentPage, place: ContentPage, cast: factories.Cast, client: Client
) -> None:
    old = [about.url, english(about).url]
    proposal = proposed(client, cast.editor, about, "move", target=place.pk)
    assert fresh(about).get_parent().pk != place.pk
    decide(client, cast.reviewer, proposal)
    assert [version.get_parent().pk for version in (fresh(about), english(about))] == [place.pk, english(place).pk]
    client.logout()
    for address, version in zip(old, (fresh(about), english(about)), strict=True):
        assert client.get(version.url).status_code == 200
        assert client.get(address, follow=True).redirect_chain[-1][0] == version.url


def test_page_is_closed_in_both_languages_for_all_but_the_groups(
    about: ContentPage, cast: factories.Cast, client: Client
) -> None:
    proposal = proposed(client, cast.editor, about, "restrict", groups=[group().pk])
    decide(client, cast.reviewer, proposal)
    client.logout()
    api = {item["id"] for item in client.get("/api/v2/pages/?limit=100").json()["items"]}
    assert not api & {about.pk, english(about).pk}
    for version in (about, english(about)):
        assert client.get(version.url).status_code != 200
        [restriction] = PageViewRestriction.objects.filter(page_id=version.pk)
        assert set(restriction.groups.all()) == {group()}


def test_page_is_opened_again(about: ContentPage, cast: factories.Cast, client: Client) -> None:
    for version in (about, english(about)):
        factories.restrict(version, PageViewRestriction.GROUPS, groups=("member",))
    decide(client, cast.reviewer, proposed(client, cast.editor, about, "open"))
    client.logout()
    assert [client.get(version.url).status_code for version in (about, english(about))] == [200, 200]


def test_page_is_deleted_with_its_translation_and_the_proposal_stays(
    about: ContentPage, cast: factories.Cast, client: Client
) -> None:
    addresses = [about.url, english(about).url]
    proposal = proposed(client, cast.editor, about, "delete")
    decide(client, cast.reviewer, proposal)
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [410, 410]
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.page, proposal.title) == (Outcome.DONE, None, "Tillgänglighet i byn")
    client.force_login(cast.editor)
    assert "Tillgänglighet i byn" in client.get(reverse("proposals")).content.decode()


# --- Who


@pytest.mark.parametrize("role", ["contributor", "translator", "member", "stranger"])
def test_proposing_is_not_for(role: str, about: ContentPage, cast: factories.Cast, client: Client) -> None:
    propose(client, getattr(cast, role), about, "delete")
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "translator", "editor", "member", "stranger"])
def test_doing_it_is_not_for(role: str, about: ContentPage, cast: factories.Cast, client: Client) -> None:
    proposal = proposed(client, cast.other_reviewer, about, "delete")
    decide(client, getattr(cast, role), proposal)
    assert Page.objects.filter(pk=about.pk).exists()


@pytest.mark.parametrize("role", ["reviewer", "network_administrator", "superuser"])
def test_nobody_does_what_they_have_proposed(
    role: str, about: ContentPage, cast: factories.Cast, client: Client
) -> None:
    proposal = proposed(client, getattr(cast, role), about, "delete")
    assert decide(client, getattr(cast, role), proposal).status_code in (302, 403)
    assert Page.objects.filter(pk=about.pk).exists()


def test_who_proposed_it_withdraws_it(about: ContentPage, cast: factories.Cast, client: Client) -> None:
    proposal = proposed(client, cast.editor, about, "delete")
    decide(client, cast.editor, proposal, withdraw="1")
    decide(client, cast.reviewer, proposal)
    proposal.refresh_from_db()
    assert (proposal.outcome, Page.objects.filter(pk=about.pk).exists()) == (Outcome.WITHDRAWN, True)


# --- Deciding


def test_declining_needs_an_answer_which_is_kept(about: ContentPage, cast: factories.Cast, client: Client) -> None:
    proposal = proposed(client, cast.editor, about, "delete")
    assert decide(client, cast.reviewer, proposal, decline="1").status_code == 200
    decide(client, cast.reviewer, proposal, decline="1", answer="Sidan behövs i höst.")
    client.force_login(cast.editor)
    assert "Sidan behövs i höst." in client.get(reverse("proposal", args=(proposal.pk,))).content.decode()
    assert Page.objects.filter(pk=about.pk).exists()


def test_two_reviewers_at_once_do_it_once(about: ContentPage, cast: factories.Cast, client: Client) -> None:
    proposal = proposed(client, cast.editor, about, "restrict", groups=[group().pk])
    decide(client, cast.reviewer, proposal)
    decide(client, cast.other_reviewer, proposal, decline="1", answer="Nej.")
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.decided_by) == (Outcome.DONE, cast.reviewer)


def test_what_has_come_in_the_way_meanwhile_is_told(
    about: ContentPage, place: ContentPage, cast: factories.Cast, client: Client
) -> None:
    proposal = proposed(client, cast.editor, about, "move", target=place.pk)
    moderation.submit(about, cast.editor)
    shown = decide(client, cast.reviewer, proposal)
    assert "väntar på granskning" in shown.content.decode()
    assert fresh(about).get_parent().pk != place.pk
    assert Proposal.objects.get(pk=proposal.pk).is_waiting


def test_is_kept_in_the_history_with_reason_and_both_people(
    about: ContentPage, place: ContentPage, cast: factories.Cast, client: Client
) -> None:
    decide(client, cast.reviewer, proposed(client, cast.editor, about, "move", target=place.pk))
    entry = PageLogEntry.objects.get(page=about.pk, action="servicebanken.decide")
    assert (entry.user, entry.data["proposed_by"], entry.data["reason"]) == (cast.reviewer, cast.editor.pk, WHY)


# --- What cannot be proposed


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        ("move", {}, "Välj den sida"),
        ("move", {"target": "itself"}, "kan inte stå där"),
        ("move", {"target": "nowhere"}, "giltig"),
        ("restrict", {}, "minst en grupp"),
        ("open", {}, "är inte stängd"),
        ("explode", {}, "giltig"),
        ("delete", {"reason": " "}, "Skriv varför"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    kind: str, values: dict[str, str], told: str, about: ContentPage, cast: factories.Cast, client: Client
) -> None:
    targets = {"itself": str(about.pk), "nowhere": "999999"}
    sent = {name: targets.get(value, value) for name, value in values.items()}
    assert told in propose(client, cast.editor, about, kind, **sent).content.decode()
    assert not Proposal.objects.exists()


def test_other_place_has_the_same_address(
    about: ContentPage, place: ContentPage, cast: factories.Cast, client: Client
) -> None:
    factories.make_content_page(title="Samma", slug=about.slug, parent=place)
    assert "samma adress" in propose(client, cast.editor, about, "move", target=place.pk).content.decode()


def test_same_is_not_proposed_twice(about: ContentPage, cast: factories.Cast, client: Client) -> None:
    proposed(client, cast.editor, about, "delete")
    assert "redan" in propose(client, cast.reviewer, about, "delete").content.decode()
    assert Proposal.objects.count() == 1


def test_translation_follows_its_page(about: ContentPage, cast: factories.Cast, client: Client) -> None:
    propose(client, cast.editor, english(about), "delete")
    assert not Proposal.objects.exists()


def test_start_page_stays(about: ContentPage, cast: factories.Cast, client: Client) -> None:
    assert "stannar" in propose(client, cast.editor, about.get_parent(), "delete").content.decode()


# --- Where it is found


def test_refusal_shows_the_way(about: ContentPage, cast: factories.Cast, client: Client) -> None:
    catch_up()
    client.force_login(cast.network_administrator)
    refused = client.post(reverse("wagtailadmin_pages:delete", args=(about.pk,)))
    assert refused.status_code == 403
    assert soup_of(refused).find("a", href=f"{reverse('propose', args=(about.pk,))}?kind=delete")


def test_stands_in_the_menu_of_the_page_and_on_the_dashboard(
    about: ContentPage, cast: factories.Cast, client: Client
) -> None:
    proposal = proposed(client, cast.editor, about, "delete")
    for user, shown in ((cast.editor, True), (cast.contributor, False)):
        client.force_login(user)
        explorer = client.get(reverse("wagtailadmin_explore", args=(about.get_parent().pk,))).content.decode()
        assert (reverse("propose", args=(about.get_parent().pk,)) in explorer) is False
        edit = client.get(reverse("wagtailadmin_pages:edit", args=(about.pk,))).content.decode()
        assert (reverse("propose", args=(about.pk,)) in edit) is shown
    link = reverse("proposal", args=(proposal.pk,))
    for user, shown in ((cast.editor, True), (cast.reviewer, True), (cast.contributor, False)):
        client.force_login(user)
        assert (link in client.get(reverse("wagtailadmin_home")).content.decode()) is shown


# --- What pictures and files say


@pytest.fixture
def picture(cast: factories.Cast) -> CustomImage:
    """Shown on a public page, and described badly."""
    picture = factories.make_image(alt_sv="Bild", credit="Siv")
    factories.make_case(title="Boxen", main_image=picture)
    catch_up()
    return picture


def describe(client: Client, picture: CustomImage, **values: Any) -> BeautifulSoup:
    """Change it in its form, which refuses, and press "Propose it" there."""
    url = reverse("wagtailimages:edit", args=(picture.pk,))
    form = soup_of(client.get(url)).select_one("form[enctype]")
    refused = client.post(url, {**values_of(form), **values})
    assert refused.status_code == 403
    propose_it = soup_of(refused).select_one("form[action*=proposals]")
    return soup_of(client.post(propose_it["action"], values_of(propose_it)))


def test_picture_in_use_is_described_anew_by_two(picture: CustomImage, cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.editor)
    asked = describe(client, picture, alt_sv="En röd box vid en grusväg.")
    assert [row.get_text(" ", strip=True) for row in asked.select("main tbody tr")] == [
        "Alternativtext på svenska Bild En röd box vid en grusväg."
    ]
    address = reverse("propose_for_file", args=("core.customimage", picture.pk))
    client.post(address, values_of(asked.select_one("main form")) | {"reason": "Texten sa inget."})
    picture.refresh_from_db()
    assert picture.alt_sv == "Bild"
    decide(client, cast.reviewer, Proposal.objects.get())
    picture.refresh_from_db()
    assert (picture.alt_sv, picture.credit) == ("En röd box vid en grusväg.", "Siv")
    client.logout()
    catch_up()
    case = client.get("/api/v2/pages/?type=bank.CaseStudyPage&fields=*").json()["items"][0]
    assert case["main_image"]["alt"] == "En röd box vid en grusväg."


def test_who_proposed_it_does_not_do_it(picture: CustomImage, cast: factories.Cast, client: Client) -> None:
    values = {"alt_sv": "En ny text."}
    proposal = Proposal(kind="file", file_model="core.customimage", file_id=picture.pk, values=values, reason="Bättre.")
    deciding.propose(proposal, cast.reviewer)
    assert decide(client, cast.reviewer, proposal).status_code == 302
    picture.refresh_from_db()
    assert picture.alt_sv == "Bild"


def test_only_what_a_file_says_is_proposed(picture: CustomImage, cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.editor)
    address = reverse("propose_for_file", args=("core.customimage", picture.pk))
    form = soup_of(client.get(reverse("wagtailimages:edit", args=(picture.pk,)))).select_one("form[enctype]")
    shown = client.post(address, values_of(form) | {"file": "/etc/passwd", "tags": "ny", "reason": "x"})
    assert "Inga uppgifter" in shown.content.decode()
    assert not Proposal.objects.exists()
    assert client.post(reverse("propose_for_file", args=("core.user", 1)), {"reason": "x"}).status_code in (302, 403)


def test_file_that_is_gone_is_told(picture: CustomImage, cast: factories.Cast, client: Client) -> None:
    other = factories.make_image(alt_sv="Bild")
    proposal = Proposal(
        kind="file", file_model="core.customimage", file_id=other.pk, values={"alt_sv": "Ny"}, reason="x"
    )
    deciding.propose(proposal, cast.editor)
    other.delete()
    shown = decide(client, cast.reviewer, proposal)
    assert "finns inte längre" in shown.content.decode()
