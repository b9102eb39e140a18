"""What people do, and what they see happen."""

from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.acting.outcomes import NotOnScreenError
from sandbox.records import EphemeralMessage, Message, View
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import (
    actions,
    button,
    home,
    modal,
    option,
    plain,
    question,
    section,
    select,
    text_field,
)
from tests.unit.sandbox.scripted_app import ScriptedApp, says

Json = dict[str, Any]


def _say(sandbox: Sandbox, person_id: str, *blocks: Json) -> Message:
    arguments = {"channel": person_id, "text": "x", "blocks": list(blocks)}
    answer = sandbox.call("chat.postMessage", arguments, sandbox.app.token)
    assert answer["ok"], answer
    message = sandbox.workspace.message(answer["channel"], answer["ts"])
    assert message is not None
    return message


def _whisper(sandbox: Sandbox, ana: Actor, *blocks: Json) -> EphemeralMessage:
    arguments = {"channel": ana.dm_channel.id, "user": ana.person.id, "blocks": list(blocks)}
    assert sandbox.call("chat.postEphemeral", arguments, sandbox.app.token)["ok"]
    return ana.ephemerals()[-1]


def _open(sandbox: Sandbox, ana: Actor, view: Json) -> View:
    trigger = sandbox.workspace.screens.issue_trigger(ana.person.id)
    answer = sandbox.call("views.open", {"trigger_id": trigger, "view": view}, sandbox.app.token)
    assert answer["ok"], answer
    return ana.open_views()[-1]


async def test_a_press_names_the_button_the_message_and_the_person(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    message = _say(sandbox, ana.person.id, actions(button(value="42", style="primary"), block_id="b"))

    delivery = await ana.press(message, label="Go")

    press = scripted_app.payloads[-1]
    action = press["actions"][0]
    assert delivery.failed is None
    assert press["type"] == "block_actions"
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "b", "42")
    assert (action["type"], action["style"], action["text"]) == ("button", "primary", plain("Go"))
    assert action["action_ts"]
    assert press["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel_id,
        "is_ephemeral": False,
    }
    assert press["channel"] == {"id": message.channel_id, "name": "directmessage"}
    assert (press["message"]["ts"], press["message"]["bot_id"]) == (message.ts, sandbox.app.bot_id)
    assert (press["user"]["id"], press["user"]["team_id"]) == (
        ana.person.id,
        sandbox.workspace.team_id,
    )
    assert press["trigger_id"]
    assert press["response_url"].startswith("http")


