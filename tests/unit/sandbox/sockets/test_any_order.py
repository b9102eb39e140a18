"""Connections come and go, acknowledgements cross: one connection each, four tries at most, none once taken."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from starlette.websockets import WebSocket

from sandbox.clock import ManualClock
from sandbox.deliver import RETRY_AFTER_SECONDS
from sandbox.sandbox import Sandbox
from sandbox.sockets.envelopes import Parting
from sandbox.sockets.hub import MOST_CONNECTIONS
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.socket_app import APP_TOKEN, Line

LONGEST = 10_000
DEADLINE = 0.002
TURNS = 20  # of the loop: enough for everything that waits for nothing outside


class EnvelopesUntilAcknowledged(RuleBasedStateMachine):
    """Connections come and go, people write, and the app acknowledges where and when it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.sandbox = Sandbox(ManualClock(), deadline=DEADLINE)
        self.sandbox.install(replace(CAIRN, events=["message.im"], socket_mode=True, app_token=APP_TOKEN))
        self.lines: list[Line] = []
        self.doing: set[asyncio.Task[Any]] = set()

    def _begin(self, doing: Coroutine[Any, Any, Any]) -> None:
        task = self.loop.create_task(doing)
        self.doing.add(task)
        task.add_done_callback(self.doing.discard)
        self._turn()

    def _turn(self, seconds: float = 0) -> None:
        async def turns() -> None:
            await asyncio.sleep(seconds)
            for _ in range(TURNS):
                await asyncio.sleep(0)

        self.loop.run_until_complete(turns())

    @property
    def _open(self) -> list[Line]:
        return [line for line in self.lines if not line.gone]

    @rule()
    def the_app_connects(self) -> None:
        query = parse_qs(urlsplit(self.sandbox.sockets.issue_url()).query)
        line = Line({name: values[0] for name, values in query.items()})
        self.lines.append(line)
        self._begin(self.sandbox.sockets.serve(cast("WebSocket", line)))

    @rule(which=st.integers(0, 9), code=st.sampled_from([1000, 1005, 1006]))
    def a_connection_ends(self, which: int, code: int) -> None:
        for line in self._open[which : which + 1]:
            line.leave(code)
        self._turn()

    @rule()
    def slack_asks_to_connect_anew(self) -> None:
        self._begin(self.sandbox.sockets.disconnect(Parting.REFRESH_REQUESTED))

    @rule(text=st.sampled_from(["one", "two"]))
    def somebody_writes(self, text: str) -> None:
        self._begin(self.sandbox.act_as("Ana").dm(text))

    @rule(which=st.integers(0, 30), where=st.integers(0, 9))
    def the_app_acknowledges(self, which: int, where: int) -> None:
        envelopes = [each for line in self.lines for each in line.envelopes]
        for envelope_id in envelopes[which : which + 1]:
            for line in self._open[where : where + 1]:
                line.says({"envelope_id": envelope_id})
        self._turn()

    @rule()
    def the_deadline_passes(self) -> None:
        self._turn(DEADLINE * 1.5)

    @rule(seconds=st.sampled_from([0, 60, 300, LONGEST]))
    def time_passes_and_what_is_due_is_tried(self, seconds: int) -> None:
        self.sandbox.clock.advance(seconds)
        self._begin(self.sandbox.run_due_retries())

    @invariant()
    def each_envelope_went_to_one_connection(self) -> None:
        handed_over = Counter(each for line in self.lines for each in line.envelopes)
        assert set(handed_over.values()) <= {1}

    @invariant()
    def nothing_is_tried_after_it_was_taken_nor_a_fifth_time(self) -> None:
        for delivery in self.sandbox.deliveries:
            assert len(delivery.attempts) <= 1 + len(RETRY_AFTER_SECONDS)
            assert all(not attempt.ok for attempt in delivery.attempts[:-1])

    @invariant()
    def no_more_than_ten_are_connected(self) -> None:
        assert self.sandbox.sockets.connections <= MOST_CONNECTIONS

    def teardown(self) -> None:
        for _ in range(1 + len(RETRY_AFTER_SECONDS)):
            self._turn(DEADLINE * 1.5)
            self.sandbox.clock.advance(LONGEST)
            self.loop.run_until_complete(self.sandbox.run_due_retries())
        for line in self._open:
            line.leave(1000)
        self._turn()
        ends = [(each.failed is None, len(each.attempts)) for each in self.sandbox.deliveries]
        self.loop.close()
        assert all(taken or tries == 4 for taken, tries in ends), ends


TestEnvelopesUntilAcknowledged = EnvelopesUntilAcknowledged.TestCase
TestEnvelopesUntilAcknowledged.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
