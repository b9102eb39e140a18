"""`cairn doctor --live`: tried on one named person in a workspace, who is left as they were, and on nobody else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.doctor.drawings import drawings
from bot.doctor.findings import Check, Finding, Verdict
from bot.doctor.live import LiveWish, plan, try_live
from bot.prompt_files import read_prompts
from sandbox.acting.actor import Actor
from sandbox.faults import Fault, accept_then_drop, ratelimited, slack_error
from tests.databases import Settings
from tests.scenario.installation import TOKEN, Installation, cairn, installed

OK, WARNING, FAULT, NOT_CHECKED = Verdict.OK, Verdict.WARNING, Verdict.FAULT, Verdict.NOT_CHECKED
PROMPTS = read_prompts()
CONTACTS = "HR care team: #hr-care"


@dataclass
class Trial:
    """An installation, and Ana on whom it is tried."""

    installation: Installation
    waited: list[float] = field(default_factory=list)

    @property
    def ana(self) -> Actor:
        return self.installation.sandbox.act_as("Ana")

    def plan(self, fault: Fault, method: str, times: int = 1) -> None:
        self.installation.sandbox.faults.plan(fault, method=method, times=times)

    async def run(self, person: str = "", *, home: bool = False) -> dict[Check, Finding]:
        """Everything but showing Slack all that is drawn, which takes a while."""
        self.plan(slack_error("unknown_method"), "blocks.validate")
        seen = await self.run_whole(person, home=home)
        assert seen.pop(Check.VIEWS).verdict is NOT_CHECKED
        return seen

    async def run_whole(self, person: str = "", *, home: bool = False) -> dict[Check, Finding]:
        wish = LiveWish(person or self.ana.person.id, home)
        findings = await try_live(self.installation.settings, PROMPTS, wish, self.pause)
        return {each.check: each for each in findings}

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)

    def called(self, method: str) -> int:
        return sum(call.method == method for call in self.installation.sandbox.calls)


@pytest.fixture
async def trial() -> AsyncIterator[Trial]:
    async with installed() as installation:
        yield Trial(installation)


async def test_the_person_is_written_to_and_left_as_they_were(trial: Trial) -> None:
    seen = await trial.run_whole()
    assert {each.verdict for each in seen.values()} == {OK}
    assert list(seen) == [Check.PERSON, Check.POST, Check.UPDATE, Check.DELETE, Check.VIEWS]
    assert dict(trial.ana.dm_channel.messages) == {}
    said = [call.arguments["text"] for call in trial.installation.sandbox.calls if "text" in call.arguments]
    assert said == [PROMPTS.catalogues["en"](key) for key in ("check.posted", "check.updated")]
    assert all("need not do anything" in each for each in said)
    assert trial.called("views.publish") == 0


async def test_nobody_else_is_written_to(trial: Trial) -> None:
    await trial.run(home=True)
    sandbox = trial.installation.sandbox
    places = {call.arguments["channel"] for call in sandbox.calls if "channel" in call.arguments}
    assert places == {trial.ana.dm_channel.id}
    assert [each.id for each in sandbox.workspace.people.values() if sandbox.workspace.screens.home(each.id)] == [
        trial.ana.person.id
    ]


async def test_everything_that_is_drawn_is_shown_to_slack(trial: Trial) -> None:
    seen = await trial.run_whole()
    everything = list(drawings(PROMPTS, CONTACTS))
    assert trial.called("blocks.validate") == len(everything)
    assert seen[Check.VIEWS].says == f"Slack takes all {len(everything)} of them."


async def test_the_home_tab_is_drawn_on_request(trial: Trial) -> None:
    seen = await trial.run(home=True)
    assert seen[Check.HOME].verdict is OK
    home = trial.installation.sandbox.workspace.screens.home(trial.ana.person.id)
    assert home is not None
    assert "You can ignore it" in str(home.blocks)


async def test_a_home_tab_that_is_off_is_no_fault(trial: Trial) -> None:
    trial.plan(slack_error("not_enabled"), "views.publish")
    assert (await trial.run(home=True))[Check.HOME].verdict is NOT_CHECKED


@pytest.mark.parametrize(
    ("method", "check", "not_tried"),
    [
        ("conversations.open", Check.POST, {Check.UPDATE, Check.DELETE}),
        ("chat.postMessage", Check.POST, {Check.UPDATE, Check.DELETE}),
        ("chat.update", Check.UPDATE, set()),
        ("chat.delete", Check.DELETE, set()),
        ("views.publish", Check.HOME, set()),
    ],
)
@pytest.mark.parametrize("trouble", [slack_error("missing_scope"), accept_then_drop()], ids=["refused", "dropped"])
async def test_whatever_does_not_work_is_a_fault_and_the_rest_is_tried(
    trial: Trial, method: str, check: Check, not_tried: set[Check], trouble: Fault
) -> None:
    trial.plan(trouble, method)
    seen = await trial.run(home=True)
    assert {each for each in seen if seen[each].verdict is FAULT} == {check}
    assert {each for each in seen if seen[each].verdict is NOT_CHECKED} == not_tried
    assert seen[check].do


@pytest.mark.parametrize("trouble", [slack_error("missing_scope"), accept_then_drop()], ids=["refused", "dropped"])
async def test_a_slack_that_does_not_look_at_one_drawing_is_not_asked_about_the_rest(
    trial: Trial, trouble: Fault
) -> None:
    trial.plan(trouble, "blocks.validate")
    assert (await trial.run_whole())[Check.VIEWS].verdict is FAULT
    assert trial.called("blocks.validate") == 1


async def test_a_message_that_could_not_be_changed_is_taken_away_all_the_same(trial: Trial) -> None:
    trial.plan(slack_error("cant_update_message"), "chat.update")
    seen = await trial.run()
    assert (seen[Check.UPDATE].verdict, seen[Check.DELETE].verdict) == (FAULT, OK)
    assert dict(trial.ana.dm_channel.messages) == {}


@pytest.mark.parametrize(
    ("who", "verdict", "posts"),
    [("Ana", OK, 1), ("Hana", WARNING, 1), ("Ivo", FAULT, 0), ("Slackbot", FAULT, 0), ("U0NOBODY", FAULT, 0)],
)
async def test_it_is_tried_only_on_somebody_who_can_look(trial: Trial, who: str, verdict: Verdict, posts: int) -> None:
    known = trial.installation.sandbox.workspace.people.values()
    person = next((each.id for each in known if each.display_name == who), who)
    seen = await trial.run(person, home=True)
    assert seen[Check.PERSON].verdict is verdict
    assert trial.called("chat.postMessage") == trial.called("views.publish") == posts


async def test_what_slack_refuses_to_draw_is_named(trial: Trial) -> None:
    first = next(drawings(PROMPTS, CONTACTS))
    trial.plan(slack_error("invalid_blocks"), "blocks.validate")
    found = (await trial.run_whole())[Check.VIEWS]
    assert found.verdict is FAULT
    assert f"{first.name} (invalid_blocks)" in found.says
    assert found.says.startswith("Slack refuses 1 of ")


async def test_it_waits_as_long_as_slack_asks_for(trial: Trial) -> None:
    trial.plan(ratelimited(7), "blocks.validate", times=2)
    assert (await trial.run_whole())[Check.VIEWS].verdict is OK
    assert trial.waited == [7.0, 7.0]


async def test_a_slack_that_keeps_it_waiting_is_given_up(trial: Trial) -> None:
    trial.plan(ratelimited(60), "blocks.validate", times=1_000)
    found = (await trial.run_whole())[Check.VIEWS]
    assert found.verdict is FAULT
    assert "too often" in found.says
    assert trial.waited == [60.0] * 10


def test_the_plan_says_whom_and_what() -> None:
    for home in (True, False):
        said = plan(LiveWish("U012AB3CD", home))
        assert said.count("U012AB3CD") == 1 + home
        assert ("leave the Home tab alone" in said) is not home
        assert "Nobody else is written to" in said


@pytest.fixture
def set_up(trial: Trial, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> pytest.MonkeyPatch:
    """The settings of this installation, in a folder of their own."""
    monkeypatch.chdir(str(tmp_path))
    for name, value in trial.installation.environ(settings).items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_an_operator_tries_it_live(
    trial: Trial, set_up: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, asides = await cairn(capsys, "doctor", "--live", "--person", trial.ana.person.id, "--yes")
    assert code == 0
    assert "posting" in out
    assert "post one message" in asides
    assert trial.called("chat.delete") == 1
    assert TOKEN not in out + asides


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_without_a_token_that_works_nothing_is_tried(
    trial: Trial, set_up: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up.setenv("SLACK_BOT_TOKEN", "xoxb-of-somewhere-else")
    code, out, _ = await cairn(capsys, "doctor", "--live", "--person", trial.ana.person.id, "--yes")
    assert code == 1
    assert "come first" in out
    assert trial.called("users.info") == trial.called("chat.postMessage") == 0
