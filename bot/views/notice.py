"""How short answers, help and "who sees what" look."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement, HeaderBlock

from bot import ids
from bot.views.leaders import leaders_button
from bot.views.parts import Drawn, aloud, aside, button, buttons, escaped, plain
from bot.views.privacy import privacy_message
from flows.conversation.sights import NoticeSight, Offer
from flows.words import Words

_LINES_TOGETHER = 10  # of at most some 200 characters each, where Slack takes 3,000

_WITH_OFFERS = frozenset({"nothing_open", "not_understood"})


def notice_message(sight: NoticeSight, words: Words, contacts: str) -> Drawn:
    """One thing from the word files; what can be started stands below it where that helps."""
    if sight.word == "help":
        return help_message(sight, words, contacts)
    if sight.word == "privacy":
        return privacy_message(words, contacts, sight.situation)
    text = words(f"notice.{sight.word}")
    if ways := _leads_to(sight.word, words):
        return Drawn(escaped(aloud(text, _labels(ways))), [plain(text), *_rows(ways)])
    if sight.word not in _WITH_OFFERS:
        return Drawn(escaped(text), [plain(text)])
    starts = _starts(sight.offers, words)
    return Drawn(escaped(aloud(text, _labels(starts))), [plain(text), *_rows(starts)])


def _leads_to(word: str, words: Words) -> list[ButtonElement]:
    """The button of a text that only leads to a window."""
    match word:
        case "journal":
            return [_journal(words)]
        case "leaders":
            return [leaders_button(words)]
        case "programme":
            return [button(words("programme.button"), ids.PROGRAMMES, ids.PROGRAMMES, style="primary")]
        case "settings":
            return [_settings(words)]
        case _:
            return []


def help_message(sight: NoticeSight, words: Words, contacts: str) -> Drawn:
    """Everything this person can do."""
    lines = [
        words("help.offer", label=each.label, word=each.word, count=each.minutes, command=ids.COMMAND)
        for each in sight.offers
    ]
    support = words("help.support", contacts=contacts) if contacts else ""
    rest = [
        words("help.while_asked"),
        words("help.anywhere", command=ids.COMMAND),
        words("help.accompanies", command=ids.COMMAND) if sight.accompanies else "",
        words("help.manages", command=ids.COMMAND) if sight.manages else "",
        words("help.roles"),
        words("help.no_model"),
        support,
    ]
    starts = _starts(sight.offers, words)
    together = [lines[at : at + _LINES_TOGETHER] for at in range(0, len(lines), _LINES_TOGETHER)]
    blocks: list[Block] = [HeaderBlock(text=words("help.title")), plain(words("help.intro"))]
    blocks += [*(plain(aloud(*some)) for some in together), *_rows(starts), aside(aloud(*rest))]
    return Drawn(escaped(aloud(words("help.title"), words("help.intro"), *lines, _labels(starts), *rest)), blocks)


def _starts(offers: Sequence[Offer], words: Words) -> list[ButtonElement]:
    starts = [button(each.label, f"{ids.START}:{each.script}", ids.Pointer(each.script).packed()) for each in offers]
    journal = button(words("journal.open"), ids.OPEN_JOURNAL, ids.OPEN_JOURNAL)
    return [*starts, journal, button(words("help.button_privacy"), ids.PRIVACY, ids.PRIVACY), _settings(words)]


def _journal(words: Words) -> ButtonElement:
    return button(words("journal.open"), ids.OPEN_JOURNAL, ids.OPEN_JOURNAL, style="primary")


def _settings(words: Words) -> ButtonElement:
    return button(words("help.button_settings"), ids.SETTINGS, ids.SETTINGS)


def _rows(elements: Sequence[ButtonElement]) -> list[Block]:
    """Buttons in rows that Slack takes: at most 25 in one."""
    return [buttons(f"starts.{at}", elements[at : at + 25]) for at in range(0, len(elements), 25)]


def _labels(elements: Sequence[ButtonElement]) -> str:
    return ", ".join(element.text.text for element in elements if element.text is not None)
