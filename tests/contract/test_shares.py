"""What can be read of what is shown, and whom somebody accompanies, as the store knows it."""

from dataclasses import replace

from flows.conversation.state import Status
from flows.programmes.enrolment import Reason, end, invite
from flows.programmes.programme import Programme
from flows.programmes.share import Accompanied
from flows.roles import Role
from storage.memory import Memory
from tests.contract.samples import MAYA, NOW, OMAR, answered, conversation, with_entries
from tests.contract.test_programmes import CARLA, ENROLMENT, HOUR, TIE, programme

__all__ = ["programme"]


async def test_what_is_hidden_skipped_or_set_aside_cannot_be_read(memory: Memory, programme: Programme) -> None:
    entries = [answered(step, "Something.") for step in ("went_well", "hidden", "aside")]
    entries[1] = replace(entries[1], hidden=True)
    talk = replace(with_entries(conversation("another"), *entries), at=None, status=Status.DONE)
    async with memory.unit_of_work() as work:
        await work.conversations.add(talk)
        await work.conversations.save(talk, frozenset({"aside"}))
        readable = await work.shares.readable(MAYA, ["another", "talk"])
        assert readable == {"another": frozenset({"went_well"}), "talk": frozenset()}
        assert await work.shares.readable(OMAR, ["another"]) == {"another": frozenset()}
        assert await work.shares.readable(MAYA, []) == {}
        again = replace(await work.conversations.get(MAYA, "another"), at="went_well", status=Status.OPEN)
        await work.conversations.save(again, frozenset({"aside"}))
        assert await work.shares.readable(MAYA, ["another"]) == {"another": frozenset()}, "it was opened again"


async def test_somebody_accompanies_whom_has_begun_and_not_ended(memory: Memory, programme: Programme) -> None:
    sponsor = replace(TIE, id="tie-2", role=Role.SPONSOR, since=NOW + HOUR)
    over = replace(TIE, id="tie-3", ended_at=NOW)
    async with memory.unit_of_work() as work:
        await work.ties.add([sponsor, over])
        assert await work.shares.accompanied(CARLA) == [], "nobody was told of it yet"
        await work.enrolments.save([invite(ENROLMENT, NOW)])
        found = [Accompanied(each, MAYA.slack_id, MAYA.zone) for each in (TIE, sponsor)]
        assert await work.shares.accompanied(CARLA) == found
        assert await work.shares.accompanied(MAYA) == []
        await work.ties.end([TIE.id, sponsor.id], NOW + HOUR)
        await work.enrolments.save([end(invite(ENROLMENT, NOW), Reason.LEFT, NOW + HOUR)])
        assert await work.shares.accompanied(CARLA) == []
