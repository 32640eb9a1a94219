"""What Slack delivers, in the shapes of docs.slack.dev (events, commands, block_actions)."""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Any

from tests.fakes.slack.workspace import BOT, TEAM, Json, Post


def event(number: str, inner: Json) -> Json:
    return {
        "token": "verification",
        "team_id": TEAM,
        "api_app_id": "A1",
        "type": "event_callback",
        "event_id": number,
        "event_time": int(time.time()),
        "event": inner,
        "authorizations": [{"team_id": TEAM, "enterprise_id": None, "user_id": BOT, "is_bot": True}],
    }


def message(user: str, channel: str, text: str, ts: str, **more: Any) -> Json:
    kind = "im" if channel.startswith("D") else "channel"
    said = {"type": "message", "user": user, "text": text, "ts": ts, "event_ts": ts}
    return {**said, "channel": channel, "channel_type": kind, **more}


def command(user: str, channel: str, text: str, url: str, trigger: str, name: str = "/resync") -> dict[str, str]:
    return {
        "token": "verification",
        "team_id": TEAM,
        "channel_id": channel,
        "user_id": user,
        "command": name,
        "text": text,
        "api_app_id": "A1",
        "response_url": url,
        "trigger_id": trigger,
    }


def press(user: str, post: Post, button: Json, url: str, trigger: str, ts: str, values: Json) -> Json:
    """`values`: what stands in the message's inputs, by block_id and action_id. An ephemeral message is not told."""
    where = {"type": "message", "message_ts": post.ts, "channel_id": post.channel, "is_ephemeral": bool(post.to)}
    thread = {"thread_ts": post.thread} if post.thread else {}
    seen = {"type": "message", "user": BOT, "ts": post.ts, "text": post.text, "blocks": post.blocks, **thread}
    return {
        **_actions(user, button, trigger, ts),
        "container": {**where, **thread},
        "channel": {"id": post.channel},
        **({} if post.to else {"message": seen}),
        "state": {"values": values},
        "response_url": url,
    }


def press_at_home(user: str, view: Json, button: Json, trigger: str, ts: str) -> Json:
    """No channel, no message and no response_url."""
    where = {"type": "view", "view_id": "V1"}
    return {**_actions(user, button, trigger, ts), "container": where, "view": {"id": "V1", **view}}


def _actions(user: str, button: Json, trigger: str, ts: str) -> Json:
    return {
        "type": "block_actions",
        "user": {"id": user, "team_id": TEAM},
        "team": {"id": TEAM, "domain": "fake"},
        "api_app_id": "A1",
        "trigger_id": trigger,
        "actions": [{**button, "type": "button", "block_id": "b", "action_ts": ts}],
    }


def signed(body: bytes, secret: str, at: int | None = None) -> dict[str, str]:
    """docs.slack.dev/authentication/verifying-requests-from-slack."""
    stamp = str(int(time.time()) if at is None else at)
    mark = hmac.new(secret.encode(), b":".join([b"v0", stamp.encode(), body]), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mark}"}
