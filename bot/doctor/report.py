"""How the findings are shown: for people, or for machines."""

import json
from collections.abc import Iterable, Sequence
from textwrap import wrap

from bot.doctor.findings import Check, Finding, Verdict, has_fault

_WIDTH = 100
_NAME = max(map(len, Check)) + 2
_MARK = max(map(len, Verdict)) + 2


def for_people(findings: Sequence[Finding]) -> str:
    """A line or two for each check, the fault's remedy below it, and how many faults there are."""
    lines = [line for each in findings for line in _lines(each)]
    return "\n".join([*lines, "", _summary(findings)])


def for_machines(findings: Sequence[Finding]) -> str:
    """The same as JSON."""
    checks = [
        {"check": each.check.value, "verdict": each.verdict.value, "says": each.says, "do": each.do}
        for each in findings
    ]
    return json.dumps({"ok": not has_fault(findings), "checks": checks}, indent=2, ensure_ascii=False)


def _lines(found: Finding) -> Iterable[str]:
    mark = found.verdict.value.upper() if found.verdict is Verdict.FAULT else found.verdict.value
    first, *more = _wrapped(found.says) or [""]
    yield f"{mark:<{_MARK}}{found.check.value:<{_NAME}}{first}"
    indent = " " * (_MARK + _NAME)
    yield from (f"{indent}{line}" for line in more)
    yield from (f"{indent}{line}" for line in _wrapped(f"-> {found.do}" if found.do else ""))


def _wrapped(text: str) -> list[str]:
    """Lines for the last column. Commands and file names are never torn at a hyphen."""
    return wrap(text, _WIDTH - _MARK - _NAME, break_long_words=False, break_on_hyphens=False)


def _summary(findings: Sequence[Finding]) -> str:
    counted = {verdict: sum(each.verdict is verdict for each in findings) for verdict in Verdict}
    parts = [f"{_many(counted[Verdict.FAULT], 'fault')}", f"{_many(counted[Verdict.WARNING], 'warning')}"]
    return f"{', '.join(parts)}, {counted[Verdict.OK]} fine, {counted[Verdict.NOT_CHECKED]} not checked."


def _many(count: int, what: str) -> str:
    return f"{count or 'no'} {what}" + ("" if count == 1 else "s")
