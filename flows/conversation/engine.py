"""Move a conversation forward. Pure: no clock, no I/O; the same input gives the same output."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from flows.conversation.checks import Problem, check
from flows.conversation.script import END, Script, Step, Value
from flows.conversation.state import Conversation, Entry, Outcome, Source, Status


class Act(StrEnum):
    """What a reply does."""

    ANSWER = "answer"
    SKIP = "skip"
    BACK = "back"
    EDIT = "edit"  # change the answer of an earlier step
    LATER = "later"
    STOP = "stop"
    HIDE = "hide"  # delete an answer, for now
    PUT_BACK = "put_back"  # show a hidden answer again
    DELETE = "delete"  # delete an answer for good


ON_ENTRIES = frozenset({Act.EDIT, Act.HIDE, Act.PUT_BACK, Act.DELETE})
"""Acts on what was answered, whatever is asked now."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing a person did: to which step, at which turn (None for what was answered already), with which value.

    `source` is the message the value was typed in, if it was; with what is hidden, put back or deleted, the message
    that was deleted: an answer given since in another one is none of its business.
    """

    act: Act
    step: str
    turn: int | None = None
    value: Value | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What a reply led to: the conversation as it stands now, and why nothing changed if nothing did."""

    conversation: Conversation
    problem: Problem | None = None


def advance(script: Script, conversation: Conversation, reply: Reply) -> Turn:
    """Take one reply. A stale or repeated one changes nothing; a wrong one says why and changes nothing."""
    if problem := _refusal(script, conversation, reply):
        return Turn(conversation, problem)
    if reply.act in ON_ENTRIES | {Act.ANSWER, Act.SKIP}:
        return Turn(_recorded(script, conversation, reply))
    match reply.act:
        case Act.BACK:
            return _step_back(script, conversation)
        case Act.LATER:
            return Turn(replace(conversation, status=Status.LATER))
        case _:
            return Turn(replace(conversation, status=Status.STOPPED, at=None))


def opened(script: Script, conversation: Conversation) -> Conversation:
    """Stand a fresh conversation at the first step it asks; a conversation with nothing to ask is done."""
    at = _first_unanswered(script, conversation)
    return replace(conversation, at=at, status=Status.OPEN if at else Status.DONE)


def path(script: Script, conversation: Conversation) -> tuple[str, ...]:
    """The steps this conversation leads through: those answered, in order, then the first that is not."""
    return tuple(_walk(script, conversation))


def set_aside(script: Script, conversation: Conversation) -> frozenset[str]:
    """Steps with an entry that the answers no longer lead to: kept, but not part of what was said."""
    return frozenset(conversation.entries) - frozenset(path(script, conversation))


def shown(script: Script, conversation: Conversation) -> tuple[str, ...]:
    """The steps whose answers count as said: on the path, and not hidden."""
    entries = conversation.entries
    passed = (step for step in path(script, conversation) if step in entries)
    return tuple(step for step in passed if entries[step].outcome is Outcome.ANSWERED and not entries[step].hidden)


def _refusal(script: Script, conversation: Conversation, reply: Reply) -> Problem | None:
    if reply.act in ON_ENTRIES:
        return _entry_refusal(script, conversation, reply)
    if conversation.is_over:
        return Problem.OVER
    if (reply.step, reply.turn) != (conversation.at, conversation.turn):
        return Problem.STALE
    step = script.steps[reply.step]
    if reply.act is Act.SKIP and step.required and reply.step not in conversation.entries:
        return Problem.REQUIRED
    return _check(step, reply) if reply.act is Act.ANSWER else None


def _entry_refusal(script: Script, conversation: Conversation, reply: Reply) -> Problem | None:
    entry = conversation.entries.get(reply.step)
    if entry is None or script.steps[reply.step].silent:
        return Problem.STALE
    if reply.act is Act.EDIT:
        return _check(script.steps[reply.step], reply)
    done_already = {Act.HIDE: entry.hidden, Act.PUT_BACK: not entry.hidden, Act.DELETE: False}[reply.act]
    elsewhere = reply.source is not None and not _in_its_message(entry, reply)
    return Problem.STALE if done_already or elsewhere or entry.outcome is not Outcome.ANSWERED else None


def _check(step: Step, reply: Reply) -> Problem | None:
    return check(step, reply.value, in_message=reply.source is not None)


def _in_its_message(entry: Entry, reply: Reply) -> bool:
    """Whether the reply stands in the message that the answer was typed in."""
    return entry.source is not None and reply.source is not None and entry.source.message == reply.source.message


