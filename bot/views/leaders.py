"""The leaders whom somebody accompanies: on their Home tab, and in a window page by page."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock, HeaderBlock
from slack_sdk.models.views import View

from bot import ids
from bot.views.naming_people import here, naming
from bot.views.parts import aside, button, buttons, plain
from bot.views.privacy import accompanying_section
from flows.conversation.sights import Led
from flows.conversation.situation import Situation
from flows.sharing.sights import LeadersSight
from flows.words import Words

ON_HOME = 10
"""So many leaders stand on the Home tab; the rest are in the window."""


def leaders_on_home(situation: Situation, leaders: Sequence[Led], words: Words) -> Iterator[Block]:
    """The section of Home for somebody who accompanies leaders: the agreements, then each leader.

    Nothing for anybody else.
    """
    agreements = accompanying_section(situation, words)
    if not leaders and not agreements:
        return
    yield HeaderBlock(text=words("reading.leaders"))
    yield from agreements
    yield from _lines(leaders[:ON_HOME], 1, words)
    if len(leaders) > ON_HOME:
        yield buttons("leaders.all", [leaders_button(words)])
    yield DividerBlock()


def leaders_button(words: Words) -> ButtonElement:
    """Opens the window with all of them."""
    return button(words("reading.all_leaders"), ids.LEADERS, ids.LEADERS)


def leaders_modal(sight: LeadersSight, words: Words, *, first: int = 1) -> View:
    """A page of the leaders whom somebody accompanies, counted from `first`."""
    return View(
        type="modal",
        callback_id=ids.LEADERS_MODAL,
        title=words("reading.leaders_title"),
        close=words("words.close"),
        blocks=[
            *(_lines(sight.leaders, first, words) if sight.leaders else [plain(words("reading.nobody"))]),
            *_page_turning(sight, words),
        ],
    )


def _lines(leaders: Sequence[Led], first: int, words: Words) -> Iterator[Block]:
    for place, each in enumerate(leaders, start=first):
        yield naming(here("leader")["leader"], {"leader": [each.slack_id]})
        spoken = words("reading.what_number", number=place)
        opens = button(words("reading.what"), ids.SHARED_BY, ids.Pointer(each.tie).packed(), read_as=spoken)
        yield buttons(f"leader:{place}", [opens])


def _page_turning(sight: LeadersSight, words: Words) -> Iterator[Block]:
    ways = []
    if sight.page:
        ways.append(button(words("words.previous"), f"{ids.LEADERS_PAGE}:previous", str(sight.page - 1)))
    if sight.more:
        ways.append(button(words("words.next"), f"{ids.LEADERS_PAGE}:next", str(sight.page + 1)))
    if ways:
        yield aside(str(sight.page + 1))
        yield buttons("pages", ways)
