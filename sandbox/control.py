"""The sandbox's own controls as JSON under `/control/`: its clock, what goes wrong, sockets, people, the app's end."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import time
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfoNotFoundError

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.acting.admin import ENDINGS
from sandbox.clock import Clock, next_weekday
from sandbox.faults import Fault, FaultKind
from sandbox.json_object import Json
from sandbox.mishaps import Mishap, MishapKind
from sandbox.records import Person
from sandbox.sandbox import Sandbox
from sandbox.sockets.envelopes import Parting
from sandbox.traffic import DeliveryKind

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Shorter than a server waits for those who are still there when it ends.
HOLD_SECONDS = 0.8
_FIXED = frozenset({"id", "is_bot"})
T = TypeVar("T")
Act = Callable[[Sandbox, Request, Json], Awaitable[object]]


def control_routes(sandbox: Sandbox) -> list[BaseRoute]:
    """The addresses of the controls of a sandbox."""

    def post(path: str, act: Act, method: str = "POST") -> Route:
        async def changed(request: Request) -> Response:
            return await _answered(sandbox, request, act)

        return Route(f"/control/{path}", changed, methods=[method])

    def get(path: str, look: Callable[[Sandbox], Json]) -> Route:
        async def seen(_request: Request) -> Response:
            return JSONResponse(look(sandbox))

        return Route(f"/control/{path}", seen, methods=["GET"])

    async def clock(request: Request) -> Response:
        return JSONResponse(await followed(sandbox.clock, _after(request)))

    return [
        Route("/control/clock", clock, methods=["GET"]),
        post("clock/{move}", _move_clock),
        get("faults", planned),
        post("faults", _plan),
        post("faults", _clear, "DELETE"),
        get("sockets", connections),
        post("sockets/{act}", _handle_sockets),
        post("people", _add_person),
        post("people/{who}", _change_person),
        post("app/{act}", _end_app),
    ]


async def followed(clock: Clock, after: int) -> Json:
    """What the clock shows, once somebody has touched it since `after`, or after a while."""
    with suppress(TimeoutError):  # nobody touched it: the same again
        async with asyncio.timeout(HOLD_SECONDS):
            await clock.moves.beyond(after)
    return {"version": clock.moves.version, "now": clock.now(), "runs": clock.runs}


def planned(sandbox: Sandbox) -> Json:
    """What is still to go wrong, in both directions."""
    calls = [
        {"kind": fault.kind, "method": method, "number": fault.number, "error": fault.error}
        for method, fault in sandbox.faults.planned()
    ]
    deliveries = [
        {"kind": each.mishap.kind, "about": each.about, "number": each.mishap.number}
        for each in sandbox.mishaps.planned()
    ]
    return {"calls": calls, "deliveries": deliveries}


def connections(sandbox: Sandbox) -> Json:
    """How the app is connected in Socket Mode."""
    return {"enabled": sandbox.sockets.enabled, "connections": sandbox.sockets.connections}


async def _answered(sandbox: Sandbox, request: Request, act: Act) -> Response:
    if refused := _not_ours(request):
        return refused
    try:
        return JSONResponse(await act(sandbox, request, _object(await request.body())))
    except (ValueError, TypeError, LookupError, ZoneInfoNotFoundError) as wrong:
        return JSONResponse({"error": str(wrong).strip("'\"")}, status_code=400)


def _not_ours(request: Request) -> Response | None:
    """Refuse what a page of another site sends: it must not control the sandbox."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        return JSONResponse({"error": "this was not sent from the sandbox's own page"}, status_code=403)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        return JSONResponse({"error": "the content type must be application/json"}, status_code=415)
    return None


def _object(raw: bytes) -> Json:
    body = json.loads(raw or b"{}")
    if not isinstance(body, dict):
        raise TypeError("the body must be a JSON object")
    return body


def _after(request: Request) -> int:
    asked = request.query_params.get("after", "-1")
    return int(asked) if asked.lstrip("-").isdecimal() else -1


async def _move_clock(sandbox: Sandbox, request: Request, body: Json) -> object:
    clock, move = sandbox.clock, request.path_params["move"]
    moves: dict[str, Callable[[], None]] = {
        "stand": clock.stand,
        "run": clock.run,
        "step": lambda: clock.advance(float(body.get("seconds", 0))),
        "jump": lambda: clock.jump(_moment(clock, body)),
    }
    _one_of(moves, move)()
    return await followed(clock, -1)


def _moment(clock: Clock, body: Json) -> float:
    """A moment named by its seconds since 1970, or as a weekday and a time on somebody's wall."""
    if "to" in body:
        return float(body["to"])
    if "weekday" not in body:
        raise ValueError("say where to jump: either `to`, or `weekday` with `time` and `zone`")
    day = str(body["weekday"]).lower()
    if day not in WEEKDAYS:
        raise ValueError(f"no weekday {day!r}; there are {', '.join(WEEKDAYS)}")
    at = time.fromisoformat(str(body.get("time", "09:00")))
    return next_weekday(clock, str(body.get("zone", "Etc/UTC")), WEEKDAYS.index(day), at).timestamp()


async def _plan(sandbox: Sandbox, _request: Request, body: Json) -> object:
    kind, times, number = str(body.get("kind")), int(body.get("times", 1)), float(body.get("number", 0))
    if kind in set(FaultKind):
        fault = Fault(FaultKind(kind), number, str(body.get("error", "")))
        sandbox.faults.plan(fault, method=body.get("method"), times=times)
    elif kind in set(MishapKind):
        about = DeliveryKind(body["about"]) if body.get("about") else None
        sandbox.mishaps.plan(Mishap(MishapKind(kind), number), about=about, times=times)
    else:
        raise ValueError(f"no fault {kind!r}; there are {', '.join([*FaultKind, *MishapKind])}")
    return planned(sandbox)


async def _clear(sandbox: Sandbox, _request: Request, _body: Json) -> object:
    sandbox.faults.clear()
    sandbox.mishaps.clear()
    return planned(sandbox)


async def _handle_sockets(sandbox: Sandbox, request: Request, _body: Json) -> object:
    act, sockets = request.path_params["act"], sandbox.sockets
    if act in {Parting.WARNING, Parting.REFRESH_REQUESTED, Parting.LINK_DISABLED}:
        await sockets.disconnect(Parting(act))
    else:
        _one_of({"stall": sockets.stall, "resume": sockets.resume, "cut": sockets.cut}, act)()
    return connections(sandbox)


async def _add_person(sandbox: Sandbox, _request: Request, body: Json) -> object:
    name = str(body.pop("display_name"))
    person = await sandbox.admin.add(name, str(body.pop("real_name", "")), **_facts(body))
    return {"id": person.id}


async def _change_person(sandbox: Sandbox, request: Request, body: Json) -> object:
    person = await sandbox.admin.change(request.path_params["who"], **_facts(body))
    return {"id": person.id}


def _facts(body: Json) -> Json:
    known = {field.name for field in fields(Person)} - _FIXED
    if unknown := sorted(set(body) - known):
        raise ValueError(f"a person has no {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    return body


async def _end_app(sandbox: Sandbox, request: Request, body: Json) -> object:
    admin = sandbox.admin
    ends: dict[str, Callable[[], Awaitable[None]]] = {
        "uninstall": lambda: admin.uninstall(body.get("order", ENDINGS)),
        "revoke": admin.revoke_token,
    }
    await _one_of(ends, request.path_params["act"])()
    return {"refused": sandbox.app.refused}


def _one_of(known: Mapping[str, T], name: str) -> T:
    if name not in known:
        raise LookupError(f"no {name}; there are {', '.join(known)}")
    return known[name]
