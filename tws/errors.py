"""What can go wrong between the bot and the scheduler.

SchedulerError
|- SchedulerAway        no answer: refused, reset, timed out, 5xx of a proxy
|- SchedulerDenied      401: wrong user, password or API key
|- SchedulerForbidden   403: the user may not do this (AWSJDB817E)
|- NotInPlan            404 or AWSJDB101E
|- NoJobLog             the run has no log (it never started)
|- SchedulerRefused     the engine says no, with its own message ids
|- OutcomeUnknown       an action was sent and no answer came: look at the plan, never send it again blindly
`- UnreadableAnswer     an answer that is not what the contract says
"""

from __future__ import annotations


class SchedulerError(Exception):
    """Base. `str(error)` is a sentence for people without secrets; `message_ids` the product's AWS… ids."""

    def __init__(self, text: str, *, message_ids: tuple[str, ...] = (), status: int | None = None) -> None:
        super().__init__(text)
        self.message_ids = message_ids
        self.status = status


class SchedulerAway(SchedulerError):
    pass


class SchedulerDenied(SchedulerError):
    pass


class SchedulerForbidden(SchedulerError):
    pass


class NotInPlan(SchedulerError):
    pass


class NoJobLog(SchedulerError):
    pass


class SchedulerRefused(SchedulerError):
    pass


class OutcomeUnknown(SchedulerError):
    pass


class UnreadableAnswer(SchedulerError):
    pass
