"""Whatever a caller sends, the sandbox answers or refuses; it never breaks."""

from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.bot_app import BotApp
from sandbox.checks.blocks import block_types
from sandbox.checks.messages import check_blocks, check_metadata
from sandbox.checks.views import check_view
from sandbox.clock import ManualClock
from sandbox.refusal import Refusal
from sandbox.sandbox import Sandbox
from sandbox.web_api.registry import METHODS
from tests.unit.sandbox.conftest import SCOPES
from tests.unit.sandbox.examples import GOOD_BLOCKS, GOOD_ELEMENTS

KEYS = sorted(
    {key for shape in (*GOOD_BLOCKS.values(), *GOOD_ELEMENTS.values()) for key in shape}
    | {"initial_option", "initial_options", "option_groups", "max_length", "confirm", "title"}
    | {"event_type", "event_payload", "private_metadata", "submit"}
)
TYPES = sorted({*block_types(), *GOOD_ELEMENTS, "modal", "home", "plain_text", "mrkdwn"})
LEAVES = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5) | st.sampled_from(TYPES)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KEYS, "type", "odd"]), inner, max_size=5)
    ),
    max_leaves=20,
)
# A good shape with one thing in it exchanged goes deeper than chance alone would.
SPOILT = st.builds(
    lambda good, key, value: good | {key: value},
    st.sampled_from([*GOOD_BLOCKS.values(), *GOOD_ELEMENTS.values()]),
    st.sampled_from([*KEYS, "type"]),
    ANYTHING,
)
# How long one example takes says nothing on a busy machine.
UNHURRIED = settings(deadline=None, max_examples=100)
NAMES = sorted({name for method in METHODS.values() for name in method.arguments})


@UNHURRIED
@given(st.lists(SPOILT | ANYTHING, max_size=3) | ANYTHING)
def test_blocks_are_taken_or_refused(blocks: Any) -> None:
    with suppress(Refusal):
        check_blocks(blocks)


@UNHURRIED
@given(SPOILT)
def test_elements_are_taken_or_refused(element: Any) -> None:
    for block in (
        {"type": "section", "fields": [], "accessory": element},
        {"type": "actions", "elements": [element]},
        {"type": "input", "label": element, "element": element},
    ):
        with suppress(Refusal):
            check_blocks([block])


@UNHURRIED
@given(ANYTHING, st.lists(SPOILT, max_size=2))
def test_views_and_metadata_are_taken_or_refused(loose: Any, blocks: list[Any]) -> None:
    title = {"type": "plain_text", "text": "T"}
    for view in (loose, {"type": "modal", "title": title, "submit": loose, "blocks": blocks}):
        with suppress(Refusal):
            check_view(view, "modal")
    with suppress(Refusal):
        check_metadata(loose)


@UNHURRIED
@given(
    st.sampled_from(sorted(METHODS)),
    st.dictionaries(st.sampled_from(NAMES), LEAVES | ANYTHING, max_size=5),
)
def test_every_call_is_answered(method: str, arguments: dict[str, Any]) -> None:
    sandbox = Sandbox(ManualClock())
    app = sandbox.install(BotApp(name="Cairn", signing_secret="s", scopes=SCOPES))
    known = METHODS[method].arguments
    arguments = {name: value for name, value in arguments.items() if name in known}
    for name in METHODS[method].required:
        arguments.setdefault(name, sandbox.workspace.person("Ana").id)

    answer = sandbox.call(method, arguments, app.token)

    assert answer["ok"] is True or (answer["ok"] is False and answer["error"])
