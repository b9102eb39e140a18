"""Compare what people were told is done with what Slack carried and what can be read in the end.

Shares no code with the bot: it knows only what a person and Slack can see.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.crash.people import Robot
from tests.crash.town import Answer
from tests.crash.wire import Acknowledged, Answering, Inbound, Line, Log, Onward, Posted, Question, Shown, Typed

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
    drafts_lost: Sequence[str]

    def __str__(self) -> str:
        return (
            f"lost {len(self.lost)}, doubled {len(self.doubled)}, asked again after the answer "
            f"{len(self.asked_again)}, posted twice unasked {len(self.posted_twice)}, "
            f"drafts lost {len(self.drafts_lost)}"
        )

    def told(self) -> Sequence[tuple[str, str]]:
        """Each finding with its kind."""
        return [(kind, each) for kind, every in vars(self).items() for each in every]


def check(robots: Sequence[tuple[Robot, Kept]], log: Log) -> Findings:
    """Everything that must not be, over all people."""
    lost = [line for robot, kept in robots for line in _lost(robot, kept)]
    doubled = [line for robot, kept in robots for line in _doubled(robot, kept, log)]
    doubled += _same_delivery_twice(log)
    return Findings(lost, doubled, _asked_again(log), _posted_twice(robots, log), _drafts_lost(log))


def _lost(robot: Robot, kept: Kept) -> list[str]:
    """Acknowledged answers that cannot be read any more.

    Except for what somebody typed and was told of that it came too late: their form had got there before.
    """
    gone = [answer for number, answer in enumerate(robot.history) if not _is_there(number, robot.history, kept)]
    typed = [answer for answer in gone if not answer.pressed]
    in_windows = [answer for answer in gone if answer.pressed]
    missing = [*in_windows, *typed[robot.turned_away :]]
    return [f"{robot.actor.person.name}: {answer} of {_of_one(robot.history, answer)}" for answer in missing]


def _of_one(history: Sequence[Answer], answer: Answer) -> str:
    """Everything that was done to the conversation of an answer."""
    done = [each for each in history if each.question.conversation == answer.question.conversation]
    return "".join(f"\n  {each}" for each in done)


def _is_there(number: int, history: Sequence[Answer], kept: Kept) -> bool:
    """Whether an answer stands where it can be read, or need not."""
    answer = history[number]
    _, texts = kept.get(answer.question.conversation, (0, ()))
    return not answer.acknowledged or any(_stands_in(said, texts) for said in _accepted(number, history))


def _accepted(number: int, history: Sequence[Answer]) -> list[str]:
    """What may stand for an answer that was acknowledged: what it said, or what was to replace it since.

    An earlier try that was not acknowledged may have counted: then a later press was one too many.
    """
    answer, tries = history[number], history[: number + 1] if history[number].said.isdigit() else []
    tried = [each.said for each in tries if each.question == answer.question]
    since = [each.said for each in history[number + 1 :] if each.replaces and _may_stand_where(each, answer)]
    return [answer.said, *tried, *since]


def _may_stand_where(later: Answer, answer: Answer) -> bool:
    """Whether two answers may be to one question. Typed words may have been taken for a later one than was seen."""
    asked, meant = later.question, answer.question
    return asked == meant or (
        not answer.pressed and asked.conversation == meant.conversation and asked.turn > meant.turn
    )


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
    for question in (each for line in log.lines for each in [*_asked_in(line), *_onward(line)]):
        asked[question.conversation] = max(asked[question.conversation], question.turn)
    return asked


def _asked_in(line: Line) -> Sequence[Question]:
    """The questions that a message asks, or a form."""
    if isinstance(line, Shown):
        return tuple(line.fields)
    return (line.question,) if isinstance(line, Posted) and line.question else ()


def _onward(line: Line) -> Sequence[Question]:
    """The question that a message leads on to: words that came late may answer it before anybody looks at the form."""
    return (line.question,) if isinstance(line, Onward) else ()


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
        asked = sorted(_asked_in(line))
        for conversation, turn in ((each.conversation, each.turn) for each in asked[:1]):
            if turn <= beyond[conversation]:
                lines.append(f"{asked} after {beyond[conversation]}")
            beyond[conversation] = max(beyond[conversation], turn - 1)
    return lines


def _drafts_lost(log: Log) -> list[str]:
    """Fields that were put up again without what had been typed into them.

    What was typed last and acknowledged must stand there, or something typed after it that was not. Blanks at the end
    are not kept.
    """
    typed: defaultdict[Question, list[Typed]] = defaultdict(list)
    lines = []
    for line in log.lines:
        if isinstance(line, Typed):
            typed[line.question] = [line] if line.acknowledged else [*typed[line.question], line]
        elif isinstance(line, Shown):
            lines += [
                f"{question} holds {held!r}, not {[each.words for each in typed[question]]}"
                for question, held in line.fields.items()
                if any(each.acknowledged for each in typed[question])
                and held not in {each.words.strip() for each in typed[question]}
            ]
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
