"""What the databases' refusals mean. The one place where a driver's error becomes ours."""

from asyncio import CancelledError

from sqlalchemy.engine import ExceptionContext

from flows.errors import Crossed, NotSaved

_SQLITE = {
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
    "SQLITE_PROTOCOL": "busy",
    "SQLITE_FULL": "full",
    "SQLITE_NOMEM": "out of memory",
    "SQLITE_READONLY": "read-only",
    "SQLITE_PERM": "out of reach",
    "SQLITE_CANTOPEN": "out of reach",
    "SQLITE_IOERR": "failing on its disk",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "not a database",
    "SQLITE_INTERRUPT": "interrupted",
}
_CROSSED = "40"  # deadlock or serialization failure: the same change may be tried again
_POSTGRES_CLASSES = {
    "08": "out of reach",
    "25": "read-only",  # 25006, after a failover to a standby
    "28": "refusing us",  # wrong password, or no entry for us
    "3D": "out of reach",  # no such database
    "53": "full",
    "55": "busy",
    "57": "out of reach",
    "58": "failing on its disk",
    "XX": "damaged",
}


def not_saved(reason: str, code: str = "") -> NotSaved:
    """The error to raise, saying why without a word of what was to be stored."""
    detail = f" ({code})" if code else ""
    return NotSaved(f"the store could not take the change: it is {reason}{detail}")


def translate(context: ExceptionContext) -> NotSaved | None:
    """Turn a failure of the store into NotSaved. A broken rule or statement is a bug and stays what it is."""
    error = context.original_exception
    if isinstance(error, CancelledError):
        return None
    if isinstance(error, OSError | TimeoutError):
        return not_saved("out of reach", type(error).__name__)
    return _sqlite(error) or _postgres(error) or _disconnect(context)


def _sqlite(error: BaseException) -> NotSaved | None:
    name = str(getattr(error, "sqlite_errorname", ""))
    reason = next((reason for prefix, reason in _SQLITE.items() if name.startswith(prefix)), None)
    return None if reason is None else not_saved(reason, name)


def _postgres(error: BaseException) -> NotSaved | None:
    state = str(getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None) or "")
    if state.startswith(_CROSSED):
        return Crossed(f"the store undid the change: it crossed another one ({state})")
    reason = _POSTGRES_CLASSES.get(state[:2])
    return None if reason is None else not_saved(reason, state)


def _disconnect(context: ExceptionContext) -> NotSaved | None:
    return not_saved("out of reach", "connection lost") if context.is_disconnect else None
