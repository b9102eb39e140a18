"""A programme in a few lines."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block

from bot.views.parts import plain
from flows.conversation.script import Script
from flows.programmes.programme import Design, Programme, Quiet
from flows.text import pieces
from flows.words import Words

_PIECE = 2900
"""Longest text of one paragraph, in characters."""


def paragraphs(text: str) -> Iterator[Block]:
    """A text of any length."""
    return (plain(piece) for piece in pieces(text, _PIECE))


def design_said(design: Design, scripts: Sequence[Script], words: Words) -> str:
    """What a programme is, one thing on each line."""
    titles = {each.id: each.title for each in scripts}
    practised = [
        words(
            "programme.said.practice",
            title=titles.get(each.script, each.script),
            every=words(f"programme.every.{each.every}"),
        )
        for each in design.practices
    ]
    lines = [
        design.name,
        words("programme.said.days", first=words.full_day(design.starts), last=words.full_day(design.ends)),
        words("programme.said.unit", unit=design.unit) if design.unit else "",
        words("programme.said.priorities", priorities="; ".join(design.priorities)),
        words("programme.said.practised", practices="; ".join(practised)),
        words("programme.said.quiet", days="; ".join(_quiet(each, words) for each in design.quiet))
        if design.quiet
        else "",
    ]
    return "\n".join(each for each in lines if each)


def standing_said(programme: Programme, words: Words) -> str:
    """Whether it has begun, and what that means."""
    if programme.ended_at is not None:
        return words("programme.said.ended", day=words.full_day(programme.ended_at.date()))
    if programme.confirmed_at is not None:
        return words("programme.said.begun", day=words.full_day(programme.confirmed_at.date()))
    return words("programme.said.prepared")


def _quiet(quiet: Quiet, words: Words) -> str:
    if quiet.first == quiet.last:
        return words.full_day(quiet.first)
    return words("programme.said.days", first=words.full_day(quiet.first), last=words.full_day(quiet.last))
