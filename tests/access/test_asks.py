"""What is written down in bot/policy.py is what is asked: every listener is used once, and the table keeps count."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from bot import ids, policy
from bot.views.programmes.naming import MANAGERS
from flows import privacy
from flows.privacy import Action, State
from tests.access.cast import ACTORS, Stage, cast, stage
from tests.access.deeds import DEEDS
from tests.access.door import presses, sends_off, several, somebody, ticked
from tests.databases import Settings
from tests.scenario.world import Person, new_world

AT_ALL = frozenset({Action.KEEP_A_JOURNAL, Action.READ_WHAT_WAS_SHARED})
MESSAGES = frozenset({Action.SEE_AGREEMENT})
"""What is asked meanwhile where a message is drawn, which follows from what was done."""


@dataclass
class Counting(Mapping[Action, privacy.Rule]):
    """The table, and what was looked up in it."""

    table: Mapping[Action, privacy.Rule]
    asked: set[Action] = field(default_factory=set)

    def __getitem__(self, action: Action) -> privacy.Rule:
        self.asked.add(action)
        return self.table[action]

    def __iter__(self) -> Iterator[Action]:
        return iter(self.table)

    def __len__(self) -> int:
        return len(self.table)


Use = Callable[[Stage, Person], Awaitable[object]]


def press(action: str, about: Callable[[Stage], str], choice: str = "") -> Use:
    async def use(stage: Stage, who: Person) -> None:
        turn = stage.version if choice else 0
        await presses(who, action, about(stage), turn, stage.step if choice else "")

    return use


def deed(action: Action, actor: str) -> Use:
    async def use(stage: Stage, who: Person) -> None:
        await DEEDS[action].does(stage, next(each for each in ACTORS if each.name == actor), who)

    return use


async def agree_with_all(stage: Stage, who: Person) -> None:
    pointer = ids.Pointer(stage.programme.id, choice="en").packed()
    tie = stage.ties["new coach"].id
    await sends_off(who, ids.AGREEMENTS_MODAL, pointer, ticked(f"{ids.PACT}:{tie}", "yes"))


async def name_managers(stage: Stage, who: Person) -> None:
    pointer = ids.Pointer(stage.programme.id, stage.programme.revision).packed()
    await sends_off(who, ids.MANAGERS_MODAL, pointer, several(MANAGERS, who))


async def enrol_another(stage: Stage, who: Person) -> None:
    pointer = ids.Pointer(stage.programme.id).packed()
    await sends_off(who, ids.LEADER_MODAL, pointer, somebody("leader", stage.cast.newcomer()))


async def share(stage: Stage, who: Person) -> None:
    values = {
        **ticked(f"{ids.SHARE_WITH}:0", stage.ties["sponsor"].id, action=f"{ids.SHARE_WITH}:0"),
        **ticked(f"{ids.SHARE_WHAT}:0", ids.ALL_OF_IT, action=f"{ids.SHARE_WHAT}:0"),
    }
    await sends_off(who, ids.SHARE_MODAL, ids.Pointer(stage.conversation).packed(), values)


async def set_up(stage: Stage, who: Person) -> None:
    await sends_off(
        who,
        ids.SET_UP_MODAL,
        ids.Pointer(stage.enrolment.id, choice="en").packed(),
        {
            **ticked(ids.DAYS, "1", action=ids.DAYS),
            ids.HOUR: {ids.HOUR: {"type": "timepicker", "selected_time": "16:30"}},
            ids.MINUTES: {ids.MINUTES: {"type": "radio_buttons", "selected_option": {"value": "10"}}},
            **ticked(f"{ids.PACT}:{stage.ties['new coach'].id}", "yes"),
        },
    )


def conversation(stage: Stage) -> str:
    return stage.conversation


def share_of_coach(stage: Stage) -> str:
    return stage.shares["coach"]


def tie(stage: Stage) -> str:
    return stage.ties["coach"].id


def new_tie(stage: Stage) -> str:
    return stage.ties["new coach"].id


def enrolment(stage: Stage) -> str:
    return stage.enrolment.id


def programme(stage: Stage) -> str:
    return stage.programme.id


def burst(stage: Stage) -> str:
    return stage.burst


P = ids.PROGRAMME
ENTRY: Sequence[tuple[str, str, Use]] = (
    (ids.SHARE, "leader", press(ids.SHARE, conversation)),
    (ids.SHARE_NOW, "leader", press(ids.SHARE_NOW, conversation)),
    (ids.SHARE_MODAL, "leader", share),
    (ids.SHARED_BY, "coach", press(ids.SHARED_BY, tie)),
    (ids.SHARED_PAGE, "coach", press(f"{ids.SHARED_PAGE}:older", tie)),
    (ids.OPEN_SHARED, "coach", press(ids.OPEN_SHARED, share_of_coach)),
    (ids.SHARED_WORDS_PAGE, "coach", press(f"{ids.SHARED_WORDS_PAGE}:next", share_of_coach)),
    (ids.LEADERS, "coach", press(ids.LEADERS, conversation)),
    (ids.LEADERS_PAGE, "coach", press(f"{ids.LEADERS_PAGE}:next", conversation)),
    (ids.KEEP_BACK, "leader", press(ids.KEEP_BACK, conversation)),
    (ids.TAKE_BACK, "leader", press(ids.TAKE_BACK, conversation)),
    (ids.EDIT_MODAL, "leader", deed(Action.CHANGE, "leader")),
    (ids.SHOW_WORDS, "leader", press(ids.SHOW_WORDS, conversation)),
    (ids.OPEN_ENTRY, "leader", press(ids.OPEN_ENTRY, conversation)),
    (ids.EDIT_ANSWER, "leader", press(ids.EDIT_ANSWER, conversation, "step")),
    (ids.OPEN_JOURNAL, "leader", press(ids.OPEN_JOURNAL, conversation)),
    (ids.SETTINGS, "leader", press(ids.SETTINGS, conversation)),
    (ids.DOWNLOAD, "leader", press(ids.DOWNLOAD, conversation)),
    (ids.DELETE_ANSWER, "leader", press(ids.DELETE_ANSWER, conversation, "step")),
)
DELETED: Sequence[tuple[str, str, Use]] = (
    (ids.DELETION, "leader", press(f"{ids.DELETION}:put_back", burst)),
    (ids.DELETION, "leader", press(f"{ids.DELETION}:delete_now", burst)),
)
INVITED: Sequence[tuple[str, str, Use]] = (
    (ids.NOT_NOW, "leader", press(ids.NOT_NOW, enrolment)),
    (ids.SET_UP, "leader", press(ids.SET_UP, enrolment)),
    (ids.SET_UP_MODAL, "leader", set_up),
)
JOINED: Sequence[tuple[str, str, Use]] = (
    (ids.PREVIEW_MODAL, "manager", deed(Action.CONFIRM_PROGRAMME, "manager")),
    (ids.SEE_AGREEMENT, "coach", press(ids.SEE_AGREEMENT, tie)),
    (ids.AGREEMENTS_MODAL, "new coach", agree_with_all),
    (ids.AGREEMENT_MODAL, "coach", deed(Action.WIDEN, "coach")),
    (ids.AGREEMENT_MODAL, "coach", deed(Action.NARROW, "coach")),
    (ids.HAND_OVER, "leader", press(ids.HAND_OVER, new_tie)),
    (ids.HAND_OVER_MODAL, "leader", deed(Action.HAND_OVER, "leader")),
    (ids.PROGRAMMES, "manager", press(ids.PROGRAMMES, programme)),
    (f"{P}:list", "manager", press(f"{P}:list", programme)),
    (f"{P}:new", "manager", press(f"{P}:new", programme)),
    (f"{P}:name", "owner", press(f"{P}:name", programme)),
    (ids.TRY_SCRIPT, "manager", press(f"{ids.TRY_SCRIPT}:weekly-reflection", programme)),
    (f"{P}:open", "manager", press(f"{P}:open", programme)),
    (f"{P}:earlier", "manager", press(f"{P}:earlier", programme)),
    (f"{P}:further", "manager", press(f"{P}:further", programme)),
    (f"{P}:change", "manager", press(f"{P}:change", programme)),
    (f"{P}:managers", "manager", press(f"{P}:managers", programme)),
    (f"{P}:leader", "manager", press(f"{P}:leader", programme)),
    (f"{P}:table", "manager", press(f"{P}:table", programme)),
    (f"{P}:accompany", "manager", press(f"{P}:accompany", enrolment)),
    (f"{P}:preview", "manager", press(f"{P}:preview", programme)),
    (f"{P}:shown_earlier", "manager", press(f"{P}:shown_earlier", programme)),
    (f"{P}:shown_further", "manager", press(f"{P}:shown_further", programme)),
    (ids.DESIGN_MODAL, "manager", deed(Action.CREATE_PROGRAMME, "manager")),
    (ids.DESIGN_MODAL, "manager", deed(Action.CHANGE_PROGRAMME, "manager")),
    (ids.TABLE_MODAL, "manager", deed(Action.ENROL, "manager")),
    (ids.LEADER_MODAL, "manager", enrol_another),
    (ids.LEADER_MODAL, "manager", deed(Action.NAME_COACH, "manager")),
    (ids.MANAGERS_MODAL, "manager", name_managers),
    (ids.NAMING_MODAL, "owner", deed(Action.NAME_MANAGER, "owner")),
    (f"{P}:take_out", "manager", press(f"{P}:take_out", enrolment)),
    (ids.LEAVE, "leader", press(f"{ids.LEAVE}:1", enrolment)),
    (f"{P}:end", "manager", press(f"{P}:end", programme)),
)
STAGES = (
    (State.ANNOUNCED, Action.READ, ENTRY),
    (State.HIDDEN, Action.READ, DELETED),
    (State.RUNNING, Action.SET_UP, INVITED),
    (State.RUNNING, Action.CONFIRM_PROGRAMME, JOINED),
)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_what_is_written_down_is_what_is_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {**policy.PRESSES, **policy.WINDOWS}
    asked: dict[str, set[Action]] = {}
    async with new_world(settings) as world:
        everybody = await cast(world)
        for state, action, uses in STAGES:
            stands = await stage(everybody, state, action)
            for name, actor, use in uses:
                who = stands.person(next(each for each in ACTORS if each.name == actor))
                counting = Counting(privacy.TABLE)
                with monkeypatch.context() as patched:
                    patched.setattr(privacy, "TABLE", counting)
                    await use(stands, who)
                asked.setdefault(name, set()).update(counting.asked)
    assert differences(rows, asked) == {}
    assert {name for name, asks in rows.items() if asks - AT_ALL} <= asked.keys()


def differences(rows: Mapping[str, policy.Asks], asked: Mapping[str, set[Action]]) -> Mapping[str, frozenset[Action]]:
    """What is written down and not asked, or asked and not written down."""
    found = {name: (rows[name] ^ frozenset(actions)) - AT_ALL for name, actions in asked.items()}
    return {name: wrong - (MESSAGES - rows[name]) for name, wrong in found.items() if wrong - (MESSAGES - rows[name])}


def test_what_is_not_asked_and_what_is_not_written_down_are_noticed() -> None:
    rows = {"share": frozenset({Action.SHARE}), "open": frozenset({Action.READ}), "own": policy.OWN}
    asked = {"share": set[Action](), "open": {Action.READ, Action.CHANGE}, "own": {Action.KEEP_A_JOURNAL}}
    assert differences(rows, asked) == {"share": {Action.SHARE}, "open": {Action.CHANGE}}
