"""A person runs /cairn."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids, payloads
from bot.listeners.journal import open_journal
from bot.listeners.programmes.looking import open_programmes
from bot.listeners.reading import open_leaders
from bot.listeners.settings import open_settings
from bot.reception import Reception
from bot.views.notice import help_message
from bot.views.parts import Drawn
from bot.views.privacy import privacy_message
from flows.conversation.acquaintance import is_home, language_of
from flows.conversation.encounter import Effect, Inbound
from flows.conversation.showing import own_help
from flows.conversation.situated import own_situation
from flows.conversation.starting import start
from flows.conversation.vocabulary import Page, tidy


@dataclass(frozen=True, slots=True)
class _Asked:
    """What followed the command, and how to answer."""

    text: str
    language: str
    trigger_id: str


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listener for the slash command. It is answered in its own acknowledgement."""

    @app.command(ids.COMMAND)
    async def command(ack: AsyncAck, body: dict[str, Any]) -> None:
        inbound, text = payloads.commanded(body)
        known = await reception.acquaint(inbound)
        language = await _language(reception, known)
        if known.reads:
            await _show_reader(reception, known, ack, _Asked(text, language, str(body["trigger_id"])))
            return
        script = reception.desk.library.started_by(text, language)
        if script is None and known.may_take_part:
            await _show(reception, known, ack, _Asked(text, language, str(body["trigger_id"])))
            return
        effect = await start(reception.desk, known, script.id if script else "")
        await ack(_started(reception, effect, language, quietly=await is_home(reception.desk, inbound)))


async def _language(reception: Reception, known: Inbound) -> str:
    """What they read; for somebody new, the language of their Slack."""
    if known.profile is not None:
        return known.profile.language
    return await language_of(reception.desk, known.workspace, known.slack_id)


async def _show_reader(reception: Reception, known: Inbound, ack: AsyncAck, asked: _Asked) -> None:
    """To somebody who only reads here: what is shared with them, who sees what, or what they can do."""
    words = reception.words(asked.language)
    match reception.desk.vocabulary_of(asked.language).pages.get(tidy(asked.text)):
        case Page.LEADERS:
            await open_leaders(reception, known, asked.trigger_id)
            await ack()
        case Page.PRIVACY:
            situation = await own_situation(reception.desk, known)
            await _ack(ack, privacy_message(words, reception.contacts, situation))
        case _:
            await ack(words("notice.only_reads"))


async def _show(reception: Reception, known: Inbound, ack: AsyncAck, asked: _Asked) -> None:
    """A window, or a text in answer to the command; help when it asks for nothing that we know."""
    words = reception.words(asked.language)
    match reception.desk.vocabulary_of(asked.language).pages.get(tidy(asked.text)):
        case Page.JOURNAL:
            await open_journal(reception, known, asked.trigger_id)
            await ack()
        case Page.LEADERS:
            await open_leaders(reception, known, asked.trigger_id)
            await ack()
        case Page.SETTINGS:
            await open_settings(reception, known, asked.trigger_id)
            await ack()
        case Page.PROGRAMME:
            refused = await open_programmes(reception, known, asked.trigger_id)
            await ack(words("notice.no_manager") if refused else "")
        case Page.PRIVACY:
            situation = await own_situation(reception.desk, known)
            await _ack(ack, privacy_message(words, reception.contacts, situation))
        case _:
            sight = await own_help(reception.desk, known, asked.language)
            await _ack(ack, help_message(sight, words, reception.contacts))


def _started(reception: Reception, effect: Effect, language: str, *, quietly: bool) -> str:
    if effect is Effect.REFUSED:
        return reception.words(language)("notice.members_only")
    return "" if quietly else reception.words(language)("notice.sent_to_dm")


async def _ack(ack: AsyncAck, page: Drawn) -> None:
    await ack(text=page.text, blocks=list(page.blocks))
