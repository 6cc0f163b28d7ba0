"""The editors' guide: in the admin for everybody who works there, and true about who gets which mail."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from cms.editorial.notifications.table import as_markdown
from tests import factories
from tests.editorial.page_forms import soup_of


@pytest.mark.parametrize("language", ["sv", "en"])
def test_table_of_mail_is_the_one_that_mail_is_sent_by(language: str) -> None:
    text = (settings.ROOT / "docs" / f"editors.{language}.md").read_text(encoding="utf-8")
    with translation.override(language):
        rows = as_markdown(("", "", "")).split("\n")[2:]
    assert text.rstrip().split("\n")[-len(rows) :] == rows


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "heading"), [("sv", "Vem gör vad"), ("en", "Who does what")])
@pytest.mark.parametrize("role", ["contributor", "translator", "reviewer"])
def test_is_read_in_the_admin_from_the_help_menu(
    role: str, language: str, heading: str, cast: factories.Cast, client: Client
) -> None:
    user = getattr(cast, role)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    client.force_login(user)
    assert reverse("editors_guide") in client.get(reverse("wagtailadmin_home")).content.decode()
    page = soup_of(client.get(reverse("editors_guide")))
    assert heading in [found.get_text() for found in page.select(".sb-guide h2")]
    assert len(page.select(".sb-guide table")) == 2


@pytest.mark.django_db
def test_is_for_those_who_work_here(cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.member)
    assert client.get(reverse("editors_guide")).status_code != 200
