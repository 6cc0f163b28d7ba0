"""The workflow of the bank: editorial check, then four eyes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from cms.editorial import moderation
from tests import factories


@pytest.fixture
def draft(cast: factories.Cast) -> object:
    return factories.make_case(owner=cast.contributor, published=False)


def test_x(cast, draft):
    moderation.submit(draft, cast.contributor)
    with pytest.raises(PermissionDenied):
        moderation.approve(draft, cast.reviewer)
    moderation.approve(draft, cast.editor)
    with pytest.raises(PermissionDenied):
        moderation.approve(draft, cast.editor)
    moderation.approve(draft, cast.reviewer)
    draft.refresh_from_db()
    assert draft.live
    assert draft.quality_level == "reviewed"
