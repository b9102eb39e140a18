"""Only full members take part, and each of them only in what is theirs."""

import json
from typing import Any

import pytest

from bot.ids import Pointer
from sandbox.traffic import DeliveryKind
from storage.tables import ANSWER, CONVERSATION, HELD_REPLY
from tests.scenario.forging import (
    MEMBERS_ONLY,
    NOBODYS,
    NOT_YOURS,
    OLD_BUTTON,
    audit,
    conversation_of,
    count,
    forge,
    payloads,
    people,
    points,
    send,
    standings,
    writes,
)
from tests.scenario.world import Person, World, labels

BUTTONS = ["answer:3", "skip", "back", "later", "stop", "go_on", "shorten"]
PROGRAMMES = ["programmes", "programme:open", "programme:new", "programme:end", "programme:name", "try_script:wins"]
WINS = "We hired two people at last."


def stranger(world: World, kind: str) -> Person:
    """Somebody who may not take part."""
    facts: dict[str, dict[str, Any]] = {
        "guest": {"is_restricted": True},
        "single-channel guest": {"is_restricted": True, "is_ultra_restricted": True},
        "of another workspace": {"is_stranger": True},
        "a bot": {"is_bot": True},
        "deactivated": {"deleted": True},
    }
    world.sandbox.workspace.add_person("Nobody", **facts[kind])
    return world.person("Nobody")


NOT_MEMBERS = pytest.mark.parametrize(
    "kind", ["guest", "single-channel guest", "of another workspace", "a bot", "deactivated"]
)


@NOT_MEMBERS
async def test_nothing_that_others_write_is_kept(world: World, kind: str) -> None:
    nobody = stranger(world, kind)
    texts = ["reflect", "help", "We shipped it.", "stop", "privacy"]

    for text in texts:
        assert (await writes(world, nobody, text)).status == 200

    assert [each.text for each in nobody.heard()] == ([] if kind == "deactivated" else [MEMBERS_ONLY] * len(texts))
    assert await audit(world) == [(nobody.slack_id, "refused")] * len(texts)
    assert await people(world) == set()
    assert await count(world, CONVERSATION) == await count(world, HELD_REPLY) == 0


@NOT_MEMBERS
async def test_a_command_of_others_is_refused_where_it_was_run(world: World, kind: str) -> None:
    nobody, general = stranger(world, kind), world.sandbox.workspace.channel("general")
    texts = ["", "help", "privacy", "reflect", "nonsense"]

    for text in texts:
        payload = payloads(world).command(nobody.actor.person, general, "/cairn", text)
        delivery = await send(world, DeliveryKind.COMMAND, payload)
        assert delivery.status == 200
        assert delivery.body in {MEMBERS_ONLY, json.dumps({"text": MEMBERS_ONLY})}

    assert await audit(world) == [(nobody.slack_id, "refused")] * len(texts)
    assert await people(world) == set()


@NOT_MEMBERS
async def test_a_press_of_others_changes_nothing(world: World, ana: Person, kind: str) -> None:
    nobody = stranger(world, kind)
    await ana.types("reflect")
    about, turn = await conversation_of(world, ana)
    before = await standings(world)
    others = ["help", "privacy", "start:wins", "show_words", "pick", "old", "download", *PROGRAMMES]
    buttons = [*(f"question:{each}" for each in BUTTONS), *others]

    for action_id in buttons:
        delivery = await points(world, nobody, action_id, Pointer(about, turn, "4").packed(), on=ana.last)
        assert delivery.status == 200

    assert [each.text for each in nobody.heard()] == ([] if kind == "deactivated" else [MEMBERS_ONLY] * len(buttons))
    assert await audit(world) == [(nobody.slack_id, "refused")] * len(buttons)
    assert await people(world) == {ana.slack_id}
    assert await standings(world) == before


async def test_another_bots_own_message_is_not_answered_at_all(world: World) -> None:
    """Two bots that answer each other would never stop."""
    nobody = stranger(world, "a bot")
    delivery = await writes(world, nobody, "reflect", bot_id="B0OTHER")
    assert delivery.status == 200
    assert nobody.heard() == []


async def test_an_event_of_another_workspace_is_dropped(world: World, ana: Person) -> None:
    await ana.types("reflect")
    before, said = await standings(world), len(ana.heard())

    def elsewhere(payload: dict[str, Any]) -> None:
        payload["team_id"] = "T0ELSEWHERE"
        payload["event"]["ts"] = world.sandbox.workspace.ids.ts()
        payload["event"]["text"] = "4"

    message = next(each for each in world.sandbox.deliveries if each.kind is DeliveryKind.EVENT)
    delivery = await forge(world, message, elsewhere)

    assert delivery.status == 200
    assert (await standings(world), len(ana.heard())) == (before, said)


