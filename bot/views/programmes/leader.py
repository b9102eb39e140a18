"""The windows in which leaders are put into a programme: one with those who accompany them, or a pasted table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import ids
from bot.views.cohort_lines import Remarked
from bot.views.naming_people import here, naming
from bot.views.parts import aside, plain
from bot.views.programmes.complaints import complaints
from bot.views.programmes.inputs import Field, Held, day, lines, people, person
from flows.roles import Role
from flows.words import Words

PASTED = 3000
"""As many characters as Slack lets a field hold."""


class Of(StrEnum):
    """The fields."""

    LEADER = "leader"
    COACHES = "coaches"
    MENTORS = "mentors"
    SPONSORS = "sponsors"
    MANAGER = "manager"
    UNTIL = "until"
    TABLE = "table"
    MEMBERS = "members"


ROLES: Mapping[Of, Role] = {Of.COACHES: Role.COACH, Of.MENTORS: Role.MENTOR, Of.SPONSORS: Role.SPONSOR}
"""Fields that may name several people, and what those are to the leader."""


@dataclass(frozen=True, slots=True)
class LeaderWindow:
    """One leader. With an `enrolment`, `leader` is in the programme already, and only who accompanies them is asked."""

    programme: str
    enrolment: str = ""
    leader: str = ""
    written: Mapping[str, Held] = field(default_factory=dict)
    complaints: Sequence[Remarked] = ()

    def field(self, of: Of, label: str, *, hint: str = "", optional: bool = True) -> Field:
        """A field with what stands in it."""
        return Field(of, label, tuple(self.written.get(of, ())), hint, optional)


def leader_modal(window: LeaderWindow, words: Words) -> View:
    """Who takes part, and who accompanies them."""
    return View(
        type="modal",
        callback_id=ids.LEADER_MODAL,
        private_metadata=ids.Pointer(window.programme, 0, window.enrolment).packed(),
        title=words("enrolling.accompany") if window.enrolment else words("enrolling.leader"),
        submit=words("programme.save"),
        close=words("programme.cancel"),
        blocks=[*complaints(window.complaints, words), *_whose(window, words), *_accompanied(window, words)],
    )


def _whose(window: LeaderWindow, words: Words) -> Iterator[Block]:
    if window.enrolment:
        yield naming(words("enrolling.whose", **here("leader")), {"leader": [window.leader]})
        return
    label = words("programme.field.leader")
    yield person(window.field(Of.LEADER, label, hint=words("programme.hint.leader"), optional=False))


def _accompanied(window: LeaderWindow, words: Words) -> Iterator[Block]:
    yield people(window.field(Of.COACHES, words("programme.field.coaches")))
    yield people(window.field(Of.MENTORS, words("programme.field.mentors")))
    yield people(window.field(Of.SPONSORS, words("programme.field.sponsors"), hint=words("programme.hint.sponsors")))
    yield person(window.field(Of.MANAGER, words("programme.field.manager"), hint=words("programme.hint.manager")))
    yield day(window.field(Of.UNTIL, words("programme.field.until"), hint=words("programme.hint.until")))


def table_modal(
    programme: str,
    words: Words,
    written: Mapping[str, Held] | None = None,
    found: Sequence[Remarked] = (),
    note: str = "",
) -> View:
    """A table to paste, with what was wrong with it the last time."""
    held = written or {}
    table = Field(Of.TABLE, words("enrolling.table"), held.get(Of.TABLE, ()), words("enrolling.table_hint"))
    members = Field(
        Of.MEMBERS, words("enrolling.members"), held.get(Of.MEMBERS, ()), words("enrolling.members_hint"), optional=True
    )
    wrong = [plain(words("enrolling.nothing_taken", count=len(found))), *complaints(found, words)] if found else []
    return View(
        type="modal",
        callback_id=ids.TABLE_MODAL,
        private_metadata=ids.Pointer(programme).packed(),
        title=words("enrolling.paste"),
        submit=words("enrolling.check"),
        close=words("programme.cancel"),
        blocks=[
            *([plain(note)] if note else []),
            *wrong,
            lines(table, PASTED),
            lines(members, PASTED),
            aside(words("enrolling.not_kept")),
        ],
    )


def looking_up_modal(words: Words) -> View:
    """What stands there while Slack is asked about everybody in a table."""
    return View(
        type="modal",
        callback_id=ids.TABLE_MODAL,
        title=words("enrolling.paste"),
        close=words("programme.close"),
        blocks=[plain(words("enrolling.looking_up"))],
    )
