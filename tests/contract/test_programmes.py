"""Programmes, enrolments, ties, agreements and shares are kept as they were given, each in its own workspace."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.errors import Conflict, NotAvailable
from flows.people import Person
from flows.privacy import Bond, State
from flows.programmes.agreement import Agreement, Shared, Side, accept, narrow
from flows.programmes.enrolment import Enrolment, Reason, Stage, end, invite
from flows.programmes.occasion import Kind, Occasion
from flows.programmes.programme import Cadence, Design, Practice, Programme, Quiet
from flows.programmes.share import HELD_FOR, Reading, Share, Why
from flows.programmes.tie import Tie
from flows.roles import Role
from storage.memory import Memory
from tests.contract.samples import ELSEWHERE, MAYA, NOW, OMAR, WORKSPACE, conversation, introduce

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CARLA = Person("person-carla", WORKSPACE, "U0CARLA", "Europe/Berlin", "en-GB", "D0CARLA")
DESIGN = Design(
    "Leading change",
    date(2026, 3, 1),
    date(2026, 9, 30),
    "Operations",
    ("Safety", "Customers", "Growing people"),
    (Practice("weekly-reflection", Cadence.WEEKLY), Practice("look-back", Cadence.MONTHLY)),
    (Quiet(date(2026, 8, 1), date(2026, 8, 14)),),
)
PROGRAMME = Programme("programme", WORKSPACE, DESIGN, (OMAR.id,), NOW)
ENROLMENT = Enrolment("enrolment", WORKSPACE, PROGRAMME.id, MAYA.id, OMAR.id, Stage.PREPARED, NOW)
TIE = Tie("tie", WORKSPACE, ENROLMENT.id, MAYA.id, CARLA.id, Role.COACH, OMAR.id, NOW)
TERMS = frozenset({Shared.REFLECTIONS, Shared.GOALS})
AGREEMENT = Agreement("agreement", WORKSPACE, TIE.id, 1, TERMS, 1, Side.LEADER, NOW)
SHARE = Share("share", WORKSPACE, MAYA.id, CARLA.id, TIE.id, "talk", "", NOW, NOW + HELD_FOR)


@pytest.fixture
async def programme(memory: Memory) -> Programme:
    """A programme of Omar's, in which Maya takes part and Carla coaches her."""
    await introduce(memory, MAYA, OMAR, CARLA)
    async with memory.unit_of_work() as work:
        await work.programmes.add(PROGRAMME)
        await work.enrolments.add([ENROLMENT])
        await work.ties.add([TIE])
        await work.conversations.add(conversation())
        await work.commit()
    return PROGRAMME


async def test_a_programme_comes_back_as_it_was_given(memory: Memory, programme: Programme) -> None:
    async with memory.unit_of_work() as work:
        assert await work.programmes.get(WORKSPACE, programme.id) == programme
        assert await work.programmes.managed_by(OMAR) == [programme]
        assert await work.programmes.managed_by(MAYA) == []


async def test_a_programme_is_found_in_its_own_workspace_only(memory: Memory, programme: Programme) -> None:
    async with memory.unit_of_work() as work:
        for workspace, about in ((ELSEWHERE, programme.id), (WORKSPACE, "another")):
            with pytest.raises(NotAvailable):
                await work.programmes.get(workspace, about)


async def test_whoever_saves_what_somebody_else_changed_is_told(memory: Memory, programme: Programme) -> None:
    renamed = replace(programme, design=replace(DESIGN, name="Leading"), managers=(MAYA.id, OMAR.id))
    async with memory.unit_of_work() as work:
        await work.programmes.save(renamed)
        await work.commit()
    async with memory.unit_of_work() as work:
        assert await work.programmes.get(WORKSPACE, programme.id) == replace(renamed, revision=1)
        with pytest.raises(Conflict):
            await work.programmes.save(renamed)


async def test_programmes_that_are_over_are_found_until_they_are_ended(memory: Memory, programme: Programme) -> None:
    last = DESIGN.ends
    async with memory.unit_of_work() as work:
        assert await work.programmes.over_by(last + DAY, 10) == [], "nobody was told of it yet"
        await work.programmes.save(replace(programme, confirmed_at=NOW))
        assert await work.programmes.over_by(last, 10) == []
        [over] = await work.programmes.over_by(last + DAY, 10)
        await work.programmes.save(over.ended(NOW))
        assert await work.programmes.over_by(last + DAY, 10) == []