@pytest.fixture
async def ben(world: World, ana: Person) -> Person:
    """Somebody else, in a conversation of their own; Ana has finished one and is in another."""
    await ana.types("wins")
    await ana.types(WINS)
    await ana.types("skip")
    await ana.types("reflect")
    other = world.person("Ben")
    await other.types("reflect")
    return other


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
async def test_nobody_acts_for_another(world: World, ana: Person, ben: Person, whose: str) -> None:
    about, turn = await conversation_of(world, ana)
    value = Pointer(about, turn, about).packed() if whose == "another's" else NOBODYS
    before, answers = await standings(world), await count(world, ANSWER)
    actions = [f"question:{each}" for each in BUTTONS]
    actions += ["show_words", "show_recalled", "confirm_yes:0", "confirm_no", "pick"]

    for place, action in enumerate(actions, start=1):
        delivery = await points(world, ben, action, value, selected_date="2027-01-01")
        assert delivery.status == 200
        assert [each.text for each in ben.heard()[1:]] == [NOT_YOURS] * place, action

    assert ben.actor.open_views() == []
    assert await audit(world) == [(ben.slack_id, "denied")] * len(actions)
    assert (await standings(world), await count(world, ANSWER)) == (before, answers)
    assert WINS not in repr(ben.heard())


async def test_what_another_typed_cannot_be_taken_or_thrown_away(world: World, ana: Person) -> None:
    ben = world.person("Ben")
    await ben.types("reflect")
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("What do you mean?")
    [held] = [each["value"] for block in ana.last.blocks for each in block.get("elements", []) if "action_id" in each][
        1:
    ]
    mine, turn = await conversation_of(world, ben)

    await points(world, ben, "confirm_no", held)
    assert ben.last.text == NOT_YOURS
    await points(world, ben, "confirm_yes:0", Pointer(mine, turn, held.partition(".")[0]).packed())
    assert ben.last.text == NOT_YOURS

    assert await audit(world) == [(ben.slack_id, "denied")] * 2
    assert await count(world, HELD_REPLY) == 1
    await ana.presses("Yes, save it")
    assert await count(world, HELD_REPLY) == 0


TAMPERED = ["", " ", "x", "a.b.c", "../../etc/passwd", "{}", "a.1.b.c", "a.1000000000.", "x" * 2000, "é.1.", "a.-1.",
            "a.1.b c", "a\n.1."]  # fmt: skip


TAMPERED_WITH = {
    **dict.fromkeys(("question:skip", "question:answer:0", "question:juggle", "start:nothing", "start"), OLD_BUTTON),
    **dict.fromkeys(("show_words", "confirm_yes", "confirm_no"), NOT_YOURS),
}


async def test_a_value_that_was_tampered_with(world: World, ana: Person) -> None:
    await ana.types("reflect")
    before, heard = await standings(world), len(ana.heard())

    for action, sentence in TAMPERED_WITH.items():
        for value in TAMPERED:
            heard += 1
            assert (await points(world, ana, action, value)).status == 200
            assert ana.last.text == sentence, (action, value)
            assert len(ana.heard()) == heard, (action, value)

    assert await standings(world) == before


async def test_a_choice_that_was_never_offered_asks_again(world: World, ana: Person) -> None:
    await ana.types("reflect")
    about, turn = await conversation_of(world, ana)
    choices = ["9", "0", "-3", "--5", "-", "four", "time", "1" * 64, "-" + "9" * 60, "1_0", "yes", "2026-01-01"]

    for choice in choices:
        delivery = await points(world, ana, "question:answer:0", Pointer(about, turn, choice).packed())
        assert delivery.status == 200
        assert "Please " in ana.last.text
        assert labels(ana.last)[:5] == ["1", "2", "3", "4", "5"]

    assert await count(world, ANSWER) == 0


async def test_a_state_of_any_shape_is_no_error(world: World, ana: Person) -> None:
    await ana.types("reflect")
    about, turn = await conversation_of(world, ana)
    pressed = await points(world, ana, "question:answer:0", Pointer(about, turn).packed())
    for values in ({"b": "text"}, {"b": {"picks": "text"}}, {"b": {"picks": {"selected_options": None}}}, {"b": None}):

        def odd(payload: dict[str, Any], values: object = values) -> None:
            payload["state"] = {"values": values}

        assert (await forge(world, pressed, odd)).status == 200
        assert "Something went wrong" not in ana.last.text
