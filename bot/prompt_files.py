"""Read the folder of prompts, and a coach's own folder laid over it, into scripts, words and vocabularies.

A script of one's own with the same name replaces ours whole; words are laid over key by key; other languages are laid
over English, string by string.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.word_checks import check_language, check_typed, check_words
from flows.conversation.definitions import Source, read_script
from flows.conversation.library import BASE_LANGUAGE, Library, shelve
from flows.conversation.script import Script
from flows.conversation.vocabulary import Vocabulary, read_vocabulary, shared, tidy
from flows.errors import BadScript
from flows.journal.search_words import SearchWords, read_search_words
from flows.words import Words, catalogue

_TYPED, _SEARCH = "typed", "search"
"""The word files by which we read, and which are not shown to anybody: what is typed, and what is looked for."""


UNTYPED = "untyped."
"""Begins the keys of words that take the place of others where nothing is typed to Cairn."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """Everything the bot can say or read."""

    library: Library
    catalogues: Mapping[str, Words]
    vocabularies: Mapping[str, Vocabulary]
    searches: Mapping[str, SearchWords]


def without_typing(words: Words) -> Words:
    """The words for a workspace that answers in the form: nobody is told to type where Cairn does not hear it."""
    instead = {key.removeprefix(UNTYPED): text for key, text in words.texts.items() if key.startswith(UNTYPED)}
    return replace(words, texts={**words.texts, **instead})


def own_folder() -> Path:
    """The prompts that come with Cairn."""
    return Path(str(files("prompts")))


def read_prompts(laid_over: Path | None = None) -> Prompts:
    """Read everything and check it. Raises BadScript naming file, step or key, and reason."""
    folders = [own_folder(), *([laid_over] if laid_over else [])]
    languages = [BASE_LANGUAGE, *sorted(_languages(folders) - {BASE_LANGUAGE})]
    for language in languages:
        check_language(language)
    sources = [name for folder in folders for name in _toml(folder / "sources.toml")]
    scripts = [script for language in languages for script in _scripts(folders, language)]
    vocabularies = {language: read_vocabulary(_read_by(_TYPED, folders, language)) for language in languages}
    prompts = Prompts(
        library=shelve(scripts, sources),
        catalogues=_catalogues(folders, languages),
        vocabularies=shared(vocabularies),
        searches={
            language: read_search_words(_read_by(_SEARCH, folders, language), vocabulary.dates, language)
            for language, vocabulary in vocabularies.items()
        },
    )
    _check_start_words(prompts.library, vocabularies)
    return prompts


def _languages(folders: list[Path]) -> set[str]:
    inside = [each for folder in folders for each in folder.iterdir() if each.is_dir()]
    return {each.name for each in inside if (each / "scripts").is_dir() or (each / "words").is_dir()}


def _scripts(folders: list[Path], language: str) -> Iterator[Script]:
    for name, folder in _base_folders(folders).items():
        base = _source(folder, f"{BASE_LANGUAGE}/scripts/{name}")
        overlays = [] if language == BASE_LANGUAGE else _translations(folders, folder, f"{language}/scripts/{name}")
        if overlays or language == BASE_LANGUAGE:
            yield _named(read_script(base, overlays, language), name, base.file)


def _base_folders(folders: list[Path]) -> dict[str, Path]:
    """Each script's file name with the folder its English text is taken from; the last folder wins."""
    return {
        path.name: folder for folder in folders for path in sorted((folder / BASE_LANGUAGE / "scripts").glob("*.toml"))
    }


def _translations(folders: list[Path], base: Path, file: str) -> list[Source]:
    """Translations from the base's own folder on: ours would not fit a script that was replaced."""
    fitting = folders[folders.index(base) :]
    return [_source(folder, file) for folder in fitting if (folder / file).is_file()]


def _named(script: Script, name: str, file: str) -> Script:
    if f"{script.id}.toml" != name:
        raise BadScript(f"{file}: the file must be named {script.id}.toml, after the script's id")
    return script


def _catalogues(folders: list[Path], languages: list[str]) -> Mapping[str, Words]:
    """The words of every language. Each file is read and checked once, though English lies below all others."""
    ours = _word_layers(folders[:1], BASE_LANGUAGE)
    base = catalogue(BASE_LANGUAGE, *ours)
    below = [*ours, *_word_layers(folders[1:], BASE_LANGUAGE)]
    others = {each: _word_layers(folders, each) for each in languages if each != BASE_LANGUAGE}
    for language, layers in {BASE_LANGUAGE: below, **others}.items():
        for file, table in layers:
            check_words(catalogue(language, (file, table)), base, file)
    return {each: catalogue(each, *below, *others.get(each, ())) for each in languages}


def _word_layers(folders: list[Path], language: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Every word file as a layer; its keys begin with the file's name."""
    paths = [path for folder in folders for path in sorted((folder / language / "words").glob("*.toml"))]
    return [
        (f"{language}/words/{path.name}", {path.stem: _toml(path)})
        for path in paths
        if path.stem not in {_TYPED, _SEARCH}
    ]


def _read_by(name: str, folders: list[Path], language: str) -> Mapping[str, Any]:
    """The tables of one of the word files by which we read; English lies below."""
    base = merged = _toml(folders[0] / BASE_LANGUAGE / "words" / f"{name}.toml")
    for each in dict.fromkeys((BASE_LANGUAGE, language)):
        for folder in folders:
            table = _toml(folder / each / "words" / f"{name}.toml")
            check_typed(table, base, f"{each}/words/{name}.toml")
            merged = _merged(merged, table)
    return merged


def _check_start_words(library: Library, vocabularies: Mapping[str, Vocabulary]) -> None:
    """A word that starts a script is heard before any other: it must not be one that steers or answers for help."""
    for (_, language), script in library.scripts.items():
        vocabulary = vocabularies[language]
        taken = vocabulary.controls.keys() | vocabulary.pages.keys()
        if steering := sorted(taken & set(map(tidy, script.start_words))):
            raise BadScript(f"{script.id}: start word '{steering[0]}' has a meaning of its own already")


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged; whatever else is given replaces what was there."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = _merged(below, value) if both else value  # type: ignore[arg-type]  # checked by `both`
    return merged


def _source(folder: Path, file: str) -> Source:
    return Source(file, _text(folder / file))


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadScript(f"{path.name}: not valid TOML: {error}") from None
    except (ValueError, RecursionError):  # what Python itself says to them would not help anybody
        raise BadScript(f"{path.name}: not valid TOML: a number or a nesting without end") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadScript(f"{path.name}: cannot be read as UTF-8 text: {type(error).__name__}") from None
