"""One file for each thing the bot can do."""

from __future__ import annotations

from bot.registry import Registry


def registry() -> Registry:
    from bot.skills import (
        failed_jobs,
        job_log,
        job_status,
        job_stream_status,
        list_jobs,
        plan_info,
        system_health,
        talk,
        workstation_status,
    )

    plan = (job_status, failed_jobs, list_jobs, job_log, job_stream_status, workstation_status)
    return Registry((*(room.SKILL for room in plan), system_health.SKILL, plan_info.SKILL, *talk.SKILLS))
