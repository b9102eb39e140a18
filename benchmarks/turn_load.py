"""People who talk to a bot: each says the next thing of a scripted conversation once the bot has answered the last.

A turn is a message to the bot, its acknowledgement, and the bot's post that follows from it. Everybody rests while the
others take their turns, as people do who read before they write: Cairn asks back when an answer was written before it
knew that the question had arrived.

What this does not tell: how a bot does when people press, edit, or all come at the same second.
"""

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.http_load import Measured
from benchmarks.roads import Road
from benchmarks.stand_in_slack import APP, BOT_USER, TEAM, Said, StandIn

WORDS = (
    "reflect",
    "4",
    "The handover went better than I had feared, and the new team took over two of the calls.",
    "I asked for help early.",
    "That they had wanted to do it for a month.",
    "On Monday I hand over the third call.",
)
"""A weekly reflection from the first word to the receipt: five steps, since the third answer is a short one."""

ANSWERS = (*(Said.QUESTION for _ in WORDS[1:]), Said.RECEIPT)
"""What Cairn says to each."""

_PATIENCE = 30.0


@dataclass(slots=True)
class Person:
    """Somebody who talks to the bot, and how far they have come."""

    slack_id: str
    channel: str
    step: int = 0
    answered: "asyncio.Future[Said] | None" = None

    def event(self, number: int, ts: str) -> bytes:
        """Their next message as Slack sends it."""
        event = {
            "type": "message",
            "user": self.slack_id,
            "team": TEAM,
            "channel": self.channel,
            "channel_type": "im",
            "ts": ts,
            "event_ts": ts,
            "client_msg_id": f"00000000-0000-4000-8000-{number:012}",
            "text": WORDS[self.step],
        }
        authorized = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
        envelope = {
            "token": "verification",
            "team_id": TEAM,
            "context_team_id": TEAM,
            "context_enterprise_id": None,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{number:09}",
            "event_time": int(time.time()),
            "authorizations": [{**authorized, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
            "event_context": "4-bench",
        }
        return json.dumps(envelope).encode()


@dataclass(slots=True)
class Turns:
    """What came of a run: how long acknowledgements took, and whole turns."""

    acknowledged: Measured = field(default_factory=Measured)
    answered: Measured = field(default_factory=Measured)
    waited_for: int = 0
    """How many turns of a paced run could not begin in time, because everybody was still waiting for an answer."""

    def add(self, other: "Turns") -> None:
        """Count another run in."""
        self.acknowledged.add(other.acknowledged)
        self.answered.add(other.answered)
        self.waited_for += other.waited_for

    @property
    def wrong(self) -> Counter[str]:
        """What did not go as it should."""
        return self.answered.wrong


class Load:
    """A number of people, and the road their messages take. `expected` says what the bot answers to each word."""

    def __init__(self, slack: StandIn, people: int, expected: Sequence[Said] = ANSWERS) -> None:
        self._slack = slack
        self._expected = expected
        everybody = [Person(f"U{number:08}", f"D{number:08}") for number in range(people)]
        self._by_channel = {each.channel: each for each in everybody}
        self._resting = deque(everybody)
        self._number = 0
        slack.posted = self._heard

    async def closed(self, road: Road, seconds: float, in_flight: int) -> Turns:
        """So many turns at a time, the next as soon as one is done."""
        turns, began = Turns(), time.perf_counter()
        await asyncio.gather(*(self._keep_talking(road, turns, began + seconds) for _ in range(in_flight)))
        return _lasting(turns, time.perf_counter() - began)

    async def once_around(self, road: Road, in_flight: int) -> Turns:
        """Everybody from the first word to the receipt, to meet them all. Also tells whether all is well."""
        turns, left = Turns(), deque(range(len(self._resting) * len(WORDS)))

        async def work() -> None:
            while left and self._resting:
                left.popleft()
                await self._turn(road, self._resting.popleft(), turns)

        await asyncio.gather(*(work() for _ in range(in_flight)))
        return turns

    async def paced(self, road: Road, seconds: float, a_second: float) -> Turns:
        """So many turns a second, however long each takes, as long as somebody is free to speak."""
        turns, began, speaking = Turns(), time.perf_counter(), set[asyncio.Task[None]]()
        for number in range(int(seconds * a_second)):
            await asyncio.sleep(max(began + number / a_second - time.perf_counter(), 0))
            if not self._resting and speaking:
                turns.waited_for += 1
                await asyncio.wait(speaking, return_when=asyncio.FIRST_COMPLETED)
            if not self._resting:
                break  # nobody is left who still gets answers
            task = asyncio.create_task(self._turn(road, self._resting.popleft(), turns))
            speaking.add(task)
            task.add_done_callback(speaking.discard)
        if speaking:
            await asyncio.wait(speaking)
        return _lasting(turns, time.perf_counter() - began)

    async def _keep_talking(self, road: Road, turns: Turns, until: float) -> None:
        while time.perf_counter() < until and self._resting:
            await self._turn(road, self._resting.popleft(), turns)

    async def _turn(self, road: Road, person: Person, turns: Turns) -> None:
        """One turn. Whoever gets no answer falls silent for good, and is counted."""
        self._number += 1
        waiting = person.answered = asyncio.get_running_loop().create_future()
        asked = time.perf_counter()
        try:
            async with asyncio.timeout(_PATIENCE):
                problem = await road.carry(person.event(self._number, self._slack.ts()))
                turns.acknowledged.latencies.append(time.perf_counter() - asked)
                said = await waiting
        except TimeoutError:
            turns.wrong["no answer"] += 1
            return
        except (OSError, asyncio.IncompleteReadError) as error:
            turns.wrong[type(error).__name__] += 1
            return
        turns.answered.latencies.append(time.perf_counter() - asked)
        wanted = self._expected[person.step]
        if problem or said is not wanted:
            turns.wrong[problem or f"{said} for {wanted}"] += 1
        person.step = (person.step + 1) % len(WORDS)
        self._resting.append(person)

    def _heard(self, channel: str, said: Said) -> None:
        person = self._by_channel.get(channel)
        if person is not None and person.answered is not None and not person.answered.done():
            person.answered.set_result(said)


def _lasting(turns: Turns, seconds: float) -> Turns:
    turns.acknowledged.seconds = turns.answered.seconds = seconds
    return turns
