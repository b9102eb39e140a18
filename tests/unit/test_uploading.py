"""Bringing a file: its bytes go where Slack says and nowhere else, and a failure says whether it may be repeated."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.naming import Naming
from bot.slack_answers import Unfinished
from bot.uploading import File, Uploads
from flows.errors import NotSaved
from sandbox.hosting import host
from tests.contract.samples import delivery
from tests.unit.test_sender import Notes
from tests.unit.test_slack_answers import refused

WORDS = b"> What nobody else may read.\n"
FILE = File("journal.md", "My journal", WORDS, "No file.")


class Slack(AsyncWebClient):
    """Slack's end: says where bytes go, and fails where it is told to."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        super().__init__(session=session)
        self.address = address
        self.fails: dict[str, Exception] = {}
        self.asked: list[str] = []

    async def api_call(self, api_method: str, **_: Any) -> Any:
        self.asked.append(api_method)
        if api_method in self.fails:
            raise self.fails[api_method]
        return {"ok": True, "file_id": "F1", "upload_url": self.address, "files": [{"id": "F1"}]}


@dataclass
class Shore:
    """Where bytes may land."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        self.taken.append((request.url.path, await request.body()))
        if request.url.path == "/elsewhere":
            return RedirectResponse("/right")
        return PlainTextResponse("OK", 200 if request.url.path == "/right" else 500)


@asynccontextmanager
async def coast() -> AsyncIterator[tuple[Shore, str, aiohttp.ClientSession]]:
    shore = Shore()
    app = Starlette(routes=[Route("/{name}", shore.take, methods=["GET", "POST"])])
    async with host(app) as url, aiohttp.ClientSession() as session:
        yield shore, url, session


async def test_the_bytes_go_where_slack_says_and_the_file_is_noted_first() -> None:
    async with coast() as (shore, url, session):
        slack, notes = Slack(session, f"{url}/right"), Notes()
        await Uploads(slack, notes).put(delivery("file"), FILE, "D1", "Here it is", 5)
        assert shore.taken == [("/right", WORDS)]
        assert notes.kept == ["F1"]
        assert slack.asked == ["files.getUploadURLExternal", "files.completeUploadExternal"]


@pytest.mark.parametrize("place", ["wrong", "elsewhere"])
async def test_bytes_are_not_sent_on_to_another_place(place: str) -> None:
    async with coast() as (shore, url, session):
        slack, notes = Slack(session, f"{url}/{place}"), Notes()
        with pytest.raises(Unfinished):
            await Uploads(slack, notes).put(delivery("file"), FILE, "D1", "Here it is", 5)
        assert [path for path, _ in shore.taken] == [f"/{place}"]
        assert notes.kept == ["F1"], "its bytes may stand there"


async def test_without_a_connection_nothing_is_sent() -> None:
    async with coast() as (shore, url, session):
        slack = Slack(session, f"{url}/right")
        slack.session = None
        with pytest.raises(Unfinished):
            await Uploads(slack, Notes()).put(delivery("file"), FILE, "D1", "Here it is", 5)
        assert shore.taken == []


async def test_what_cannot_be_noted_is_not_sent() -> None:
    class Full(Notes):
        async def note(self, *_: object) -> None:
            raise NotSaved

    async with coast() as (shore, url, session):
        with pytest.raises(Unfinished):
            await Uploads(Slack(session, f"{url}/right"), Full()).put(delivery("file"), FILE, "D1", "Here it is", 5)
        assert shore.taken == []


async def test_the_last_step_says_itself_what_went_wrong() -> None:
    async with coast() as (_, url, session):
        slack = Slack(session, f"{url}/right")
        slack.fails["files.completeUploadExternal"] = TimeoutError()
        with pytest.raises(TimeoutError):
            await Uploads(slack, Notes()).put(delivery("file"), FILE, "D1", "Here it is", 5)


@pytest.mark.parametrize(("error", "left"), [("file_not_found", []), ("file_deleted", []), ("internal_error", ["F1"])])
async def test_a_file_that_is_gone_is_forgotten(error: str, left: list[str]) -> None:
    async with coast() as (_, url, session):
        slack, notes = Slack(session, url), Notes(["F1"])
        slack.fails["files.delete"] = refused(error)
        gone = delivery("gone", details={"file": "F1"})
        try:
            await Uploads(slack, notes).take_away(gone)
        except type(slack.fails["files.delete"]):
            assert left
        assert notes.kept == left


async def test_each_name_is_asked_for_once_and_not_for_ever() -> None:
    asked: list[str] = []

    async def name_of(slack_id: str) -> str:
        asked.append(slack_id)
        return "" if slack_id == "U3" else f"Name of {slack_id}"

    naming = Naming(name_of)
    assert (await naming.of(["U1", "U2", "U1"]))["U1"] == "Name of U1"
    assert (await naming.of(["U3", "U1"]))["U3"] == "U3"
    assert (await naming.of(["U4"]))["U4"] == "U4", "Slack is left alone when it does not answer"
    assert asked == ["U1", "U2", "U3"]
