"""One file for each thing that the bot can do."""

from __future__ import annotations

from bot.registry import Registry


def registry() -> Registry:
    from bot.skills import (
        agents,
        conversing,
        deadlines,
        explain,
        failed_jobs,
        job_history,
        job_log,
        job_status,
        job_stream_status,
        late,
        learning,
        list_jobs,
        orders,
        plan_info,
        prompt_form,
        prompts,
        relations,
        review,
        submit,
        system_health,
        talk,
        trail,
        watching,
        workstation_status,
    )

    plan = (job_status, failed_jobs, list_jobs, job_log, explain, relations, job_history, job_stream_status)
    more = (workstation_status, system_health, plan_info, trail, deadlines, late, submit, prompts, prompt_form)
    many = (orders, watching, learning, review, agents, talk, conversing)
    return Registry((*(room.SKILL for room in (*plan, *more)), *(skill for room in many for skill in room.SKILLS)))
