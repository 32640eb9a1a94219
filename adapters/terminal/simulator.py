"""`resync simulator`: the scheduler's stand-in alone."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from tws.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from tws.simulator import Simulator

_TOLD = "\n".join(f"  {name}: {scenario.told}" for name, scenario in SCENARIOS.items())

CONTROL = "/simulator/control"
CONTROLS = (
    ("advance", '{"minutes": 30}'),
    ("fail", '{"job": "TS_LOAD_HOURS", "kind": "disk_full"}'),
    ("workstation", '{"name": "AGT_FIN01", "action": "unlink"}'),
    ("scenario", '{"name": "agent-down"}'),
    ("prompt", '{"text": "Begin?"}'),
    ("faults", '{"status": 503, "every": 2}'),
)


@click.command("simulator", epilog=f"\b\nScenarios:\n{_TOLD}")
@click.option("--port", default=31116, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option(
    "--jobs",
    default=400,
    show_default=True,
    type=click.IntRange(0, 100_000),
    help="About how many jobs the plan holds.",
)
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same day.")
@click.option(
    "--speed", default=1.0, show_default=True, type=click.FloatRange(0, 86_400), help="Plan seconds for each second."
)
@click.option("--scenario", type=click.Choice(list(SCENARIOS)), metavar="NAME", help="A night with a name.")
@click.option("--tls", is_flag=True, help="Serve HTTPS with a self-signed certificate.")
@click.option(
    "--certificate", type=click.Path(dir_okay=False, path_type=Path), help="With --tls: where to write what to trust."
)
@click.option("--control", is_flag=True, help="Offer /simulator/control: time, failures, faults, for tests.")
def command(
    port: int,
    jobs: int,
    seed: int,
    speed: float,
    scenario: str | None,
    tls: bool,
    certificate: Path | None,
    control: bool,
) -> None:
    """Run the HWA simulator on loopback.

    Example: resync simulator --port 31116 --scenario payroll-late
    """
    from tws.simulator import Simulator

    simulator = Simulator(seed=seed, jobs=jobs, speed=speed, scenario=scenario or "", tls=tls, control=control)
    asyncio.run(_run(simulator, port, certificate))


async def _run(simulator: Simulator, port: int, certificate: Path | None) -> None:
    try:
        url = await simulator.start(port)
    except OSError as fault:
        raise click.ClickException(
            f"Port {port} cannot be used ({fault.strerror}); choose another with --port"
        ) from fault
    if certificate is not None and simulator.certificate:
        await asyncio.to_thread(certificate.write_bytes, simulator.certificate)
    for line in told(simulator, url, certificate):
        click.echo(line)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    await simulator.stop()


def told(simulator: Simulator, url: str, certificate: Path | None) -> Iterator[str]:
    """How to point the bot at it."""
    yield f"HWA simulator at {url}/twsd (login {simulator.user} / {simulator.password}). Point the bot at it:"
    trust = f"APP_TWS__CA_BUNDLE={certificate}" if certificate else "APP_TWS__INSECURE=true"
    line = trust if simulator.tls else "APP_TWS__PLAIN_HTTP=true"
    parts = urlsplit(url)
    login = f"TWS_USER={simulator.user} TWS_PASSWORD={simulator.password}"
    yield f"  TWS_HOST={parts.hostname} TWS_PORT={parts.port} {line} {login} resync serve"
    if simulator.control:
        yield from _control_told(simulator, url, certificate)
    if simulator.scenario:
        yield f"Scenario {simulator.scenario}: {SCENARIOS[simulator.scenario].told}"


def _control_told(simulator: Simulator, url: str, certificate: Path | None) -> Iterator[str]:
    trust = f" --cacert {certificate}" if certificate else " -k" if simulator.tls else ""
    ask = f"curl -u {simulator.user}:{simulator.password}{trust}"
    yield f"Control at {url}{CONTROL} (GET tells the state; docs/scheduler.md has all of it):"
    for path, body in CONTROLS:
        method = "-X PUT " if path == "faults" else ""
        yield f"  {ask} {method}--json '{body}' {url}{CONTROL}/{path}"
