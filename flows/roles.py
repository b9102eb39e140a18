"""What somebody can be to a leader."""

from enum import StrEnum


class Role(StrEnum):
    """Who accompanies a leader, and as what."""

    COACH = "coach"
    MENTOR = "mentor"
    SPONSOR = "sponsor"
    LINE_MANAGER = "line_manager"


COACHING = frozenset({Role.COACH, Role.MENTOR})
"""Roles that read by agreement, and that somebody from outside may be named for."""
