"""A small bot of the browser tests' own: it answers, offers things to press, opens forms."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from tests.browser import gallery
from tests.browser.kit import EXAMPLE, FORM, HOME, KIT, Json, mrkdwn, option

BOOKS = ("biography", "bicycles", "birds", "poems")


class EchoBot:
    """Answers what the sandbox delivers; refuses everything while `ill`."""

    def __init__(self) -> None:
        self.client = AsyncWebClient()
        self.ill = False
        self.heard: list[Json] = []

    def at(self, base_url: str, token: str) -> None:
        self.client = AsyncWebClient(token=token, base_url=f"{base_url}/api/", retry_handlers=[])

    async def answer(self, request: web.Request) -> web.Response:
        if self.ill:
            return web.Response(status=500)
        if request.content_type == "application/json":
            return await self._event((await request.json())["event"])
        form = await request.post()
        if "payload" in form:
            return await self._interaction(json.loads(str(form["payload"])))
        return await self._command({key: str(value) for key, value in form.items()})

    async def _event(self, event: Json) -> web.Response:
        self.heard.append(event)
        if event["type"] == "app_home_opened":
            await self.client.views_publish(user_id=event["user"], view=HOME)
        elif event["type"] == "message":
            await self._read(event)
        return web.Response()

    async def _read(self, event: Json) -> None:
        if "subtype" in event:
            return
        if event["text"] in SHOWN:
            await self.client.chat_postMessage(channel=event["channel"], text="Look", blocks=SHOWN[event["text"]]())
        elif event["text"] == "in the thread":
            await self._say(event, "Let us go on here.", thread_ts=event["ts"])
        else:
            await self._say(event, f"You said: {event['text']}", thread_ts=event.get("thread_ts"))

    async def _say(self, event: Json, text: str, thread_ts: str | None) -> None:
        await self.client.chat_postMessage(channel=event["channel"], text=text, thread_ts=thread_ts)

    async def _command(self, command: Mapping[str, str]) -> web.Response:
        self.heard.append(dict(command))
        if command["text"] in FORMS:
            await self.client.views_open(trigger_id=command["trigger_id"], view=FORMS[command["text"]]())
            return web.Response()
        return web.json_response({"text": f"You ran {command['command']} with *{command['text'] or 'nothing'}*."})

    async def _interaction(self, payload: Json) -> web.Response:
        self.heard.append(payload)
        if payload["type"] == "block_actions":
            await self._pressed(payload, payload["actions"][0])
        elif payload["type"] == "view_submission":
            return await self._submitted(payload)
        elif payload["type"] == "block_suggestion":
            wanted = [option(book) for book in BOOKS if payload["value"].lower() in book]
            return web.json_response({"options": wanted})
        elif payload["type"] in {"shortcut", "message_action"}:
            await self.client.views_open(trigger_id=payload["trigger_id"], view=FORM)
        return web.Response()

    async def _pressed(self, payload: Json, action: Json) -> None:
        if action["action_id"] == "open":
            await self.client.views_open(trigger_id=payload["trigger_id"], view=FORM)
        elif action["action_id"] == "deeper":
            level = int(payload["view"]["private_metadata"] or 0)
            shown = gallery.deeper(level + 1) if level else EXAMPLE
            await self.client.views_push(trigger_id=payload["trigger_id"], view=shown)
        elif action["action_id"].startswith("scale_"):
            await self._answered(payload, action["value"])
        elif "channel" in payload:
            channel = payload["channel"]["id"]
            await self.client.chat_postMessage(channel=channel, text=f"Noted: {action['action_id']} {taken(action)}")

    async def _answered(self, payload: Json, number: str) -> None:
        blocks = [KIT[0], {"type": "section", "text": mrkdwn(f"Energy: *{number}* of 5. Thank you.")}]
        container = payload["container"]
        await self.client.chat_update(
            channel=container["channel_id"], ts=container["message_ts"], text="Answered", blocks=blocks
        )

    async def _submitted(self, payload: Json) -> web.Response:
        if payload["view"]["callback_id"] != "reflection":
            return web.Response()
        words = payload["view"]["state"]["values"]["learned"]["value"]["value"]
        if len(words) < 10:
            errors = {"learned": "Say a little more, please."}
            return web.json_response({"response_action": "errors", "errors": errors})
        opened = await self.client.conversations_open(users=payload["user"]["id"])
        channel = opened["channel"]["id"]
        await self.client.chat_postMessage(channel=channel, text="Saved. *Only you* can see it.")
        return web.Response()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Serve on a free port; gives the request URL."""
        app = web.Application()
        app.router.add_post("/slack/events", self.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        finally:
            await runner.cleanup()


SHOWN: dict[str, Callable[[], list[Json]]] = {"kit": lambda: KIT, "every block": gallery.message}
FORMS: dict[str, Callable[[], Json]] = {
    "form": lambda: FORM,
    "deep": lambda: gallery.deeper(1),
    "fields": lambda: gallery.form(gallery.TYPED),
    "choices": lambda: gallery.form(gallery.ELEMENTS),
}


def taken(action: Json) -> str:
    """What somebody chose or pressed, in a word or several."""
    options = action.get("selected_options") or [action.get("selected_option") or {}]
    values = [one["value"] for one in options if "value" in one]
    plain = [str(held) for key, held in action.items() if key.startswith("selected_") and isinstance(held, str | int)]
    many = (
        [
            str(one)
            for key, held in action.items()
            if key.startswith("selected_")
            for one in held or ()
            if isinstance(one, str)
        ]
        if not plain
        else []
    )
    return " ".join(values or plain or many) or "dropped"
