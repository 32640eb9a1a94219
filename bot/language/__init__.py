"""Understanding what operators write: word lists, rules and a small classifier; no network, no large model."""

from bot.language.conversing import recognise

__all__ = ["recognise"]
