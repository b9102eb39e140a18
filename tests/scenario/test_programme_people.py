"""Leaders come into a programme one by one or by the table, are accompanied by others, and are taken out."""

import asyncio

import pytest
from sqlalchemy import select

from sandbox.faults import ratelimited, slack_error, slow
from storage.tables import ENROLMENT, METADATA, PERSON, TIE
from tests.scenario.forging import count, forge
from tests.scenario.ledger import rows
from tests.scenario.managing import drafts, made_manager, opens, presses, said, sends, top
from tests.scenario.world import Person, World


@pytest.fixture
async def emil(world: World) -> Person:
    """A manager of a programme in which Ana takes part, with Dana as her coach."""
    found = world.person("Emil")
    await made_manager(world, found)
    await drafts(found)
    await opens(found)
    return found


def ids(world: World) -> dict[str, str]:
    return {each.display_name.lower(): each.id for each in world.sandbox.workspace.people.values()}


async def pastes(world: World, emil: Person, table: str, members: str = "") -> str:
    """Paste a table in which people stand by their names in braces; what the window says then."""
    if not top(emil).title.startswith("Paste"):
        await presses(emil, "programme:table")
    await sends(emil, table=table.format(**ids(world)), members=members.format(**ids(world)) or None)
    return said(top(emil))


async def test_a_table_is_added_and_then_previewed(world: World, emil: Person) -> None:
    window = await pastes(world, emil, "leader,coaches,sponsors\n{ben},{dana};{farah},{gus}\n{chloe},,\n")
    assert "3 leaders get the invitation below." in window
    assert "Row 3" in window
    assert "has no coach and no mentor yet." in window
    assert world.person("Ben").heard() == []
    assert await count(world, ENROLMENT) == 3
    assert "3 leaders prepared" in said(emil.actor.open_views()[0])
    await sends(emil)
    assert [len(world.person(each).heard()) for each in ("Ana", "Ben", "Chloe", "Dana", "Farah", "Gus")] == [
        1, 1, 1, 1, 1, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("leader,coaches\n{ben},{ben}", "is the leader of this row"),
        ("leader,coaches\n{ben},Dana", "Row 2: “Dana” is no Slack ID and no e-mail address."),
        ("leader,coaches\nben@example.org,", "Row 2: “ben@example.org” is an e-mail address, and I have no list"),
        ("leader,until\n{ben},31.12.2026", "Row 2: “31.12.2026” is no date."),
        ("name\n{ben}", "I do not know the column “name”."),
        ("leader\n{ben}\n\n{ben}", "is the leader of row 2 already."),
        ("leader", "The table is empty."),
        ("leader\nU0NOBODY99", "Row 2: Slack knows nobody with the ID U0NOBODY99"),
        ("leader\n{hana}", "is a guest."),
        ("leader\n{ivo}", "is deactivated."),
        ("leader,coaches\n{ben},{hana}", "is a guest."),
        ("leader,coaches,until\n{ben},{hana},2026-01-01", "The last day, 2026-01-01, is over."),
        ("leader\n{ana}", "takes part in this programme already"),
        ("leader\n{cairn}", "is an app, not a person."),
    ],
)
async def test_one_wrong_row_and_nothing_is_added(world: World, emil: Person, table: str, complaint: str) -> None:
    window = await pastes(world, emil, f"{table}\n{{chloe}}" if "\n" in table else table)
    assert "Nothing was added." in window
    assert complaint in window
    assert await count(world, ENROLMENT) == 1
    [field] = [each for each in top(emil).blocks if each.get("block_id") == "field:table"]
    assert field["element"]["initial_value"].startswith(table.partition("\n")[0])
    assert "1 leader" not in await pastes(world, emil, "leader\n{gus}")
    assert await count(world, ENROLMENT) == 2


async def test_e_mails_are_looked_up_in_what_was_pasted_beside_it(world: World, emil: Person) -> None:
    members = "username,email,status,userid\nben,Ben@Example.org,Member,{ben}\ngus,gus@example.org,Member,{gus}"
    window = await pastes(world, emil, "leader;coaches\nben@example.org;gus@example.org", members)
    assert "2 leaders get the invitation below." in window


async def test_no_e_mail_is_kept(world: World, emil: Person) -> None:
    members = "email,userid\nben@example.org,{ben}"
    await pastes(world, emil, "leader\nben@example.org\ngus@example.org", members)
    assert "“gus@example.org” is not in the list of members." in said(top(emil))
    await pastes(world, emil, "leader\nben@example.org", members)
    assert await count(world, ENROLMENT) == 2
    kept = [repr(await rows(world, select(table))) for table in METADATA.sorted_tables]
    assert [each for each in kept if "example.org" in each] == []


