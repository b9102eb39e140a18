"""Every cell of what was written down by hand, tried through the Slack door: what is stored and shown decides."""

from collections.abc import Callable

import pytest

from flows import privacy
from flows.privacy import Action, Relation, State
from tests.access.cast import ACTORS, ENTRIES, Actor, cast, stage
from tests.access.deeds import DEEDS, Outcome, tried
from tests.access.test_table import Cell, expected
from tests.databases import Settings
from tests.scenario.world import new_world

OF_ENTRIES = (State.PRIVATE, State.ANNOUNCED, State.SHARED, State.TAKEN_BACK, State.HIDDEN)
OF_PROGRAMMES = (State.OVER, State.PREPARED, State.RUNNING)
"""In this order, for who coaches somebody in a running programme may read, whatever else is over."""

AT_ALL = frozenset({Action.KEEP_A_JOURNAL, Action.READ_WHAT_WAS_SHARED})
MEMBERS_TOO = frozenset(
    {
        Relation.SELF,
        Relation.SPONSOR,
        Relation.LINE_MANAGER,
        Relation.MANAGER,
        Relation.OTHER_MANAGER,
        Relation.OWNER,
    }
)
"""What nobody can be who is no full member, whom the table lets do everything that is asked of all."""

COVERED = 1284
"""Cells that are tried; the other 1,740 cannot be, by the rule in `cannot_be`. Written down, so that none is lost."""


def cannot_be(relation: Relation, state: State, action: Action) -> bool:
    """Which cells there are on paper only, said by hand."""
    if action in ENTRIES:
        return state not in OF_ENTRIES  # an entry is never prepared, running or over
    if state not in OF_PROGRAMMES:
        return True  # nor is a programme or an agreement private, shared or deleted
    if state is State.OVER and relation in {Relation.COACH, Relation.COACH_TO_BE}:
        return True  # who coached is a former coach when it is over
    return action in AT_ALL and relation in MEMBERS_TOO


def played(actor: Actor, state: State) -> Actor:
    """Who coached is a former coach when it is over."""
    if state is State.OVER and actor.relation in {Relation.COACH, Relation.COACH_TO_BE}:
        return Actor(actor.name, Relation.FORMER_COACH, actor.besides)
    return actor


def wanted(actor: Actor, state: State, action: Action) -> bool:
    """What is written down about somebody who is all this at once."""
    return any(CELLS[each, state, action] for each in actor.all)


CELLS = expected()


def tries(action: Action, state: State) -> list[Actor]:
    """Those who try: first whoever may not, for they leave everything as it is."""
    return sorted((played(each, state) for each in ACTORS), key=lambda each: wanted(each, state, action))


def speaks_for(actor: Actor, state: State, action: Action) -> Cell | None:
    """The cell that a try decides: none where something else that they are lets them do it anyway."""
    masked = any(CELLS[each, state, action] for each in actor.besides)
    return None if masked and not CELLS[actor.relation, state, action] else (actor.relation, state, action)


def test_every_cell_is_tried_or_cannot_be() -> None:
    every = [(each, state, action) for action in Action for state in State for each in Relation]
    there = {cell for cell in every if not cannot_be(*cell)}
    told = {
        speaks_for(each, state, action)
        for action in Action
        for state in (OF_ENTRIES if action in ENTRIES else OF_PROGRAMMES)
        for each in tries(action, state)
    }
    assert there <= told
    assert (len(there), len(every) - len(there)) == (COVERED, 1740)


Picked = Callable[[Actor, State, Action], bool]


def everyone(actor: Actor, state: State, action: Action) -> bool:
    """Nobody is left out."""
    return True


def sample(actor: Actor, state: State, action: Action) -> bool:
    """On the second database: everybody who may, and of those who may not each relation with some action."""
    if wanted(actor, state, action):
        return True
    at = [*Action].index(action)
    return [*Relation].index(actor.relation) == at % len(Relation)


