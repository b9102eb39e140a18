"""Putting a file into Slack, in three steps, and taking it away again.

Before anybody can see a file, it is noted as standing in Slack, so that it is taken away whatever happens after that.
What fails before the last step can be done again without harm: it leaves, at worst, a file that nobody sees.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_answers import Unfinished, facts
from flows.delivery import Delivery
from flows.errors import CairnError

_GONE = frozenset({"file_not_found", "file_deleted"})


class UploadRefused(CairnError):
    """Slack did not take the bytes of a file."""


class Shelf(Protocol):
    """Where is noted what stands in Slack as a file."""

    async def note(self, delivery: Delivery, file: str) -> None:
        """Keep track of a file by Slack's id, before anybody can see it."""
        ...

    async def forget(self, workspace: str, file: str) -> None:
        """It does not stand in Slack any more."""
        ...


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to be put into Slack. `otherwise` is said in its place when Slack will not have it."""

    name: str
    title: str
    content: bytes
    otherwise: str


@dataclass(frozen=True, slots=True)
class Uploads:
    """Files of ours in Slack."""

    slack: AsyncWebClient
    shelf: Shelf

    async def put(self, delivery: Delivery, file: File, channel: str, comment: str, patience: float) -> None:
        """Put a file into a conversation. `patience`: seconds to wait for each step.

        Raises Unfinished where doing it again does no harm.
        """
        with harmless():
            standing = await self._bring(delivery, file, patience)
        async with asyncio.timeout(patience):
            await self.slack.files_completeUploadExternal(
                files=[{"id": standing, "title": file.title}], channel_id=channel, initial_comment=comment
            )

    async def take_away(self, delivery: Delivery) -> None:
        """Have Slack delete a file. One that is not there any more is done with, too."""
        file = delivery.details["file"]
        try:
            await self.slack.files_delete(file=file)
        except SlackApiError as error:
            if facts(error.response)[1] not in _GONE:
                raise
        await self.shelf.forget(delivery.workspace, file)

    async def _bring(self, delivery: Delivery, file: File, patience: float) -> str:
        """Have the bytes where only Slack sees them; Slack's id of the file."""
        async with asyncio.timeout(patience):
            room = await self.slack.files_getUploadURLExternal(filename=file.name, length=len(file.content))
        await self.shelf.note(delivery, str(room["file_id"]))
        async with asyncio.timeout(patience):
            await self._hand_over(str(room["upload_url"]), file.content)
        return str(room["file_id"])

    async def _hand_over(self, address: str, content: bytes) -> None:
        """Send the bytes where Slack says, and nowhere else: they are somebody's words."""
        if self.slack.session is None:
            raise UploadRefused("no connection is open")
        sending = self.slack.session.post(
            address, data=content, proxy=self.slack.proxy, ssl=self.slack.ssl or True, allow_redirects=False
        )
        async with sending as answer:
            if answer.status != 200:
                raise UploadRefused(f"http_{answer.status}")


@contextmanager
def harmless() -> Iterator[None]:
    """Say of whatever fails in here that it can be done again. Raises Unfinished."""
    try:
        yield
    except Exception as error:
        raise Unfinished from error
