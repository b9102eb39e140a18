"""Look up what a delivery shows and draw it, at the moment it is sent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot import ids
from bot.naming import NameOf, Naming
from bot.uploading import File
from bot.views.journal_file import file_entry, file_head
from bot.views.messages import message
from bot.views.parts import Drawn, escaped
from bot.views.welcome import programme_message
from flows.conversation.desk import Desk
from flows.conversation.library import BASE_LANGUAGE
from flows.conversation.script import Kind
from flows.conversation.showing import see
from flows.conversation.sights import JournalFileSight
from flows.delivery import Delivery
from flows.journal.sights import WrittenEntry
from flows.journal.whole import whole_journal
from flows.managing.showing import SUBJECTS, see_programme
from flows.words import Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A drawn message, the Slack id of the person it is for, and the file it comes with, if any."""

    drawn: Drawn
    to: str
    file: File | None = None


async def _nobody(_: str) -> str:
    """Nobody is known by name."""
    return ""


@dataclass(frozen=True, slots=True)
class DrawingBoard:
    """Draws deliveries in the language of the person they are for."""

    desk: Desk
    catalogues: Mapping[str, Words]
    contacts: str
    name_of: NameOf = _nobody

    async def draw(self, delivery: Delivery) -> Letter:
        """The message for a delivery. Raises NotAvailable when there is nothing to show any more."""
        if delivery.subject in SUBJECTS:
            sight, person = await see_programme(self.desk, delivery)
            return Letter(programme_message(sight, self._words(person.language)), person.slack_id)
        seen = await see(self.desk, delivery)
        words = self._words(seen.language)
        letter = Letter(message(seen.sight, words, self.contacts), seen.slack_id)
        if isinstance(seen.sight, JournalFileSight):
            return await self._with_journal(delivery, seen.sight, letter, words)
        return letter

    def _words(self, language: str) -> Words:
        return self.catalogues.get(language) or self.catalogues[BASE_LANGUAGE]

    async def _with_journal(self, delivery: Delivery, sight: JournalFileSight, letter: Letter, words: Words) -> Letter:
        """The letter with the whole journal; without entries there is nothing to put into a file."""
        naming, entries, below = Naming(self.name_of), 0, bytearray()
        async for page in whole_journal(self.desk, delivery.workspace, delivery.person):
            names = await naming.of(_people(page))
            below += "".join(file_entry(each, words, names) for each in page).encode()
            entries += len(page)
        if not entries:
            return Letter(Drawn(escaped(words("journal.empty", command=ids.COMMAND)), ()), letter.to)
        whose = (await naming.of([letter.to]))[letter.to]
        head = file_head(whose, sight.day, entries, words).encode()
        return Letter(letter.drawn, letter.to, _file(sight, head + below, words))


def _file(sight: JournalFileSight, content: bytes, words: Words) -> File:
    """Neither its name nor its title tells anything of what is in it."""
    otherwise = escaped(words("journal.file_refused", command=ids.COMMAND))
    return File(f"journal-{sight.day.isoformat()}.md", words("journal.title"), content, otherwise)


def _people(page: Iterable[WrittenEntry]) -> Iterator[str]:
    """Everybody who was chosen as an answer."""
    for entry in page:
        for each in entry.answers:
            if each.answer.step.kind in {Kind.PERSON, Kind.PEOPLE}:
                yield from each.answer.value.choices
