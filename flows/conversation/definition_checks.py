"""What makes a script unfit to be asked, found before anybody is asked."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from flows.conversation.script import END, Kind, Script, Step
from flows.conversation.subjects import SUBJECTS, Placeholder
from flows.conversation.vocabulary import tidy
from flows.errors import BadScript

LONG_MINUTES = 5
"""Above this a script must say which steps its short version asks."""

MOST_QUESTIONS = 15
"""As many answers, each as long as can be, still fit the one window that shows a conversation."""

NOT_YET: Mapping[Kind, str] = {Kind.LEVEL: "a goal", Kind.COMPETENCIES: "a map of competencies"}
"""Kinds that need something this version does not have. Asked all the same, nobody could answer them."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NUMBERED = {Kind.SCALE, Kind.NUMBER, Kind.LEVEL}
_CHOOSING = {Kind.CHOICE, Kind.CHOICES}


Subjects = Mapping[str, tuple[Placeholder, ...]]


def check_script(script: Script, file: str, subjects: Subjects = SUBJECTS) -> None:
    """Raise BadScript naming file, step and reason for the first thing that is wrong."""
    for step in script.steps.values():
        texts = (*step.asks, step.hint)
        wrong = chain(_wrong_ways(step, script), _wrong_shape(step), _wrong_placeholders(texts, script, subjects))
        for reason in wrong:
            raise BadScript(f"{file}: step {step.id}: {reason}")
    ways = chain(_lost_steps(script), _loops(script), _wrong_short(script), _too_long_a_way(script))
    for reason in chain(_wrong_script(script, subjects), ways):
        raise BadScript(f"{file}: {reason}")


def _wrong_ways(step: Step, script: Script) -> Iterator[str]:
    for target in step.targets():
        if target != END and target not in script.steps:
            yield f"leads to '{target}', which is no step of this script"
    for branch in step.branches:
        if branch.shorter_than is not None and step.kind is not Kind.TEXT:
            yield "shorter_than goes with kind text only"
        if (branch.at_most is not None or branch.at_least is not None) and step.kind not in _NUMBERED:
            yield "at_most and at_least go with scales, levels and numbers only"
        if branch.equals is not None and branch.equals not in _answers(step):
            yield f"equals '{branch.equals}' is not one of its answers"


def _answers(step: Step) -> set[str]:
    return {"yes", "no"} if step.kind is Kind.YES_NO else {option.id for option in step.options}


def _wrong_shape(step: Step) -> Iterator[str]:
    if step.kind in NOT_YET:
        yield f"kind '{step.kind}' needs {NOT_YET[step.kind]}, which this version does not have yet"
    if (step.kind in _CHOOSING) != bool(step.options):
        yield "options go with choice and choices, and only with them"
    if step.required and step.silent:
        yield "required makes no sense where nothing is answered"
    if not 1 <= step.max_length <= 3000:
        yield "max_length must be from 1 to 3000"
    yield from _wrong_options(step)
    yield from _wrong_link(step)
    yield from _wrong_scale(step)
    yield from _wrong_limits(step)


def _wrong_options(step: Step) -> Iterator[str]:
    if step.options and not 2 <= len(step.options) <= 10:
        yield "give 2 to 10 options"
    if len({option.id for option in step.options}) < len(step.options):
        yield "an option id is used twice"
    if len({_as_heard(option.label) for option in step.options}) < len(step.options):
        yield "two options read alike; let them differ in words, not only in capitals, marks or emoji"
    yield from _braces(option.label for option in step.options)


def _as_heard(label: str) -> str:
    """What is left of a label for somebody who listens to it: no emoji, no capitals, no closing marks."""
    words = "".join(each for each in label if unicodedata.category(each) not in {"So", "Sk", "Cf", "Mn"})
    return tidy(words)


def _wrong_link(step: Step) -> Iterator[str]:
    if step.link and step.kind is not Kind.SAY:
        yield "link goes with kind say only"
    if step.link and not step.link.startswith("https://"):
        yield "link must begin with https://"


def _wrong_scale(step: Step) -> Iterator[str]:
    if step.kind is not Kind.SCALE:
        if step.labels:
            yield "labels go with scales only"
        return
    if step.low is None or step.high is None or not 2 <= step.high - step.low + 1 <= 10 or step.low < 0:
        yield "a scale needs low and high, 2 to 10 points, not below 0"
    elif not {step.low, step.high} <= step.labels.keys():
        yield "say in labels what the lowest and the highest point mean"
    elif not set(step.labels) <= set(range(step.low, step.high + 1)):
        yield "labels name points that are not on the scale"
    yield from _braces(step.labels.values())


