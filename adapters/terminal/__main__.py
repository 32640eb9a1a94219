"""`resync`: every command reads the same settings; exit code 0 fine, 1 found a fault, 2 wrong use."""

from __future__ import annotations

import os
import sys

import click
from pydantic import ValidationError

from adapters.terminal import ask, audit, doctor, explain, knowledge, manifest, recognize, serve, simulator
from bot.settings import UnsafeSettings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""numpy reads it when it is first imported; one vector at a time is slower on many threads (measured)."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="resync")
def cli() -> None:
    """Ask, watch and act on HCL Workload Automation. Start with: resync serve"""


for room in (serve, ask, recognize, knowledge, explain, audit, simulator, doctor, manifest):
    cli.add_command(room.command)


def main() -> None:
    """Never a traceback for a wrong setting; never a crash on a terminal that cannot write a character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        cli()
    except ValidationError as fault:
        click.echo(f"A setting is wrong; nothing was started.\n{_explain(fault)}", err=True)
        sys.exit(2)
    except UnsafeSettings as fault:
        click.echo(f"Nothing was started: {fault}", err=True)
        sys.exit(1)
    except OSError as fault:
        click.echo(f"A file or folder cannot be used; nothing was started.\n  {fault}", err=True)
        sys.exit(1)


def _explain(fault: ValidationError) -> str:
    """Names and reasons, never the values: one of them may be a secret."""
    lines = (f"  {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors(include_input=False))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
