"""Every script that can be started, in every language it is written in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.conversation.script import Kind, Script
from flows.conversation.vocabulary import tidy
from flows.errors import BadScript

BASE_LANGUAGE = "en"
"""What everything falls back to."""
FIRST_MINUTE = "first-minute"
"""The script of the first conversation, which setting up begins: it is offered nowhere else."""


@dataclass(frozen=True, slots=True)
class Library:
    """Scripts by id and language. Built by `shelve`, which checks them against each other."""

    scripts: Mapping[tuple[str, str], Script]

    def script(self, script_id: str, language: str) -> Script:
        """A script in this language, else in the base language. Raises KeyError for an unknown id."""
        return self.scripts.get((script_id, language)) or self.scripts[script_id, BASE_LANGUAGE]

    def known(self, script_id: str) -> bool:
        """Whether there is such a script."""
        return (script_id, BASE_LANGUAGE) in self.scripts

    def in_language(self, language: str) -> tuple[Script, ...]:
        """Every script once, in the given language where there is one, in the order they are offered."""
        found = [self.script(script_id, language) for script_id, base in self.scripts if base == BASE_LANGUAGE]
        return tuple(sorted(found, key=lambda script: (script.order, script.id)))

    def started_by(self, said: str, language: str) -> Script | None:
        """The script that these words, as the whole message, start. Base-language words always work too."""
        word = tidy(said)
        for each in (*self.in_language(language), *self.in_language(BASE_LANGUAGE)):
            if word in map(tidy, each.start_words):
                return self.script(each.id, language)
        return None


def shelve(scripts: Iterable[Script], sources: Iterable[str]) -> Library:
    """Put scripts together. Raises BadScript when two clash, or one cites or recalls what is not there."""
    library = Library({(script.id, script.language): script for script in scripts})
    cited = frozenset(sources)
    for (_, language), script in library.scripts.items():
        _check_against_others(script, library.in_language(language), cited)
    return library


def _check_against_others(script: Script, others: tuple[Script, ...], cited: frozenset[str]) -> None:
    if unknown := set(script.cites) - cited:
        raise BadScript(f"{script.id}: cites {', '.join(sorted(unknown))}, which sources.toml does not have")
    for step in script.steps.values():
        if step.kind is Kind.RECALL and step.recall and step.recall.script not in {other.id for other in others}:
            raise BadScript(f"{script.id}: step {step.id}: recalls '{step.recall.script}', which is no script")
    for other in others:
        if other.id != script.id and (reason := _clash(script, other)):
            raise BadScript(f"{script.id}: {reason}")


def _clash(script: Script, other: Script) -> str:
    """What nobody could tell apart: words that start two scripts, or two buttons side by side that read alike."""
    if shared := set(map(tidy, other.start_words)) & set(map(tidy, script.start_words)):
        return f"start word '{min(shared)}' already starts {other.id}"
    if tidy(script.title) == tidy(other.title):
        return f"the title '{script.title}' is taken by {other.id}"
    taken = tidy(script.starts_as) == tidy(other.starts_as)
    return f"the button '{script.starts_as}' is taken by {other.id}" if taken else ""
