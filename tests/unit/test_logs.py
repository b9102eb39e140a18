"""A log line holds our own sentences, ids and codes, and never what anybody wrote."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bot.logs import EXTRAS, LONGEST_VALUE, configure
from bot.settings import LogFormat
from flows.errors import NotSaved

CANARY = "canary-words"


class Unprintable:
    """An argument that makes formatting a message fail."""

    def __str__(self) -> str:
        raise RuntimeError(CANARY)


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in ("bot", "flows", "storage")}
    yield
    root.handlers[:], level, levels = before
    root.setLevel(level)
    for name, one in levels.items():
        logging.getLogger(name).setLevel(one)


@pytest.fixture(params=list(LogFormat))
def stream(request: pytest.FixtureRequest) -> io.StringIO:
    """Where lines of either format go, at the most talkative level."""
    return lines_in(request.param, logging.DEBUG)


def lines_in(log_format: LogFormat, level: int = logging.INFO) -> io.StringIO:
    """Where lines of this format go."""
    lines = io.StringIO()
    configure(log_format, level, lines)
    return lines


def raised(error: BaseException) -> BaseException:
    """The error with a traceback whose frames hold a canary."""
    secret = CANARY * 2
    try:
        assert secret
        raise error  # noqa: TRY301 - to give it a traceback is the point
    except BaseException as caught:  # noqa: BLE001 - whatever it is, it is what was asked for
        return caught


def test_a_text_line_reads_well() -> None:
    lines = lines_in(LogFormat.TEXT)
    logging.getLogger("bot.sender").info("Sent %s", "it", extra={"action": "post", "ms": 12, "reason": "a b"})
    when, rest = lines.getvalue().split(" ", 1)
    assert datetime.fromisoformat(when).tzinfo is not None
    assert rest == 'INFO bot.sender: Sent it action=post ms=12 reason="a b"\n'


def test_a_json_line_is_one_object() -> None:
    lines = lines_in(LogFormat.JSON)
    logging.getLogger("flows.x").warning("Late", extra={"delivery": "d1", "count": 3, "state": None, "version": 1.5})
    said = json.loads(lines.getvalue())
    assert datetime.fromisoformat(said.pop("at")).tzinfo is not None
    assert said == {
        "level": "WARNING",
        "logger": "flows.x",
        "message": "Late",
        "count": 3,
        "delivery": "d1",
        "state": None,
        "version": 1.5,
    }


def test_only_listed_facts_are_written(stream: io.StringIO) -> None:
    others = {"text": CANARY, "answer": CANARY, "body": {"text": CANARY}, "person": CANARY, "token": CANARY}
    objects = {"conversation": {"text": CANARY}, "delivery": [CANARY]}
    logging.getLogger("bot.x").error("Failed", extra={**others, **objects, "reference": "r1"})
    assert CANARY not in stream.getvalue()
    assert "r1" in stream.getvalue()
    assert "(dict)" in stream.getvalue()


def test_listed_facts_do_not_clash_with_what_a_line_always_holds() -> None:
    assert not {"at", "level", "logger", "message", "trace"} & set(EXTRAS)
    record = logging.makeLogRecord({})
    assert not set(vars(record)) & set(EXTRAS)  # logging refuses such extras


def test_a_long_fact_is_cut() -> None:
    lines = lines_in(LogFormat.JSON)
    logging.getLogger("bot.x").info("Long", extra={"code": "x" * 999})
    assert json.loads(lines.getvalue())["code"] == "x" * LONGEST_VALUE


def test_nobody_forges_a_line(stream: io.StringIO) -> None:
    logging.getLogger("bot.x").info("one\ntwo\u2028three\x1b[31m", extra={"code": "a\nb\rc"})
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "slack_bolt",
        "slack_bolt.RequestVerification",
        "slack_sdk.web.async_client",
        "aiohttp.access",
        "sqlalchemy.engine.Engine",
        "aiosqlite",
        "alembic.runtime.migration",
        "asyncio",
        "uvicorn.access",
        "apscheduler.scheduler",
        "bottle",
        "root",
    ],
)
def test_others_are_heard_from_warning_on(stream: io.StringIO, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger(name)
    monkeypatch.setattr(logger, "propagate", True)  # a server that ran in this process may have switched it off
    before = logger.level
    try:
        logger.setLevel(logging.DEBUG)  # Bolt, for one, sets levels of its own
        logger.debug("quiet")
        logger.info("quiet")
        assert stream.getvalue() == ""
        logger.warning("loud")
    finally:
        logger.setLevel(before)
    assert len(stream.getvalue().splitlines()) == 1


def test_what_others_say_is_withheld_but_not_that_they_spoke(stream: io.StringIO) -> None:
    logging.getLogger("slack_bolt.AsyncApp").warning(f"Unhandled request {CANARY}")  # noqa: G004 - as Bolt does
    logging.getLogger("sqlalchemy.pool").error("Failed with %s", CANARY, extra={"reason": CANARY})
    assert CANARY not in stream.getvalue()
    assert "slack_bolt.AsyncApp" in stream.getvalue()
    assert "(withheld: test_logs:" in stream.getvalue()


def test_a_port_in_use_is_told_to_the_operator(stream: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").error("[Errno 98] address already in use")
    assert "address already in use" in stream.getvalue()


def test_our_level_is_ours_alone() -> None:
    lines = lines_in(LogFormat.JSON, logging.WARNING)
    logging.getLogger("bot.x").info("quiet")
    logging.getLogger("storage.x").warning("loud")
    assert [json.loads(line)["message"] for line in lines.getvalue().splitlines()] == ["loud"]


def test_configuring_twice_writes_once() -> None:
    first, second = lines_in(LogFormat.JSON), lines_in(LogFormat.JSON)
    logging.getLogger("bot.x").info("once")
    assert (first.getvalue(), len(second.getvalue().splitlines())) == ("", 1)


def test_a_trace_names_classes_and_places_only(stream: io.StringIO) -> None:
    error = raised(ValueError(CANARY))
    error.add_note(CANARY)
    logging.getLogger("bot.x").error("Failed", exc_info=error)
    assert CANARY not in stream.getvalue()
    assert "builtins.ValueError" in stream.getvalue()
    assert "tests.unit.test_logs:" in stream.getvalue()
    assert " in raised" in stream.getvalue()


def test_causes_are_told_without_their_words(stream: io.StringIO) -> None:
    cause = raised(KeyError(CANARY))
    error = raised(NotSaved("the disk is full"))
    error.__cause__ = cause
    logging.getLogger("bot.x").error("Failed", exc_info=error)
    said = stream.getvalue()
    assert CANARY not in said
    assert said.index("builtins.KeyError") < said.index("which led to")
    assert "flows.errors.NotSaved: the disk is full" in said


def test_contexts_groups_and_circles_are_told_once(stream: io.StringIO) -> None:
    inner = raised(ValueError(CANARY))
    group = raised(BaseExceptionGroup(CANARY, [inner, raised(OSError(CANARY))]))
    inner.__context__ = group
    group.__context__ = raised(TypeError(CANARY))
    logging.getLogger("bot.x").error("Failed", exc_info=group)
    said = stream.getvalue()
    assert CANARY not in said
    for name in ("TypeError", "ExceptionGroup", "| builtins.ValueError", "| builtins.OSError"):
        assert said.count(name) == 1


def test_a_cause_that_was_set_aside_stays_aside(stream: io.StringIO) -> None:
    error = raised(ValueError())
    error.__context__ = raised(TypeError())
    error.__suppress_context__ = True
    logging.getLogger("bot.x").error("Failed", exc_info=error)
    assert "TypeError" not in stream.getvalue()


def test_a_database_error_does_not_tell_its_parameters(stream: io.StringIO) -> None:
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection, pytest.raises(OperationalError) as caught:
            connection.execute(text("insert into nowhere values (:words)"), {"words": CANARY})
    finally:
        engine.dispose()
    assert CANARY in str(caught.value)
    logging.getLogger("storage.x").error("Failed", exc_info=caught.value)
    logging.getLogger("sqlalchemy").error("Failed", exc_info=caught.value)
    assert CANARY not in stream.getvalue()
    assert "sqlalchemy.exc.OperationalError" in stream.getvalue()


@pytest.mark.parametrize("log_format", list(LogFormat))
def test_a_line_that_cannot_be_written_tells_nothing(log_format: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    lines = lines_in(log_format)  # here, so that pytest's own handlers are out of the way
    logging.getLogger("bot.x").info("Said %s", Unprintable())
    logging.getLogger("bot.x").info(CANARY, "one argument too many")
    said = lines.getvalue() + "".join(capsys.readouterr())
    assert CANARY not in said
    assert said.count("A log line of bot.x could not be written (test_logs:") == 2


async def test_bolt_does_not_tell_a_request_it_refuses(stream: io.StringIO) -> None:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-x")

    app = AsyncApp(signing_secret="s", authorize=authorize)
    body = json.dumps({"type": "event_callback", "event": {"type": "message", "text": CANARY}})
    headers = {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "0", "content-type": "application/json"}
    logging.getLogger("slack_bolt.RequestVerification").setLevel(logging.DEBUG)
    logging.getLogger("slack_bolt.AsyncRequestVerification").setLevel(logging.DEBUG)
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=dict(headers)))
    assert answer.status == 401
    assert CANARY not in stream.getvalue()
