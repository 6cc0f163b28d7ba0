"""What no form of the admin sends is refused with a sentence, and is no fault of the server; see the route walk."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow
from wagtail.users.models import UserProfile

from cms.core.models import User
from cms.registers.models import Organisation
from tests import factories
from tests.editorial.page_forms import edit_url, send, soup_of


def in_english(client: Client, user: User) -> None:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    client.force_login(user)


def said(answer: HttpResponse) -> str:
    return str(soup_of(answer).select_one("main").get_text())


def test_deleting_what_is_in_use_says_that_it_is(cast: factories.Cast, client: Client) -> None:
    organisation = factories.contact("forst").organisation
    in_english(client, cast.network_administrator)
    address = reverse("wagtailsnippets_registers_organisation:delete", args=(organisation.pk,))
    answer = client.delete(address)
    assert (answer.status_code, "It is in use" in answer.content.decode()) == (403, True)
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_form_that_lacks_a_field_is_told_which(cast: factories.Cast, client: Client) -> None:
    case = factories.make_case()
    in_english(client, cast.network_administrator)
    answer = client.post(reverse("wagtailadmin_pages:copy", args=(case.pk,)), {"new_title": "Kopia"})
    assert answer.status_code == 403
    assert "The form came without the field new_parent_page." in said(answer)


def test_value_of_another_kind_is_refused(cast: factories.Cast, client: Client) -> None:
    in_english(client, cast.reviewer)
    proposal = reverse("propose", args=(factories.make_case().pk,))
    chosen = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "approve"))
    link = reverse("wagtailadmin_choose_page_external_link")
    for answer in (
        client.get(chosen, {"id": "tolv"}),
        client.post(proposal, {"kind": "move", "target": "tolv"}),
        client.post(link, {}),
    ):
        assert answer.status_code == 403
        assert "of another kind than its field takes" in said(answer)


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"blocks": 1}'])
def test_text_that_no_editor_writes_is_refused(text: str, cast: factories.Cast, client: Client) -> None:
    page = factories.make_case(owner=cast.contributor, published=False)
    in_english(client, cast.contributor)
    answer = send(client, edit_url(page), need=text)
    assert answer.status_code == 403
    assert "of another kind than its field takes" in said(answer)


@pytest.mark.postgresql
def test_value_that_is_too_long_for_the_database_is_refused(cast: factories.Cast, client: Client) -> None:
    in_english(client, cast.editor)
    address = reverse("wagtail_bulk_action", args=("core", "customimage", "add_tags"))
    image = factories.make_image()
    answer = client.post(f"{address}?id={image.pk}", {"tags": "å" * 101})
    assert answer.status_code == 403
    assert "was too long" in said(answer)
    assert not image.tags.exists()


def test_log_says_where_but_not_what_was_sent(
    cast: factories.Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.reviewer)
    client.get(reverse("wagtail_bulk_action", args=("wagtailcore", "page", "approve")), {"id": "kim@blavagen.example"})
    [record] = [record for record in caplog.records if record.name == "cms.editorial.middleware"]
    assert record.levelname == "ERROR"
    assert "ValueError" in record.getMessage()
    assert "base_bulk_action.py" in record.getMessage()
    assert "blavagen" not in caplog.text


def test_place_that_is_gone_is_said_to_be(cast: factories.Cast, client: Client) -> None:
    in_english(client, cast.network_administrator)
    page = factories.make_case()
    form = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": 2**31 - 1}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=(page.pk,)), form)
    assert answer.status_code == 403
    assert "not there any more" in said(answer)


def test_nothing_is_deleted_when_the_place_to_go_next_is_none(cast: factories.Cast, client: Client) -> None:
    in_english(client, cast.contributor)
    draft = factories.make_case(owner=cast.contributor, published=False)
    answer = client.post(reverse("wagtailadmin_pages:delete", args=(draft.pk,)), {"next": "tolv"})
    assert answer.status_code == 403
    assert "of another kind than its field takes" in said(answer)
    assert Page.objects.filter(pk=draft.pk).exists()


def test_row_that_is_there_is_not_made_twice(cast: factories.Cast, client: Client) -> None:
    in_english(client, cast.superuser)
    workflow = Workflow.objects.earliest("pk")
    steps = workflow.workflow_tasks.count()
    answer = send(client, reverse("wagtailadmin_workflows:edit", args=(workflow.pk,)), **{"workflow_tasks-0-id": ""})
    assert answer.status_code == 403
    assert "It is there already" in said(answer)
    assert workflow.workflow_tasks.count() == steps
