"""What every listener asks the one table before it touches what is another's: a listener without a row is a mistake.

It stands here and not in flows, for the ids are Slack's side of things. Nothing decides by it: the use cases ask
flows.privacy themselves, and tests compare what they ask with what is written down here.
"""

from collections.abc import Mapping
from typing import Final

from bot import ids
from flows.privacy import Action

Asks = frozenset[Action]

OWN: Final[Asks] = frozenset()
"""Touches only what belongs to the one who acts: it is looked up among their own things, and nowhere else.

Whether they may do anything with Cairn at all is asked of everybody (`KEEP_A_JOURNAL`, `READ_WHAT_WAS_SHARED`).
"""


def _asks(*actions: Action) -> Asks:
    return frozenset(actions)


_READING = _asks(Action.READ_WHAT_WAS_SHARED)
_LISTING = _asks(Action.READ_WHAT_WAS_SHARED, Action.SEE_IN_LIST)
_OPENING = _asks(Action.READ_WHAT_WAS_SHARED, Action.READ)
_LOOKING = _asks(Action.SEE_PROGRAMME, Action.SEE_COUNTS)
_SHOWN_AFTER = _LOOKING | {Action.CONFIRM_PROGRAMME}  # the preview, or the programme, once it is stored

COMMANDS: Final[Mapping[str, Asks]] = {ids.COMMAND: _READING}

EVENTS: Final[Mapping[str, Asks]] = {
    "app_home_opened": _READING,
    "message": OWN,
    "user_change": OWN,  # nobody acts: Slack tells of somebody, and what follows only takes away
}

PRESSES: Final[Mapping[str, Asks]] = {
    ids.QUESTION: OWN,
    ids.PICK: OWN,
    ids.PICKS: OWN,
    ids.CONFIRM_YES: OWN,
    ids.CONFIRM_NO: OWN,
    ids.DELETION: _asks(Action.DELETE, Action.PUT_BACK),
    ids.START: OWN,
    ids.HELP: OWN,
    ids.PRIVACY: OWN,
    ids.SHOW_WORDS: OWN,
    ids.OPEN_ENTRY: OWN,
    ids.SHOW_RECALLED: OWN,
    ids.WORDS_PAGE: OWN,
    ids.EDIT_ANSWER: OWN,
    ids.DELETE_ANSWER: _asks(Action.DELETE),
    ids.OPEN_JOURNAL: OWN,
    ids.JOURNAL_PAGE: OWN,
    ids.DOWNLOAD: OWN,
    ids.JOURNAL_SEARCH: OWN,
    ids.OPEN_FORM: OWN,
    ids.FIELD: OWN,
    ids.SETTINGS: OWN,
    ids.SET_UP: _asks(Action.SET_UP, Action.SEE_AGREEMENT),
    ids.NOT_NOW: _asks(Action.SET_UP),
    ids.SEE_AGREEMENT: _asks(Action.SEE_AGREEMENT),
    ids.LEAVE: _asks(Action.LEAVE),
    ids.HAND_OVER: _asks(Action.HAND_OVER),
    ids.GO_ON_ALONE: OWN,
    ids.STOP_ASKING: OWN,
    ids.SHARE: _asks(Action.SEE_READERS),
    ids.SHARE_NOW: _asks(Action.SHARE),
    ids.KEEP_BACK: _asks(Action.KEEP_BACK, Action.SEE_READERS),
    ids.TAKE_BACK: _asks(Action.KEEP_BACK, Action.SEE_READERS),
    ids.LEADERS: _READING,
    ids.LEADERS_PAGE: _READING,
    ids.SHARED_BY: _LISTING,
    ids.SHARED_PAGE: _LISTING,
    ids.OPEN_SHARED: _OPENING,
    ids.SHARED_WORDS_PAGE: _OPENING,
    ids.PROGRAMMES: OWN,  # a list of those they manage
    ids.TRY_SCRIPT: _LOOKING,
    f"{ids.PROGRAMME}:list": OWN,
    f"{ids.PROGRAMME}:new": OWN,  # an empty window; what is sent off with it is looked at then
    f"{ids.PROGRAMME}:name": OWN,  # who is named already is shown to owners alone
    f"{ids.PROGRAMME}:open": _LOOKING,
    f"{ids.PROGRAMME}:earlier": _LOOKING,
    f"{ids.PROGRAMME}:further": _LOOKING,
    f"{ids.PROGRAMME}:change": _asks(Action.CHANGE_PROGRAMME, Action.SEE_COUNTS),
    f"{ids.PROGRAMME}:managers": _asks(Action.CHANGE_PROGRAMME, Action.SEE_COUNTS),
    f"{ids.PROGRAMME}:leader": _asks(Action.ENROL, Action.SEE_COUNTS),
    f"{ids.PROGRAMME}:table": _asks(Action.ENROL, Action.SEE_COUNTS),
    f"{ids.PROGRAMME}:accompany": _asks(Action.NAME_COACH),
    f"{ids.PROGRAMME}:take_out": _asks(Action.END_ENROLMENT, Action.NAME_COACH) | _LOOKING,
    f"{ids.PROGRAMME}:preview": _asks(Action.CONFIRM_PROGRAMME),
    f"{ids.PROGRAMME}:shown_earlier": _asks(Action.CONFIRM_PROGRAMME),
    f"{ids.PROGRAMME}:shown_further": _asks(Action.CONFIRM_PROGRAMME),
    f"{ids.PROGRAMME}:end": _asks(Action.END_PROGRAMME) | _LOOKING,
}
"""By action id; what follows a colon in one that has a row without it is only which of several."""

WINDOWS: Final[Mapping[str, Asks]] = {
    ids.EDIT_MODAL: _asks(Action.CHANGE),
    ids.JOURNAL_MODAL: OWN,
    ids.FORM_MODAL: OWN,
    ids.SETTINGS_MODAL: OWN,
    ids.SHARE_MODAL: _asks(Action.SHARE, Action.SEE_READERS),
    ids.SET_UP_MODAL: _asks(Action.SET_UP, Action.ACCEPT),
    ids.AGREEMENT_MODAL: _asks(Action.ACCEPT, Action.WIDEN, Action.NARROW),
    ids.AGREEMENTS_MODAL: _asks(Action.ACCEPT),
    ids.HAND_OVER_MODAL: _asks(Action.HAND_OVER),
    ids.DESIGN_MODAL: _asks(Action.CREATE_PROGRAMME, Action.CHANGE_PROGRAMME, Action.ENROL) | _SHOWN_AFTER,
    ids.LEADER_MODAL: _asks(Action.ENROL, Action.NAME_COACH) | _SHOWN_AFTER,
    ids.TABLE_MODAL: _asks(Action.ENROL) | _SHOWN_AFTER,
    ids.PREVIEW_MODAL: _asks(Action.CONFIRM_PROGRAMME) | _LOOKING,
    ids.MANAGERS_MODAL: _asks(Action.CHANGE_PROGRAMME) | _LOOKING,
    ids.NAMING_MODAL: _asks(Action.NAME_MANAGER),
}
"""Windows that are sent off, by callback id."""
