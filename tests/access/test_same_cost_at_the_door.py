"""Whatever an id points at, somebody else's and nobody's read the same at the door, and cost as many statements."""

import re
from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from benchmarks.statement_record import recorded
from bot import ids
from flows.conversation.ports import UnitOfWork
from flows.people import Person as Known
from flows.privacy import Action, State
from flows.programmes.share import Share
from flows.sharing import reading
from tests.access.cast import ACTORS, Stage, cast, stage
from tests.access.deeds import kept
from tests.access.door import Values, Watch, presses, sends_off, ticked, types
from tests.databases import Settings
from tests.scenario.test_same_cost import without_the_clocks
from tests.scenario.world import Person, new_world

NOBODYS = "nobody-0000000000000000000"

Points = Callable[[Stage], str]

_GIVEN = re.compile(
    r'(?<="block_id": ")[0-9a-f]{5}|(?<="view_id": ")\w+|(?<="(?:hash)": ")[\w.]+|"trigger_id": "[\w.]+"'
)


def _conversation(stage: Stage) -> str:
    return stage.conversation


def _share(stage: Stage) -> str:
    return stage.shares["coach"]


def _ended_share(stage: Stage) -> str:
    """What is shown still, by a tie that is over: it is the former coach's own."""
    return stage.shares["former coach"]


def _tie(stage: Stage) -> str:
    return stage.ties["coach"].id


def _enrolment(stage: Stage) -> str:
    return stage.enrolment.id


def _programme(stage: Stage) -> str:
    return stage.programme.id


PRESSED: Mapping[str, Points] = {
    ids.OPEN_SHARED: _share,
    f"{ids.SHARED_WORDS_PAGE}:next": _share,
    ids.SHARED_BY: _tie,
    f"{ids.SHARED_PAGE}:older": _tie,
    ids.SEE_AGREEMENT: _tie,
    ids.HAND_OVER: _tie,
    ids.SET_UP: _enrolment,
    ids.NOT_NOW: _enrolment,
    f"{ids.LEAVE}:1": _enrolment,
    f"{ids.PROGRAMME}:accompany": _enrolment,
    f"{ids.PROGRAMME}:take_out": _enrolment,
    f"{ids.PROGRAMME}:open": _programme,
    f"{ids.PROGRAMME}:change": _programme,
    f"{ids.PROGRAMME}:leader": _programme,
    f"{ids.PROGRAMME}:preview": _programme,
    f"{ids.PROGRAMME}:managers": _programme,
    f"{ids.PROGRAMME}:end": _programme,
    ids.SHOW_WORDS: _conversation,
    ids.SHARE: _conversation,
    ids.SHARE_NOW: _conversation,
    ids.TAKE_BACK: _conversation,
    ids.DELETE_ANSWER: _conversation,
    ids.EDIT_ANSWER: _conversation,
}
"""Every kind of id, by the buttons that carry it."""

SENT: Mapping[str, tuple[Points, Values]] = {
    ids.AGREEMENT_MODAL: (_tie, ticked(ids.PACT, "yes")),
    ids.SHARE_MODAL: (
        _conversation,
        {
            **ticked(f"{ids.SHARE_WITH}:0", "tie", action=f"{ids.SHARE_WITH}:0"),
            **ticked(f"{ids.SHARE_WHAT}:0", ids.ALL_OF_IT, action=f"{ids.SHARE_WHAT}:0"),
        },
    ),
    ids.PREVIEW_MODAL: (_programme, {}),
}


async def pressed(who: Person, action: str, about: str) -> tuple[Counter[str], str]:
    """What a press costs, and what is seen of it."""
    watch = Watch.begins(who)
    with recorded() as counted:
        await presses(who, action, about)
    return without_the_clocks(counted), plainly(watch.seen())


async def sent(who: Person, window: str, about: str, values: Values) -> tuple[Counter[str], str]:
    """The same of a window that is sent off."""
    watch = Watch.begins(who)
    with recorded() as counted:
        await sends_off(who, window, ids.Pointer(about).packed(), values)
    return without_the_clocks(counted), plainly(watch.seen())


def plainly(seen: str) -> str:
    """Without the ids that Slack gives to windows and blocks by itself."""
    return _GIVEN.sub("given", seen)


@pytest.mark.parametrize("who", ["other manager", "colleague", "former coach"])
async def test_nobodys_reads_and_costs_as_somebody_elses(settings: Settings, who: str) -> None:
    async with new_world(settings) as world:
        stands = await stage(await cast(world), State.SHARED, Action.READ)
        actor = stands.person(next(each for each in ACTORS if each.name == who))
        await types(actor, "help")
        await presses(actor, ids.LEADERS, NOBODYS)  # so that they are known by now
        stored = await kept(world)
        told = []
        for action, points in (*PRESSED.items(), (ids.OPEN_SHARED, _ended_share)):
            theirs, nobodys = await pressed(actor, action, points(stands)), await pressed(actor, action, NOBODYS)
            told += [(action, theirs, nobodys)] if theirs != nobodys else []
        for window, (points, values) in SENT.items():
            theirs, nobodys = (
                await sent(actor, window, points(stands), values),
                await sent(actor, window, NOBODYS, values),
            )
            told += [(window, theirs, nobodys)] if theirs != nobodys else []
        assert told == []
        assert await kept(world) == stored


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_look_that_tells_them_apart_is_noticed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: where there is no such share, nobody asks any more what the reader is to anybody."""

    async def hasty(work: UnitOfWork, person: Known, share: str) -> Share:
        return await work.shares.get(person, share)

    monkeypatch.setattr(reading, "_share", hasty)
    async with new_world(settings) as world:
        stands = await stage(await cast(world), State.SHARED, Action.READ)
        actor = stands.cast["former coach"]
        await presses(actor, ids.LEADERS, NOBODYS)
        theirs = await pressed(actor, ids.OPEN_SHARED, stands.shares["former coach"])
        nobodys = await pressed(actor, ids.OPEN_SHARED, NOBODYS)
        assert (theirs[0] == nobodys[0], theirs[1] == nobodys[1]) == (False, True)
