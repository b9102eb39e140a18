"""Read a script from TOML text, laid over by translations, and refuse a bad one naming file, step and reason."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.conversation.definition_checks import check_script
from flows.conversation.fields import Fields
from flows.conversation.overlay import lay_over
from flows.conversation.script import END, Audience, Branch, Kind, Option, Recall, Script, Step
from flows.errors import BadScript
from flows.people import AnswerIn

_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_TITLE, _SENTENCE, _ASK, _HINT, _LABEL, _START_WORD = 60, 300, 600, 200, 75, 40


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file. `file` is how complaints name it."""

    file: str
    text: str


def read_script(base: Source, overlays: Sequence[Source] = (), language: str = "en") -> Script:
    """Read a script; later overlays win, string by string. Raises BadScript."""
    table = _toml(base)
    script = _checked(Fields(table, base.file), language, (base.text,))
    for overlay in overlays:
        table = lay_over(table, _toml(overlay), overlay.file)
        script = _checked(Fields(table, overlay.file), language, (*script.source, overlay.text))
    return script


def _checked(fields: Fields, language: str, source: tuple[str, ...]) -> Script:
    """Each layer is checked by itself, so that a complaint names the file that is to blame."""
    script = _script(fields, language, source)
    check_script(script, fields.where)
    return script


def _toml(source: Source) -> dict[str, Any]:
    try:
        return tomllib.loads(source.text)
    except (ValueError, RecursionError) as error:  # also what Python says to endless numbers and deep nesting
        raise BadScript(f"{source.file}: not valid TOML: {error}") from None


def _script(fields: Fields, language: str, source: tuple[str, ...]) -> Script:
    script_id = _id(fields, "id")
    version = _at_least_one(fields, "version")
    steps = _steps(fields)
    script = Script(
        id=script_id,
        version=version,
        language=language,
        title=fields.text("title", _TITLE),
        minutes=_at_least_one(fields, "minutes"),
        why=fields.text("why", _SENTENCE),
        closing=fields.text("closing", _SENTENCE),
        subject=fields.text("subject", _TITLE, "moment"),
        audience=_audience(fields),
        cites=fields.texts("cites", _TITLE, ()),
        start_words=tuple(word.casefold() for word in fields.texts("start_words", _START_WORD)),
        starts_as=fields.text("starts_as", _TITLE),
        steps=steps,
        fingerprint=_fingerprint(script_id, version, steps),
        source=source,
        support=fields.flag("support"),
        short_minutes=fields.number("short_minutes"),
        order=fields.number("order", 100) or 0,
        answer_in=_answer_in(fields),
    )
    fields.finish()
    return script


def _steps(fields: Fields) -> dict[str, Step]:
    tables = fields.tables("steps", needed=True)
    if not tables:
        raise fields.wrong("steps must not be empty")
    ids = [_step_id(table, number, fields.where) for number, table in enumerate(tables, start=1)]
    for each in ids:
        if ids.count(each) > 1:
            raise fields.wrong(f"step {each}: the id is used twice")
    following = [*ids[1:], END]
    named = zip(tables, ids, following, strict=True)
    return {step: _step(Fields(table, f"{fields.where}: step {step}"), after) for table, step, after in named}


def _step_id(table: object, number: int, where: str) -> str:
    found = table.get("id") if isinstance(table, Mapping) else None
    if not isinstance(found, str) or not _ID.fullmatch(found) or found == END:
        raise BadScript(f"{where}: step number {number}: id must be lower-case letters, digits, - or _, and not 'end'")
    return found