async def test_who_may_set_up_programmes(memory: Memory, programme: Programme) -> None:
    async with memory.unit_of_work() as work:
        assert not await work.managers.anybody(WORKSPACE)
        await work.managers.name("grant", OMAR, "operator", NOW)
        await work.managers.name("again", OMAR, "operator", NOW)
        assert await work.managers.is_manager(OMAR)
        assert not await work.managers.is_manager(MAYA)
        assert await work.managers.anybody(WORKSPACE)
        assert not await work.managers.anybody(ELSEWHERE)
        await work.managers.end(OMAR, NOW)
        assert not await work.managers.is_manager(OMAR)
        assert await work.programmes.managed_by(OMAR) == []
        await work.managers.name("later", OMAR, "operator", NOW)
        assert await work.managers.is_manager(OMAR)
        assert (await work.programmes.get(WORKSPACE, programme.id)).managers == ()


async def test_an_enrolment_comes_back_as_it_was_given(memory: Memory, programme: Programme) -> None:
    async with memory.unit_of_work() as work:
        assert await work.enrolments.get(WORKSPACE, ENROLMENT.id) == ENROLMENT
        over = end(invite(ENROLMENT, NOW), Reason.LEFT, NOW + HOUR)
        await work.enrolments.save([over])
        assert await work.enrolments.of_leader(MAYA) == [over]
        assert await work.enrolments.of_programme(programme) == [over]
        assert await work.enrolments.of_leader(OMAR) == []
        with pytest.raises(NotAvailable):
            await work.enrolments.get(ELSEWHERE, ENROLMENT.id)


async def test_a_leader_is_in_a_programme_once(memory: Memory, programme: Programme) -> None:
    async with memory.unit_of_work() as work:
        with pytest.raises(Conflict):
            await work.enrolments.add([replace(ENROLMENT, id="another")])


async def test_a_tie_is_found_from_either_end(memory: Memory, programme: Programme) -> None:
    async with memory.unit_of_work() as work:
        assert await work.ties.get(WORKSPACE, TIE.id) == TIE
        assert await work.ties.of_leader(MAYA) == [TIE]
        assert await work.ties.of_person(CARLA) == [TIE]
        assert await work.ties.of_enrolments(WORKSPACE, [ENROLMENT.id, "another"]) == [TIE]
        assert await work.ties.of_leader(CARLA) == []
        with pytest.raises(NotAvailable):
            await work.ties.get(ELSEWHERE, TIE.id)


async def test_what_ties_two_people(memory: Memory, programme: Programme) -> None:
    agreed = accept(accept(AGREEMENT, Side.LEADER, NOW), Side.COACH, NOW)
    async with memory.unit_of_work() as work:
        assert await work.ties.bonds(MAYA, CARLA) == [Bond(Role.COACH, ended=False, agreed=False)]
        assert await work.ties.bonds(CARLA, MAYA) == []
        await work.agreements.add(AGREEMENT)
        assert await work.ties.bonds(MAYA, CARLA) == [Bond(Role.COACH, ended=False, agreed=False)]
        await work.agreements.save(agreed)
        assert await work.ties.bonds(MAYA, CARLA) == [Bond(Role.COACH, ended=False, agreed=True)]
        await work.ties.end([TIE.id], NOW)
        assert await work.ties.bonds(MAYA, CARLA) == [Bond(Role.COACH, ended=True, agreed=True)]


async def test_every_version_of_an_agreement_is_kept(memory: Memory, programme: Programme) -> None:
    first = accept(accept(AGREEMENT, Side.LEADER, NOW), Side.COACH, NOW + HOUR)
    second = replace(AGREEMENT, id="second", version=2, terms=frozenset({Shared.PLANS}), proposed_by=Side.COACH)
    async with memory.unit_of_work() as work:
        assert await work.agreements.of([]) == []
        await work.agreements.add(AGREEMENT)
        await work.agreements.save(first)
        less = narrow([first], frozenset())
        assert less is not None
        await work.agreements.save(less)
        await work.agreements.add(second)
        assert await work.agreements.of([TIE.id]) == [less, second]
        assert await work.agreements.hold([TIE.id]) == [less, second]
        assert await work.agreements.hold([]) == []
        with pytest.raises(Conflict):
            await work.agreements.add(replace(second, id="third"))


async def test_many_ties_with_their_agreements_are_stored_at_once(memory: Memory, programme: Programme) -> None:
    ties = [replace(TIE, id=f"tie-{number:04}") for number in range(1200)]
    agreements = [replace(AGREEMENT, id=f"agreement-of-{each.id}", tie=each.id) for each in ties]
    async with memory.unit_of_work() as work:
        await work.ties.add(ties)
        await work.agreements.add_all([])
        await work.agreements.add_all(agreements)
        await work.commit()
    async with memory.unit_of_work() as work:
        assert await work.agreements.of([each.id for each in reversed(ties)]) == agreements
        with pytest.raises(Conflict):
            await work.agreements.add_all([replace(AGREEMENT, id="one"), replace(agreements[7], id="another")])


