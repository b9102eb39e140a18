"""Fields of a form: what Slack's client checks, what is typed and kept."""

from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.json_object import Json
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import (
    actions,
    button,
    home,
    modal,
    option,
    question,
    select,
    text_field,
)
from tests.unit.sandbox.given import an_open_modal
from tests.unit.sandbox.scripted_app import ScriptedApp


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
    view = an_open_modal(sandbox, ana, modal(question(element=element)))

    outcome = await ana.submit(view, {"q": value})

    assert outcome.errors == {"q": error}
    assert scripted_app.received == []


async def test_an_optional_field_and_a_decimal_number_pass(sandbox: Sandbox, ana: Actor) -> None:
    fields = (
        question("a", optional=True),
        question("b", element=_number() | {"is_decimal_allowed": True}),
        question("c", element=text_field(initial_value="given")),
    )
    view = an_open_modal(sandbox, ana, modal(*fields))

    assert (await ana.submit(view, {"b": "1.5"})).closed


async def test_typing_is_heard_where_the_field_dispatches(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    on = {"trigger_actions_on": ["on_character_entered"]}
    loud = question("loud", element=text_field(dispatch_action_config=on), dispatch_action=True)
    view = an_open_modal(sandbox, ana, modal(loud, question("quiet")))

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
    view = an_open_modal(sandbox, ana, modal(question("keep"), question("lose")))
    await ana.fill(view, "keep", "mine")
    await ana.fill(view, "lose", "gone")
    drawn = modal(question("keep"), question("new", optional=True))
    sandbox.call("views.update", {"view_id": view.id, "view": drawn}, sandbox.app.token)

    await ana.submit(view)

    values = scripted_app.payloads[-1]["view"]["state"]["values"]
    assert values["keep"]["answer"]["value"] == "mine"
    assert "lose" not in values


async def test_buttons_and_menus_in_a_form_and_at_home(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    view = an_open_modal(sandbox, ana, modal(actions(button(), select(option("a")), block_id="b")))
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


async def test_a_field_that_became_another_kind_forgets_what_was_in_it(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    view = an_open_modal(sandbox, ana, modal(question("q")))
    await ana.fill(view, "q", "words")
    menu = select(option("a"), action_id="answer", initial_option=option("a"))
    drawn = {"view_id": view.id, "view": modal(question("q", element=menu))}
    sandbox.call("views.update", drawn, sandbox.app.token)

    await ana.submit(view)

    value = scripted_app.payloads[-1]["view"]["state"]["values"]["q"]["answer"]
    assert value == {"type": "static_select", "selected_option": option("a")}