def _wrong_limits(step: Step) -> Iterator[str]:
    """A question that no number answers would be asked for ever."""
    if step.kind not in _NUMBERED and (step.low is not None or step.high is not None):
        yield "low and high go with scales, levels and numbers only"
    if step.low is not None and step.high is not None and step.low > step.high:
        yield "low must not be above high"


def _wrong_placeholders(texts: tuple[str, ...], script: Script, subjects: Subjects) -> Iterator[str]:
    known = {placeholder.name: placeholder for placeholder in subjects.get(script.subject, ())}
    for text in texts:
        names = _PLACEHOLDER.findall(text)
        if text.count("{") != len(names) or text.count("}") != len(names):
            yield "curly braces are for placeholders such as {week.start} only"
        for name in names:
            if name not in known:
                yield f"placeholder {{{name}}} is not known for the subject '{script.subject}'"
            elif known[name].holds_words:
                yield f"placeholder {{{name}}} holds a person's words, which must not stand in a message"


def _braces(labels: Iterable[str]) -> Iterator[str]:
    """Labels, titles and what starts a script also stand where no week or other subject is known."""
    if any("{" in label or "}" in label for label in labels):
        yield "placeholders go into ask, hint, why and closing only"


def _wrong_script(script: Script, subjects: Subjects) -> Iterator[str]:
    if script.subject not in subjects:
        yield f"subject '{script.subject}' is unknown; the subjects are {', '.join(subjects)}"
    yield from _wrong_placeholders((script.why, script.closing), script, subjects)
    yield from _braces((script.title, script.starts_as))
    short = [step for step in script.steps.values() if step.short]
    if script.minutes > LONG_MINUTES and not (short and script.short_minutes):
        yield f"over {LONG_MINUTES} minutes: mark the steps of a short version (short = true) and give short_minutes"
    if bool(short) != bool(script.short_minutes):
        yield "short = true and short_minutes go together"
    if script.short_minutes and not 1 <= script.short_minutes < script.minutes:
        yield "short_minutes must be at least 1 and less than minutes"


def _lost_steps(script: Script) -> Iterator[str]:
    reached, waiting = set[str](), [script.first.id]
    while waiting:
        here = waiting.pop()
        if here != END and here not in reached:
            reached.add(here)
            waiting.extend(script.steps[here].targets())
    for lost in script.steps:
        if lost not in reached:
            yield f"step {lost}: no way leads here"


def _loops(script: Script) -> Iterator[str]:
    """Ways that come round again. A step is answered once; to change an answer one goes back to it."""
    clear: set[str] = {END}
    pending = dict(script.steps)
    while settled := [name for name, step in pending.items() if clear.issuperset(step.targets())]:
        clear.update(settled)
        pending = {name: step for name, step in pending.items() if name not in settled}
    if pending:
        yield f"step {_on_a_loop(pending)}: its way comes round to itself again"


def _on_a_loop(pending: dict[str, Step]) -> str:
    """Follow any way that never ends until it meets itself."""
    here, passed = next(iter(pending)), set[str]()
    while here not in passed:
        passed.add(here)
        here = next(target for target in pending[here].targets() if target in pending)
    return here


def _wrong_short(script: Script) -> Iterator[str]:
    """The short version passes over what is not marked, so a marked step behind a branch may never be met.

    Comes last: on a way without an end this would not end either.
    """
    here = script.first.id
    while script.short_minutes and here != END and not script.steps[here].short:
        here = script.steps[here].next
    if here == END:
        yield "the short version asks nothing: its first step must be on the way that next leads"


def _too_long_a_way(script: Script) -> Iterator[str]:
    """Comes after the search for loops: on a way without an end there is no longest one."""
    asked = {END: 0}
    pending = dict(script.steps)
    while settled := [step for step in pending.values() if asked.keys() >= set(step.targets())]:
        for step in settled:
            asked[step.id] = max(asked[target] for target in step.targets()) + (not step.silent)
            del pending[step.id]
    if asked[script.first.id] > MOST_QUESTIONS:
        yield f"one way through it asks {asked[script.first.id]} questions; at most {MOST_QUESTIONS} can be shown again"
