"""The manifest asks for what the adapter uses, and for no more."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

MANIFEST = Path(__file__).parents[3] / "manifest" / "slack.json"


@pytest.fixture
def manifest() -> Any:
    return json.loads(MANIFEST.read_text())


def test_scopes_and_events_are_those_in_use(manifest: Any) -> None:
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert scopes == ["app_mentions:read", "chat:write", "commands", "im:history", "im:write", "users:read"]
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened", "app_mention", "message.im"]
    assert [each["command"] for each in manifest["features"]["slash_commands"]] == ["/resync"]


def test_follows_slacks_schema(manifest: Any) -> None:
    path = os.environ.get("SLACK_MANIFEST_SCHEMA")
    if not path:
        pytest.skip("SLACK_MANIFEST_SCHEMA does not name Slack's manifest schema (slackapi/manifest-schema)")
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(manifest, json.loads(Path(path).read_text()))
