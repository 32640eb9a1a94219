"""Resync in Slack, over HTTP or Socket Mode."""

from adapters.slack.app import SlackAdapter
from adapters.slack.settings import SlackRefused, SlackSettings

__all__ = ["SlackAdapter", "SlackRefused", "SlackSettings"]