def _recorded(script: Script, conversation: Conversation, reply: Reply) -> Conversation:
    """The conversation with what became of one step. Hiding, putting back and deleting lead nowhere else."""
    match reply.act:
        case Act.HIDE | Act.PUT_BACK:
            return _with(conversation, replace(conversation.entries[reply.step], hidden=reply.act is Act.HIDE))
        case Act.DELETE:
            return _with(conversation, _deleted(script.steps[reply.step], conversation.entries[reply.step]))
        case Act.SKIP:
            return _record(script, conversation, _skipped(conversation, reply.step))
        case _:
            return _record(script, conversation, _answered(script, conversation, reply))


def _answered(script: Script, conversation: Conversation, reply: Reply) -> Entry:
    """A changed answer still follows the message it was typed in, unless it was given in another one.

    A change of a message that was deleted was made before that, however late it is told: it stays hidden. An answer
    given anew is not.
    """
    asked, before = conversation.wordings.get(reply.step, 0), conversation.entries.get(reply.step)
    if script.steps[reply.step].silent:
        return Entry(reply.step, Outcome.SEEN, wording=asked)
    followed = before.source if before and reply.act is Act.EDIT else None
    hidden = before is not None and before.hidden and _in_its_message(before, reply)
    return Entry(reply.step, Outcome.ANSWERED, reply.value or Value(), asked, reply.source or followed, hidden)


def _skipped(conversation: Conversation, step: str) -> Entry:
    """Skipping a question that one came back to leaves its answer as it is."""
    asked = conversation.wordings.get(step, 0)
    return conversation.entries.get(step) or Entry(step, Outcome.SKIPPED, wording=asked)


def _deleted(step: Step, entry: Entry) -> Entry:
    """What stays of an answer that was deleted for good: that the question need not be asked again.

    And where it led, if not to the next question: else a deletion would ask what was never to be asked, or set other
    answers aside, maybe by the clock and long after. The questions that were asked there say as much already.
    """
    way = onward(step, entry)
    return Entry(entry.step, Outcome.DELETED, wording=entry.wording, led=way if way != step.next else "")


def _record(script: Script, conversation: Conversation, entry: Entry) -> Conversation:
    return _settle(script, _with(conversation, entry), entry.step)


def _with(conversation: Conversation, entry: Entry) -> Conversation:
    return replace(conversation, entries={**conversation.entries, entry.step: entry})


def _settle(script: Script, conversation: Conversation, just_done: str) -> Conversation:
    """Decide what is asked next. What happens elsewhere leaves the question that is open now where it is."""
    if conversation.status is Status.STOPPED:
        return conversation
    if conversation.at != just_done and conversation.at in path(script, conversation):
        return conversation
    at = _first_unanswered(script, conversation)
    if at is None:
        return replace(conversation, at=None, status=Status.DONE)
    return replace(conversation, at=at, status=Status.OPEN, turn=conversation.turn + 1)


def _step_back(script: Script, conversation: Conversation) -> Turn:
    passed = takewhile(lambda step: step != conversation.at, path(script, conversation))
    questions = [step for step in passed if not script.steps[step].silent]
    if not questions:
        return Turn(conversation, Problem.NOTHING_BEFORE)
    turn = conversation.turn + 1
    return Turn(replace(conversation, at=questions[-1], status=Status.OPEN, turn=turn))


def _first_unanswered(script: Script, conversation: Conversation) -> str | None:
    unanswered = (step for step in _walk(script, conversation) if step not in conversation.entries)
    return next(unanswered, None)


def _walk(script: Script, conversation: Conversation) -> Iterator[str]:
    """Follow the answers from the first step. Scripts have no loops (definitions.py refuses them), so it ends."""
    at = script.first.id
    while at != END:
        step = script.steps[at]
        if around := way_around(step, conversation):
            at = around
            continue
        yield at
        if at not in conversation.entries:
            return
        at = onward(step, conversation.entries[at])


def way_around(step: Step, conversation: Conversation) -> str | None:
    """Where to go without asking: past a memory that is not there, past what the short version leaves out."""
    if step.recall is not None and step.id not in conversation.recalls:
        return step.recall.if_none
    return step.next if conversation.short and not step.short else None


def onward(step: Step, entry: Entry) -> str:
    """Where a step leads once it is done."""
    if entry.outcome is not Outcome.ANSWERED:
        return entry.led or step.next
    taken = (branch.next for branch in step.branches if branch.holds_for(entry.value))
    return next(taken, step.next)
