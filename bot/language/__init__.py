"""Understanding what operators write: rules and word lists, no model."""

from bot.language.reading import recognise

__all__ = ["recognise"]
