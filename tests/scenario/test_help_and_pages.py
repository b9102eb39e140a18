"""Whoever asks for help, or says something unclear, gets an answer that leads on: never silence."""

from typing import Any

import pytest

from bot.ids import Pointer
from sandbox.records import EphemeralMessage
from sandbox.traffic import DeliveryKind
from storage.tables import CONVERSATION
from tests.scenario.forging import OLD_BUTTON, conversation_of, count, forge, payloads, points, send, writes
from tests.scenario.world import Person, World, labels

STARTS = [
    "Look back on the week",
    "Write down a small win",
    "Think one experience through",
    "Look back at what I wrote",
]
OFFERED = [*STARTS, "Open my journal", "Who sees what", "Settings"]
CONTACT = "HR care team: #hr-care"
HELP, PRIVACY = "What we can do together", "What you answer is for you alone."
NOTHING_OPEN, UNCLEAR = "No question is open right now.", "No question is open right now, so I did not save"


WITH_NOTHING_OPEN: dict[str, tuple[str, list[str]]] = {
    **dict.fromkeys(("help", "Help!", "?", "what is this"), (HELP, OFFERED)),
    **dict.fromkeys(("privacy", "Who sees what?"), (PRIVACY, [])),
    **dict.fromkeys(("hello", "nonsense", "🙂", "7", "yes", "\u200b"), (UNCLEAR, OFFERED)),
    **dict.fromkeys(("skip", "back", "later", "stop"), (NOTHING_OPEN, OFFERED)),
}


async def test_with_nothing_open_everything_typed_is_answered(ana: Person) -> None:
    for number, (typed, (sentence, buttons)) in enumerate(WITH_NOTHING_OPEN.items(), start=1):
        await ana.types(typed)
        assert sentence in ana.last.text, typed
        assert labels(ana.last) == buttons, typed
        assert len(ana.heard()) == number, typed


@pytest.mark.parametrize(("typed", "sentence"), [("help", HELP), ("?", HELP), ("privacy", PRIVACY)])
async def test_pages_leave_the_open_question_open(ana: Person, typed: str, sentence: str) -> None:
    await ana.types("reflect")
    await ana.types(typed)
    assert sentence in ana.last.text
    await ana.presses("4")
    assert "You chose 4." in ana.heard()[0].text


async def test_a_page_asked_for_in_a_thread_comes_in_the_thread(ana: Person) -> None:
    await ana.types("reflect")
    question = ana.last
    await ana.replies(question, "help")
    assert HELP in ana.last.text
    assert ana.last.thread_ts == question.ts


COMMANDS: dict[str, tuple[str, list[str]]] = {
    **dict.fromkeys(("", "help", "nonsense", "skip"), (HELP, OFFERED)),
    **dict.fromkeys(("privacy", "  Who sees what? "), (PRIVACY, [])),
}


@pytest.mark.parametrize("place", [None, "general"])
async def test_the_command_answers_where_it_is_run(ana: Person, place: str | None) -> None:
    for number, (words, (sentence, buttons)) in enumerate(COMMANDS.items(), start=1):
        assert sentence in await ana.runs(words, channel=place), words
        assert len(ana.actor.ephemerals()) == number
        shown = ana.actor.ephemerals()[-1]
        assert labels(shown) == buttons, words
        assert CONTACT in shown.text
    assert ana.heard() == []


@pytest.mark.parametrize("where", ["help", "unclear", "the command in a channel", "the command here"])
async def test_every_button_that_starts_something_does(world: World, ana: Person, where: str) -> None:
    shown = await page(ana, where)
    for label, title in zip(STARTS, ("Weekly reflection", "Small wins", "Deep reflection", "Look back"), strict=True):
        assert (await ana.actor.press(shown, label=label)).status == 200
        await world.settled()
        assert ana.last.text.startswith(title)
    assert await count(world, CONVERSATION) == 4


@pytest.mark.parametrize("where", ["help", "the command in a channel"])
async def test_the_button_for_who_sees_what_works(world: World, ana: Person, where: str) -> None:
    shown = await page(ana, where)
    assert (await ana.actor.press(shown, label="Who sees what")).status == 200
    await world.settled()
    assert PRIVACY in ana.last.text


async def page(ana: Person, where: str) -> Any:
    """The message with the buttons."""
    if where in {"help", "unclear"}:
        await ana.types("help" if where == "help" else "hello")
        return ana.last
    await ana.runs("", channel="general" if "channel" in where else None)
    shown = ana.actor.ephemerals()[-1]
    assert isinstance(shown, EphemeralMessage)
    return shown


