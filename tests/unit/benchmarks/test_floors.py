"""The floor under a persisted turn does what a turn does: no less, or it would be too low, and no more."""

import json

import pytest

from benchmarks.statement_record import named
from sandbox.json_object import Json
from tests.databases import Settings
from tests.unit.benchmarks.turns import WORDS, new_town, told_to_cairn, told_to_the_floor


async def test_the_floor_does_in_its_store_and_in_slack_what_a_turn_does(settings: Settings) -> None:
    async with new_town() as town:
        ours = await told_to_cairn(town, settings)
        our_calls = town.calls()
    async with new_town() as town:
        floors = await told_to_the_floor(town, settings)
        floor_calls = town.calls()

    assert len(ours) == len(WORDS)
    for words, turn, by_hand in zip(WORDS, ours, floors, strict=True):
        assert by_hand == turn, f"the turn of '{words}' is another one now: change benchmarks/floor_store.py after it"
    assert [method for method, _ in floor_calls] == [method for method, _ in our_calls]
    assert 0.8 < size(floor_calls) / size(our_calls) < 1.2


def size(calls: list[tuple[str, Json]]) -> int:
    """How much was said in Slack."""
    return sum(len(json.dumps(arguments)) for _, arguments in calls)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("SELECT a.b, c \nFROM person \nWHERE a.b = ? FOR UPDATE", "SELECT person"),
        ("SELECT position FROM outbox WHERE NOT (EXISTS (SELECT * FROM outbox AS earlier))", "SELECT outbox"),
        ("INSERT INTO inbox (key) VALUES (?) ON CONFLICT DO NOTHING", "INSERT inbox"),
        ('UPDATE "outbox" SET state=? WHERE id = ?', "UPDATE outbox"),
        ("WITH due AS (SELECT id FROM outbox LIMIT ?)\n UPDATE outbox SET state=? RETURNING id", "UPDATE outbox"),
        ("DELETE FROM held_reply WHERE id = ?", "DELETE held_reply"),
        ("BEGIN IMMEDIATE", None),
        ("PRAGMA busy_timeout = 3", None),
    ],
)
def test_a_statement_is_named_by_its_kind_and_table(statement: str, name: str | None) -> None:
    assert named(statement) == name
