"""Sentences that say who sees an entry, and who opened it."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from bot.views.naming_people import here
from bot.views.said import Said
from flows.conversation.sights import Audience, ShownTo
from flows.words import Words


def who_sees(audience: Audience, words: Words) -> Iterator[Said]:
    """Who can see an entry and from when on, in as few sentences as that takes."""
    if not audience.shown:
        yield Said(words("receipt.only_you"))
    for _, alike in groupby(sorted(audience.shown, key=_likeness), key=_likeness):
        some = list(alike)
        people = [each.slack_id for each in some]
        yield Said(_sees(some[0], len(some), audience.today, words), {"people": people})


def who_opened(audience: Audience, words: Words) -> Iterator[Said]:
    """Who opened an entry, and on which days."""
    for each in audience.opened:
        days = ", ".join(words.day(day) for day in each.days)
        yield Said(words("receipt.opened", days=days, **here("people")), {"people": [each.slack_id]})


def moment_on(today: date, moment: datetime, words: Words) -> str:
    """When something is to come: the time alone where that is today."""
    return words.time(moment) if moment.date() == today else words.moment(moment)


def _likeness(shown: ShownTo) -> tuple[bool, bool, str]:
    """Those who see the same from the same moment on stand in one sentence."""
    return bool(shown.steps), shown.seen, "" if shown.seen else shown.since.isoformat()


def _sees(shown: ShownTo, count: int, today: date, words: Words) -> str:
    if shown.steps:
        return words("receipt.sees_some", count=count, **here("people"))
    if shown.seen:
        return words("receipt.sees", count=count, **here("people"))
    return words("receipt.sees_from", count=count, when=moment_on(today, shown.since, words), **here("people"))
