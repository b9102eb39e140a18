"""The wire log: what went between the workspace and the app, newest first."""

import json
from collections.abc import Reversible

from sandbox.page import dates, scene
from sandbox.page.reader import Reader
from sandbox.traffic import Attempt, Delivery, DeliveryKind, WebApiCall

SHOWN = 80
LONGEST = 6000  # characters of one body; a page is for reading, `sandbox.deliveries` for the rest


def entries(reader: Reader, deliveries: Reversible[Delivery], calls: Reversible[WebApiCall]) -> list[scene.Exchange]:
    """Deliveries to the app and its calls of the Web API as one list."""
    both: list[Delivery | WebApiCall] = [*reversed(deliveries), *reversed(calls)]
    both.sort(key=_at, reverse=True)
    return [_exchange(what, dates.in_words(reader, _at(what), "{time_secs}")) for what in both[:SHOWN]]


def _at(what: Delivery | WebApiCall) -> float:
    return what.at if isinstance(what, WebApiCall) else what.created_at


def _exchange(what: Delivery | WebApiCall, time: str) -> scene.Exchange:
    # A record keeps its identity while it is kept at all, so what the reader has open stays open.
    key = f"wire-{id(what)}"
    return _call(key, time, what) if isinstance(what, WebApiCall) else _delivery(key, time, what)


def _call(key: str, time: str, call: WebApiCall) -> scene.Exchange:
    error = "" if call.ok else str(call.response.get("error", "no answer"))
    met = f"fault: {call.fault}" if call.fault else ""
    return scene.Exchange(
        key=key,
        time=time,
        kind=f"app calls, {call.form}",
        name=call.method,
        outcome=met or (f"refused: {error}" if error else "ok"),
        fine=call.ok and not call.fault,
        to_app=False,
        parts=[(f"Arguments ({call.form})", _pretty(call.arguments)), ("Answer", _pretty(call.response))],
    )


def _delivery(key: str, time: str, delivery: Delivery) -> scene.Exchange:
    tried = [part for number, one in enumerate(delivery.attempts, 1) for part in _attempt(number, one)]
    return scene.Exchange(
        key=key,
        time=time,
        kind=f"{delivery.kind} to app",
        name=_name(delivery),
        outcome=_outcome(delivery),
        fine=delivery.failed is None,
        to_app=True,
        parts=[("Payload", _pretty(delivery.payload)), *tried],
    )


def _name(delivery: Delivery) -> str:
    payload = delivery.payload
    if delivery.kind is DeliveryKind.COMMAND:
        return f"{payload['command']} {payload['text']}".strip()
    if delivery.kind is DeliveryKind.EVENT:
        event = payload.get("event", payload)  # that events were limited stands in no envelope
        return f"{event['type']} {event.get('subtype', '')}".strip()
    named = [str(action.get("action_id", "")) for action in payload.get("actions", ())]
    if not named:
        named = [str(payload.get("action_id") or payload.get("view", payload).get("callback_id", ""))]
    return f"{payload['type']} {', '.join(named)}".strip()


def _outcome(delivery: Delivery) -> str:
    if delivery.last is None:
        return "on its way"
    took = f"{delivery.last.seconds * 1000:.0f} ms"
    tries = f", try {len(delivery.attempts)}" if delivery.retries else ""
    return f"{delivery.failed or _ending(delivery.last)} in {took}{tries}"


def _ending(attempt: Attempt) -> str:
    """What came back. Over a socket there is no status, only the acknowledgement."""
    return attempt.problem or ("acknowledged" if attempt.envelope else f"HTTP {attempt.status}")


def _attempt(number: int, attempt: Attempt) -> list[tuple[str, str]]:
    around = {key: value for key, value in (attempt.envelope or {}).items() if key != "payload"}
    with_it = [("Headers", attempt.headers), ("Envelope", around)]
    sent = [(f"{what} of try {number}", _pretty(body)) for what, body in with_it if body]
    return [*sent, (f"Answer to try {number} ({_ending(attempt)})", _cut(attempt.response_body or "(empty)"))]


def _pretty(body: object) -> str:
    return _cut(json.dumps(body, indent=2, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n… {len(text) - LONGEST} more characters"
