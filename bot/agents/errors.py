"""What can go wrong between the bot and a language model.

ModelError
|- ModelAway       no answer: refused, reset, timed out, 5xx, 429; asking again may help
|- ModelRefused    the endpoint says no for good: wrong address, key, model name or request
|- ModelUnusable   an answer that is no answer: garbage, empty, a refusal
|- ModelResting    not asked: it failed too often and is left alone for a while
`- BudgetSpent     not asked: the day's tokens are used up
"""

from __future__ import annotations


class ModelError(Exception):
    """Base. `str(error)` is a sentence for operators' logs, without secrets and without what was said."""


class ModelAway(ModelError):
    def __init__(self, text: str, *, after: float = 0.0) -> None:
        """`after`: seconds that the endpoint asked to wait."""
        super().__init__(text)
        self.after = after


class ModelRefused(ModelError):
    pass


class ModelUnusable(ModelError):
    pass


class ModelResting(ModelError):
    pass


class BudgetSpent(ModelError):
    pass
