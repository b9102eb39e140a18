"""What every use case has at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from flows.conversation.answer_in import Choices
from flows.conversation.definitions import Source, read_script
from flows.conversation.library import BASE_LANGUAGE, Library
from flows.conversation.ports import UnitOfWork
from flows.conversation.script import Script
from flows.conversation.state import Conversation
from flows.conversation.vocabulary import Vocabulary
from flows.people import AnswerIn, Person
from flows.ports import Clock, Ids


class Begun(Protocol):
    """What tells with which script something began: a conversation, or the heading of one."""

    @property
    def workspace(self) -> str:
        """The workspace it belongs to."""
        ...

    @property
    def script(self) -> str:
        """The id of its script."""
        ...

    @property
    def fingerprint(self) -> str:
        """The shape that script had."""
        ...

    @property
    def language(self) -> str:
        """The language it was asked in."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, the scripts, the words people type, the clock, the source of ids, and where the workspace answers."""

    work: Callable[[], UnitOfWork]
    library: Library
    vocabularies: Mapping[str, Vocabulary]
    clock: Clock
    ids: Ids
    answer_in: AnswerIn = AnswerIn.CHAT

    def choices(self, person: Person, conversation: Conversation, script: Script) -> Choices:
        """What decides whether this conversation is answered in chat or in the form."""
        return Choices(script.answer_in, self.answer_in, conversation.answer_in, person.answer_in)

    def vocabulary(self, person: Person) -> Vocabulary:
        """The words of this person's language."""
        return self.vocabulary_of(person.language)

    def vocabulary_of(self, language: str) -> Vocabulary:
        """The words of a language, or of the base language."""
        return self.vocabularies.get(language) or self.vocabularies[BASE_LANGUAGE]

    async def script_of(self, work: UnitOfWork, conversation: Begun) -> Script:
        """The script as it was when this conversation began, in today's wording where its shape is unchanged."""
        if self.library.known(conversation.script):
            current = self.library.script(conversation.script, conversation.language)
            if current.fingerprint == conversation.fingerprint:
                return current
        return await self._kept_script(work, conversation)

    async def _kept_script(self, work: UnitOfWork, conversation: Begun) -> Script:
        run = conversation
        texts = await work.scripts.kept(run.workspace, run.script, run.fingerprint, run.language)
        base, *overlays = (Source(f"kept {conversation.script}", text) for text in texts)
        return read_script(base, overlays, conversation.language)
