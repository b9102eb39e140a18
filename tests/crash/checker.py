"""Compare what people were told is done with what Slack carried and what can be read in the end.

Shares no code with the bot: it knows only what a person and Slack can see.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.crash.people import Robot
from tests.crash.wire import Acknowledged, Inbound, Log, Posted, Question

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
    channels = {robot.actor.person.id: robot.actor.dm_channel.id for robot, _ in robots}
    silent: dict[str, set[Question]] = defaultdict(set)
    lines = []
    for line in log.lines:
        if isinstance(line, Inbound):
            silent[channels[line.person]].clear()
        elif isinstance(line, Posted) and line.question:
            if line.question in silent[line.channel]:
                lines.append(str(line.question))
            silent[line.channel].add(line.question)
    return lines


def _stands_in(said: str, texts: Sequence[str]) -> bool:
    return any(text == said or text.startswith((f"{said} ", f"{said}\n")) for text in texts)
