"""One address as the description has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cms.api import lifecycle
from cms.api.openapi.answers import EVERYWHERE, NOT_MODIFIED, Answer, response, status_of
from cms.api.openapi.parameters import Parameter
from cms.api.openapi.schema import Text

CONDITIONS = ({"$ref": "#/components/parameters/IfNoneMatch"}, {"$ref": "#/components/parameters/IfModifiedSince"})


@dataclass(frozen=True, kw_only=True)
class Operation:
    """GET of one address. HEAD is the same without its body, OPTIONS is answered 204; both stand in ``info``."""

    path: str
    """Below ``/api/v2``: ``/pages/{id}/``."""
    name: str
    """``operationId``: what generated clients call their function."""
    tag: str
    summary: Text
    description: Text
    answer: Answer
    status: int = 200
    parameters: Sequence[Parameter] = ()
    problems: Sequence[str] = ()
    """Responses beyond those that every address has."""
    is_conditional: bool = True
    """Whether it knows 304."""

    def as_dict(self) -> dict[str, Any]:
        """The path item."""
        answers = {str(self.status): self.answer}
        if self.is_conditional:
            answers["304"] = response(NOT_MODIFIED)
        answers |= {status_of(name): response(name) for name in (*EVERYWHERE, *self.problems)}
        parameters = [self._marked(parameter) for parameter in self.parameters]
        return {
            "get": {
                "operationId": self.name,
                "tags": [self.tag],
                "summary": self.summary,
                "description": self.description,
                **({"deprecated": True} if lifecycle.of(self.path) else {}),
                "parameters": [*parameters, *(CONDITIONS if self.is_conditional else ())],
                "responses": dict(sorted(answers.items())),
            }
        }

    def _marked(self, parameter: Parameter) -> Parameter:
        return {**parameter, "deprecated": True} if lifecycle.of(self.path, parameter["name"]) else parameter
