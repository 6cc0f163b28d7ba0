"""What no form of the admin sends is refused with a sentence, and is no fault of the server; see the route walk."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.registers.models import Organisation
from tests import factories
from tests.editorial.page_forms import soup_of


def test_deleting_what_is_in_use_says_that_it_is(cast: factories.Cast, client: Client) -> None:
    organisation = factories.contact("forst").organisation
    UserProfile.objects.update_or_create(user=cast.network_administrator, defaults={"preferred_language": "en"})
    client.force_login(cast.network_administrator)
    address = reverse("wagtailsnippets_registers_organisation:delete", args=(organisation.pk,))
    answer = client.delete(address)
    assert (answer.status_code, "It is in use" in answer.content.decode()) == (403, True)
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_form_that_lacks_a_field_is_told_which(cast: factories.Cast, client: Client) -> None:
    case = factories.make_case()
    UserProfile.objects.update_or_create(user=cast.network_administrator, defaults={"preferred_language": "en"})
    client.force_login(cast.network_administrator)
    answer = client.post(reverse("wagtailadmin_pages:copy", args=(case.pk,)), {"new_title": "Kopia"})
    assert answer.status_code == 403
    assert "The form came without the field new_parent_page." in soup_of(answer).select_one("main").get_text()


def test_value_that_is_no_number_is_refused(cast: factories.Cast, client: Client) -> None:
    UserProfile.objects.update_or_create(user=cast.reviewer, defaults={"preferred_language": "en"})
    client.force_login(cast.reviewer)
    proposal = reverse("propose", args=(factories.make_case().pk,))
    chosen = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "approve"))
    for answer in (client.get(chosen, {"id": "tolv"}), client.post(proposal, {"kind": "move", "target": "tolv"})):
        assert answer.status_code == 403
        assert "of another kind than its field takes" in soup_of(answer).select_one("main").get_text()
