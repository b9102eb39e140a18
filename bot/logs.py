"""What may be written down about what happens: our own sentences, ids and codes, and nothing else.

The rule is an allow-list. Messages of other libraries are withheld (Bolt quotes whole requests, drivers quote
statements), and so are the messages of their exceptions; what remains is who spoke, where, and of what class.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, TextIO

from bot.settings import LogFormat

OURS: Final = ("bot", "flows", "storage")
# Their messages speak of sockets and jobs, and an operator needs them: a port in use, a tick that was late.
SPOKEN: Final = ("uvicorn.error", "apscheduler")
# No person: who answered when is nobody's business, and a log outlives the round that was to stay without names.
EXTRAS: Final = (
    "action",
    "attempt",
    "code",
    "conversation",
    "count",
    "delivery",
    "job",
    "kind",
    "method",
    "ms",
    "port",
    "reason",
    "reference",
    "revision",
    "script",
    "state",
    "status",
    "step",
    "subject",
    "version",
    "workspace",
)
LONGEST_VALUE = 120


def configure(log_format: LogFormat, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send what Cairn says at this level, and what others say from WARNING on, to stderr.

    Every logging set up before is replaced. uvicorn must be started with `log_config=None`.
    """
    lines = _Lines(stream or sys.stderr)
    lines.setFormatter(_JsonLine() if log_format is LogFormat.JSON else _TextLine())
    lines.addFilter(_is_worth_a_line)
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(logging.WARNING)  # Bolt copies the root's level into each of its own loggers
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or _is_from(record.name, OURS)


def _is_from(name: str, roots: tuple[str, ...]) -> bool:
    return any(name == root or name.startswith(f"{root}.") for root in roots)


class _Lines(logging.StreamHandler[TextIO]):
    """Writes lines; a line that cannot be written is not spelled out with all its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        sys.stderr.write(f"A log line of {record.name} could not be written ({record.module}:{record.lineno})\n")


class _TextLine(logging.Formatter):
    """A line for people; a traceback follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        said = _said(record)
        trace: list[str] = said.pop("trace", [])
        head = f"{said.pop('at')} {said.pop('level')} {said.pop('logger')}: {said.pop('message')}"
        return "\n".join([" ".join([head, *(f"{name}={_one_word(value)}" for name, value in said.items())]), *trace])


class _JsonLine(logging.Formatter):
    """A line for machines."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_said(record))


def _said(record: logging.LogRecord) -> dict[str, Any]:
    """Everything that may be written of a record."""
    said: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
    }
    if _is_from(record.name, OURS):
        said |= {name: _plain(vars(record)[name]) for name in EXTRAS if name in vars(record)}
    if record.exc_info and record.exc_info[1]:
        said["trace"] = list(_trace(record.exc_info[1]))
    return said


def _message(record: logging.LogRecord) -> str:
    if _is_from(record.name, (*OURS, *SPOKEN)):
        return _printable(record.getMessage().strip())
    return f"(withheld: {record.module}:{record.lineno})"


def _plain(value: object) -> str | int | float | None:
    """An id, a code or a number; of anything else only what it is."""
    if value is None or isinstance(value, int | float):
        return value
    return _printable(value)[:LONGEST_VALUE] if isinstance(value, str) else f"({type(value).__name__})"


def _one_word(value: object) -> str:
    text = str(value)
    return text if text and not set(text) & set(' "=') else json.dumps(text)


def _printable(text: str) -> str:
    """The text on one line, so that nothing in it can pass for another line."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _trace(error: BaseException, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """Where an exception came from and what led to it: classes and places; words only of our own exceptions."""
    seen |= {id(error)}
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _trace(before, seen)
        yield "which led to"
    yield from _places(error.__traceback__)
    yield _named(error)
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from (f"| {line}" for line in _trace(one, seen))


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(trace):
        yield f"  {frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}"


def _named(error: BaseException) -> str:
    kind = type(error)
    if _is_from(kind.__module__, OURS):
        return f"{kind.__module__}.{kind.__qualname__}: {_printable(str(error))}"
    return f"{kind.__module__}.{kind.__qualname__}"
