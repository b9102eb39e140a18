"""Run the checks and show them. Exit 0 when nothing is broken, 1 when something is, or when one said no."""

import asyncio
from typing import TextIO

from bot.clock import SystemClock
from bot.doctor.examination import Surroundings, examine, unreadable_settings
from bot.doctor.findings import Check, Finding, Verdict, has_fault, not_checked
from bot.doctor.live import LiveWish, plan, try_live
from bot.doctor.options import Wish
from bot.doctor.report import for_machines, for_people
from bot.prompt_files import read_prompts
from bot.settings import Settings, SettingsError, load_settings

_LIVE = (Check.PERSON, Check.POST, Check.UPDATE, Check.DELETE, Check.VIEWS)
_FIRST = frozenset({Check.SCRIPTS, Check.TOKEN})
"""Without these nothing can be tried in a live workspace."""


def doctor(wish: Wish, answers: TextIO, out: TextIO, asides: TextIO) -> int:
    """The exit code. What is asked goes to `asides` and is answered in `answers`; the findings go to `out`."""
    if wish.person and not _agreed(wish, answers, asides):
        asides.write("Nothing was done.\n")
        return 1
    findings = _findings(wish)
    out.write((for_machines if wish.as_json else for_people)(findings) + "\n")
    return int(has_fault(findings))


def _agreed(wish: Wish, answers: TextIO, asides: TextIO) -> bool:
    asides.write(plan(_live(wish)) + "\n")
    if wish.agreed:
        return True
    asides.write("Go on? [y/N] ")
    asides.flush()
    return answers.readline().strip().lower() in {"y", "yes"}


def _live(wish: Wish) -> LiveWish:
    return LiveWish(wish.person, wish.home)


def _findings(wish: Wish) -> list[Finding]:
    try:
        settings = load_settings()
    except SettingsError as error:
        return unreadable_settings(str(error))
    return asyncio.run(_looked(settings, wish))


async def _looked(settings: Settings, wish: Wish) -> list[Finding]:
    findings = await examine(settings, Surroundings(SystemClock(), manifest=wish.manifest))
    if not wish.person:
        return findings
    if any(each.check in _FIRST and each.verdict is not Verdict.OK for each in findings):
        return [*findings, *(not_checked(each, "The bot token and the scripts come first.") for each in _LIVE)]
    prompts = read_prompts(settings.prompts_dir)
    return [*findings, *await try_live(settings, prompts, _live(wish), asyncio.sleep)]
