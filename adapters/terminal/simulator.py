"""`resync simulator`: the scheduler's stand-in alone."""

from __future__ import annotations

import asyncio
import signal

import click


@click.command("simulator")
@click.option("--port", default=31116, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--jobs", default=400, show_default=True, help="About how many jobs the plan holds.")
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same day.")
@click.option("--speed", default=1.0, show_default=True, help="Plan seconds for each second.")
def command(port: int, jobs: int, seed: int, speed: float) -> None:
    """Run the HWA simulator on loopback, over plain HTTP.

    Example: resync simulator --port 31116 --speed 60
    """
    asyncio.run(_run(port, jobs, seed, speed))


async def _run(port: int, jobs: int, seed: int, speed: float) -> None:
    from tws.simulator import Simulator

    simulator = Simulator(seed=seed, jobs=jobs, speed=speed)
    url = await simulator.start(port)
    host, _, number = url.removeprefix("http://").partition(":")
    click.echo(f"HWA simulator at {url}/twsd (login {simulator.user} / {simulator.password}). Point the bot at it:")
    click.echo(f"  TWS_HOST={host} TWS_PORT={number} APP_TWS__PLAIN_HTTP=true TWS_USER=… TWS_PASSWORD=… resync serve")
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    await simulator.stop()
