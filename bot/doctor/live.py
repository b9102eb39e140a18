"""Try the installation in a live workspace, on one person who was named, and let Slack look at all that is drawn."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor.about_live import Refused, about_deed, about_person, about_views, why_refused
from bot.doctor.about_slack import Answer, refusal
from bot.doctor.drawings import Drawing, drawings
from bot.doctor.findings import Check, Finding, Verdict, not_checked
from bot.doctor.slack_side import answer_to
from bot.prompt_files import Prompts
from bot.settings import Settings
from bot.slack import slack_client
from bot.slack_answers import retry_after
from bot.views.checking import checked_home, checked_message, checking_message
from bot.views.parts import Drawn
from flows.conversation.library import BASE_LANGUAGE
from flows.words import Words

_MOST_SECONDS = 600.0
"""How long to wait for Slack altogether. It limits how often it may be asked, and does not say how much."""

_NOT_VALID = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "invalid_message", "invalid_view", "invalid_arguments"}
)

Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class LiveWish:
    """On whom to try it, and whether their Home tab may be drawn too."""

    person: str
    home: bool


def plan(wish: LiveWish) -> str:
    """What will be done, before it is done."""
    home = (
        f"- draw a page on the Home tab of {wish.person} that says it can be ignored. It stays there;"
        if wish.home
        else "- leave the Home tab alone (--home draws it too);"
    )
    return "\n".join(
        [
            "This will, in the workspace of SLACK_BOT_TOKEN:",
            f"- post one message to {wish.person}, change it, and take it away again. It says that it can be ignored;",
            home,
            "- let Slack check everything that Cairn can draw, with nobody's words in it. No person sees it. It may",
            "  take some minutes.",
            "Nobody else is written to, and the database is not touched.",
        ]
    )


async def try_live(settings: Settings, prompts: Prompts, wish: LiveWish, pause: Pause) -> list[Finding]:
    """Do what the plan says. `pause` waits as long as Slack asks for."""
    words = prompts.catalogues[BASE_LANGUAGE]
    contacts = "; ".join(f"{contact.name}: {contact.reach}" for contact in settings.support_contacts)
    everything = list(drawings(prompts, contacts))  # before any call: a connection does not wait while this is drawn
    async with slack_client(settings.slack_bot_token, settings.slack_api_url) as slack:
        person = about_person(await answer_to(slack.users_info(user=wish.person)))
        welcome = person.verdict is not Verdict.FAULT
        return [
            person,
            *(await _try_message(slack, wish.person if welcome else "", words)),
            *([await _try_home(slack, wish.person if welcome else "", words)] if wish.home else []),
            await _try_views(slack, everything, pause),
        ]


async def _try_message(slack: AsyncWebClient, person: str, words: Words) -> list[Finding]:
    opened = await answer_to(slack.conversations_open(users=person)) if person else None
    if opened is None or not opened.ok:
        return [about_deed(Check.POST, opened), about_deed(Check.UPDATE, None), about_deed(Check.DELETE, None)]
    place = opened.said.get("channel")
    channel = str(place.get("id", "")) if isinstance(place, dict) else ""
    first, then = checking_message(words), checked_message(words)
    posted = await answer_to(
        slack.chat_postMessage(channel=channel, text=first.text, blocks=list(first.blocks), unfurl_links=False)
    )
    ts = posted.text("ts")
    if not ts:
        return [about_deed(Check.POST, posted), about_deed(Check.UPDATE, None), about_deed(Check.DELETE, None)]
    updated = await answer_to(slack.chat_update(channel=channel, ts=ts, text=then.text, blocks=list(then.blocks)))
    deleted = await answer_to(slack.chat_delete(channel=channel, ts=ts))
    deeds = {Check.POST: posted, Check.UPDATE: updated, Check.DELETE: deleted}
    return [about_deed(check, answer) for check, answer in deeds.items()]


async def _try_home(slack: AsyncWebClient, person: str, words: Words) -> Finding:
    answer = await answer_to(slack.views_publish(user_id=person, view=checked_home(words))) if person else None
    return about_deed(Check.HOME, answer)


async def _try_views(slack: AsyncWebClient, everything: list[Drawing], pause: Pause) -> Finding:
    """Every drawing, one after the other. What keeps Slack from looking at one keeps it from the rest."""
    refused: list[Refused] = []
    left = _MOST_SECONDS
    for each in everything:
        answer = await _validated(slack, each)
        while _is_limited(answer) and left > 0:
            seconds = retry_after(answer.headers)
            left -= seconds
            await pause(seconds)
            answer = await _validated(slack, each)
        if answer.error == "unknown_method":
            return not_checked(Check.VIEWS, "What answers does not know blocks.validate.")
        if not answer.ok and answer.error not in _NOT_VALID:
            return refusal(Check.VIEWS, answer, "Look the code up on Slack's page of blocks.validate.")
        if not answer.ok:
            refused.append(why_refused(each.name, answer))
    return about_views(len(everything), refused)


async def _validated(slack: AsyncWebClient, drawing: Drawing) -> Answer:
    """Ask about one drawing, as a form: a window is too long for an address."""
    return await answer_to(slack.api_call("blocks.validate", data=_form(drawing.drawn)))


def _is_limited(answer: Answer) -> bool:
    return answer.status == 429 or answer.error == "ratelimited"


def _form(drawn: Drawn | View) -> dict[str, str]:
    if isinstance(drawn, View):
        return {"view": json.dumps(drawn.to_dict())}
    return {"blocks": json.dumps([block.to_dict() for block in drawn.blocks])}
