"""An enrolment goes from being prepared to its end, and never back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from flows.errors import NotAvailable
from flows.programmes.enrolment import (
    Enrolment,
    Reason,
    Stage,
    end,
    invite,
    join,
    needs_reminder,
    put_off,
    remind,
)

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FRESH = Enrolment("e", "T1", "p", "ana", "mia", Stage.PREPARED, NOW)
STEPS = {"invite": invite, "put_off": put_off, "join": join, "remind": remind}
ALLOWED = {
    "invite": {Stage.PREPARED: Stage.INVITED},
    "put_off": {Stage.INVITED: Stage.WAITING, Stage.WAITING: Stage.WAITING},
    "join": {Stage.INVITED: Stage.JOINED, Stage.WAITING: Stage.JOINED, Stage.JOINED: Stage.JOINED},
    "remind": {Stage.INVITED: Stage.INVITED},
}


@pytest.mark.parametrize(("step", "stage"), list(product(STEPS, Stage)))
def test_every_step_from_every_stage(step: str, stage: Stage) -> None:
    before = replace(FRESH, stage=stage)
    if stage in ALLOWED[step]:
        assert STEPS[step](before, NOW).stage is ALLOWED[step][stage]
    else:
        with pytest.raises(NotAvailable):
            STEPS[step](before, NOW)


@pytest.mark.parametrize("stage", Stage)
def test_it_can_end_at_any_time_and_keeps_its_first_end(stage: Stage) -> None:
    over = end(replace(FRESH, stage=stage), Reason.LEFT, NOW)
    assert over.is_over
    if stage is not Stage.ENDED:
        assert (over.ended_at, over.reason) == (NOW, Reason.LEFT)
        assert end(over, Reason.PROGRAMME_OVER, LATER) == over


def test_the_reminder_comes_once_and_only_to_who_said_nothing() -> None:
    invited = invite(FRESH, NOW)
    assert needs_reminder(invited)
    assert not needs_reminder(remind(invited, LATER))
    assert not needs_reminder(put_off(invited, LATER))
    assert not needs_reminder(FRESH)


def test_when_they_first_answered_is_kept() -> None:
    put = put_off(invite(FRESH, NOW), NOW)
    assert join(put, LATER).answered_at == NOW
    assert not FRESH.is_known
    assert put.is_known
