"""Compare what people were told is done with what Slack carried and what can be read in the end.

Shares no code with the bot: it knows only what a person and Slack can see.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.crash.people import Robot
from tests.crash.wire import Acknowledged, Answering, Inbound, Log, Posted, Question

_IN_TWO_PLACES = 2
"""What somebody does to be asked in two places: answer the question before, and ask for the next one elsewhere."""

_LED_UP = 12

Kept = Mapping[str, tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Findings:
    """What is wrong; all of it should be empty."""

    lost: Sequence[str]
    doubled: Sequence[str]
    asked_again: Sequence[str]
    posted_twice: Sequence[str]

    def __str__(self) -> str:
        return (
            f"lost {len(self.lost)}, doubled {len(self.doubled)}, asked again after the answer "
            f"{len(self.asked_again)}, posted twice unasked {len(self.posted_twice)}"
        )


def check(robots: Sequence[tuple[Robot, Kept]], log: Log) -> Findings:
    """Everything that must not be, over all people."""
    lost = [line for robot, kept in robots for line in _lost(robot, kept)]
    doubled = [line for robot, kept in robots for line in _doubled(robot, kept, log)]
    return Findings(lost, doubled + _same_delivery_twice(log), _asked_again(log), _posted_twice(robots, log))


def _lost(robot: Robot, kept: Kept) -> list[str]:
    """Acknowledged answers that cannot be read any more."""
    tried: defaultdict[Question, list[str]] = defaultdict(list)
    lines = []
    for answer in robot.history:
        tried[answer.question].append(answer.said)
        if not answer.acknowledged:
            continue
        _, texts = kept.get(answer.question.conversation, (0, ()))
        # An earlier try that was not acknowledged may have counted: then a later press was one too many.
        accepted = tried[answer.question] if answer.said.isdigit() else [answer.said]
        if not any(_stands_in(said, texts) for said in accepted):
            lines.append(f"{robot.actor.person.name}: {answer}")
    return lines


def _doubled(robot: Robot, kept: Kept, log: Log) -> list[str]:
    """Words that stand twice, and conversations that went on by more questions than were answered."""
    everything = [text for _, texts in kept.values() for text in texts]
    lines = [answer.said for answer in robot.history if not answer.said.isdigit() and everything.count(answer.said) > 1]
    turns = _turns(log)
    for conversation, (claimed, _) in kept.items():
        if claimed != turns[conversation]:
            lines.append(f"{conversation}: {claimed} answers to {turns[conversation]} questions")
    return lines


def _turns(log: Log) -> Counter[str]:
    asked: Counter[str] = Counter()
    for line in log.lines:
        if isinstance(line, Posted) and line.question:
            asked[line.question.conversation] = max(asked[line.question.conversation], line.question.turn)
    return asked


def _same_delivery_twice(log: Log) -> list[str]:
    posted = Counter(line.delivery for line in log.lines if isinstance(line, Posted) and line.delivery)
    return [f"delivery {each}" for each, times in posted.items() if times > 1]


def _asked_again(log: Log) -> list[str]:
    """Questions that can be answered once more after the next one was asked, or after a press was acknowledged."""
    beyond: Counter[str] = Counter()
    lines = []
    for line in log.lines:
        if isinstance(line, Acknowledged) and line.pressed:
            beyond[line.question.conversation] = max(beyond[line.question.conversation], line.question.turn)
        if isinstance(line, Posted) and line.question:
            conversation, turn = line.question.conversation, line.question.turn
            if turn <= beyond[conversation]:
                lines.append(f"{line.question} after {beyond[conversation]}")
            beyond[conversation] = max(beyond[conversation], turn - 1)
    return lines


def _posted_twice(robots: Sequence[tuple[Robot, Kept]], log: Log) -> list[str]:
    """The same question twice, while its reader did nothing in between."""
    return [line for robot, _ in robots for line in _twice_to(robot, log)]


def _twice_to(robot: Robot, log: Log) -> list[str]:
    """Questions that one person was asked twice in the same place; or in two, having asked for it in one at most.

    Who answers in a thread and then asks for the next question in the plain view, while it is still on its way to the
    thread, gets it in both: that was something they did, although it came before either was posted.
    """
    person, channel = robot.actor.person.id, robot.actor.dm_channel.id
    silent: defaultdict[Question, set[str | None]] = defaultdict(set)
    done_since, lines = 0, []
    for number, line in enumerate(log.lines):
        if line == Answering(person):
            done_since = 0
        elif line == Inbound(person):
            done_since += 1
            silent.clear()
        elif isinstance(line, Posted) and line.channel == channel and line.question:
            places = silent[line.question]
            if line.thread in places or (places and done_since < _IN_TWO_PLACES):
                lines.append(f"{line.question} after {_before(number, person, channel, log)}")
            places.add(line.thread)
    return lines


def _before(number: int, person: str, channel: str, log: Log) -> str:
    """What led up to a line of the log: what the same person did and was told."""
    earlier = [line for line in log.lines[: number + 1] if person in str(line) or channel in str(line)]
    return "\n".join(map(str, earlier[-_LED_UP:]))


def _stands_in(said: str, texts: Sequence[str]) -> bool:
    return any(text == said or text.startswith((f"{said} ", f"{said}\n")) for text in texts)
