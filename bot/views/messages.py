"""Draw whatever a delivery shows."""

from bot.views.confirm import confirm_message
from bot.views.deletion import deletion_message
from bot.views.home import home_page
from bot.views.journal_file import journal_file_message
from bot.views.notice import notice_message
from bot.views.parts import Drawn
from bot.views.question import question_message
from bot.views.receipt import receipt_message
from flows.conversation.sights import (
    ConfirmSight,
    DeletionSight,
    HomeSight,
    JournalFileSight,
    NoticeSight,
    QuestionSight,
    ReceiptSight,
    Sight,
)
from flows.words import Words


def message(sight: Sight, words: Words, contacts: str) -> Drawn:
    """The message for a sight. `contacts` says where to turn for help, in one line, or is empty."""
    match sight:
        case QuestionSight():
            return question_message(sight, words)
        case ReceiptSight():
            return receipt_message(sight, words, contacts)
        case NoticeSight():
            return notice_message(sight, words, contacts)
        case ConfirmSight():
            return confirm_message(sight, words)
        case DeletionSight():
            return deletion_message(sight, words)
        case HomeSight() | JournalFileSight():
            return _journal(sight, words)


def _journal(sight: HomeSight | JournalFileSight, words: Words) -> Drawn:
    """A person's journal: its newest lines on their Home tab, or the whole of it as a file."""
    return home_page(sight, words) if isinstance(sight, HomeSight) else journal_file_message(words)
