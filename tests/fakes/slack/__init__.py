"""A strict fake Slack on real sockets."""

from tests.fakes.slack.clock import FakeClock
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.workspace import APP_TOKEN, BOT, BOT_TOKEN, SECRET, Post

__all__ = ["APP_TOKEN", "BOT", "BOT_TOKEN", "SECRET", "FakeClock", "FakeSlack", "Post"]
