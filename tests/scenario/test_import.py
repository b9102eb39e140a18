"""A cohort comes in by the command line: all of it or nothing, each fault with its row, and nobody is written to."""

import asyncio
import codecs
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select

from benchmarks.statement_record import recorded
from bot.cli import main
from bot.importing import Said, Wish, import_table, list_programmes
from bot.prompt_files import read_prompts
from bot.settings import NAMES
from bot.settings import Settings as BotSettings
from bot.slack import SlackRefused
from flows.conversation.encounter import Effect
from flows.managing.importing import NotImported
from flows.programmes.cohort_file import MOST_ROWS
from flows.programmes.programme import Programme
from sandbox.faults import ratelimited, slack_error
from storage.tables import AGREEMENT, ENROLMENT, OCCASION, OUTBOX, PERSON, TIE
from tests.databases import CountedIds, Settings
from tests.scenario.forging import audit
from tests.scenario.ledger import rows
from tests.scenario.programmes import DESIGN, begins, programme, row
from tests.scenario.world import Person, World, new_world

ENGLISH = read_prompts().catalogues["en"]
TABLES = (PERSON, ENROLMENT, TIE, AGREEMENT, OCCASION, OUTBOX)
NAME = DESIGN.name
NO_PERSON = (
    "Row 4: “Dana” is no Slack ID and no e-mail address. "
    "A Slack ID looks like U012AB3CD and is in the person's profile."
)
LIST_HEAD = "username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,expiration-timestamp\n"


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with new_world(settings) as made:
        yield made


@pytest.fixture
async def emil(world: World) -> Person:
    """A programme manager."""
    return world.person("Emil")


@pytest.fixture
async def leading(world: World, emil: Person) -> Programme:
    """A programme of Emil's in which nobody takes part yet."""
    return await programme(world, by=emil)


def bot_settings(world: World) -> BotSettings:
    return BotSettings(
        slack_bot_token=world.sandbox.app.token,
        slack_api_url=world.api_url,
        database_url=world.stores.database,
        keystore_url=world.stores.keystore,
        keys=world.stores.keys,
    )


async def imports(world: World, table: str | bytes, name: str = NAME, **wish: object) -> Said:
    """What the command line says, while the bot runs."""
    content = table.encode() if isinstance(table, str) else table
    wanted = Wish(content, name, **wish)  # type: ignore[arg-type]  # the other fields of a wish, by name
    ids = CountedIds(f"import{world.sandbox.workspace.ids.ts()}")
    said = await import_table(bot_settings(world), wanted, ENGLISH, world.clock, ids)
    await world.settled()
    return said


async def counts(world: World) -> list[int]:
    return [(await rows(world, select(func.count()).select_from(each)))[0][0] for each in TABLES]


def ids_of(world: World, *names: str) -> list[str]:
    return [world.person(each).slack_id for each in names]


async def test_a_cohort_is_stored_and_nobody_hears_of_it_until_it_begins(
    world: World, emil: Person, leading: Programme
) -> None:
    ana, ben, dana, farah, hana = ids_of(world, "Ana", "Ben", "Dana", "Farah", "Hana")
    table = (
        "Leader,Coaches,Sponsors,Manager,Until\n"
        f"{ana},{dana};{hana},{farah},{emil.slack_id},2026-12-24\n"
        f"{ben},{dana},,,\n"
    )
    said = await imports(world, table)
    assert said == Said(
        [
            "Leading change: 2 leaders, 2 coaches and mentors, 1 sponsor, 1 line manager.",
            f"The welcome names {emil.slack_id} as the one who enrolled them.",
            f"Row 2: {hana} is a guest, and reads what is shared with them until the last day in this row.",
            "Stored. Nobody has been written to: a programme manager lets it begin in Slack with /cairn programme.",
        ]
    )
    assert await counts(world) == [6, 2, 5, 3, 1, 0]
    assert ("operator", "cohort_imported") in await audit(world)
    assert world.person("Ana").heard() == []
    assert await begins(world, leading, emil) is Effect.CHANGED
    assert f"<@{emil.slack_id}> has enrolled you" in world.person("Ana").last.text


