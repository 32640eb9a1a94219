"""A strict Bot Framework connector on loopback, with a token endpoint and signing keys of its own."""

from tests.fakes.teams.clock import FakeClock
from tests.fakes.teams.issuer import APP, PASSWORD, TENANT
from tests.fakes.teams.server import FakeTeams, Post

__all__ = ["APP", "PASSWORD", "TENANT", "FakeClock", "FakeTeams", "Post"]
