"""The page's addresses: look at the workspace as somebody, and act as them."""

import asyncio
import hashlib
import itertools
from collections.abc import Awaitable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.page.acts import act
from sandbox.page.desk import Desk
from sandbox.page.drawing import templates
from sandbox.page.form import read_form
from sandbox.page.sight import HOME, PANELS, Sight, reader_of
from sandbox.page.staging import Hints, stage, undelivered
from sandbox.records import Person
from sandbox.sandbox import Sandbox

HOLD_SECONDS = 0.8  # how long a window waits for news; less than the server gives it to end
WINDOWS = 1_000  # drawings remembered; forgetting one only means drawing it again
State = tuple[str | int, ...]
THEMES = ("light", "dark")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https: data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def routes(sandbox: Sandbox, hints: Hints = ()) -> list[BaseRoute]:
    """The page of a sandbox; `hints` are (command, what it does) for the composer to offer."""
    page = Page(sandbox, hints)
    return [
        Route("/", page.begin),
        Route("/as/{person}", page.begin),
        Route("/as/{person}/files/{file}", page.file, methods=["GET"]),
        Route("/as/{person}/{place}", page.look, methods=["GET"]),
        Route("/as/{person}/{place}", page.act, methods=["POST"]),
        Route("/page/theme", page.theme, methods=["POST"]),
        Mount("/page", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


class Page:
    """Draws the page and passes on what is done on it."""

    def __init__(self, sandbox: Sandbox, hints: Hints) -> None:
        self._sandbox = sandbox
        self._hints = hints
        self._desk = Desk()
        self._known: dict[str, State] = {}
        self._serial = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self, request: Request) -> Response:
        """Put a newcomer into somebody's conversation with the app."""
        person = self._person(request) if "person" in request.path_params else self._first_person()
        return RedirectResponse(f"/as/{person.id}/{self._sandbox.app.bot_user_id}", status_code=303)

    async def look(self, request: Request) -> Response:
        """The page; a window that is open already waits here for something new."""
        page = request.headers.get("x-page")
        came_from = urlsplit(request.headers.get("referer", "")).path
        if page is None and request.path_params["place"] == HOME and came_from != request.url.path:
            self._open_home(self._person(request))
        if page != "live":
            return self._answer(self._draw(request))
        return await self._live(request, request.headers.get("x-seen", ""))

    async def _live(self, request: Request, seen: str) -> Response:
        changes = self._sandbox.workspace.changes
        await request.body()  # after it, all that can be received is that the window has gone
        ends = asyncio.get_running_loop().time() + HOLD_SECONDS
        while not await request.is_disconnected():
            version = changes.version
            if self._known.get(seen) != self._state(request):
                html = self._draw(request)
                if _digest(html) != seen:
                    return self._answer(html)
                self._remember(seen, request)
            if not await _first(changes.beyond(version), request.receive(), until=ends):
                break
        return Response(status_code=204, headers=HEADERS)

    async def act(self, request: Request) -> Response:
        """Do what the person pressed or typed, then show the page again."""
        _same_origin(request)
        sight = self._sight(request)
        await act(self._sandbox, self._desk, sight, read_form(await request.body()))
        return RedirectResponse(_own_address(str(request.url)), status_code=303)

    async def file(self, request: Request) -> Response:
        """A file from a conversation of theirs, to be kept: whatever is in it, it must not run on this page."""
        person, workspace = self._person(request), self._sandbox.workspace
        file = workspace.files.find(request.path_params["file"])
        channel = workspace.channels.get(file.channel_id or "") if file else None
        if file is None or channel is None or person.id not in channel.members:
            raise HTTPException(404, f"{person.real_name} has no such file")
        name = quote(file.name, safe="")
        headers = HEADERS | {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(file.content, media_type="application/octet-stream", headers=headers)

    async def theme(self, request: Request) -> Response:
        """Remember light or dark, for browsers that run no script."""
        _same_origin(request)
        theme = read_form(await request.body()).word("theme")
        response = RedirectResponse(_own_address(request.headers.get("referer", "/")), status_code=303)
        if theme in THEMES:
            response.set_cookie("theme", theme, max_age=31_536_000, samesite="lax")
        return response

    def _open_home(self, person: Person) -> None:
        # Not awaited: the page stands at once, and shows what the app publishes when it does.
        task = asyncio.create_task(self._tell_of_home(person.id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell_of_home(self, person_id: str) -> None:
        await self._sandbox.act_as(person_id).open_home()

    def _draw(self, request: Request) -> str:
        sight = self._sight(request)
        if sight.channel is not None:
            self._desk.marks.see(sight.me.id, sight.channel)
            if sight.thread_ts:
                self._desk.marks.see(sight.me.id, sight.channel, sight.thread_ts)
        theme = request.cookies.get("theme", "")
        shown = stage(
            self._sandbox,
            self._desk,
            sight,
            hints=self._offered(),
            theme=theme if theme in THEMES else "",
        )
        return templates().get_template("page.html").render(scene=shown)

    def _state(self, request: Request) -> State:
        """All that a drawing depends on; while it stays the same, the drawing does."""
        sandbox, workspace = self._sandbox, self._sandbox.workspace
        minute, moves = int(sandbox.clock.now() // 60), sandbox.clock.moves.version
        planned = len(sandbox.faults.planned()) + len(sandbox.mishaps.planned())
        theme = request.cookies.get("theme", "")
        # A call that changes nothing is news too, for the wire log.
        last_call = id(sandbox.calls[-1]) if sandbox.calls else 0
        versions = workspace.changes.version, self._desk.version
        return str(request.url), theme, minute, moves, planned, last_call, *versions

    def _remember(self, drawing: str, request: Request) -> None:
        if len(self._known) > WINDOWS:
            self._known.clear()
        self._known[drawing] = self._state(request)

    def _answer(self, html: str) -> Response:
        headers = {"X-Drawing": _digest(html), "X-Serial": str(next(self._serial))}
        return Response(html, media_type="text/html", headers=HEADERS | headers)

    def _offered(self) -> Hints:
        app = self._sandbox.app
        return self._hints or [(command, f"Talk to {app.name}") for command in app.config.commands]

    def _sight(self, request: Request) -> Sight:
        person, workspace, app = self._person(request), self._sandbox.workspace, self._sandbox.app
        panel = request.query_params.get("panel", "")
        failed = undelivered(self._sandbox.deliveries, person.id, app.name)
        return Sight(
            workspace=workspace,
            app=app,
            me=person,
            here=self._place(request, person),
            desk=self._desk,
            reader=reader_of(workspace, person),
            thread_ts=request.query_params.get("thread", ""),
            panel=panel if panel in PANELS else "",
            editing=request.query_params.get("edit", ""),
            problems=failed | self._desk.problems(person.id),
        )

    def _person(self, request: Request) -> Person:
        try:
            person = self._sandbox.workspace.person(request.path_params["person"])
        except LookupError as unknown:
            raise HTTPException(404, str(unknown)) from unknown
        if person.is_bot or person.deleted:
            raise HTTPException(404, f"nobody can act as {person.real_name}")
        return person

    def _first_person(self) -> Person:
        return next(p for p in self._sandbox.workspace.people.values() if not (p.is_bot or p.deleted))

    def _place(self, request: Request, person: Person) -> str:
        place = str(request.path_params["place"])
        workspace = self._sandbox.workspace
        channel = workspace.channels.get(place)
        if place == HOME or place in workspace.people:
            return place
        if channel is None or person.id not in channel.members:
            raise HTTPException(404, f"{person.real_name} is in no conversation {place}")
        others = channel.members - {person.id}
        return place if channel.name != "directmessage" else next(iter(others), person.id)


async def _first(*events: Awaitable[Any], until: float) -> bool:
    """Wait for the first of several things; False when none of them happens in time."""
    tasks = [asyncio.ensure_future(event) for event in events]
    left = max(until - asyncio.get_running_loop().time(), 0)
    done, pending = await asyncio.wait(tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    return bool(done)


def _digest(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()[:16]


def _own_address(url: str) -> str:
    # Only the path: a redirect must never lead to another site.
    parts = urlsplit(url)
    return f"/{parts.path.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def _same_origin(request: Request) -> None:
    """Refuse a form that another site posts: a page elsewhere must not act for people here."""
    came_from = request.headers.get("origin") or request.headers.get("referer") or ""
    if urlsplit(came_from).netloc != request.headers.get("host", ""):
        raise HTTPException(403, "this form was not sent from the sandbox's own page")