def _step(fields: Fields, following: str) -> Step:
    kind = _kind(fields)
    step = Step(
        id=_id(fields, "id"),
        kind=kind,
        asks=fields.texts("ask", _ASK),
        next=fields.text("next", _START_WORD, following),
        hint=fields.text("hint", _HINT, ""),
        required=fields.flag("required"),
        short=fields.flag("short"),
        branches=tuple(_branch(table, fields.where) for table in fields.tables("branches")),
        options=tuple(_option(table, fields.where) for table in fields.tables("options")),
        low=fields.number("low"),
        high=fields.number("high"),
        labels=_labels(fields),
        max_length=fields.number("max_length", 3000) or 0,
        link=fields.text("link", _SENTENCE, ""),
        recall=_recall(fields, following) if kind is Kind.RECALL else None,
    )
    fields.finish()
    return step


def _recall(fields: Fields, following: str) -> Recall:
    return Recall(
        script=fields.text("from", _TITLE),
        weeks_ago=_at_least_one(fields, "weeks_ago"),
        if_none=fields.text("if_none", _START_WORD, following),
    )


def _branch(table: object, where: str) -> Branch:
    fields = Fields(table, f"{where}: branch")
    branch = Branch(
        next=fields.text("next", _START_WORD),
        shorter_than=fields.number("shorter_than"),
        at_most=fields.number("at_most"),
        at_least=fields.number("at_least"),
        equals=fields.text("equals", _START_WORD) if fields.has("equals") else None,
    )
    fields.finish()
    conditions = (branch.shorter_than, branch.at_most, branch.at_least, branch.equals)
    if sum(condition is not None for condition in conditions) != 1:
        raise fields.wrong("give exactly one of shorter_than, at_most, at_least, equals")
    return branch


def _option(table: object, where: str) -> Option:
    fields = Fields(table, f"{where}: option")
    option = Option(id=_id(fields, "id"), label=fields.text("label", _LABEL))
    fields.finish()
    return option


def _labels(fields: Fields) -> dict[int, str]:
    labels = Fields(fields.table("labels"), f"{fields.where}: labels")
    points = [point for point in range(11) if labels.has(str(point))]
    found = {point: labels.text(str(point), _LABEL) for point in points}
    labels.finish()
    return found


def _kind(fields: Fields) -> Kind:
    kind = fields.text("kind", _START_WORD)
    if kind not in set(Kind):
        raise fields.wrong(f"kind '{kind}' is unknown; the kinds are {', '.join(Kind)}")
    return Kind(kind)


def _audience(fields: Fields) -> Audience:
    audience = fields.text("audience", _START_WORD, Audience.SELF.value)
    if audience not in set(Audience):
        raise fields.wrong(f"audience must be one of {', '.join(Audience)}")
    return Audience(audience)


def _answer_in(fields: Fields) -> AnswerIn | None:
    """A script may require the form. It cannot require chat: that is for people and workspaces to choose."""
    if not fields.has("answer_in"):
        return None
    if fields.text("answer_in", _START_WORD) != AnswerIn.FORM:
        raise fields.wrong('answer_in must be "form"; without it people choose for themselves')
    return AnswerIn.FORM


def _id(fields: Fields, key: str) -> str:
    value = fields.text(key, _START_WORD)
    if not _ID.fullmatch(value):
        raise fields.wrong(f"{key} must be lower-case letters, digits, - or _")
    return value


def _at_least_one(fields: Fields, key: str) -> int:
    value = fields.number(key, needed=True)
    if value is None or value < 1:
        raise fields.wrong(f"{key} must be 1 or more")
    return value


def _fingerprint(script_id: str, version: int, steps: Mapping[str, Step]) -> str:
    """What must stay the same for a conversation under way: everything but the words, and where it is answered."""
    shape = [script_id, version, *(_shape(step) for step in steps.values())]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:16]


def _shape(step: Step) -> list[object]:
    branches = [[each.next, each.shorter_than, each.at_most, each.at_least, each.equals] for each in step.branches]
    recall = step.recall and [step.recall.script, step.recall.weeks_ago, step.recall.if_none]
    options = [option.id for option in step.options]
    limits = [step.low, step.high, step.max_length, step.required, step.short]
    return [step.id, step.kind, step.next, branches, options, limits, recall]
