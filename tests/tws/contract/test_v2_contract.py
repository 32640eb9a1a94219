"""Every request of the client and every answer of the simulator, against the vendor's specification of V2.

Runs where HWA_V2_SPEC names the file; it is the vendor's and not part of this repository.
"""

from __future__ import annotations

import json
import os
import re
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.tws.contract.exchanges import OPERATIONS, Exchange, everything

SPEC = os.environ.get("HWA_V2_SPEC", "")
needs_spec = pytest.mark.skipif(not SPEC, reason="HWA_V2_SPEC does not name the vendor's specification of V2")
NEWER = {"/twsd/api/v2/plan/prompt", "/twsd/api/v2/plan/prompt/{id}"}
"""Known to 10.2, not to the specification of 10.1."""


class Contract:
    def __init__(self, path: str) -> None:
        self.spec: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
        for schema in self.spec["components"]["schemas"].values():
            if "dependencyType" in schema.get("properties", {}) and "oneOf" in schema:
                schema["anyOf"] = schema.pop("oneOf")  # the branches overlap: dependencyType decides
        resource = Resource(contents=self.spec, specification=DRAFT202012)
        self.registry = Registry().with_resource("urn:spec", resource)

    @cached_property
    def paths(self) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
        """Those without parameters first."""
        known = sorted(self.spec["paths"].items(), key=lambda item: item[0].count("{"))
        return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + r"\Z"), verbs) for path, verbs in known]

    def operation(self, exchange: Exchange) -> dict[str, Any] | None:
        for pattern, verbs in self.paths:
            if pattern.match(exchange.path) and exchange.method.lower() in verbs:
                found: dict[str, Any] = verbs[exchange.method.lower()]
                return found
        return None

    def faults(self, exchange: Exchange) -> list[str]:
        operation = self.operation(exchange)
        if operation is None:
            return ["not in the specification"]
        return [
            *self._query_faults(exchange, operation),
            *self._header_faults(exchange, operation),
            *self._body_faults(exchange, operation),
            *self._answer_faults(exchange, operation),
        ]

    def _parameters(self, operation: dict[str, Any], place: str) -> dict[str, dict[str, Any]]:
        return {p["name"]: p.get("schema", {}) for p in operation.get("parameters", []) if p["in"] == place}

    def _query_faults(self, exchange: Exchange, operation: dict[str, Any]) -> list[str]:
        known = self._parameters(operation, "query")
        unknown = [f"query {name} is not known" for name in exchange.query.keys() - known.keys()]
        values = {
            n: int(v) if known[n].get("type") == "integer" else v for n, v in exchange.query.items() if n in known
        }
        return unknown + [f for n, v in values.items() for f in self._fits(v, known[n], f"query {n}")]

    def _header_faults(self, exchange: Exchange, operation: dict[str, Any]) -> list[str]:
        known = {name.lower(): schema for name, schema in self._parameters(operation, "header").items()}
        ours = {n.lower(): v for n, v in exchange.headers.items()}
        own = ("scope", "include-count", "justification-category", "justification-description")
        sent = {n: v for n, v in ours.items() if n in own}
        return [f for n, v in sent.items() if n in known for f in self._fits(v, known[n], f"header {n}")]

    def _body_faults(self, exchange: Exchange, operation: dict[str, Any]) -> list[str]:
        content = operation.get("requestBody", {}).get("content", {})
        if exchange.body is None:
            return ["a body is needed"] if operation.get("requestBody", {}).get("required") else []
        if "application/json" not in content:
            return ["no body is taken"]
        return self._fits(exchange.body, content["application/json"].get("schema", {}), "body")

    def _answer_faults(self, exchange: Exchange, operation: dict[str, Any]) -> list[str]:
        told = operation["responses"].get(str(exchange.status))
        if told is None:
            return [f"status {exchange.status} is not known"]
        content = told.get("content", {})
        schema = (content.get("application/json") or next(iter(content.values()), {})).get("schema", {})
        return self._fits(exchange.answer, schema, "answer")

    def _fits(self, value: object, schema: dict[str, Any], place: str) -> list[str]:
        validator = Draft202012Validator(_absolute(schema), registry=self.registry)
        fault = best_match(validator.iter_errors(value))
        return [f"{place} at {fault.json_path}: {fault.message[:300]}"] if fault else []


def _absolute(schema: Any) -> Any:
    """References of a part of the file, made to point into the file."""
    if isinstance(schema, dict):
        return {k: "urn:spec" + v if k == "$ref" else _absolute(v) for k, v in schema.items()}
    return [_absolute(v) for v in schema] if isinstance(schema, list) else schema


@needs_spec
@pytest.mark.parametrize("version", ["10.1.0.1", "10.2.5.00"])
def test_all_that_is_said_in_v2_is_what_the_vendor_says(version: str) -> None:
    contract = Contract(SPEC)
    said = [e for e in everything(version).exchanges if e.is_v2]
    assert {e.what for e in said} >= OPERATIONS.keys() - ONLY_V1
    faults = {f"{e.what}: {e.method} {e.path}: {f}" for e in said if not _newer(e) for f in contract.faults(e)}
    assert faults == set()


ONLY_V1 = {
    "plan",
    "plans of earlier days",
    "triggered actions",
    "critical jobs by risk",
    "operator messages",
    "audit trail",
    "prompts",
    "reply to a prompt",
}


def _newer(exchange: Exchange) -> bool:
    """What 10.2 has and the specification of 10.1 has not: prompts, and the fence by its own name."""
    return exchange.pattern in {p.removeprefix("/twsd") for p in NEWER} or "fence" in exchange.query


@needs_spec
def test_a_wrong_answer_would_be_seen() -> None:
    contract = Contract(SPEC)
    exchange = next(e for e in everything("10.1.0.1").exchanges if e.what == "hold" and e.method == "PUT")
    assert contract.faults(exchange) == []
    for part in ({"answer": {"id": 7}}, {"query": {"nonsense": "1"}}, {"status": 299}, {"body": {"x": 1}}):
        assert contract.faults(Exchange(**{**vars(exchange), **part})) != []
