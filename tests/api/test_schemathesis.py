"""Made-up requests against the whole API, such as its description allows and others: every answer is described.

They are the same every time: they grow from the description and not from chance.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.config import SchemathesisConfig

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
EXAMPLES = 10
MANY = 30
CONFIG = {"phases": {"coverage": {"enabled": False}}}
"""Without the phase that tries the edges of every parameter in turn, which takes an hour with so many."""


@pytest.fixture(scope="module")
def described(full: Any) -> Iterator[Any]:
    """The description, with pages of every type to answer with."""
    # As Django's own test client: the transaction of the test lives in this connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_dict(with_ids(full), config=SchemathesisConfig.from_dict(CONFIG))
    schema.app = get_wsgi_application()
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


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


def with_ids(full: Any) -> dict[str, Any]:
    """The description, with ids that there are, and one parameter of each shape where there are very many."""
    made = json.loads(json.dumps(closed_document()))
    there = {"pages": full.swedish["bank.CaseStudyPage"].pk, "images": full.image.pk, "documents": full.document.pk}
    for path, item in made["paths"].items():
        operation = item["get"]
        for parameter in operation["parameters"]:
            if parameter.get("name") == "id" and parameter["in"] == "path":
                parameter["schema"] = {**parameter["schema"], "examples": [there[path.split("/")[1]]]}
        if len(operation["parameters"]) > MANY:
            shapes = {
                json.dumps(parameter.get("schema", parameter)): parameter for parameter in operation["parameters"]
            }
            operation["parameters"] = list(shapes.values())
    return made