async def test_only_checked_nothing_is_stored(world: World, leading: Programme) -> None:
    before = await counts(world)
    said = await imports(world, f"leader\n{world.person('Ana').slack_id}\n", only_check=True)
    assert said.lines[-1] == "All is fine. Nothing was stored: leave out --check to store it."
    assert said.lines[2] == f"Row 2: {world.person('Ana').slack_id} has no coach and no mentor yet."
    assert await counts(world) == before


@pytest.mark.parametrize(
    "written",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").replace(",", ";").encode(),
    ],
    ids=["BOM", "UTF-16", "UTF-16 big-endian", "as a spreadsheet writes it"],
)
async def test_a_table_is_read_however_it_was_saved(world: World, leading: Programme, written: object) -> None:
    ana, dana = ids_of(world, "Ana", "Dana")
    assert callable(written)
    said = await imports(world, written(f"leader,coaches\n{ana},{dana}\n"))
    assert said.lines[0] == "Leading change: 1 leader, 1 coach or mentor, 0 sponsors, 0 line managers."


async def test_e_mails_are_joined_with_slacks_own_list_and_kept_nowhere(
    world: World, emil: Person, leading: Programme
) -> None:
    ana, dana = ids_of(world, "Ana", "Dana")
    listed = (
        LIST_HEAD + f"ana,Ana@Northwind.example,Member,1,0,0,{ana},Ana,Ana,\nd,dana@northwind.example,,,,,{dana},,,\n"
    )
    table = "leader,coaches\nana@northwind.example,DANA@northwind.example\nnobody@northwind.example,\n"
    without = await imports(world, table)
    assert without.lines[0].startswith("Row 2: “ana@northwind.example” is an e-mail address, and I have no list")
    assert (await imports(world, table, members=listed.encode())).lines == [
        "Row 3: “nobody@northwind.example” is not in the list of members. Use the Slack ID, or a newer list.",
        "Nothing was stored: 1 thing to put right.",
    ]
    good = await imports(world, table.rpartition("nobody")[0], members=listed.encode())
    assert good.is_fine
    stored = repr([await rows(world, select(each)) for each in TABLES])
    assert "northwind.example" not in stored
    with pytest.raises(NotImported, match="has no columns “email” and “userid”"):
        await imports(world, table, members=b"name\nAna\n")


async def test_every_row_that_is_wrong_is_named_and_nothing_is_stored(world: World, leading: Programme) -> None:
    ana, ben, dana, hana, ivo = ids_of(world, "Ana", "Ben", "Dana", "Hana", "Ivo")
    before = await counts(world)
    said = await imports(world, f"leader,coaches\n{ana},{dana}\n{ana},{dana};{dana}\n{ben},Dana\n")
    assert (said.is_fine, said.lines) == (
        False,
        [
            "Row 3: Somebody is named twice under “coaches”. Once is enough.",
            f"Row 3: {ana} is the leader of row 2 already. Put both rows into one.",
            NO_PERSON,
            "Nothing was stored: 3 things to put right.",
        ],
    )
    bot = world.sandbox.app.bot_user_id
    people = (f"{ana},U0NOBODY99,", f"{hana},{dana},", f"{ben},{hana},", f"{ivo},{bot},", f"{dana},{ben},2020-01-01")
    said = await imports(world, "\n".join(["leader,coaches,until", *people]))
    assert [line.partition(".")[0] for line in said.lines] == [
        "Row 2: Slack knows nobody with the ID U0NOBODY99 in this workspace",
        f"Row 3: {hana} is a guest",
        f"Row 4: {hana} is a guest",
        f"Row 5: The account of {ivo} is deactivated",
        f"Row 5: {bot} is an app, not a person",
        "Row 6: The last day, 2020-01-01, is over",
        "Nothing was stored: 6 things to put right",
    ]
    assert await counts(world) == before


