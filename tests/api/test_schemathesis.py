"""Made-up requests against the whole API, as its description allows them and as it does not: every answer is described.

The same requests every time: they grow from the description and not from chance.
"""

from __future__ import annotations

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application

from tests.api.schemas import closed_document

pytestmark = pytest.mark.django_db

CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
"""Not that all which fits the description is accepted: which codes and ids there are is known to the data alone."""
EXAMPLES = 12


@pytest.fixture(scope="module")
def described(full):
    """The description, with pages of every type to answer with."""
    schema = schemathesis.openapi.from_dict(closed_document())
    schema.app = get_wsgi_application()
    return schema


lazy = schemathesis.pytest.from_fixture("described")


@lazy.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_every_answer_is_as_described(case):
    case.call_and_validate(checks=[getattr(schemathesis.checks, name) for name in CHECKED])
