"""What the documentation names exists, and what exists is documented."""

import argparse
import re
from collections.abc import Iterable

import pytest
from starlette.responses import Response
from starlette.routing import Route

from bot import cli
from bot.app import http_app
from bot.ids import COMMAND
from bot.settings import NAMES
from flows.conversation.library import BASE_LANGUAGE
from tests.house import pages, tree
from tests.unit.every_view import PROMPTS

OF_DEVELOPERS = {
    "TEST_POSTGRES_URL": "tests/postgres_server.py",
}
"""Variables that are no settings of Cairn, with the file that reads them."""


def documents() -> list[str]:
    """The pages for operators, developers and the curious. How to write scripts is a page of its own kind."""
    return [text for name, text in tree.documents() if name in {"README.md", "CONTRIBUTING.md"} or "docs/" in name]


def made() -> set[str]:
    """The targets of the Makefile that are meant for people."""
    makefile = dict(tree.texts())["Makefile"]
    return set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))


def commands(parser: argparse.ArgumentParser | None = None) -> set[str]:
    """Every command of the command line, as it is typed after `cairn`."""
    choices = [each.choices for each in (parser or cli._parser())._actions if isinstance(each.choices, dict)]
    if not choices:
        return {""}
    return {f"{name} {rest}".strip() for each in choices for name, below in each.items() for rest in commands(below)}


def unknown_commands(named: Iterable[str]) -> set[str]:
    """Named commands that there are not. Words after a command are its arguments."""
    there = commands()
    return {each for each in named if not any(f"{each} ".startswith(f"{known} ") for known in there)}


def paths() -> set[str]:
    """The paths of the HTTP side."""

    async def health() -> dict[str, bool]:
        return {}

    async def metrics() -> str:
        return ""

    return {route.path for route in http_app(Response(), health, metrics).routes if isinstance(route, Route)}


def understood(word: str) -> bool:
    """Whether `/cairn` answers this word with something other than the page of help for not knowing it."""
    library, vocabulary = PROMPTS.library, PROMPTS.vocabularies[BASE_LANGUAGE]
    starts = {first.split()[0] for script in library.scripts.values() for first in script.start_words}
    return word in starts or word in vocabulary.controls or word in vocabulary.pages


def test_every_target_that_is_named_can_be_made() -> None:
    assert pages.targets(documents()) - made() == set()


def test_every_target_is_named() -> None:
    assert made() - pages.targets(documents()) == set()


def test_every_command_that_is_named_exists() -> None:
    assert unknown_commands(pages.commands(documents())) == set()


def test_every_command_is_named() -> None:
    named = pages.commands(documents())
    assert {each for each in commands() if not any(f"{one} ".startswith(f"{each} ") for one in named)} == set()


def test_every_setting_that_is_named_exists() -> None:
    assert pages.settings(documents()) - {*NAMES} - OF_DEVELOPERS.keys() == set()


def test_every_setting_is_explained_to_operators() -> None:
    operating = dict(tree.documents())["docs/operating.md"]
    named = {each for span in pages.code(operating) for each in re.findall(r"\b[A-Z_]+\b", span)}
    assert {*NAMES} - named == set()


@pytest.mark.parametrize(("name", "file"), OF_DEVELOPERS.items())
def test_a_variable_of_developers_is_read_where_it_is_said_to_be(name: str, file: str) -> None:
    assert name in dict(tree.texts())[file]


def test_every_address_that_is_named_exists_and_the_other_way_round() -> None:
    assert pages.addresses(documents()) == paths()


def test_every_word_that_is_said_to_cairn_is_understood() -> None:
    said = pages.said(documents())
    assert said
    assert [word for word in said if not understood(word)] == []
    assert not understood("dance")
    assert COMMAND == "/cairn"


def test_code_is_told_from_prose() -> None:
    page = "Please `make one`, and cairn two.\n\n```console\nmake three\n```\n\n```mermaid\nmake four\n```\nmake five\n"
    assert pages.targets([page]) == {"one", "three"}
    assert pages.commands([page]) == set()


def test_what_is_not_there_is_noticed() -> None:
    page = (
        "`make tea`, `PORT=1 make test`, `.venv/bin/cairn prompts bake x`, `cairn run --host h`, `TEA_POT`, `GET /tea`"
    )
    assert pages.targets([page]) - made() == {"tea"}
    assert unknown_commands(pages.commands([page])) == {"prompts bake x"}
    assert pages.settings([page]) - {*NAMES} == {"TEA_POT"}
    assert pages.addresses([page]) - paths() == {"/tea"}


def test_a_command_and_its_arguments_are_told_apart() -> None:
    assert unknown_commands({"keys new", "prompts check", "run", "prompts check examples"}) == set()
    assert unknown_commands({"keys", "prompts", "keys old", "runs"}) == {"keys", "prompts", "keys old", "runs"}
    assert "keys new" in commands()
