"""Who may do what. Everybody whom an adapter has proved may read; changes need a role that nobody holds yet."""

from __future__ import annotations

from enum import IntEnum

from bot.turn import Person


class Role(IntEnum):
    READER = 1
    OPERATOR = 2
    APPROVER = 3
    ADMIN = 4


def role_of(person: Person) -> Role:
    """Default deny: without a rule a person is a reader."""
    return Role.READER


def may(person: Person, needed: Role) -> bool:
    return role_of(person) >= needed
