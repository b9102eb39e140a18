"""A conversation as data: steps with stable ids, wordings, and where to go next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flows.people import AnswerIn

END = "end"
"""The `next` of a step after which the conversation is over."""


class Kind(StrEnum):
    """What a step asks for."""

    TEXT = "text"
    SCALE = "scale"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PEOPLE = "people"
    COMPETENCIES = "competencies"
    LEVEL = "level"
    SAY = "say"
    RECALL = "recall"


SILENT_KINDS = frozenset({Kind.SAY, Kind.RECALL})
"""Kinds that show something and take no answer."""


class Audience(StrEnum):
    """Who may see an answer by default, once an agreement allows it. Until then: its author."""

    SELF = "self"
    COACH = "coach"


@dataclass(frozen=True, slots=True)
class Value:
    """What a person answered, whatever the kind of step.

    `number` holds scales, numbers and levels; `choices` option ids, "yes" or "no", or Slack user ids; `day` a date.
    `text` holds words: the whole answer of a text step, or the remark beside a number ("4 - rough week").
    """

    text: str = ""
    number: int | None = None
    day: date | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. The id is stored and stays; the label may be reworded."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Another way on, taken when its one condition holds for the answer."""

    next: str
    shorter_than: int | None = None
    at_most: int | None = None
    at_least: int | None = None
    equals: str | None = None

    def holds_for(self, value: Value) -> bool:
        """Tell whether this way is taken after `value`. Length counts characters without outer space."""
        if self.shorter_than is not None:
            return len(value.text.strip()) < self.shorter_than
        if self.equals is not None:
            return self.equals in value.choices
        if value.number is None:
            return False
        if self.at_most is not None:
            return value.number <= self.at_most
        return self.at_least is not None and value.number >= self.at_least


@dataclass(frozen=True, slots=True)
class Recall:
    """Which earlier words of the person's own a `recall` step shows."""

    script: str
    weeks_ago: int
    if_none: str


@dataclass(frozen=True, slots=True)
class Step:
    """One question, or one thing to read. `asks` are its wordings, given in turn."""

    id: str
    kind: Kind
    asks: tuple[str, ...]
    next: str
    hint: str = ""
    required: bool = False
    short: bool = False
    branches: tuple[Branch, ...] = ()
    options: tuple[Option, ...] = ()
    low: int | None = None
    high: int | None = None
    labels: Mapping[int, str] = field(default_factory=dict)
    max_length: int = 3000
    link: str = ""
    recall: Recall | None = None

    @property
    def silent(self) -> bool:
        """Whether the step takes no answer, only *Continue*."""
        return self.kind in SILENT_KINDS

    def wording(self, turn: int) -> str:
        """The wording for the `turn`-th time this person meets the step, counting from 0."""
        return self.asks[turn % len(self.asks)]

    def targets(self) -> tuple[str, ...]:
        """Every step (or END) this one may lead to."""
        ways = [self.next, *(branch.next for branch in self.branches)]
        return tuple(ways if self.recall is None else [*ways, self.recall.if_none])


@dataclass(frozen=True, slots=True)
class Script:
    """A whole conversation as data. `fingerprint` changes when meaning or order of steps does, not with a typo.

    `order` is its place where scripts are offered, the smallest first. `answer_in` is the form where it requires that.
    """

    id: str
    version: int
    language: str
    title: str
    minutes: int
    why: str
    closing: str
    subject: str
    audience: Audience
    cites: tuple[str, ...]
    start_words: tuple[str, ...]
    starts_as: str
    steps: Mapping[str, Step]
    fingerprint: str
    source: tuple[str, ...]
    support: bool = False
    short_minutes: int | None = None
    order: int = 100
    answer_in: AnswerIn | None = None

    @property
    def first(self) -> Step:
        """The step it opens with."""
        return next(iter(self.steps.values()))