async def test_of_many_faults_the_first_fifty_are_named(world: World, leading: Programme) -> None:
    said = await imports(world, "leader,coaches\n" + "Ana,Ben\n" * 100)
    assert len(said.lines) == 52
    assert said.lines[50:] == ["And 150 more.", "Nothing was stored: 200 things to put right."]


async def test_ten_thousand_rows_are_taken_and_not_one_more(world: World, leading: Programme) -> None:
    said = await imports(world, "leader\n" + "".join(f"U{number:08}\n" for number in range(MOST_ROWS + 1)))
    assert said.lines == [
        "The table has 10,001 rows, and at most 10,000 can be taken at once. Split it.",
        "Nothing was stored: 1 thing to put right.",
    ]


async def test_somebody_in_two_programmes_and_a_coach_who_leads_are_told_of(world: World, emil: Person) -> None:
    ana, ben, dana = (world.person(each) for each in ("Ana", "Ben", "Dana"))
    first = await programme(world, row(ana, dana), by=emil)
    second = await programme(world, by=emil)
    table = f"leader,coaches\n{ana.slack_id},{dana.slack_id}\n{ben.slack_id},{ana.slack_id}\n"
    said = await imports(world, table, second.id)
    assert said.lines[2:4] == [
        f"Row 2: {ana.slack_id} takes part in another programme as well.",
        f"Row 3: {ana.slack_id} accompanies somebody here and is a leader, too.",
    ]
    again = await imports(world, table, second.id)
    assert [line.partition(".")[0] for line in again.lines[:2]] == [
        f"Row 2: {ana.slack_id} takes part in this programme already",
        f"Row 3: {ben.slack_id} takes part in this programme already",
    ]
    with pytest.raises(NotImported, match=f"several programmes are called “{NAME}”.*{first.id}, {second.id}"):
        await imports(world, table)


async def test_a_programme_is_named_by_its_name_and_one_of_its_managers(world: World, leading: Programme) -> None:
    ana, dana, emil = ids_of(world, "Ana", "Dana", "Emil")
    table = f"leader\n{ana}\n"
    with pytest.raises(NotImported, match="no programme is called “Other”; cairn programme list shows"):
        await imports(world, table, "Other")
    with pytest.raises(NotImported, match=f"{dana} does not manage this programme.*--by: {emil}"):
        await imports(world, table, by=dana)
    assert (await imports(world, table, "leading CHANGE", by=emil)).is_fine
    async with world.memory.unit_of_work() as work:
        manager = await work.people.meet(world.sandbox.workspace.team_id, emil)
        assert manager is not None
        await work.managers.end(manager, world.clock.now())
        await work.commit()
    with pytest.raises(NotImported, match="nobody manages this programme any more"):
        await imports(world, f"leader\n{dana}\n")


async def test_programmes_are_listed(world: World, emil: Person, leading: Programme) -> None:
    line = f"{leading.id}  Leading change  2026-01-01 to 2030-01-01, {{}}, managed by {emil.slack_id}"
    assert await list_programmes(bot_settings(world)) == Said([line.format("prepared")])
    await begins(world, leading, emil)
    assert await list_programmes(bot_settings(world)) == Said([line.format("begun")])
    async with world.memory.unit_of_work() as work:
        [found] = await work.programmes.running(leading.workspace)
        await work.programmes.save(found.ended(world.clock.now()))
        await work.commit()
    assert (await list_programmes(bot_settings(world))).lines == ["There is no programme that is not over."]