async def test_a_command_says_where_the_question_went(world: World, ana: Person) -> None:
    here = "I have written to you in our direct message."
    assert await ana.runs("reflect", channel="general") == here
    assert "Weekly reflection" in ana.last.text
    with_ben = world.sandbox.workspace.direct_message(ana.slack_id, world.person("Ben").slack_id)
    assert await ana.runs("reflect", channel=with_ben.id) == here
    await ana.types("help")
    assert await ana.runs("wins") == ""
    assert "Small wins" in ana.last.text


@pytest.mark.parametrize("words", ["", "Listen to this"])
@pytest.mark.parametrize("file", ["voice.m4a", "picture.png"])
async def test_files_and_voice_clips_are_answered_kindly(world: World, ana: Person, file: str, words: str) -> None:
    await ana.types("wins")
    await ana.actor.dm(words, files=[file])
    await world.settled()
    assert ("I can read text only" in ana.last.text) is (words == "")
    assert len(ana.heard()) == 2


async def test_a_file_with_nothing_open_is_answered_too(world: World, ana: Person) -> None:
    await ana.actor.dm("", files=["voice.m4a"])
    await world.settled()
    assert "I can read text only" in ana.last.text


async def test_where_to_turn_stands_after_what_may_be_painful_and_in_help(ana: Person) -> None:
    await ana.types("wins")
    await ana.types("stop")
    assert CONTACT not in ana.last.text
    await ana.types("deep")
    await ana.types("stop")
    assert CONTACT in ana.last.text
    for typed in ("help", "privacy"):
        await ana.types(typed)
        assert CONTACT in ana.last.text


OF_ANOTHER_VERSION = {
    "old_thing": "x",
    "question_v0:4": "1",
    "start:gone": "gone.0.",
    "x": "",
    "question:juggle": "a.1.",
}


async def test_a_button_of_another_version_says_so(world: World, ana: Person) -> None:
    await ana.types("reflect")
    for number, (action_id, value) in enumerate(OF_ANOTHER_VERSION.items(), start=2):
        delivery = await points(world, ana, action_id, value)
        assert delivery.status == 200
        assert ana.last.text == OLD_BUTTON, action_id
        assert len(ana.heard()) == number, action_id


async def test_a_form_or_shortcut_of_another_version_says_so(world: World, ana: Person) -> None:
    await ana.types("reflect")
    about, turn = await conversation_of(world, ana)
    pressed = await points(world, ana, "help", Pointer(about, turn).packed())
    view = {"id": "V1", "type": "modal", "callback_id": "form_v0", "hash": "1.x", "private_metadata": about,
            "state": {"values": {}}, "blocks": []}  # fmt: skip
    for payload_type, extra in (
        ("view_submission", {"view": view, "response_urls": []}),
        ("shortcut", {"callback_id": "quick_note"}),
    ):
        said = len(ana.heard())

        def other(payload: dict[str, Any], kind: str = payload_type, extra: dict[str, Any] = extra) -> None:
            for key in ("container", "actions", "channel", "message", "state"):
                payload.pop(key, None)
            payload.update(extra, type=kind)

        delivery = await forge(world, pressed, other)
        assert (delivery.status, delivery.body) == (200, "")
        assert [each.text for each in ana.heard()[said:]] == [OLD_BUTTON]


async def test_closing_a_form_of_another_version_needs_no_answer(world: World, ana: Person) -> None:
    await ana.types("wins")
    await ana.types("We hired two people.")
    await ana.types("skip")
    await ana.presses("Show what I wrote")
    closed = payloads(world).closed(ana.actor.person, ana.actor.open_views()[-1], is_cleared=False)
    said = len(ana.heard())
    delivery = await send(world, DeliveryKind.INTERACTION, closed)
    assert delivery.status == 200
    assert len(ana.heard()) == said


async def test_an_unknown_event_is_taken_and_counted(world: World, ana: Person) -> None:
    huddle = {"type": "user_huddle_changed", "user": {"id": ana.slack_id}, "event_ts": "1.0"}
    payload = world.sandbox._installed.events.envelope(huddle)
    delivery = await send(world, DeliveryKind.EVENT, payload)
    assert delivery.status == 200
    assert ana.heard() == []


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message"])
async def test_words_that_slack_marks_in_some_way_are_words(world: World, ana: Person, subtype: str) -> None:
    await writes(world, ana, "help", subtype=subtype)
    assert HELP in ana.last.text


@pytest.mark.parametrize("subtype", ["message_changed", "message_deleted", "channel_topic", "bot_message"])
async def test_what_is_no_message_of_a_person_is_taken_in_silence(world: World, ana: Person, subtype: str) -> None:
    await ana.types("help")

    def other(payload: dict[str, Any]) -> None:
        payload["event"]["subtype"] = subtype
        payload["event"]["ts"] = world.sandbox.workspace.ids.ts()

    typed = next(each for each in world.sandbox.deliveries if each.kind is DeliveryKind.EVENT)
    assert (await forge(world, typed, other)).status == 200
    assert len(ana.heard()) == 1
