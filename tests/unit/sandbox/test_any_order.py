"""Whatever the app does and whenever: an event is acknowledged, or tried exactly four times, and never more."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sandbox.clock import ManualClock
from sandbox.deliver import RETRY_AFTER_SECONDS
from sandbox.sandbox import Sandbox
from sandbox.transport import Answer
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.scripted_app import ScriptedApp, says

ANSWERS = {
    "takes it": says(),
    "fails": says(status=500),
    "is too slow": Answer(problem="http_timeout"),
    "is gone": Answer(problem="connection_failed"),
}
LONGEST = 10_000


@dataclass(slots=True)
class Loop:
    """An event loop of its own, as the machine's rules are not asynchronous."""

    loop: asyncio.AbstractEventLoop

    def __call__(self, doing: Any) -> Any:
        return self.loop.run_until_complete(doing)


class EventsUntilTaken(RuleBasedStateMachine):
    """People write, the app takes what it likes, and the clock moves as it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.run = Loop(asyncio.new_event_loop())
        self.app = ScriptedApp()
        self.sandbox = Sandbox(ManualClock(), transport=self.app)
        self.sandbox.install(replace(CAIRN, events=["message.im"]))
        self.ana = self.sandbox.act_as("Ana")

    @rule(answer=st.sampled_from(sorted(ANSWERS)))
    def the_app_changes_its_mind(self, answer: str) -> None:
        self.app.always(ANSWERS[answer])

    @rule()
    def the_app_takes_every_other_thing(self) -> None:
        self.app.script = self._every_other()

    def _every_other(self) -> Callable[[dict[str, Any]], Answer]:
        return lambda _payload: says(status=200 if len(self.app.received) % 2 else 503)

    @rule(text=st.sampled_from(["one", "two"]))
    def somebody_writes(self, text: str) -> None:
        self.run(self.ana.dm(text))

    @rule(seconds=st.sampled_from([0, 1, 59, 60, 299, 300, LONGEST]))
    def time_passes(self, seconds: int) -> None:
        self.sandbox.clock.advance(seconds)

    @rule()
    def what_is_due_is_tried(self) -> None:
        self.run(self.sandbox.run_due_retries())

    @invariant()
    def nothing_is_tried_after_it_was_taken_nor_a_fifth_time(self) -> None:
        for delivery in self.sandbox.deliveries:
            assert 1 <= len(delivery.attempts) <= 1 + len(RETRY_AFTER_SECONDS)
            assert all(not attempt.ok for attempt in delivery.attempts[:-1])

    @invariant()
    def no_retry_comes_early(self) -> None:
        for delivery in self.sandbox.deliveries:
            at = [attempt.at for attempt in delivery.attempts]
            waited = [later - earlier for earlier, later in itertools.pairwise(at)]
            assert all(seconds >= least for seconds, least in zip(waited, RETRY_AFTER_SECONDS, strict=False))

    @invariant()
    def every_attempt_reached_the_app_under_the_same_id(self) -> None:
        heard = Counter(payload["event_id"] for payload in self.app.payloads)
        assert heard == {each.payload["event_id"]: len(each.attempts) for each in self.sandbox.deliveries}

    def teardown(self) -> None:
        for _ in RETRY_AFTER_SECONDS:
            self.sandbox.clock.advance(LONGEST)
            self.run(self.sandbox.run_due_retries())
        ends = [(each.failed is None, len(each.attempts)) for each in self.sandbox.deliveries]
        assert all(taken or tries == 4 for taken, tries in ends), ends
        self.run.loop.close()


TestEventsUntilTaken = EventsUntilTaken.TestCase
TestEventsUntilTaken.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
