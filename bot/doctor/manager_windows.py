"""The windows of programme managers, with as much in them as there can be, to see whether Slack would take them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from slack_sdk.models.views import View

from bot.views.cohort_lines import Remarked
from bot.views.programmes.design import DesignWindow, design_modal
from bot.views.programmes.inputs import Held
from bot.views.programmes.inside import programme_modal
from bot.views.programmes.leader import PASTED, LeaderWindow, Of, leader_modal, looking_up_modal, table_modal
from bot.views.programmes.listed import MOST, gone_modal, programmes_modal
from bot.views.programmes.naming import managers_modal, naming_modal
from bot.views.programmes.preview import preview_modal
from flows.conversation.script import Script
from flows.managing import previewing
from flows.managing.looking import PAGE
from flows.managing.sights import Answer, CoachWelcomeSight, WelcomeSight
from flows.managing.window_sights import Enrolled, Inside, Overview, Preview, ToBeSent, Told
from flows.programmes.cohort import Hindrance, Note, Obstacle, Remark
from flows.programmes.cohort_file import MOST_PEOPLE, Finding, RowFault
from flows.programmes.programme import MOST_PRIORITIES, MOST_QUIET, Cadence, Design, Practice, Programme, Quiet
from flows.programmes.written_design import as_written
from flows.roles import Role
from flows.text import NAME_LENGTH
from flows.words import Words

_DAY = date(2026, 9, 30)
_NOW = datetime.combine(_DAY, time(15), UTC)
_ID = "programme-with-an-id-of-32-chars"
_SOMEBODY = "U0000ANA1"
_NUMBERS = {RowFault.TOO_MANY_ROWS: "10001", RowFault.LEADER_TWICE: f"{_SOMEBODY}, 2"}


def programme_windows(scripts: Sequence[Script], words: Words) -> Iterator[tuple[str, View]]:
    """Each window with a name."""
    programme = _programme(scripts)
    running = replace(programme, confirmed_at=_NOW)
    yield from _lists(words, programme, running)
    for name, each in {"prepared": programme, "begun": running, "over": replace(running, ended_at=_NOW)}.items():
        yield f"programme, {name}", programme_modal(_inside(each, words), scripts, words, words("programme.done.tried"))
    yield "programme, empty", programme_modal(Inside(programme, words.language, _DAY), scripts, words)
    yield from _designs(scripts, words, programme)
    yield from _leaders(words)
    yield from _previews(words, programme)
    yield "managers", managers_modal(_inside(programme, words), words, ("U0000ANA1",))


def _lists(words: Words, *programmes: Programme) -> Iterator[tuple[str, View]]:
    seen = Overview(words.language, _DAY, is_owner=True, may_manage=True)
    yield "programmes", programmes_modal(replace(seen, programmes=_many(programmes)), words)
    yield "no programmes", programmes_modal(seen, words)
    yield "an owner", programmes_modal(replace(seen, may_manage=False), words)
    yield "nothing here", gone_modal(words)
    for managers in ([], [_SOMEBODY]):
        yield f"naming, {len(managers)}", naming_modal(managers, words)


def _many(programmes: Sequence[Programme]) -> list[Programme]:
    return [replace(each, id=f"{_ID[:-4]}{number}") for number, each in enumerate([*programmes] * MOST)]


def _designs(scripts: Sequence[Script], words: Words, programme: Programme) -> Iterator[tuple[str, View]]:
    complaints = [Hindrance(0, each, _SOMEBODY) for each in Obstacle]
    new = DesignWindow(_ID, scripts, is_new=True)
    yield "a new programme", design_modal(new, words)
    yield "a new programme with somebody in the way", design_modal(replace(new, complaints=complaints), words)
    written = as_written(programme.design)
    yield "a programme changed", design_modal(DesignWindow(_ID, scripts, written, 9, now=programme.design), words)


def _leaders(words: Words) -> Iterator[tuple[str, View]]:
    many = tuple(f"U0000ANA{number}" for number in range(MOST_PEOPLE))
    one, until = many[:1], (str(_DAY),)
    written: dict[str, Held] = {Of.LEADER: one, Of.COACHES: many, Of.MENTORS: many, Of.MANAGER: one, Of.UNTIL: until}
    found: list[Remarked] = [Finding(9999, each, _NUMBERS.get(each, "w" * NAME_LENGTH)) for each in RowFault]
    found += [Hindrance(9999, each, _SOMEBODY) for each in Obstacle]
    yield "a leader", leader_modal(LeaderWindow(_ID), words)
    yield "a leader in the way", leader_modal(LeaderWindow(_ID, "", "", written, found[-len(Obstacle) :]), words)
    yield "who accompanies", leader_modal(LeaderWindow(_ID, _ID, _SOMEBODY, written), words)
    yield "a table", table_modal(_ID, words)
    for place in range(0, len(found), 8):
        pasted: dict[str, Held] = {Of.TABLE: ("w" * PASTED,), Of.MEMBERS: ("w" * PASTED,)}
        yield f"a table with faults, {place}", table_modal(_ID, words, pasted, found[place:] * 5)
    yield "a table out of reach", table_modal(_ID, words, note=words("enrolling.unreachable"))
    yield "a table looked up", looking_up_modal(words)


def _previews(words: Words, programme: Programme) -> Iterator[tuple[str, View]]:
    name = programme.design.name
    many = [f"U0000ANA{number}" for number in range(MOST_PEOPLE)]
    welcome = WelcomeSight(_ID, name, _SOMEBODY, many, Answer.OPEN)
    leader = ToBeSent(_SOMEBODY, words.language, welcome, replace(welcome, known=True))
    coach = ToBeSent(_SOMEBODY, words.language, CoachWelcomeSight(_ID, name, _SOMEBODY, many * 5))
    full = [leader, coach] * (previewing.PAGE // 2)
    notes = [Note(9999, each, _SOMEBODY) for each in Remark] * 10
    seen = Preview(programme, words.language, 999, 999, full, "f" * 64, 1, 3)
    yield "a preview", preview_modal(seen, words, lambda _: words, notes, changed=True)
    nobody = Preview(programme, words.language, 0, 0, (), "f" * 64)
    yield "an empty preview", preview_modal(nobody, words, lambda _: words)


def _programme(scripts: Sequence[Script]) -> Programme:
    every = max(Cadence, key=len)
    design = Design(
        "W" * NAME_LENGTH,
        _DAY,
        _DAY,
        "W" * NAME_LENGTH,
        tuple(f"{number}".ljust(NAME_LENGTH, "W") for number in range(MOST_PRIORITIES)),
        tuple(Practice(each.id, every) for each in scripts),
        (Quiet(_DAY, _DAY.replace(year=2027)),) * MOST_QUIET,
    )
    return Programme(_ID, "T1", design, ("manager",), _NOW, revision=9)


def _inside(programme: Programme, words: Words) -> Inside:
    people = {role: [f"U0000ANA{number}" for number in range(MOST_PEOPLE)] for role in Role}
    leaders = [
        Enrolled(f"{_ID[:-1]}{number}", _SOMEBODY, told, people, _DAY)
        for number, told in enumerate([*Told] * PAGE)
        if number < PAGE
    ]
    counts = dict.fromkeys(Told, 999)
    return Inside(programme, words.language, _DAY, leaders, counts, [_SOMEBODY] * 9, 1, 3)
