"""The wire log: one line for each thing that went over it."""

from sandbox.page.reader import Reader
from sandbox.page.wire_log import LONGEST, SHOWN, entries
from sandbox.traffic import Attempt, CallForm, Delivery, DeliveryKind, WebApiCall


def call(at: float = 1.0, **answer: object) -> WebApiCall:
    return WebApiCall("chat.postMessage", {"text": "hi"}, CallForm.JSON, dict(answer), at)


def delivery(payload: dict[str, object], kind: DeliveryKind = DeliveryKind.EVENT, **facts: object) -> Delivery:
    made = Delivery("Dv1", kind, payload, created_at=2.0)
    for name, value in facts.items():
        setattr(made, name, value)
    return made


def attempt(status: int | None = 200, problem: str | None = None) -> Attempt:
    return Attempt(2.0, 0.012, {}, status, response_body="fine", problem=problem)


def test_the_newest_comes_first_and_old_ones_fall_off(reader: Reader) -> None:
    calls = [call(at=float(number), ok=True) for number in range(SHOWN + 5)]
    shown = entries(reader, [], calls)
    assert len(shown) == SHOWN
    assert shown[0].key == f"wire-{id(calls[-1])}"


def test_of_the_same_instant_the_later_comes_first(reader: Reader) -> None:
    calls = [call(ok=True), call(ok=False, error="not_in_channel")]
    assert [one.outcome for one in entries(reader, [], calls)] == ["refused: not_in_channel", "ok"]


def test_a_call_says_how_it_came_and_what_was_answered(reader: Reader) -> None:
    [one] = entries(reader, [], [call(ok=False, error="not_in_channel")])
    assert (one.name, one.outcome, one.fine) == ("chat.postMessage", "refused: not_in_channel", False)
    assert [title for title, _ in one.parts] == ["Arguments (JSON)", "Answer"]


def test_an_event_says_how_often_it_was_tried(reader: Reader) -> None:
    tried = delivery({"event": {"type": "message"}}, attempts=[attempt(None, "http_timeout"), attempt()])
    [one] = entries(reader, [tried], [])
    assert (one.name, one.outcome, one.fine) == ("message", "HTTP 200 in 12 ms, try 2", True)
    assert [title for title, _ in one.parts][1:] == [
        "Answer to try 1 (http_timeout)",
        "Answer to try 2 (HTTP 200)",
    ]


def test_a_retry_shows_what_it_was_sent_with(reader: Reader) -> None:
    again = Attempt(2.0, 0.012, {"X-Slack-Retry-Num": "1"}, 200)
    [one] = entries(reader, [delivery({"event": {"type": "message"}}, attempts=[again])], [])
    assert one.parts[1] == ("Headers of try 1", '{\n  "X-Slack-Retry-Num": "1"\n}')


def test_what_comes_over_a_socket_is_acknowledged(reader: Reader) -> None:
    over = Attempt(2.0, 0.012, {}, 200, envelope={"envelope_id": "e1", "payload": {}})
    [one] = entries(reader, [delivery({"event": {"type": "message"}}, attempts=[over])], [])
    assert (one.outcome, one.to_app, one.fine) == ("acknowledged in 12 ms", True, True)
    assert one.parts[1] == ("Envelope of try 1", '{\n  "envelope_id": "e1"\n}')


def test_a_fault_is_named(reader: Reader) -> None:
    met = WebApiCall("chat.postMessage", {}, CallForm.JSON, {"ok": True}, 1.0, fault="slow")
    [one] = entries(reader, [], [met])
    assert (one.outcome, one.to_app, one.fine) == ("fault: slow", False, False)


def test_a_failure_stands_out(reader: Reader) -> None:
    failed = delivery({"event": {"type": "message"}}, attempts=[attempt(500, "http_error")])
    [one] = entries(reader, [failed], [])
    assert (one.outcome, one.fine) == ("http_error in 12 ms", False)


def test_each_kind_of_delivery_has_a_name(reader: Reader) -> None:
    command = delivery({"command": "/cairn", "text": "goal"}, DeliveryKind.COMMAND)
    press = delivery({"type": "block_actions", "actions": [{"action_id": "open"}]}, DeliveryKind.INTERACTION)
    view: dict[str, object] = {"type": "view_submission", "view": {"callback_id": "reflection"}}
    sent = delivery(view, DeliveryKind.INTERACTION)
    bolt = delivery({"type": "shortcut", "callback_id": "now"}, DeliveryKind.INTERACTION)
    edit = delivery({"event": {"type": "message", "subtype": "message_changed"}})
    names = [one.name for one in entries(reader, [press, command, sent, bolt, edit], [])]
    assert names == [
        "message message_changed",
        "shortcut now",
        "view_submission reflection",
        "/cairn goal",
        "block_actions open",
    ]
    assert entries(reader, [press], [])[0].outcome == "on its way"


def test_a_long_body_is_cut(reader: Reader) -> None:
    long = WebApiCall("views.open", {"view": "x" * 2 * LONGEST}, CallForm.FORM, {"ok": True}, 1.0)
    [one] = entries(reader, [], [long])
    assert "more characters" in one.parts[0][1]
    assert len(one.parts[0][1]) < LONGEST + 50


def test_what_the_limit_of_events_tells_has_a_name_too(reader: Reader) -> None:
    limited = delivery({"type": "app_rate_limited"}, attempts=[attempt()])
    assert entries(reader, [limited], [])[0].name == "app_rate_limited"
