"""The window in which a leader sets up: when, how long, how, in which language, and to whom they say yes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    PlainTextObject,
    RadioButtonsElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot import ids
from bot.views.naming_people import here, naming
from bot.views.pacts import REFLECTIONS, YES, box, boxes
from bot.views.parts import aside, plain
from bot.views.settings import language_field
from flows.managing.agreement_sights import PactSight, SetUpSight
from flows.people import AnswerIn
from flows.rhythm import MINUTES, Rhythm
from flows.roles import Role
from flows.words import Words

MOST_PACTS = 40
"""So many agreements fit into the window; the others have one of their own."""

WEEK = range(1, 8)


def set_up_modal(sight: SetUpSight, words: Words, contacts: str) -> View:
    """Everything to choose on one screen. Nothing is chosen beforehand, unless they chose it themselves before.

    `private_metadata` points at the enrolment, with the language that the window is in.
    """
    return View(
        type="modal",
        callback_id=ids.SET_UP_MODAL,
        private_metadata=ids.Pointer(sight.enrolment, choice=words.language).packed(),
        title=words("set_up.title"),
        submit=words("set_up.save"),
        close=words("set_up.close"),
        blocks=[*_opening(sight, words, contacts), *_fields(sight, words), *_agreement(sight, words)],
    )


def _opening(sight: SetUpSight, words: Words, contacts: str) -> Iterator[Block]:
    yield plain(words("set_up.programme", programme=sight.programme))
    yield plain(words("set_up.nobody_watches"))
    if contacts:
        yield plain(words("privacy.support", contacts=contacts))


def _fields(sight: SetUpSight, words: Words) -> Iterator[Block]:
    rhythm = sight.rhythm
    days = [box(str(each), words.weekday(each)) for each in WEEK]
    chosen = [each for each in days if rhythm and int(each.value or 0) in rhythm.days]
    boxes_of_days = CheckboxesElement(action_id=ids.DAYS, options=days, initial_options=chosen or None)
    yield _field(ids.DAYS, words("set_up.days.label"), boxes_of_days)
    hour = TimePickerElement(action_id=ids.HOUR, initial_time=rhythm.hour.strftime("%H:%M") if rhythm else None)
    yield _field(ids.HOUR, words("set_up.hour.label"), hour, words("set_up.hour.hint"))
    yield _minutes(rhythm, words)
    yield _answer_in(sight, words)
    yield language_field(sight.own, words)


def _minutes(rhythm: Rhythm | None, words: Words) -> Block:
    options = [box(str(each), words("set_up.minutes.option", count=each)) for each in MINUTES]
    chosen = next((each for each in options if rhythm and each.value == str(rhythm.minutes)), None)
    element = RadioButtonsElement(action_id=ids.MINUTES, options=options, initial_option=chosen)
    return _field(ids.MINUTES, words("set_up.minutes.label"), element)


def _answer_in(sight: SetUpSight, words: Words) -> Block:
    if sight.own.answer_in is None:
        return plain(words("settings.only_form"))
    options = [box(each.value, words(f"set_up.answer_in.{each}")) for each in AnswerIn]
    chosen = next((each for each in options if sight.rhythm and each.value == sight.own.answer_in), None)
    element = RadioButtonsElement(action_id=ids.ANSWER_IN, options=options, initial_option=chosen)
    return _field(ids.ANSWER_IN, words("set_up.answer_in.label"), element)


def _field(name: str, label: str, element: InputInteractiveElement, hint: str = "") -> InputBlock:
    said = PlainTextObject(text=hint, emoji=False) if hint else None
    return InputBlock(block_id=name, label=PlainTextObject(text=label, emoji=False), element=element, hint=said)


def _agreement(sight: SetUpSight, words: Words) -> Iterator[Block]:
    yield HeaderBlock(text=words("set_up.agreement.title"))
    yield plain(words("set_up.agreement.you"))
    shown = sight.pacts[:MOST_PACTS]
    for place, pact in enumerate(shown, start=1):
        yield from _pact(pact, place, len(shown), words)
    yield plain(words("set_up.agreement.others"))
    yield plain(words("set_up.agreement.server"))
    if shown:
        yield aside(words("set_up.agreement.alone"))


def _pact(pact: PactSight, place: int, many: int, words: Words) -> Iterator[Block]:
    people, who = {"who": [pact.other]}, here("who")
    if pact.said_on:
        yield naming(words("set_up.agreement.said", day=words.full_day(pact.said_on), **who), people)
        return
    if pact.role is Role.MENTOR:
        said = words("set_up.agreement.with_mentor", **who)
    else:
        said = words("set_up.agreement.with_coach", **who)
    yield naming(said, people)
    # Slack writes no names into a label, so several are told apart by their place
    label = words("set_up.agreement.label", count=place if many > 1 else 1)
    options = [box(YES, words("set_up.agreement.yes")), box(REFLECTIONS, words("set_up.agreement.reflections"))]
    yield boxes(f"{ids.PACT}:{pact.tie}", label, options)


@dataclass(frozen=True, slots=True)
class Sent:
    """The window as it was sent off: what is missing, by block, or the rhythm with the rest. `agreed` goes by tie."""

    rhythm: Rhythm | None
    answer_in: AnswerIn | None
    language: str | None
    agreed: Mapping[str, bool]
    missing: tuple[str, ...] = ()


def sent_in(values: Mapping[str, Any]) -> Sent:
    """What the fields of the window held. What is none of ours is as if it were missing."""
    days = frozenset(int(each) for each in _ticked(values, ids.DAYS) if each in set(map(str, WEEK)))
    hour, minutes = _hour(_one(values, ids.HOUR)), _one(values, ids.MINUTES)
    way, language = _one(values, ids.ANSWER_IN), _one(values, ids.LANGUAGE)
    pacts = {each.partition(":")[2]: _ticked(values, each) for each in values if each.startswith(f"{ids.PACT}:")}
    kept = {"days": bool(days), "hour": hour is not None, "minutes": minutes in set(map(str, MINUTES))}
    missing = [name for name, is_there in kept.items() if not is_there]
    if ids.ANSWER_IN in values and way not in set(AnswerIn):
        missing.append(ids.ANSWER_IN)
    missing += [f"{ids.PACT}:{tie}" for tie, ticked in pacts.items() if REFLECTIONS in ticked and YES not in ticked]
    return Sent(
        Rhythm(days, hour, int(minutes)) if hour and not {*kept} & {*missing} else None,
        AnswerIn(way) if way in set(AnswerIn) else None,
        {ids.AS_IN_SLACK: "", "": None}.get(language, language),
        {tie: REFLECTIONS in ticked for tie, ticked in pacts.items() if YES in ticked},
        tuple(missing),
    )


def complaints(missing: tuple[str, ...], words: Words) -> dict[str, str]:
    """What is said under each field in which something is missing."""
    return {block: _complaint(block, words) for block in missing}


def _complaint(block: str, words: Words) -> str:
    if block.startswith(f"{ids.PACT}:"):
        return words("set_up.agreement.first_agree")
    return words(f"set_up.{block}.missing")


def _one(values: Mapping[str, Any], name: str) -> str:
    """What is chosen in a field with one choice; empty where nothing is."""
    held = _held(values, name)
    option = held.get("selected_option")
    found = option.get("value") if isinstance(option, Mapping) else held.get("selected_time")
    return found if isinstance(found, str) else ""


def _ticked(values: Mapping[str, Any], block: str) -> frozenset[str]:
    options = _held(values, block).get("selected_options") or []
    return frozenset(str(each.get("value")) for each in options if isinstance(each, Mapping))


def _held(values: Mapping[str, Any], block: str) -> Mapping[str, Any]:
    """The state of the one element of a block."""
    elements = values.get(block)
    held = next(iter(elements.values()), None) if isinstance(elements, Mapping) else None
    return held if isinstance(held, Mapping) else {}


def _hour(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if len(text) == len("16:30") else None
    except ValueError:
        return None