async def test_a_press_in_a_thread_says_so(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    parent = await ana.dm("hello")
    arguments = {
        "channel": parent.channel_id,
        "thread_ts": parent.ts,
        "blocks": [actions(button())],
    }
    sandbox.call("chat.postMessage", arguments, sandbox.app.token)

    await ana.press(ana.thread(parent)[-1], action_id="go")

    assert scripted_app.payloads[-1]["container"]["thread_ts"] == parent.ts


async def test_a_whisper_in_a_thread_is_pressed_in_that_thread(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    parent = await ana.dm("hello")
    arguments = {
        "channel": parent.channel_id,
        "user": ana.person.id,
        "thread_ts": parent.ts,
        "blocks": [actions(button())],
    }
    sandbox.call("chat.postEphemeral", arguments, sandbox.app.token)

    await ana.press(ana.ephemerals()[-1], label="Go")

    assert scripted_app.payloads[-1]["container"]["thread_ts"] == parent.ts


async def test_a_field_that_became_another_kind_forgets_what_was_in_it(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    view = _open(sandbox, ana, modal(question("q")))
    await ana.fill(view, "q", "words")
    menu = select(option("a"), action_id="answer", initial_option=option("a"))
    drawn = {"view_id": view.id, "view": modal(question("q", element=menu))}
    sandbox.call("views.update", drawn, sandbox.app.token)

    await ana.submit(view)

    value = scripted_app.payloads[-1]["view"]["state"]["values"]["q"]["answer"]
    assert value == {"type": "static_select", "selected_option": option("a")}


async def test_a_whispered_button_can_be_pressed_and_the_message_stays_out(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    whisper = _whisper(sandbox, ana, actions(button()))

    await ana.press(whisper, action_id="go")

    press = scripted_app.payloads[-1]
    assert press["container"]["is_ephemeral"] is True
    assert press["container"]["message_ts"] == whisper.ts
    assert "message" not in press


async def test_only_what_stands_there_can_be_pressed(sandbox: Sandbox, ana: Actor) -> None:
    message = _say(sandbox, ana.person.id, actions(button("Yes", "yes"), button("No", "no")))

    with pytest.raises(NotOnScreenError, match=r"'Maybe'; there is yes \(Yes\), no \(No\)"):
        await ana.press(message, label="Maybe")
    with pytest.raises(NotOnScreenError, match="nothing to use"):
        await ana.press(_say(sandbox, ana.person.id, section()), action_id="yes")


async def test_a_redrawn_message_shows_its_new_buttons_unless_an_old_screen_is_meant(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    old = _say(sandbox, ana.person.id, actions(button("Old", "old")))
    changed = {"channel": old.channel_id, "ts": old.ts, "blocks": [actions(button("New", "new"))]}
    sandbox.call("chat.update", changed, sandbox.app.token)

    await ana.press(old, label="New")
    with pytest.raises(NotOnScreenError):
        await ana.press(old, label="Old")
    await ana.press(old, label="Old", as_seen=True)

    pressed = [payload["actions"][0]["action_id"] for payload in scripted_app.payloads]
    assert pressed == ["new", "old"]


async def test_a_deleted_message_cannot_be_pressed(sandbox: Sandbox, ana: Actor) -> None:
    message = _say(sandbox, ana.person.id, actions(button()))
    sandbox.workspace.delete(message)

    with pytest.raises(NotOnScreenError, match="deleted"):
        await ana.press(message, label="Go")


async def test_nobody_presses_in_a_conversation_they_do_not_see(sandbox: Sandbox, ana: Actor) -> None:
    message = _say(sandbox, ana.person.id, actions(button()))

    with pytest.raises(NotOnScreenError, match="does not see"):
        await sandbox.act_as("Ben").press(message, label="Go")


MENUS: dict[str, tuple[Json, Any, str, Any]] = {
    "by value": (select(option("a"), option("b")), "b", "selected_option", option("b")),
    "by label": (select(option("a"), option("b")), "B", "selected_option", option("b")),
    "radio": (
        {"type": "radio_buttons", "action_id": "pick", "options": [option("a")]},
        "a",
        "selected_option",
        option("a"),
    ),
    "checkboxes": (
        {"type": "checkboxes", "action_id": "pick", "options": [option("a"), option("b")]},
        ["a", "b"],
        "selected_options",
        [option("a"), option("b")],
    ),
    "one checkbox": (
        {"type": "checkboxes", "action_id": "pick", "options": [option("a"), option("b")]},
        "a",
        "selected_options",
        [option("a")],
    ),
    "overflow": (
        {"type": "overflow", "action_id": "pick", "options": [option("a")]},
        "a",
        "selected_option",
        option("a"),
    ),
    "in groups": (
        {
            "type": "static_select",
            "action_id": "pick",
            "option_groups": [{"label": plain("G"), "options": [option("a")]}],
        },
        "a",
        "selected_option",
        option("a"),
    ),
    "date": ({"type": "datepicker", "action_id": "pick"}, "2026-12-01", "selected_date", "2026-12-01"),
    "time": ({"type": "timepicker", "action_id": "pick"}, "09:30", "selected_time", "09:30"),
    "nothing": (select(option("a")), None, "selected_option", None),
}


@pytest.mark.parametrize("name", MENUS)
async def test_a_choice_reaches_the_app(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp, name: str) -> None:
    element, choice, key, expected = MENUS[name]
    message = _say(sandbox, ana.person.id, section(accessory=element, block_id="b"))

    await ana.choose(message, "pick", choice)

    press = scripted_app.payloads[-1]
    if name != "nothing":
        assert press["actions"][0][key] == expected
    if element["type"] != "overflow":
        assert press["state"]["values"]["b"]["pick"][key] == expected


async def test_people_and_channels_are_chosen_by_name(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    person = {"type": "users_select", "action_id": "who"}
    people = {"type": "multi_users_select", "action_id": "whom"}
    place = {"type": "conversations_select", "action_id": "where"}
    message = _say(
        sandbox,
        ana.person.id,
        *(section(accessory=each, block_id=each["action_id"]) for each in (person, people, place)),
    )
    await ana.choose(message, "who", "Ben")
    await ana.choose(message, "whom", ["Ben", "Dana"])
    await ana.choose(message, "where", "#general")

    ben, dana = (sandbox.workspace.person(name).id for name in ("Ben", "Dana"))
    values = scripted_app.payloads[-1]["state"]["values"]
    assert values["who"]["who"]["selected_user"] == ben
    assert values["whom"]["whom"]["selected_users"] == [ben, dana]
    assert values["where"]["where"]["selected_conversation"].startswith("C")


async def test_an_option_that_is_not_offered_cannot_be_chosen(sandbox: Sandbox, ana: Actor) -> None:
    message = _say(sandbox, ana.person.id, section(accessory=select(option("a"))))

    with pytest.raises(NotOnScreenError, match="no option 'z'; there are A"):
        await ana.choose(message, "pick", "z")


async def test_a_form_is_sent_and_closes(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    view = _open(sandbox, ana, modal(question("why"), private_metadata="c1"))

    outcome = await ana.submit(view, {"why": "Because <3"})

    sent = scripted_app.payloads[-1]
    assert outcome.closed
    assert ana.open_views() == []
    assert (sent["type"], sent["view"]["id"]) == ("view_submission", view.id)
    assert (sent["view"]["callback_id"], sent["view"]["private_metadata"]) == ("form", "c1")
    assert sent["view"]["hash"] == view.hash
    assert sent["view"]["state"]["values"] == {"why": {"answer": {"type": "plain_text_input", "value": "Because <3"}}}


async def test_errors_of_the_app_stand_under_their_fields(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    scripted_app.always(says({"response_action": "errors", "errors": {"q": "Too short."}}))
    view = _open(sandbox, ana, modal())

    outcome = await ana.submit(view, {"q": "no"})

    assert (outcome.errors, outcome.closed) == ({"q": "Too short."}, False)
    assert [each.id for each in ana.open_views()] == [view.id]


async def test_what_was_typed_stays_after_an_error(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says({"response_action": "errors", "errors": {"q": "Again."}}))
    view = _open(sandbox, ana, modal())
    await ana.submit(view, {"q": "kept"})
    scripted_app.always(says())

    outcome = await ana.submit(view)

    assert outcome.closed
    assert scripted_app.payloads[-1]["view"]["state"]["values"]["q"]["answer"]["value"] == "kept"


async def test_a_form_goes_on_with_another_page(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    page = modal(question("second"), title=plain("Page 2"))
    scripted_app.always(says({"response_action": "update", "view": page}))
    view = _open(sandbox, ana, modal())

    outcome = await ana.submit(view, {"q": "x"})

    assert outcome.view is not None
    assert (outcome.closed, outcome.view.title, outcome.view.id) == (False, "Page 2", view.id)
    assert outcome.view.hash != view.hash


async def test_a_form_puts_another_on_top_and_both_are_cleared(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    scripted_app.always(says({"response_action": "push", "view": modal(title=plain("Top"))}))
    view = _open(sandbox, ana, modal())
    pushed = await ana.submit(view, {"q": "x"})
    scripted_app.always(says({"response_action": "clear"}))
    assert pushed.view is not None

    cleared = await ana.submit(pushed.view, {"q": "y"})

    assert (pushed.view.title, pushed.view.previous_view_id) == ("Top", view.id)
    assert cleared.closed
    assert ana.open_views() == []


BAD_ANSWERS: dict[str, tuple[object, str]] = {
    "not JSON": ("Thanks!", "invalid_json"),
    "a list": ([], "json_not_object"),
    "an unknown action": ({"response_action": "dance"}, "unknown_response_action"),
    "something else": ({"text": "x"}, "unknown_response"),
    "errors without any": ({"response_action": "errors"}, "missing_errors"),
    "errors elsewhere": (
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        "errors_for_unknown_blocks",
    ),
    "a wrong view": (
        {"response_action": "update", "view": {"type": "modal"}},
        "missing required field: title",
    ),
    "no view": ({"response_action": "push"}, "must be an object"),
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
async def test_an_answer_that_slack_would_not_take_is_an_error_mark(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp, name: str
) -> None:
    answer, reason = BAD_ANSWERS[name]
    scripted_app.always(says(answer))
    view = _open(sandbox, ana, modal())

    outcome = await ana.submit(view, {"q": "x"})

    assert outcome.failed is not None
    assert reason in outcome.failed
    assert not outcome.closed


async def test_a_failing_app_leaves_the_form_open(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says(status=500))
    view = _open(sandbox, ana, modal())

    outcome = await ana.submit(view, {"q": "x"})

    assert (outcome.failed, outcome.closed) == ("http_service_error", False)
    assert await sandbox.run_due_retries() == 0


def _number(**more: Any) -> Json:
    return {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, **more}


CLIENT_SIDE: list[tuple[Json, str | None, str]] = [
    (text_field(), None, "Please complete this required field."),
    (text_field(), "", "Please complete this required field."),
    (text_field(min_length=3), "ab", "This entry must be at least 3 characters."),
    (text_field(max_length=3), "abcd", "This entry must be no more than 3 characters."),
    (text_field(), "x" * 3001, "This entry must be no more than 3000 characters."),
    (_number(), "four", "This entry must be a number."),
    (_number(), "1.5", "This entry must be a whole number."),
    (_number(min_value="1", max_value="5"), "6", "This entry is out of range."),
    (select(option("a")), None, "Please complete this required field."),
]


@pytest.mark.parametrize(("element", "value", "error"), CLIENT_SIDE)
async def test_slacks_own_client_holds_an_incomplete_form_back(
    sandbox: Sandbox,
    ana: Actor,
    scripted_app: ScriptedApp,
    element: Json,
    value: str | None,
    error: str,
) -> None:
    view = _open(sandbox, ana, modal(question(element=element)))

    outcome = await ana.submit(view, {"q": value})

    assert outcome.errors == {"q": error}
    assert scripted_app.received == []


async def test_an_optional_field_and_a_decimal_number_pass(sandbox: Sandbox, ana: Actor) -> None:
    fields = (
        question("a", optional=True),
        question("b", element=_number() | {"is_decimal_allowed": True}),
        question("c", element=text_field(initial_value="given")),
    )
    view = _open(sandbox, ana, modal(*fields))

    assert (await ana.submit(view, {"b": "1.5"})).closed


async def test_typing_is_heard_where_the_field_dispatches(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    view = _open(sandbox, ana, modal(question("loud", dispatch_action=True), question("quiet")))

    heard = await ana.fill(view, "loud", "so f")
    silent = await ana.fill(view, "quiet", "so what")

    press = scripted_app.payloads[-1]
    assert heard is not None
    assert silent is None
    assert press["container"] == {"type": "view", "view_id": view.id}
    assert press["actions"][0]["value"] == "so f"
    assert press["view"]["state"]["values"]["loud"]["answer"]["value"] == "so f"
    assert "message" not in press


async def test_typed_text_survives_a_redrawing_that_keeps_the_ids(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    view = _open(sandbox, ana, modal(question("keep"), question("lose")))
    await ana.fill(view, "keep", "mine")
    await ana.fill(view, "lose", "gone")
    drawn = modal(question("keep"), question("new", optional=True))
    sandbox.call("views.update", {"view_id": view.id, "view": drawn}, sandbox.app.token)

    await ana.submit(view)

    values = scripted_app.payloads[-1]["view"]["state"]["values"]
    assert values["keep"]["answer"]["value"] == "mine"
    assert "lose" not in values


async def test_buttons_and_menus_in_a_form_and_at_home(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    view = _open(sandbox, ana, modal(actions(button(), select(option("a")), block_id="b")))
    await ana.press_in_view(view, label="Go")
    await ana.choose(view, "pick", "a")
    published = {"user_id": ana.person.id, "view": home(actions(button("Start", "start")))}
    sandbox.call("views.publish", published, sandbox.app.token)
    standing = await ana.open_home()
    assert standing is not None
    await ana.press_in_view(standing, action_id="start")

    pressed = [p for p in scripted_app.payloads if p["type"] == "block_actions"]
    assert [p["actions"][0]["action_id"] for p in pressed] == ["go", "pick", "start"]
    assert pressed[1]["state"]["values"]["b"]["pick"]["selected_option"] == option("a")
    assert pressed[2]["view"]["type"] == "home"


async def test_a_closed_form_tells_the_app_when_asked_to(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    quiet = _open(sandbox, ana, modal())
    telling = _open(sandbox, ana, modal(notify_on_close=True))

    await ana.close(telling)
    await ana.close(quiet)

    assert [payload["type"] for payload in scripted_app.payloads] == ["view_closed"]
    assert scripted_app.payloads[0]["view"]["id"] == telling.id
    assert scripted_app.payloads[0]["is_cleared"] is False
    assert ana.open_views() == []


async def test_a_form_may_take_those_below_along(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    _open(sandbox, ana, modal(notify_on_close=True))
    top = _open(sandbox, ana, modal(clear_on_close=True, notify_on_close=True))

    await ana.close(top)

    assert ana.open_views() == []
    assert [payload["is_cleared"] for payload in scripted_app.payloads] == [True, True]


async def test_what_is_closed_cannot_be_used(sandbox: Sandbox, ana: Actor) -> None:
    view = _open(sandbox, ana, modal())
    await ana.close(view)

    with pytest.raises(NotOnScreenError, match="not open"):
        await ana.submit(view, {"q": "x"})


async def test_a_form_without_a_button_cannot_be_sent(sandbox: Sandbox, ana: Actor) -> None:
    reading = {"type": "modal", "title": plain("Read"), "blocks": [section()]}
    view = _open(sandbox, ana, reading)

    with pytest.raises(NotOnScreenError, match="no button"):
        await ana.submit(view)


async def test_a_command_is_answered_to_one_person(ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says({"text": "Here you are", "blocks": [section("Here")]}))

    outcome = await ana.command("/cairn", "help")

    assert outcome.failed is None
    assert outcome.answer == ana.ephemerals()[-1]
    assert ana.ephemerals()[-1].text == "Here you are"


async def test_a_command_may_be_answered_in_plain_text_to_all_or_not_at_all(
    ana: Actor, scripted_app: ScriptedApp
) -> None:
    silent = await ana.command("/cairn")
    scripted_app.always(says("Plain words"))
    plainly = await ana.command("/cairn")
    scripted_app.always(says({"response_type": "in_channel", "text": "For all"}))
    openly = await ana.command("/cairn", channel="#general")

    assert silent.answer is None
    assert plainly.answer is not None
    assert plainly.answer.text == "Plain words"
    assert openly.answer == ana.channel_messages("#general")[-1]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ({"response_type": "ephemeral"}, "no_text"),
        ({"text": "x", "colour": "blue"}, "unknown_response: colour"),
        ([], "json_not_object"),
    ],
)
async def test_a_command_answered_wrongly_is_an_error_mark(
    ana: Actor, scripted_app: ScriptedApp, answer: object, reason: str
) -> None:
    scripted_app.always(says(answer))

    outcome = await ana.command("/cairn")

    assert outcome.failed is not None
    assert reason in outcome.failed
    assert ana.ephemerals() == []


async def test_a_command_that_the_app_does_not_have_is_not_sent(ana: Actor) -> None:
    with pytest.raises(NotOnScreenError, match="not a valid command"):
        await ana.command("/cairns")


async def test_a_deactivated_person_does_nothing(sandbox: Sandbox, ana: Actor) -> None:
    sandbox.workspace.change_person(ana.person.id, deleted=True)

    with pytest.raises(NotOnScreenError, match="deactivated"):
        await ana.dm("Hello")


async def test_nobody_writes_where_they_are_not_nor_nothing(sandbox: Sandbox, ana: Actor) -> None:
    with pytest.raises(NotOnScreenError, match="not in leadership"):
        await sandbox.act_as("Emil").say("#leadership", "Hello")
    with pytest.raises(NotOnScreenError, match="nothing to send"):
        await ana.dm("  ")


async def test_two_people_talk_without_the_app(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    ben = sandbox.act_as("Ben")
    between = sandbox.workspace.direct_message(ana.person.id, ben.person.id)

    await ana.say(between.id, "Lunch?")

    assert [message.text for message in between.top_level()] == ["Lunch?"]
    assert scripted_app.received == []
    assert ana.dm_messages() == []


async def test_an_answer_to_a_form_that_was_closed_meanwhile_changes_nothing(sandbox: Sandbox, ana: Actor) -> None:
    below = _open(sandbox, ana, modal())
    view = _open(sandbox, ana, modal())
    with sandbox.deliver.hold() as held:
        await ana.submit(view, {"q": "x"})
        await ana.close(view)
        await held.release()

    assert sandbox.deliveries[-1].failed is None
    assert [each.id for each in ana.open_views()] == [below.id]


async def test_a_held_submission_takes_effect_when_it_is_let_go(sandbox: Sandbox, ana: Actor) -> None:
    view = _open(sandbox, ana, modal())
    with sandbox.deliver.hold() as held:
        outcome = await ana.submit(view, {"q": "x"})
        assert not outcome.closed
        await held.release()

    assert ana.open_views() == []