@pytest.mark.parametrize("after", ["INSERT enrolment", "INSERT tie", "INSERT agreement", "INSERT audit"])
async def test_what_breaks_off_in_the_middle_stores_nothing(world: World, leading: Programme, after: str) -> None:
    ana, dana = ids_of(world, "Ana", "Dana")
    before = await counts(world)

    def breaks(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.upper().startswith(after.upper().replace("INSERT ", "INSERT INTO ")):
            raise RuntimeError("the machine fails")

    event.listen(Engine, "after_cursor_execute", breaks)
    try:
        with pytest.raises(RuntimeError):
            await imports(world, f"leader,coaches\n{ana},{dana}\n")
    finally:
        event.remove(Engine, "after_cursor_execute", breaks)
    assert await counts(world) == before
    assert (await imports(world, f"leader,coaches\n{ana},{dana}\n")).is_fine


async def test_a_large_cohort_takes_one_transaction_and_few_statements(world: World, leading: Programme) -> None:
    workspace = world.sandbox.workspace
    leaders = [workspace.add_person(f"Leader{number}").id for number in range(1500)]
    coaches = [workspace.add_person(f"Coach{number}").id for number in range(20)]
    table = "leader,coaches\n" + "".join(
        f"{leader},{coaches[place % 20]};{coaches[(place + 1) % 20]}\n" for place, leader in enumerate(leaders)
    )
    with recorded() as counted:
        said = await imports(world, table)
    assert said.lines[0] == "Leading change: 1,500 leaders, 20 coaches and mentors, 0 sponsors, 0 line managers."
    written = {name: many for name, many in counted.items() if name.startswith(("INSERT", "COMMIT", "UPDATE"))}
    once = {f"INSERT {name}": 1 for name in ("person", "enrolment", "tie", "agreement", "audit")}
    assert {name: written.get(name) for name in once} == once
    assert counted["SELECT person"] <= 8
    listed = [each for each in world.sandbox.calls if each.method == "users.list"]
    assert len(listed) == 2, "a thousand at a time"


async def test_slack_is_waited_for_when_it_asks_and_believed_when_it_refuses(world: World, leading: Programme) -> None:
    table = f"leader\n{world.person('Ana').slack_id}\n"
    world.sandbox.faults.plan(ratelimited(1), method="users.list")
    assert (await imports(world, table, only_check=True)).is_fine
    world.sandbox.faults.plan(slack_error("missing_scope"), method="users.list")
    with pytest.raises(SlackRefused, match=r"does not list the members of the workspace \(missing_scope\)"):
        await imports(world, table)


async def command(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, Sequence[str]]:
    """Run `cairn …` as an operator does, beside the running bot."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    settings = bot_settings(world)
    given = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_SIGNING_SECRET": "made-up",
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url,
        "CAIRN_KEYSTORE": settings.keystore_url,
        "CAIRN_KEYS": settings.keys,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    def run() -> int:
        try:
            main(arguments)
        except SystemExit as ended:
            return int(ended.code or 0)
        return 0

    capsys.readouterr()
    code = await asyncio.to_thread(run)
    said = capsys.readouterr()
    return code, (said.out + said.err).splitlines()


async def test_the_command_says_what_it_did(
    world: World,
    leading: Programme,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "cohort.csv"
    table.write_text("leader\nAna\n", "utf-16")
    arguments = ("programme", "import", "cohort.csv", "--programme", NAME)
    code, lines = await command(world, monkeypatch, capsys, *arguments)
    assert (code, lines[-1]) == (1, "Nothing was stored: 1 thing to put right.")
    table.write_text(f"leader\n{world.person('Ana').slack_id}\n")
    assert (await command(world, monkeypatch, capsys, *arguments, "--check"))[0] == 0
    code, lines = await command(world, monkeypatch, capsys, *arguments)
    assert (code, lines[-1].partition(":")[0]) == (0, "Stored. Nobody has been written to")
    code, lines = await command(world, monkeypatch, capsys, "programme", "list")
    assert (code, len(lines)) == (0, 1)
    code, lines = await command(world, monkeypatch, capsys, "programme", "import", "none.csv", "--programme", NAME)
    assert (code, lines[0][:6]) == (1, "cairn:")
