"""What goes over a socket: envelopes and Slack's own words around them."""

from enum import StrEnum

from sandbox.json_object import Json
from sandbox.traffic import Delivery, DeliveryKind, Retry

HOST = "applink-sandbox"
USUAL_CONNECTION_SECONDS = 18_060
TYPES = {
    DeliveryKind.EVENT: "events_api",
    DeliveryKind.INTERACTION: "interactive",
    DeliveryKind.COMMAND: "slash_commands",
}
# The interactions that Slack lets an app answer in the acknowledgement.
_ANSWERED = frozenset({"view_submission", "block_suggestion"})


class Parting(StrEnum):
    """Why Slack lets a connection go."""

    WARNING = "warning"
    REFRESH_REQUESTED = "refresh_requested"
    LINK_DISABLED = "link_disabled"
    TOO_MANY = "too_many_websockets"


def hello(app_id: str, connections: int) -> Json:
    """The first thing that Slack says on a connection."""
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": {
            "host": HOST,
            "build_number": 1,
            "approximate_connection_time": USUAL_CONNECTION_SECONDS,
        },
        "connection_info": {"app_id": app_id},
    }


def goodbye(reason: Parting) -> Json:
    """What Slack says before it lets a connection go."""
    return {"type": "disconnect", "reason": reason.value, "debug_info": {"host": HOST}}


def envelope(envelope_id: str, delivery: Delivery, retry: Retry | None) -> Json:
    """A delivery with what Slack wraps around it on a socket."""
    wrapped: Json = {
        "envelope_id": envelope_id,
        "payload": delivery.payload,
        "type": TYPES[delivery.kind],
        "accepts_response_payload": _accepts_answer(delivery),
    }
    if delivery.kind is DeliveryKind.EVENT:
        wrapped |= {"retry_attempt": retry.number if retry else 0, "retry_reason": retry.reason if retry else ""}
    return wrapped


def _accepts_answer(delivery: Delivery) -> bool:
    return delivery.kind is DeliveryKind.COMMAND or delivery.payload.get("type") in _ANSWERED
