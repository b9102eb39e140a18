"""Broken promises, as exceptions. A person's mistake is never one of these: it is a `Problem`.

CairnError
├── BadScript        a script or word file that must not be loaded
├── Repeated         this inbound thing was already handled
├── Conflict         somebody else changed the same conversation meanwhile
├── NotAvailable     there is nothing here for this person (or it is not theirs)
├── Unreadable       a stored text cannot be opened: wrong key, moved or altered
├── SchemaTooOld     the tables are not those this Cairn needs: cairn migrate
├── SchemaTooNew     the tables were made by a newer Cairn
└── NotSaved         the store could not take the change
    ├── Crossed      two changes waited for each other, and the store undid this one
    ├── Unconfirmed  the store may have taken the change: nobody knows yet
    └── StoreLocked  another process holds the embedded database
"""


class CairnError(Exception):
    """The root of everything Cairn itself raises."""


class BadScript(CairnError):
    """A script or word file must not be loaded; the message names file, step and reason."""


class Repeated(CairnError):
    """This inbound thing was already handled; its first outcome is what counts."""


class Conflict(CairnError):
    """Somebody else changed the same conversation meanwhile; load again and decide again."""


class NotAvailable(CairnError):
    """There is nothing here for this person. Says the same whether it exists or not."""


class Unreadable(CairnError):
    """A stored text cannot be opened: the key is wrong or gone, or the text was moved or altered."""


class SchemaTooOld(CairnError):
    """The store's tables are missing or of an earlier Cairn; `cairn migrate` brings them up to date."""


class SchemaTooNew(CairnError):
    """The store's tables were made by a newer Cairn; this one would not understand what they hold."""


class NotSaved(CairnError):
    """The store could not take the change: busy too long, full, read-only or out of reach."""


class Crossed(NotSaved):
    """Two changes waited for each other, and the store undid all of this one; load again and decide again."""


class Unconfirmed(NotSaved):
    """The connection broke while the change was made to last, and the store cannot be asked whether it did."""


class StoreLocked(NotSaved):
    """Another process holds the embedded database; a second one must not start."""
