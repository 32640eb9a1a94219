"""Resync in Slack, over HTTP or Socket Mode."""

from adapters.slack.app import SlackAdapter
from adapters.slack.seen import MemorySeen, Seen
from adapters.slack.settings import SlackRefused, SlackSettings

__all__ = ["MemorySeen", "Seen", "SlackAdapter", "SlackRefused", "SlackSettings"]
