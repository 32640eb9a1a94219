"""What follows an ABEND: recovery prompt, recovery job, rerun or the successors' way (section 6.3 of the contract)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tws.simulator.timeline import NEVER, RECOVERY, RECOVERY_RERUN, SUCC, RestartPrompt, Run

if TYPE_CHECKING:
    from tws.simulator.life import Life


def after_abend(life: Life, run: Run) -> bool:
    """False where it is left to an operator."""
    recovery = life.job.definition.recovery
    text = recovery.prompt or _generated(life)
    at = _asked(life, run, text) if text else run.end
    if at < NEVER and recovery.job:
        life.want(at, RECOVERY)
    elif at < NEVER and recovery.option != "STOP":
        _go_on(life, at)
    return bool(recovery.job) or recovery.option != "STOP"


def after_recovery_job(life: Life, run: Run) -> None:
    """A bad one is for the operator, unless the successors were to go anyway."""
    if run.outcome == SUCC or life.job.definition.recovery.option == "CONTINUE":
        _go_on(life, run.end)


def _go_on(life: Life, at: float) -> None:
    recovery = life.job.definition.recovery
    if recovery.option == "RERUN":
        life.want(at + recovery.pause * 60, RECOVERY_RERUN)
    else:
        life.finish(at)


def _generated(life: Life) -> str:
    """The engine's own question when a rerun has failed as well."""
    recovery = life.job.definition.recovery
    made = sum(run.kind == RECOVERY_RERUN for run in life.runs)
    exhausted = recovery.option == "RERUN" and made >= recovery.attempts
    return f"{life.job.definition.name} failed again after its rerun. Rerun?" if exhausted else ""


def _asked(life: Life, run: Run, text: str) -> float:
    """When the answer was yes; NEVER where it was no, or nobody answers."""
    mishap = None if life.taken_over else life.mishap
    attended = mishap is not None and mishap.repaired_after is not None
    answered = run.end + life.chance.answer if attended else NEVER
    reply = next((r for r in life.replies(life.job.restart_id(run.number)) if run.end <= r.at < answered), None)
    if reply is None:
        life.restarts.append(RestartPrompt(run.number, text, run.end, answered))
        return answered
    if reply.verb == "reply-no":
        life.restarts.append(RestartPrompt(run.number, text, run.end, refused=reply.at))
        return NEVER
    life.restarts.append(RestartPrompt(run.number, text, run.end, reply.at))
    return reply.at
