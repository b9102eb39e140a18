"""Modals: filling in, sending off, the answers that follow, closing."""

import pytest

from sandbox.acting.actor import Actor
from sandbox.acting.outcomes import NotOnScreenError
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import (
    modal,
    plain,
    question,
    section,
)
from tests.unit.sandbox.given import an_open_modal
from tests.unit.sandbox.scripted_app import ScriptedApp, says


async def test_a_form_is_sent_and_closes(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    view = an_open_modal(sandbox, ana, modal(question("why"), private_metadata="c1"))

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
    view = an_open_modal(sandbox, ana, modal())

    outcome = await ana.submit(view, {"q": "no"})

    assert (outcome.errors, outcome.closed) == ({"q": "Too short."}, False)
    assert [each.id for each in ana.open_views()] == [view.id]


async def test_what_was_typed_stays_after_an_error(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says({"response_action": "errors", "errors": {"q": "Again."}}))
    view = an_open_modal(sandbox, ana, modal())
    await ana.submit(view, {"q": "kept"})
    scripted_app.always(says())

    outcome = await ana.submit(view)

    assert outcome.closed
    assert scripted_app.payloads[-1]["view"]["state"]["values"]["q"]["answer"]["value"] == "kept"


async def test_a_form_goes_on_with_another_page(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    page = modal(question("second"), title=plain("Page 2"))
    scripted_app.always(says({"response_action": "update", "view": page}))
    view = an_open_modal(sandbox, ana, modal())

    outcome = await ana.submit(view, {"q": "x"})

    assert outcome.view is not None
    assert (outcome.closed, outcome.view.title, outcome.view.id) == (False, "Page 2", view.id)
    assert outcome.view.hash != view.hash


async def test_a_form_puts_another_on_top_and_both_are_cleared(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    scripted_app.always(says({"response_action": "push", "view": modal(title=plain("Top"))}))
    view = an_open_modal(sandbox, ana, modal())
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
    view = an_open_modal(sandbox, ana, modal())

    outcome = await ana.submit(view, {"q": "x"})

    assert outcome.failed is not None
    assert reason in outcome.failed
    assert not outcome.closed


async def test_a_failing_app_leaves_the_form_open(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says(status=500))
    view = an_open_modal(sandbox, ana, modal())

    outcome = await ana.submit(view, {"q": "x"})

    assert (outcome.failed, outcome.closed) == ("http_service_error", False)
    assert await sandbox.run_due_retries() == 0


async def test_a_closed_form_tells_the_app_when_asked_to(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    quiet = an_open_modal(sandbox, ana, modal())
    telling = an_open_modal(sandbox, ana, modal(notify_on_close=True))

    await ana.close(telling)
    await ana.close(quiet)

    assert [payload["type"] for payload in scripted_app.payloads] == ["view_closed"]
    assert scripted_app.payloads[0]["view"]["id"] == telling.id
    assert scripted_app.payloads[0]["is_cleared"] is False
    assert ana.open_views() == []


async def test_a_form_may_take_those_below_along(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    an_open_modal(sandbox, ana, modal(notify_on_close=True))
    top = an_open_modal(sandbox, ana, modal(clear_on_close=True, notify_on_close=True))

    await ana.close(top)

    assert ana.open_views() == []
    assert [payload["is_cleared"] for payload in scripted_app.payloads] == [True, True]


async def test_what_is_closed_cannot_be_used(sandbox: Sandbox, ana: Actor) -> None:
    view = an_open_modal(sandbox, ana, modal())
    await ana.close(view)

    with pytest.raises(NotOnScreenError, match="not open"):
        await ana.submit(view, {"q": "x"})


async def test_a_form_without_a_button_cannot_be_sent(sandbox: Sandbox, ana: Actor) -> None:
    reading = {"type": "modal", "title": plain("Read"), "blocks": [section()]}
    view = an_open_modal(sandbox, ana, reading)

    with pytest.raises(NotOnScreenError, match="no button"):
        await ana.submit(view)


async def test_an_answer_to_a_form_that_was_closed_meanwhile_changes_nothing(sandbox: Sandbox, ana: Actor) -> None:
    below = an_open_modal(sandbox, ana, modal())
    view = an_open_modal(sandbox, ana, modal())
    with sandbox.deliver.hold() as held:
        await ana.submit(view, {"q": "x"})
        await ana.close(view)
        await held.release()

    assert sandbox.deliveries[-1].failed is None
    assert [each.id for each in ana.open_views()] == [below.id]


async def test_a_held_submission_takes_effect_when_it_is_let_go(sandbox: Sandbox, ana: Actor) -> None:
    view = an_open_modal(sandbox, ana, modal())
    with sandbox.deliver.hold() as held:
        outcome = await ana.submit(view, {"q": "x"})
        assert not outcome.closed
        await held.release()

    assert ana.open_views() == []
