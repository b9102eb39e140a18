"""What the journal shows, as values, for its author's eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.conversation.sights import Listed, OwnAnswer
from flows.journal.when import Search

NO_SEARCH = Search((), None, None)


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of the journal: the lines, how the search was read, and whether there are other pages."""

    entries: Sequence[Listed]
    search: Search = NO_SEARCH
    asked: str = ""
    page: int = 0
    older: bool = False

    @property
    def newer(self) -> bool:
        """Whether there is a page before this one."""
        return self.page > 0


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """An answer as it is written down. `aside`: another one no longer leads to it; `lost`: it cannot be opened."""

    answer: OwnAnswer
    aside: bool
    lost: bool


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """A conversation as it is written down: what it was about (`day`), when it began, and every answer in order."""

    title: str
    started: date
    day: date
    answers: Sequence[WrittenAnswer]
