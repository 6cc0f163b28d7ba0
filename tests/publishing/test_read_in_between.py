"""A partner who reads while documents are still being made anew."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.publishing.recording import catch_up
from tests import factories
from tests.factories import Tree
from tests.publishing.conftest import Partner
from tests.publishing.proof import public_set

pytestmark = pytest.mark.django_db


def test_change_that_is_taken_back_before_the_worker_came_reaches_who_has_read_it(site: Tree, client: Client):
    contact = factories.contact("bagare", role_sv="bagare", role_email="bagaren@example.org")
    factories.make_case(contacts=[contact])
    catch_up()
    contact.show_publicly = False
    contact.save()
    partner = Partner(client)
    partner.sync()
    contact.show_publicly = True
    contact.save()
    catch_up()
    assert partner.sync() == public_set()
