"""Resync in Microsoft Teams."""

from adapters.teams.app import TeamsAdapter
from adapters.teams.settings import TeamsSettings
from adapters.teams.tables import metadata

__all__ = ["TeamsAdapter", "TeamsSettings", "metadata"]
