"""The window in which a person chooses where they answer and in which language."""

from collections.abc import Sequence

from babel import Locale
from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot import ids
from bot.views.parts import plain
from flows.conversation.sights import OwnSettings
from flows.people import AnswerIn
from flows.words import Words

_MOST_BUTTONS = 10


def settings_modal(own: OwnSettings, words: Words) -> View:
    """What may be chosen, and what is chosen now. `private_metadata` is the language that the window is in."""
    return View(
        type="modal",
        callback_id=ids.SETTINGS_MODAL,
        private_metadata=words.language,
        title=words("settings.title"),
        submit=words("settings.save"),
        close=words("settings.close"),
        blocks=[_answer_in(own, words), language_field(own, words)],
    )


def _answer_in(own: OwnSettings, words: Words) -> Block:
    if own.answer_in is None:
        return plain(words("settings.only_form"))
    options = [_option(each.value, words(f"settings.answer_in.{each}")) for each in AnswerIn]
    return _choice(
        ids.ANSWER_IN, words("settings.answer_in.label"), words("settings.answer_in.hint"), options, own.answer_in
    )


def language_field(own: OwnSettings, words: Words) -> InputBlock:
    """The field in which one chooses a language."""
    as_in_slack = words("settings.language.as_in_slack", language=_own_name(own.slack_language))
    options = [_option(ids.AS_IN_SLACK, as_in_slack), *(_option(each, _own_name(each)) for each in own.languages)]
    chosen = own.language or ids.AS_IN_SLACK
    return _choice(ids.LANGUAGE, words("settings.language.label"), words("settings.language.hint"), options, chosen)


def _choice(name: str, label: str, hint: str, options: Sequence[Option], chosen: str) -> InputBlock:
    initial = next(each for each in options if each.value == chosen)
    element: InputInteractiveElement
    if len(options) <= _MOST_BUTTONS:
        element = RadioButtonsElement(action_id=name, options=list(options), initial_option=initial)
    else:
        element = StaticSelectElement(action_id=name, options=list(options), initial_option=initial)
    return InputBlock(block_id=name, label=label, hint=hint, element=element)


def _option(value: str, text: str) -> Option:
    return Option(text=PlainTextObject(text=text, emoji=False), value=value)


def _own_name(language: str) -> str:
    """The language as its speakers call it."""
    locale = Locale.parse(language)
    name = locale.get_display_name(locale) or language
    return name[:1].upper() + name[1:]
