"""A person's whole journal as a file of Markdown, and the message it comes with.

The message says nothing of what is in the file. In the file a person's words are quoted, and never parsed.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.views.answer_elements import chosen_label
from bot.views.parts import Drawn, escaped, filled
from flows.conversation.script import Kind
from flows.journal.markdown import aside, heading, plain, quoted, strong
from flows.journal.sights import WrittenAnswer, WrittenEntry
from flows.words import Words

Names = Mapping[str, str]
"""What people are called, by their Slack ids."""


def journal_file_message(words: Words) -> Drawn:
    """What is said with the file: that it is there, who sees it, how long it stays, how to get another."""
    return Drawn(escaped(words("journal.file_here", button=words("journal.download"))), ())


def file_head(name: str, day: date, entries: int, words: Words) -> str:
    """What stands above all entries: whose journal it is, when it was written down, how much there is."""
    says = words("journal.file_head", name=name, day=words.full_day(day), count=entries)
    return _paragraphs([heading(1, words("journal.title")), plain(says)])


def file_entry(entry: WrittenEntry, words: Words, names: Names) -> str:
    """One entry below its heading, after an empty line."""
    title = words("words.from", title=entry.title, day=words.full_day(entry.started))
    answers = (part for each in entry.answers for part in _answer(each, entry.day, words, names))
    return "\n" + _paragraphs([heading(2, title), *answers])


def _answer(written: WrittenAnswer, day: date, words: Words, names: Names) -> Iterator[str]:
    answer = written.answer
    yield strong(filled(answer.ask, day, words))
    if written.aside:
        yield aside(words("journal.file_aside"))
    if chosen := _chosen(written, words, names):
        yield plain(chosen)
    if answer.value.text:
        yield quoted(answer.value.text)
    if written.lost:
        yield aside(words("journal.file_lost"))


def _chosen(written: WrittenAnswer, words: Words, names: Names) -> str:
    """What was pressed or picked."""
    answer = written.answer
    if answer.step.kind in {Kind.PERSON, Kind.PEOPLE}:
        return ", ".join(names.get(each, each) for each in answer.value.choices)
    if answer.step.kind is Kind.YES_NO and not answer.value.choices:
        return ""
    return chosen_label(answer.step, answer.value, words)


def _paragraphs(parts: list[str]) -> str:
    """With one empty line between them."""
    return "\n\n".join(parts) + "\n"
