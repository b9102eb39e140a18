"""A person runs /cairn."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids, payloads
from bot.listeners.journal import open_journal
from bot.listeners.settings import open_settings
from bot.reception import Reception
from bot.views.notice import help_message, privacy_message
from bot.views.parts import Drawn
from flows.conversation.encounter import Effect, Inbound, is_home, language_of
from flows.conversation.showing import offers
from flows.conversation.starting import start
from flows.conversation.vocabulary import tidy


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listener for the slash command. It is answered in its own acknowledgement."""

    @app.command(ids.COMMAND)
    async def command(ack: AsyncAck, body: dict[str, Any]) -> None:
        inbound, text = payloads.commanded(body)
        known = await reception.acquaint(inbound)
        language = await _language(reception, known)
        if known.may_take_part and tidy(text) in reception.desk.vocabulary_of(language).journal:
            opened = await open_journal(reception, known, str(body["trigger_id"]))
            await ack("" if opened else reception.words(language)("notice.too_slow"))
            return
        script = reception.desk.library.started_by(text, language)
        if script is None and known.may_take_part:
            if tidy(text) in reception.desk.vocabulary_of(language).settings:
                await open_settings(reception, known, body["trigger_id"])
                await ack()
            else:
                await _ack(ack, _page(reception, text, language))
            return
        effect = await start(reception.desk, known, script.id if script else "")
        await ack(_started(reception, effect, language, quietly=await is_home(reception.desk, inbound)))


async def _language(reception: Reception, known: Inbound) -> str:
    """What they read; for somebody new, the language of their Slack."""
    if known.profile is not None:
        return known.profile.language
    return await language_of(reception.desk, known.workspace, known.slack_id)


def _page(reception: Reception, text: str, language: str) -> Drawn:
    words = reception.words(language)
    if tidy(text) in reception.desk.vocabulary_of(language).privacy:
        return privacy_message(words, reception.contacts)
    return help_message(offers(reception.desk, language), words, reception.contacts)


def _started(reception: Reception, effect: Effect, language: str, *, quietly: bool) -> str:
    if effect is Effect.REFUSED:
        return reception.words(language)("notice.members_only")
    return "" if quietly else reception.words(language)("notice.sent_to_dm")


async def _ack(ack: AsyncAck, page: Drawn) -> None:
    await ack(text=page.text, blocks=list(page.blocks))
