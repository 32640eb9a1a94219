"""Each way to fail, as an operator finds it: the exit status in the plan, the program's own words in the log."""

from __future__ import annotations

import pytest

from tests.tws.client.engines import V2, night
from tws.models import JobQuery
from tws.simulator.failures import all_failures, failure, failures_of


def test_there_are_more_than_sixty_and_chance_draws_only_the_first_ones() -> None:
    assert len(all_failures()) > 60
    drawn = {f.name for kind in ("UNIX", "ORACLE", "SAP", "JAVA") for f in failures_of(kind) if f.weight}
    assert "disk_full" in drawn and "inode_full" not in drawn


@pytest.mark.parametrize("name", [name for name, kind in all_failures().items() if "UNIX" in kind.kinds][:60:3])
async def test_the_log_tells_it(name: str) -> None:
    kind = failure(name)
    async with night(V2) as now:
        now.simulator.fail("TS_LOAD_HOURS", at=now.at(1, 10), kind=name)
        now.go_to(1, 30)
        job = (await now.client.jobs(JobQuery(name="TS_LOAD_HOURS"))).items[0]
        assert job.last_run is not None and job.last_run.return_code in (kind.exit_status, None)
        log = "\n".join((await now.client.job_log(job, job.last_run)).lines)
        assert kind.lines[0].split("{")[0] in log
