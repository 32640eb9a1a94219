"""A plan with one more job stream, without the price of making it anew: from 10,000 jobs on that is felt."""

from __future__ import annotations

from bisect import insort
from dataclasses import replace
from typing import Any

from tws.simulator.plan import Plan
from tws.simulator.timeline import StreamInstance


def grown(plan: Plan, stream: StreamInstance) -> Plan:
    """A new one, for others walk through the lists of the old. The indexes are shared: things are looked up there."""
    more = replace(plan, streams=_with(list(plan.streams), [stream], lambda s: (s.key, s.scheduled)))
    more.jobs = _with(list(plan.jobs), stream.jobs, lambda j: (j.key, j.stream.scheduled))
    more.jobs_by_id, more.streams_by_id, more.runs_by_id = plan.jobs_by_id, plan.streams_by_id, plan.runs_by_id
    more.jobs_by_id.update({i: job for job in stream.jobs for i in (job.id, job.composite_id)})
    more.streams_by_id.update(dict.fromkeys((stream.id, stream.composite_id), stream))
    more.runs_by_id.update({job.run_id(1): (job, 1) for job in stream.jobs})
    more.learn_runs([stream])
    return more


def _with(items: list[Any], new: list[Any], key: Any) -> list[Any]:
    for one in new:
        insort(items, one, key=key)
    return items
