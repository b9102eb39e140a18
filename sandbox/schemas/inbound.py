"""Hold what the sandbox sends against the types of Slack's own SDK, before an app relies on it."""

from dataclasses import dataclass
from typing import Any

from sandbox.json_object import Json
from sandbox.schemas import library
from sandbox.schemas.problem import Problem

EVENT = "event"


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a payload: `errors` would break an app; `warnings` are keys that the types do not know.

    Slack itself sends a few keys more than its types say, so a strange key is no error.
    """

    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.errors)


def kinds() -> set[str]:
    """The kinds of payload that there is a schema for: `event`, `command` and the types of interactions."""
    return set(_roots())


def kind_of(payload: Json) -> str:
    """Which kind a payload is, by what it says itself."""
    if "command" in payload:
        return "command"
    return EVENT if payload.get("type") == "event_callback" else str(payload.get("type"))


def problems(kind: str, payload: Json) -> Problems:
    """What is wrong with a payload of one kind."""
    if kind not in _roots():
        raise LookupError(f"there is no schema for {kind!r}; there is one for {', '.join(sorted(kinds()))}")
    found = library.inbound(_roots()[kind]).problems(payload, "")
    if kind == EVENT:
        found += _event_problems(payload.get("event"))
    return Problems(
        errors=tuple(each for each in found if not _is_extra(each)),
        warnings=tuple(each for each in found if _is_extra(each)),
    )


def _event_problems(event: Any) -> list[Problem]:
    if isinstance(event, dict) and event.get("type") not in known_events():
        return [Problem(f"unsupported type: {event.get('type')}", "/event/type")]
    return library.inbound("Event").problems(event, "/event")


def known_events() -> set[str]:
    """The events that there is a schema for."""
    definitions = library.document("inbound.json")["definitions"]
    union = definitions[definitions["Event"]["$ref"].rpartition("/")[2]]
    return {branch["if"]["properties"]["type"]["const"] for branch in union["allOf"]}


def _is_extra(problem: Problem) -> bool:
    return problem.message.startswith("invalid additional property")


def _roots() -> dict[str, str]:
    roots: dict[str, str] = library.document("inbound.json")["roots"]
    return roots