async def test_a_guest_may_coach_until_a_day(world: World, emil: Person) -> None:
    window = await pastes(world, emil, "leader,coaches,until\n{ben},{hana},2027-01-31")
    assert "is a guest, and reads what is shared with them until the last day" in window


async def test_slack_may_need_long_to_say_who_they_are(world: World, emil: Person) -> None:
    world.running.reception.settles = 0.01
    await presses(emil, "programme:table")
    world.running.reception.patience = 0.05
    world.sandbox.faults.plan(slow(0.3), method="users.info")
    outcome = await emil.actor.submit(top(emil), {"field:table": "leader\n{ben}\n{gus}".format(**ids(world))})
    assert outcome.view is not None
    world.running.reception.patience = 100
    async with asyncio.timeout(30):
        while "get the invitation below" not in said(top(emil)):  # noqa: ASYNC110 - only the window tells
            await asyncio.sleep(0.02)
    assert await count(world, ENROLMENT) == 3


async def test_slack_may_want_to_be_asked_less(world: World, emil: Person) -> None:
    world.sandbox.faults.plan(ratelimited(1), method="users.info")
    assert "3 leaders get the invitation below." in await pastes(world, emil, "leader\n{ben}\n{gus}")


async def test_slack_may_not_say_who_they_are(world: World, emil: Person) -> None:
    world.sandbox.faults.plan(slack_error("internal_error"), method="users.info", times=9)
    window = await pastes(world, emil, "leader\n{ben}")
    assert "Slack did not tell me who all these people are, so nothing was added." in window
    assert await count(world, ENROLMENT) == 1


async def test_who_accompanies_is_changed(world: World, emil: Person) -> None:
    await _about(emil, "programme:accompany")
    assert f"<@{ids(world)['ana']}>" in said(top(emil))
    [coaches] = [each for each in top(emil).blocks if each["block_id"] == "field:coaches"]
    assert coaches["element"]["initial_users"] == [ids(world)["dana"]]
    await sends(emil, coaches=["Farah"], sponsors=["Gus"], manager="Ben")
    window = said(top(emil))
    assert "Saved." in window
    assert f"<@{ids(world)['farah']}>" in window
    assert f"<@{ids(world)['dana']}>" not in window
    assert await count(world, TIE) == 4


async def test_a_guest_without_a_last_day_is_no_coach(world: World, emil: Person) -> None:
    await _about(emil, "programme:accompany")
    await sends(emil, coaches=["Hana"])
    assert "is a guest." in said(top(emil))
    await sends(emil, coaches=["Hana"], until="2027-01-31")
    assert "Guests until Sunday, 31 January 2027." in said(top(emil))


async def test_a_leader_is_taken_out(world: World, ana: Person, emil: Person) -> None:
    await _about(emil, "programme:take_out")
    window = said(top(emil))
    assert "Taken out." in window
    assert "1 ended" in window
    assert ana.heard() == []


async def test_many_leaders_are_shown_page_by_page(world: World, emil: Person) -> None:
    for number in range(12):
        world.sandbox.workspace.add_person(f"Leader{number}")
    rows = "\n".join(f"{{leader{number}}}" for number in range(12))
    window = await pastes(world, emil, f"leader\n{rows}")
    assert "13 leaders get the invitation below." in window
    assert "Page 1 of 3" in window
    await presses(emil, "programme:shown_further")
    assert "Page 2 of 3" in said(top(emil))
    await sends(emil)
    assert "Page 1 of 2" in said(top(emil))
    await presses(emil, "programme:further")
    window = said(top(emil))
    assert "Page 2 of 2" in window
    assert f"<@{ids(world)['leader11']}>" in window
    await presses(emil, "programme:earlier")
    assert f"<@{ids(world)['ana']}>" in said(top(emil))


async def test_sent_twice_it_says_the_same(world: World, emil: Person) -> None:
    await presses(emil, "programme:table")
    for pasted, answer in (("leader\n{hana}", "is a guest."), ("leader\n{ben}", "2 leaders get the invitation below.")):
        outcome = await sends(emil, table=pasted.format(**ids(world)))
        assert outcome.delivery is not None
        again = await forge(world, outcome.delivery, lambda _: None)
        assert answer in outcome.delivery.body
        assert answer in again.body
    assert await count(world, ENROLMENT) == 2


async def test_nobody_is_remembered_of_a_table_that_was_not_taken(world: World, emil: Person) -> None:
    before = await count(world, PERSON)
    await pastes(world, emil, "leader,coaches\n{ben},{gus}\n{chloe},{hana}")
    assert await count(world, PERSON) == before


async def _about(emil: Person, action: str) -> None:
    """Press a button beside the first leader."""
    block = next(each["block_id"] for each in top(emil).blocks if each.get("block_id", "").startswith("leader:"))
    await presses(emil, action, block=block)