async def test_what_is_shown_is_found_from_either_end(memory: Memory, programme: Programme) -> None:
    one = replace(SHARE, id="one", step="moment")
    async with memory.unit_of_work() as work:
        await work.shares.add([SHARE, one])
        await work.shares.add([replace(SHARE, id="again", visible_from=NOW)])
        assert await work.shares.of_conversation(MAYA, "talk") == [one, SHARE]
        assert await work.shares.shown(MAYA, CARLA) == [one, SHARE]
        assert await work.shares.shown(CARLA, MAYA) == []
        assert await work.shares.of_conversation(OMAR, "talk") == []
        assert await work.shares.get(CARLA, SHARE.id) == SHARE
        for somebody, about in ((OMAR, SHARE.id), (MAYA, SHARE.id), (CARLA, "another")):
            with pytest.raises(NotAvailable):
                await work.shares.get(somebody, about)


async def test_a_share_is_brought_forward_or_ended_once(memory: Memory, programme: Programme) -> None:
    async with memory.unit_of_work() as work:
        await work.shares.add([SHARE])
        await work.shares.show_at_once([SHARE.id], NOW)
        assert (await work.shares.get(CARLA, SHARE.id)).state(NOW) is State.SHARED
        await work.shares.show_at_once([SHARE.id], NOW + DAY)
        assert (await work.shares.get(CARLA, SHARE.id)).visible_from == NOW
        await work.shares.end([SHARE.id], Why.TAKEN_BACK, NOW + HOUR)
        await work.shares.end([SHARE.id], Why.TIE_ENDED, NOW + DAY)
        over = await work.shares.get(CARLA, SHARE.id)
        assert (over.ended_at, over.why) == (NOW + HOUR, Why.TAKEN_BACK)
        await work.shares.add([replace(SHARE, id="anew", visible_from=NOW)])
        assert [each.id for each in await work.shares.shown(MAYA, CARLA) if not each.ended_at] == ["anew"]


async def test_with_a_tie_ends_what_was_shown_because_of_it(memory: Memory, programme: Programme) -> None:
    other = replace(TIE, id="other-tie", person=OMAR.id, role=Role.SPONSOR)
    theirs = replace(SHARE, id="theirs", viewer=OMAR.id, tie=other.id)
    async with memory.unit_of_work() as work:
        await work.ties.add([other])
        await work.shares.add([SHARE, theirs])
        await work.ties.end([TIE.id], NOW + HOUR)
        assert (await work.shares.get(CARLA, SHARE.id)).why is Why.TIE_ENDED
        assert (await work.shares.get(OMAR, theirs.id)).ended_at is None
        assert [each.ended_at for each in await work.ties.of_leader(MAYA)] == [None, NOW + HOUR]


async def test_who_opened_what_is_kept(memory: Memory, programme: Programme) -> None:
    reading = Reading("reading", WORKSPACE, SHARE.id, MAYA.id, CARLA.id, "talk", NOW)
    async with memory.unit_of_work() as work:
        await work.shares.add([SHARE])
        await work.shares.note_reading(reading)
        assert await work.shares.readings(MAYA, "talk") == [reading]
        assert await work.shares.readings(OMAR, "talk") == []


async def test_an_occasion_is_planned_once_and_found_when_it_is_due(memory: Memory, programme: Programme) -> None:
    occasion = Occasion("occasion", WORKSPACE, "remind:enrolment", Kind.REMIND, ENROLMENT.id, NOW + DAY)
    another = replace(occasion, id="another", key="last_day:tie", kind=Kind.LAST_DAY, about=TIE.id)
    async with memory.unit_of_work() as work:
        await work.occasions.plan([occasion, another])
        await work.occasions.plan([replace(occasion, id="again", due_at=NOW)])
        assert await work.occasions.due(NOW, 10) == []
        assert await work.occasions.due(NOW + DAY, 10) == [another, occasion]
        assert len(await work.occasions.due(NOW + DAY, 1)) == 1
        await work.occasions.done(occasion, NOW + DAY)
        await work.occasions.drop(ELSEWHERE, [TIE.id], NOW)
        assert await work.occasions.due(NOW + DAY, 10) == [another]
        await work.occasions.drop(WORKSPACE, [TIE.id], NOW)
        assert await work.occasions.due(NOW + DAY, 10) == []


async def test_what_ends_with_a_large_programme_is_not_too_much_for_one_statement(memory: Memory) -> None:
    many = [f"about-{number}" for number in range(40_000)]
    async with memory.unit_of_work() as work:
        await work.ties.end(many, NOW)
        await work.occasions.drop(WORKSPACE, many, NOW)
        await work.shares.end(many, Why.TAKEN_BACK, NOW)
        await work.shares.show_at_once(many, NOW)
        assert await work.outbox.said_all(WORKSPACE, many) == []
        assert await work.people.by_ids(WORKSPACE, many) == {}
        await work.commit()