async def wrong(stores: Settings, action: Action, picked: Picked) -> tuple[list[str], set[Cell]]:
    """Let those who are picked try an action; what came of it that is not as written down, and the cells tried."""
    found: list[str] = []
    covered: set[Cell] = set()
    async with new_world(stores) as world:
        everybody = await cast(world)
        for state in OF_ENTRIES if action in ENTRIES else OF_PROGRAMMES:
            stands = None
            for actor in tries(action, state):
                if not picked(actor, state, action):
                    continue
                stands = stands or await stage(everybody, state, action)
                outcome = await tried(stands, actor, DEEDS[action])
                if problem := judged(outcome, actor, state, action):
                    found.append(f"{actor.name}, {action}, {state}: {problem}")
                if outcome.changed():
                    stands = None
                if cell := speaks_for(actor, state, action):
                    covered.add(cell)
    return found, covered


@pytest.mark.parametrize("action", Action)
async def test_every_cell_through_the_door(
    settings: Settings, backend: str, action: Action, record_property: Callable[[str, object], None]
) -> None:
    found, covered = await wrong(settings, action, everyone if backend == "sqlite" else sample)
    there = {cell for cell in CELLS if cell[2] is action and not cannot_be(*cell)}
    record_property(f"access: cells tried on {backend}", len(covered & there))
    assert found == []
    assert there <= covered or backend != "sqlite"


LEAKS = [
    (Action.READ, Relation.COACH, State.ANNOUNCED),
    (Action.READ, Relation.SPONSOR, State.TAKEN_BACK),
    (Action.READ, Relation.COACH_TO_BE, State.SHARED),
    (Action.SEE_IN_LIST, Relation.COACH, State.TAKEN_BACK),
    (Action.SHARE, Relation.SELF, State.HIDDEN),
    (Action.SEE_AGREEMENT, Relation.FORMER_COACH, State.OVER),
    (Action.ACCEPT, Relation.SELF, State.PREPARED),
    (Action.HAND_OVER, Relation.SELF, State.PREPARED),
    (Action.SET_UP, Relation.COLLEAGUE, State.RUNNING),
    (Action.NAME_COACH, Relation.OTHER_MANAGER, State.RUNNING),
    (Action.CHANGE_PROGRAMME, Relation.OTHER_MANAGER, State.RUNNING),
    (Action.END_PROGRAMME, Relation.COLLEAGUE, State.RUNNING),
    (Action.CREATE_PROGRAMME, Relation.OWNER, State.PREPARED),
    (Action.NAME_MANAGER, Relation.OTHER_MANAGER, State.RUNNING),
    (Action.KEEP_A_JOURNAL, Relation.COACH_TO_BE, State.RUNNING),
    (Action.READ_WHAT_WAS_SHARED, Relation.GONE, State.RUNNING),
]


@pytest.mark.parametrize(("action", "relation", "state"), LEAKS)
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_one_wrong_yes_is_noticed_at_the_door(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, action: Action, relation: Relation, state: State
) -> None:
    rule = privacy.TABLE[action]
    leaky = {**rule, relation: rule.get(relation, frozenset()) | {state}}
    monkeypatch.setattr(privacy, "TABLE", {**privacy.TABLE, action: leaky})

    def picked(actor: Actor, its_state: State, _: Action) -> bool:
        return actor.relation is relation and its_state is state

    found, _ = await wrong(settings, action, picked)
    assert [each for each in found if each.endswith("a wrong yes")] == found != []


def judged(outcome: Outcome, actor: Actor, state: State, action: Action) -> str:
    """What is wrong about what came of a try; nothing where it is as written down."""
    allowed = DEEDS[action].took(outcome)
    if allowed is not wanted(actor, state, action):
        return "a wrong yes" if allowed else "a wrong no"
    if not allowed and outcome.changed():
        return "refused, and something changed all the same"
    if not allowed and outcome.stage.words and outcome.stage.words in outcome.seen:
        return "refused, and the words were shown all the same"
    return ""
