"""A Teams turn, from the bytes of an activity to its answer's post: CPU of our adapter beside bare botbuilder.

Both check the same signed token and post one card to the same connector, which runs in another process. The bare
side is botbuilder's adapter with its connector client kept and the outgoing token at hand; ours also dedupes, knows
the conversation from its database, renders the reply and paces the posts.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import process_time

from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from adapters.teams import TeamsAdapter, TeamsSettings, metadata
from benchmarks.bare_teams import Bare
from benchmarks.beside import beside
from benchmarks.measure import LeftOut, Round, Row, alternate
from benchmarks.teams_wire import Wire, activity, connector
from bot.coordination.memory import InMemory
from bot.reply import Heading, Reply, Text
from bot.storage.database import create_tables, open_database
from bot.turn import Turn
from tests.fakes.teams import APP, PASSWORD, TENANT, FakeClock
from tws.clock import system_clock

TURNS, ROUNDS = 60, 9
REPLY = Reply((Heading("FINANCE_PAYROLL"), Text("Running since 01:10.")))
