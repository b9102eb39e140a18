"""What can be planned to go wrong has words on the page, and is planned as it says."""

from collections.abc import Mapping

import pytest

from sandbox.bot_app import BotApp
from sandbox.clock import ManualClock
from sandbox.faults import FaultKind
from sandbox.mishaps import MishapKind
from sandbox.page.form import Form
from sandbox.page.trouble import CALLS, DELIVERIES, KINDS, MOST_TIMES, plan, trouble
from sandbox.sandbox import Sandbox
from sandbox.traffic import DeliveryKind


@pytest.fixture
def sandbox() -> Sandbox:
    made = Sandbox(ManualClock())
    made.install(BotApp(name="Cairn", signing_secret="s"))
    return made


def form(**fields: str) -> Form:
    return Form({name: [value] for name, value in fields.items()})


def test_everything_that_can_go_wrong_can_be_planned_here() -> None:
    assert set(CALLS) == set(FaultKind)
    assert set(DELIVERIES) == set(MishapKind)
    assert set(KINDS) == set(DeliveryKind)


async def test_what_is_planned_is_told_once_with_its_number(sandbox: Sandbox) -> None:
    await plan(sandbox, form(trouble="call", kind="slow", times="3"))
    await plan(sandbox, form(trouble="call", kind="slow", method="views.open", times="1"))
    await plan(sandbox, form(trouble="delivery", kind="reorder", about="event", times="1"))
    told = [(one.what, one.times) for one in trouble(sandbox).planned]
    assert told == [("The next call", 3), ("The next views.open", 1), ("The next event", 1)]


@pytest.mark.parametrize(
    "fields",
    [
        {"trouble": "call", "kind": "flood"},
        {"trouble": "delivery", "kind": "slow"},
        {"trouble": "anything", "kind": "slow"},
    ],
)
async def test_what_the_page_does_not_offer_is_not_planned(sandbox: Sandbox, fields: Mapping[str, str]) -> None:
    await plan(sandbox, form(**fields))
    assert trouble(sandbox).planned == []


@pytest.mark.parametrize(("written", "planned"), [("", 1), ("-4", 1), ("0", 0), ("2", 2), ("999", MOST_TIMES)])
async def test_the_number_of_times_is_sane(sandbox: Sandbox, written: str, planned: int) -> None:
    await plan(sandbox, form(trouble="call", kind="slow", times=written, method="no.such"))
    assert len(sandbox.faults.planned()) == planned
    assert all(method is None for method, _ in sandbox.faults.planned())


async def test_clearing_lets_everything_go_well(sandbox: Sandbox) -> None:
    await plan(sandbox, form(trouble="call", kind="slow"))
    await plan(sandbox, form(trouble="delivery", kind="silence"))
    await plan(sandbox, form(trouble="clear"))
    assert trouble(sandbox).planned == []


async def test_sockets_are_offered_where_there_are_any(sandbox: Sandbox) -> None:
    assert trouble(sandbox).connections is None
    connected = Sandbox(ManualClock())
    connected.install(BotApp(name="Cairn", signing_secret="s", socket_mode=True, app_token="xapp-1"))
    assert trouble(connected).connections == 0
    for how in ("stall", "resume", "refresh_requested"):
        await plan(connected, form(trouble=how))
