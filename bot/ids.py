"""Every id Cairn puts into Slack, in one place. What is drawn must be handled: a test compares the two."""

import re
from dataclasses import dataclass
from typing import Self

COMMAND = "/cairn"

QUESTION = "question"  # question:<button>[:<n>], a press on a question
PICK = "pick"  # a date or person picked: answers at once
PICKS = "picks"  # several things ticked: nothing happens before Done
HELP = "help"
PRIVACY = "privacy"
START = "start"  # start:<script>
SHOW_WORDS = "show_words"
SHOW_RECALLED = "show_recalled"
WORDS_PAGE = "words_page"  # words_page:<which>, in the window that shows one's own words
OPEN_JOURNAL = "open_journal"
OPEN_ENTRY = "open_entry"  # a line of the journal
JOURNAL_PAGE = "journal_page"  # journal_page:<newer or older>
DOWNLOAD = "download"  # in the journal with the page that is shown, on Home without
JOURNAL_SEARCH = "journal_search"  # the field, and its block
EDIT_ANSWER = "edit_answer"
DELETE_ANSWER = "delete_answer"
CONFIRM_YES = "confirm_yes"  # confirm_yes:<n>
CONFIRM_NO = "confirm_no"
SETTINGS = "settings"
ANSWER_IN = "answer_in"
LANGUAGE = "language"
AS_IN_SLACK = "as_in_slack"  # a choice of language
DELETION = "deletion"  # deletion:<what>, about answers whose messages were deleted

SET_UP = "set_up"  # an invitation to a programme
NOT_NOW = "not_now"
SEE_AGREEMENT = "see_agreement"  # see_agreement:<place>
HAND_OVER = "hand_over"
HAND_OVER_WHAT = "hand_over_what"  # a field, and its block
HAND_OVER_SINCE = "hand_over_since"
GO_ON_ALONE = "go_on_alone"
STOP_ASKING = "stop_asking"
LEAVE = "leave"  # leave:<place>, a programme
DAYS = "days"  # fields of the window in which one sets up, each with its block
HOUR = "hour"
MINUTES = "minutes"
PACT = "pact"  # pact:<tie>, where one says yes to an agreement
BY_ITSELF = "by_itself"  # what a coach sees by itself
ALL_PACTS = "all_pacts"

PROGRAMME = "programme"  # programme:<what>, in the windows of programme managers
PROGRAMMES = "programmes"  # on Home and in a message
TRY_SCRIPT = "try_script"  # try_script:<script>, of a programme
SHARE = "share"  # opens the window in which an entry of one's own is shared
SHARE_NOW = "share_now"
KEEP_BACK = "keep_back"
TAKE_BACK = "take_back"
SHARE_WITH = "share_with"  # share_with:<n>, boxes to tick, each for a tie
SHARE_WHAT = "share_what"  # share_what:<n>, boxes to tick, each for an answer
ALL_OF_IT = ":all"
LEADERS = "leaders"
LEADERS_PAGE = "leaders_page"  # leaders_page:<previous or next>
SHARED_BY = "shared_by"  # what one leader shares
SHARED_PAGE = "shared_page"  # shared_page:<newer or older>
OPEN_SHARED = "open_shared"
SHARED_WORDS_PAGE = "shared_words_page"  # shared_words_page:<which>

OPEN_FORM = "open_form"  # answer what is open in a window
FIELD = "field"  # a field of a window; also the beginning of its block's id, field:<step>

FORM_MODAL = "form_modal"
WORDS_MODAL = "words_modal"
JOURNAL_MODAL = "journal_modal"
EDIT_MODAL = "edit_modal"
SETTINGS_MODAL = "settings_modal"
PROGRAMMES_MODAL = "programmes_modal"
PROGRAMME_MODAL = "programme_modal"
DESIGN_MODAL = "design_modal"
LEADER_MODAL = "leader_modal"
TABLE_MODAL = "table_modal"
PREVIEW_MODAL = "preview_modal"
MANAGERS_MODAL = "managers_modal"
NAMING_MODAL = "naming_modal"
SHARE_MODAL = "share_modal"
LEADERS_MODAL = "leaders_modal"
SHARED_MODAL = "shared_modal"
SHARED_WORDS_MODAL = "shared_words_modal"
HAND_OVER_MODAL = "hand_over_modal"
SET_UP_MODAL = "set_up_modal"
AGREEMENT_MODAL = "agreement_modal"
AGREEMENTS_MODAL = "agreements_modal"

DELIVERY_EVENT = "cairn_delivery"
"""The type of the metadata that ties a posted message to its delivery."""

_POINTER = re.compile(r"([A-Za-z0-9_-]{1,64})\.(\d{1,9})\.([A-Za-z0-9_-]{0,64})")


@dataclass(frozen=True, slots=True)
class Pointer:
    """What the value of a button points at: something with an id, at a turn, choosing `choice`.

    It grants nothing: whatever it names is looked up again for the person who presses.
    """

    about: str
    turn: int = 0
    choice: str = ""

    def packed(self) -> str:
        """The form that goes into Slack."""
        return f"{self.about}.{self.turn}.{self.choice}"

    @classmethod
    def about_of(cls, value: str) -> str:
        """What a value points at, for the audit; empty for a value that is not ours."""
        pointer = cls.unpacked(value)
        return pointer.about if pointer else ""

    @classmethod
    def unpacked(cls, value: str) -> Self | None:
        """The pointer in a value that came back; None for anything that is not ours."""
        match = _POINTER.fullmatch(value)
        return cls(match[1], int(match[2]), match[3]) if match else None


def pattern(prefix: str) -> re.Pattern[str]:
    """Matches every action id that begins with this one."""
    return re.compile(rf"^{re.escape(prefix)}(:.*)?$")
