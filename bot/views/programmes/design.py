"""The window in which a programme is set up, and the one in which it is changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import ids
from bot.views.cohort_lines import Remarked
from bot.views.fields import block_of
from bot.views.parts import aside, plain, strong
from bot.views.programmes.complaints import complaints
from bot.views.programmes.inputs import Field, Held, choice, day, line, lines, people, person
from bot.views.programmes.said import design_said, paragraphs
from flows.conversation.script import Script
from flows.programmes.programme import MOST_PRIORITIES, Cadence, Design
from flows.programmes.written_design import NEVER, In, Wrong, practice_field
from flows.text import NAME_LENGTH
from flows.words import Words

LEADER, COACHES, SPONSORS = "leader", "coaches", "sponsors"
"""Fields of the first leader, only where a programme is set up."""

NEW = "new"
"""The choice in the window's pointer as long as the programme is only drafted."""

_LONGEST_PRIORITIES = (NAME_LENGTH + 2) * (MOST_PRIORITIES + 1)
_LONGEST_QUIET = 3000


@dataclass(frozen=True, slots=True)
class DesignWindow:
    """What stands in the fields, by their names, and which scripts there are.

    `now` is how the programme is when somebody else changed it while this one was being typed.
    """

    programme: str
    scripts: Sequence[Script]
    written: Mapping[str, Held] = field(default_factory=dict)
    revision: int = 0
    is_new: bool = False
    now: Design | None = None
    complaints: Sequence[Remarked] = ()

    def field(self, name: str, label: str, *, hint: str = "", optional: bool = False) -> Field:
        """A field with what stands in it."""
        return Field(name, label, tuple(self.written.get(name, ())), hint, optional)


def design_modal(window: DesignWindow, words: Words) -> View:
    """The fields of a programme; of a new one also its first leader."""
    return View(
        type="modal",
        callback_id=ids.DESIGN_MODAL,
        private_metadata=ids.Pointer(window.programme, window.revision, NEW if window.is_new else "").packed(),
        title=words("programme.new") if window.is_new else words("programme.change"),
        submit=words("programme.go_on") if window.is_new else words("programme.save"),
        close=words("programme.cancel"),
        blocks=[*_before(window, words), *_what(window, words), *_practised(window, words), *_rest(window, words)],
    )


def design_errors(wrong: Wrong, words: Words) -> dict[str, str]:
    """What is wrong, under the fields."""
    return {block_of(name): words(f"programme.fault.{fault}", count=MOST_PRIORITIES) for name, fault in wrong.items()}


def _before(window: DesignWindow, words: Words) -> Iterator[Block]:
    yield from complaints(window.complaints, words)
    if window.is_new:
        yield aside(words("programme.nobody_yet"))
    if window.now is not None:
        yield plain(words("programme.meanwhile"))
        yield strong(words("programme.now"))
        yield from paragraphs(design_said(window.now, window.scripts, words))


def _what(window: DesignWindow, words: Words) -> Iterator[Block]:
    yield line(window.field(In.NAME, words("programme.field.name"), hint=words("programme.hint.name")))
    yield day(window.field(In.STARTS, words("programme.field.starts")))
    yield day(window.field(In.ENDS, words("programme.field.ends")))
    yield line(window.field(In.UNIT, words("programme.field.unit"), optional=True))
    priorities = window.field(
        In.PRIORITIES, words("programme.field.priorities"), hint=words("programme.hint.priorities")
    )
    yield lines(priorities, _LONGEST_PRIORITIES)


def _practised(window: DesignWindow, words: Words) -> Iterator[Block]:
    choices = [(NEVER, words("programme.never")), *((each.value, words(f"programme.every.{each}")) for each in Cadence)]
    for script in window.scripts:
        label = words("programme.field.practice", title=script.title)
        yield choice(window.field(practice_field(script.id), label), choices)


def _rest(window: DesignWindow, words: Words) -> Iterator[Block]:
    if not window.is_new:
        quiet = window.field(
            In.QUIET, words("programme.field.quiet"), hint=words("programme.hint.quiet"), optional=True
        )
        yield lines(quiet, _LONGEST_QUIET)
        return
    yield person(window.field(LEADER, words("programme.field.leader"), hint=words("programme.hint.leader")))
    coaches = window.field(
        COACHES, words("programme.field.coaches"), hint=words("programme.hint.coaches"), optional=True
    )
    yield people(coaches)
    yield people(window.field(SPONSORS, words("programme.field.sponsors"), optional=True))
