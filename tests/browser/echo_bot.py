"""A small bot of the browser tests' own: it answers, offers things to press, opens forms."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.capitalize()), "value": value}


def button(action_id: str, words: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(words), **more}


SCALE = [button(f"scale_{number}", str(number), value=str(number)) for number in range(1, 6)]
DROP = {
    "title": plain("Drop this goal?"),
    "text": mrkdwn("It *cannot* be put back."),
    "confirm": plain("Drop it"),
    "deny": plain("Keep it"),
    "style": "danger",
}
KIT: list[Json] = [
    {"type": "header", "text": plain("Week 3: a short reflection")},
    {
        "type": "section",
        "text": mrkdwn("*About two minutes.* You asked for this on Mondays. How much _energy_ did the week leave you?"),
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [option("snooze"), option("skip"), option("pause")],
        },
    },
    {"type": "actions", "elements": SCALE},
    {"type": "divider"},
    {
        "type": "section",
        "text": mrkdwn("Your goal on delegation is due for a look."),
        "fields": [mrkdwn("*Agreed*\n3 March"), mrkdwn("*Next session*\n<!date^1800000000^{date_short}|soon>")],
    },
    {
        "type": "actions",
        "elements": [
            button("open", "Open the form", style="primary"),
            {
                "type": "static_select",
                "action_id": "mood",
                "placeholder": plain("How was it?"),
                "options": [option("smooth"), option("rough"), option("stormy")],
            },
            {"type": "users_select", "action_id": "who", "placeholder": plain("Ask somebody")},
            button("drop", "Drop the goal", style="danger", confirm=DROP),
        ],
    },
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "I let Ben run the review."}]},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "what I did"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "what I learned"}]},
                ],
            },
        ],
    },
    {"type": "context", "elements": [mrkdwn(":lock: Only you can see this until you share it.")]},
]
FORM: Json = {
    "type": "modal",
    "callback_id": "reflection",
    "title": plain("Reflection"),
    "submit": plain("Save"),
    "close": plain("Later"),
    "notify_on_close": True,
    "blocks": [
        {"type": "section", "block_id": "why", "text": mrkdwn("Three questions, *about four minutes*.")},
        {
            "type": "input",
            "block_id": "learned",
            "label": plain("What did you learn this week?"),
            "hint": plain("A sentence or two is plenty."),
            "element": {
                "type": "plain_text_input",
                "action_id": "value",
                "multiline": True,
                "placeholder": plain("I noticed that…"),
            },
        },
        {
            "type": "input",
            "block_id": "energy",
            "optional": True,
            "label": plain("How much energy is left?"),
            "element": {"type": "radio_buttons", "action_id": "value", "options": [option("plenty"), option("little")]},
        },
        {
            "type": "input",
            "block_id": "helpers",
            "optional": True,
            "label": plain("Who helped you?"),
            "element": {"type": "multi_users_select", "action_id": "value", "placeholder": plain("Choose people")},
        },
        {
            "type": "input",
            "block_id": "when",
            "optional": True,
            "label": plain("When will you try it again?"),
            "element": {"type": "datepicker", "action_id": "value"},
        },
        {"type": "actions", "block_id": "extra", "elements": [button("deeper", "Show an example")]},
    ],
}
EXAMPLE: Json = {
    "type": "modal",
    "title": plain("An example"),
    "close": plain("Back"),
    "blocks": [{"type": "section", "text": mrkdwn("&gt; I let Ben run the review, and it went well.")}],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Your path")},
        {"type": "section", "text": mrkdwn("Two stones so far."), "accessory": button("open", "Add one")},
        {"type": "context", "elements": [mrkdwn("_Only you see this page._")]},
    ],
}


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
        elif event["text"] == "kit":
            await self.client.chat_postMessage(channel=event["channel"], text="A reflection", blocks=KIT)
        elif event["text"] == "in the thread":
            await self._say(event, "Let us go on here.", thread_ts=event["ts"])
        else:
            await self._say(event, f"You said: {event['text']}", thread_ts=event.get("thread_ts"))
        return web.Response()

    async def _say(self, event: Json, text: str, thread_ts: str | None) -> None:
        await self.client.chat_postMessage(channel=event["channel"], text=text, thread_ts=thread_ts)

    async def _command(self, command: Mapping[str, str]) -> web.Response:
        self.heard.append(dict(command))
        if command["text"] == "form":
            await self.client.views_open(trigger_id=command["trigger_id"], view=FORM)
            return web.Response()
        return web.json_response({"text": f"You ran {command['command']} with *{command['text'] or 'nothing'}*."})

    async def _interaction(self, payload: Json) -> web.Response:
        self.heard.append(payload)
        if payload["type"] == "block_actions":
            await self._pressed(payload, payload["actions"][0])
        elif payload["type"] == "view_submission":
            return await self._submitted(payload)
        return web.Response()

    async def _pressed(self, payload: Json, action: Json) -> None:
        if action["action_id"] == "open":
            await self.client.views_open(trigger_id=payload["trigger_id"], view=FORM)
        elif action["action_id"] == "deeper":
            await self.client.views_push(trigger_id=payload["trigger_id"], view=EXAMPLE)
        elif action["action_id"].startswith("scale_"):
            await self._answered(payload, action["value"])
        else:
            chosen = action.get("selected_option") or {"value": action.get("selected_user", "dropped")}
            channel = payload["channel"]["id"]
            await self.client.chat_postMessage(channel=channel, text=f"Noted: {action['action_id']} {chosen['value']}")

    async def _answered(self, payload: Json, number: str) -> None:
        blocks = [KIT[0], {"type": "section", "text": mrkdwn(f"Energy: *{number}* of 5. Thank you.")}]
        container = payload["container"]
        await self.client.chat_update(
            channel=container["channel_id"], ts=container["message_ts"], text="Answered", blocks=blocks
        )

    async def _submitted(self, payload: Json) -> web.Response:
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
