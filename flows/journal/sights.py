"""What the journal shows, as values, for its author's eyes."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.conversation.sights import Listed
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
