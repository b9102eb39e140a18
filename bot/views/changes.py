"""How it looks when who coaches a leader changes, and when their part in a programme is over."""

from collections.abc import Iterator
from datetime import date

from slack_sdk.models.blocks import (
    ButtonElement,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot import ids
from bot.views.naming_people import here, naming
from bot.views.parts import Drawn, button
from bot.views.said import Said, said_aloud
from flows.managing.sights import FarewellSight, HandOver, NewCoachSight
from flows.words import Words


def new_coach_message(sight: NewCoachSight, words: Words) -> Drawn:
    """Who coaches a leader now, and who does no more; asked once what is handed over."""
    if sight.stays and sight.until:
        stays = words("changes.stays", programme=sight.programme, day=words.full_day(sight.until), **here("new"))
        said = [Said(stays, {"new": [sight.comes]}), *([Said(words("changes.over"))] if sight.over else [])]
        return said_aloud(said, _on_news(sight, words), "new_coach")
    return said_aloud(list(_news(sight, words)), _on_news(sight, words), "new_coach")


def _news(sight: NewCoachSight, words: Words) -> Iterator[Said]:
    if sight.comes:
        people = {"by": [sight.named_by], "new": [sight.comes]}
        yield Said(words(f"changes.comes.{sight.role}", programme=sight.programme, **here("by", "new")), people)
    if sight.until:
        yield from_outside(sight.comes, sight.until, words)
    if sight.goes:
        yield Said(words("changes.goes", count=len(sight.goes), **here("gone")), {"gone": sight.goes})
    if sight.over:
        yield Said(words("changes.over"))
    elif sight.comes:
        yield from _what_it_means(sight, words)


def _what_it_means(sight: NewCoachSight, words: Words) -> Iterator[Said]:
    new = {"new": [sight.comes]}
    if sight.goes:
        yield Said(words("changes.empty_page", **here("new")), new)
    yield Said(words("changes.agree", **here("new")), new)
    if sight.asks:
        yield Said(words("changes.hand_over.ask"))
    if sight.chosen:
        yield Said(words(f"changes.hand_over.chosen.{sight.chosen}"))


def from_outside(coach: str, until: date, words: Words) -> Said:
    """That somebody who coaches is from outside the organisation, and until when."""
    return Said(words("changes.outside", day=words.full_day(until), **here("new")), {"new": [coach]})


def _on_news(sight: NewCoachSight, words: Words) -> list[ButtonElement]:
    if sight.over or not sight.comes:
        return []
    pointer = ids.Pointer(sight.tie).packed()
    look = button(words("changes.see_agreement"), ids.SEE_AGREEMENT, pointer, style="primary")
    return [look, *([button(words("changes.hand_over.choose"), ids.HAND_OVER, pointer)] if sight.asks else [])]


def farewell_message(sight: FarewellSight, words: Words) -> Drawn:
    """That their part is over, that the journal stays, and whether they are asked on."""
    said = [Said(_ended(sight, words)), Said(words("changes.farewell.journal"))]
    buttons = [button(words("changes.farewell.journal_button"), ids.OPEN_JOURNAL, ids.OPEN_JOURNAL)]
    if sight.asks:
        said.append(Said(words("changes.farewell.alone") if sight.alone else words("changes.farewell.ask")))
        label = words("changes.farewell.stop") if sight.alone else words("changes.farewell.go_on")
        action = ids.STOP_ASKING if sight.alone else ids.GO_ON_ALONE
        buttons.append(button(label, action, ids.Pointer(sight.enrolment).packed()))
    return said_aloud(said, buttons, "farewell")


def _ended(sight: FarewellSight, words: Words) -> str:
    return words(f"changes.farewell.{sight.reason}", programme=sight.programme)


def hand_over_modal(asked: HandOver, words: Words) -> View:
    """What there is to hand over, and since when. `private_metadata` is the tie."""
    options = [
        Option(value=each.value, text=PlainTextObject(text=words(f"changes.hand_over.choice.{each}"), emoji=False))
        for each in asked.choices
    ]
    what = RadioButtonsElement(action_id=ids.HAND_OVER_WHAT, options=options, initial_option=options[0])
    since = DatePickerElement(action_id=ids.HAND_OVER_SINCE, initial_date=asked.first.isoformat())
    hint = words("changes.hand_over.since_hint")
    return View(
        type="modal",
        callback_id=ids.HAND_OVER_MODAL,
        private_metadata=asked.tie,
        title=words("changes.hand_over.title"),
        submit=words("changes.hand_over.save"),
        close=words("changes.hand_over.close"),
        blocks=[
            naming(words("changes.hand_over.to", **here("new")), {"new": [asked.to]}),
            InputBlock(block_id=ids.HAND_OVER_WHAT, label=words("changes.hand_over.what"), element=what),
            InputBlock(block_id=ids.HAND_OVER_SINCE, label=words("changes.hand_over.since"), hint=hint, element=since),
        ],
    )
