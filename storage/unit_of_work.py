"""One use case, one transaction."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.message_ports import Deletions, Files, Held, Inbox, Outbox
from flows.conversation.ports import Audit, Conversations, Forms, Journal, People, Scripts
from flows.ports import Clock, Ids
from flows.programmes.ports import Agreements, Enrolments, Managers, Occasions, Programmes, Shares, Ties
from storage.database import Database
from storage.repositories.agreements import AgreementTable
from storage.repositories.audit import AuditTable
from storage.repositories.conversations import ConversationTable
from storage.repositories.deletions import DeletionTable
from storage.repositories.enrolments import EnrolmentTable
from storage.repositories.entries import Entries
from storage.repositories.files import FileTable
from storage.repositories.forms import FormTable
from storage.repositories.held import HeldReplyTable
from storage.repositories.inbox import InboxTable
from storage.repositories.journal import JournalTable
from storage.repositories.managers import ManagerTable
from storage.repositories.occasions import OccasionTable
from storage.repositories.outbox import OutboxTable
from storage.repositories.people import PeopleTable
from storage.repositories.programmes import ProgrammeTable
from storage.repositories.scripts import KeptScriptTable
from storage.repositories.shares import ShareTable
from storage.repositories.ties import TieTable
from storage.vault import Vault


class UnitOfWork:
    """Everything done inside is committed together or not at all. To be used once."""

    inbox: Inbox
    people: People
    conversations: Conversations
    journal: Journal
    scripts: Scripts
    outbox: Outbox
    held: Held
    forms: Forms
    files: Files
    deletions: Deletions
    audit: Audit
    managers: Managers
    programmes: Programmes
    enrolments: Enrolments
    ties: Ties
    agreements: Agreements
    shares: Shares
    occasions: Occasions

    def __init__(
        self, database: Database, vault: Vault, clock: Clock, ids: Ids, after_commit: Callable[[], None]
    ) -> None:
        self._after_commit = after_commit
        self._opening: AbstractAsyncContextManager[AsyncConnection] = database.connection()
        self._vault = vault
        self._clock = clock
        self._ids = ids

    async def __aenter__(self) -> Self:
        """Begin."""
        self._connection = connection = await self._opening.__aenter__()
        self.inbox = InboxTable(connection)
        self.people = PeopleTable(connection)
        self.conversations = ConversationTable(connection, Entries(connection, self._vault, self._clock, self._ids))
        self.journal = JournalTable(connection, self._vault)
        self.scripts = KeptScriptTable(connection)
        self._outbox = self.outbox = OutboxTable(connection, self._clock)
        self.held = HeldReplyTable(connection, self._vault)
        self.forms = FormTable(connection, self._vault)
        self.files = FileTable(connection)
        self.deletions = DeletionTable(connection)
        self.audit = AuditTable(connection, self._ids)
        self.managers = ManagerTable(connection)
        self.programmes = ProgrammeTable(connection)
        self.enrolments = EnrolmentTable(connection)
        self.ties = TieTable(connection)
        self.agreements = AgreementTable(connection)
        self.shares = ShareTable(connection)
        self.occasions = OccasionTable(connection)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; undo what was not committed."""
        await self._opening.__aexit__(kind, error, trace)

    async def commit(self) -> None:
        """Make it last. Raises NotSaved when the store could not."""
        await self._outbox.write()
        await self._connection.commit()
        self._after_commit()
