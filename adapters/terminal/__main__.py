"""`resync`: every command reads the same settings; exit code 0 fine, 1 found a fault, 2 wrong use."""

from __future__ import annotations

import errno
import os
import socket
import sys
import traceback
from pathlib import Path

import click
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from adapters.terminal import ask, audit, doctor, explain, knowledge, manifest, recognize, serve, simulator
from bot.settings import UnsafeSettings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""numpy reads it when it is first imported; one vector at a time is slower on many threads (measured)."""

_NETWORK = frozenset({None, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EHOSTDOWN})
"""None: several addresses were tried in vain."""


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
    except Exception as fault:
        click.echo(_sentence(fault), err=True)
        sys.exit(1)


def _sentence(fault: Exception) -> str:
    """Never what a statement held: a database's own text would show it."""
    if isinstance(fault, SQLAlchemyError) or type(fault).__module__.startswith("asyncpg"):
        kind = type(getattr(fault, "orig", None) or fault).__name__
        return f"The database cannot be used ({kind}); it was not changed. Check DATABASE_URL, or APP_DATA_DIR."
    if isinstance(fault, OSError) and _is_network(fault):
        return (
            f"The database does not answer at DATABASE_URL ({fault.strerror or type(fault).__name__}); "
            "nothing was started. Start it, or correct the address."
        )
    if isinstance(fault, OSError):
        return f"A file or folder cannot be used; nothing was started.\n  {fault}"
    last = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{type(fault).__name__} at {Path(last.filename).name}:{last.lineno}"
    return f"Stopped by a fault of the program ({where}). Tell those who look after it this line."


def _is_network(fault: OSError) -> bool:
    """Of all that a command calls only the database is let through as it comes."""
    gone = isinstance(fault, (ConnectionError, TimeoutError, socket.gaierror))
    return gone or (fault.filename is None and fault.errno in _NETWORK)


def _explain(fault: ValidationError) -> str:
    """Names and reasons, never the values: one of them may be a secret."""
    lines = (f"  {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors(include_input=False))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
