"""Whatever stands in a file, reading it gives a script or a complaint that names the file; nothing else."""

from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.conversation.definitions import Source, read_script
from flows.conversation.script import END, Kind
from flows.errors import BadScript
from tests.unit.conversation.scripts import FILE, HEAD, step, toml
from tests.unit.conversation.strategies import script_files

# The same examples every time: a change that breaks nothing must not fail by the luck of the draw.
steadily = settings(derandomize=True, deadline=None, max_examples=80)

_HEAD_KEYS = st.sampled_from([*HEAD, "cites", "audience", "support", "short_minutes", "steps"])
_STEP_KEYS = st.sampled_from([
    "id", "kind", "ask", "next", "hint", "required", "short", "branches", "options", "low", "high", "labels",
    "max_length", "link", "from", "weeks_ago", "if_none", "label", "at_most", "equals", "shorter_than", "0", "5",
])  # fmt: skip

_DEEP_KEYS = _STEP_KEYS | st.text("ab", max_size=2)

_SIMPLE = st.one_of(
    st.booleans(),
    st.integers(-3, 12),
    st.sampled_from([10**30, -(10**30), date(2026, 11, 22), float("inf"), float("nan"), 0.5]),
    st.sampled_from(
        [*Kind, END, "q", "r", "time", "yes", "week", "", " ", "{week.start}", "{", "x" * 700, "https://a.b"]
    ),
    st.text(st.characters(codec="utf-8"), max_size=12),
)
_ANYTHING = st.recursive(
    _SIMPLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_DEEP_KEYS, inner, max_size=5),
    max_leaves=12,
)


@st.composite
def nearly_steps(draw: st.DrawFn) -> Any:
    """A good step with something odd in one of its places, or something that is no step at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(_ANYTHING)
    good = step(draw(st.sampled_from("qrs")), draw(st.sampled_from(Kind)))
    return {**good, **draw(st.dictionaries(_STEP_KEYS, _ANYTHING, max_size=2))}


def _tables(keys: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(keys, _ANYTHING, max_size=2)


@st.composite
def nearly_scripts(draw: st.DrawFn) -> dict[str, Any]:
    """A good script with something odd in some of its places."""
    steps = draw(st.lists(nearly_steps(), max_size=3))
    return {**HEAD, "steps": steps, **draw(_tables(_HEAD_KEYS))}


def _read(base: str, *overlays: str) -> None:
    """Reads, and lets nothing but a complaint about one of these files pass."""
    try:
        script = read_script(Source(FILE, base), [Source(f"de/{FILE}", each) for each in overlays])
    except BadScript as refused:
        assert str(refused).startswith((f"{FILE}: ", f"de/{FILE}: "))  # noqa: PT017  # either a script or this is right
    else:
        assert script.first.id in script.steps


@steadily
@given(table=nearly_scripts())
def test_any_table_is_a_script_or_a_complaint(table: dict[str, Any]) -> None:
    _read(toml(table))


@steadily
@given(table=st.dictionaries(_HEAD_KEYS | st.text(max_size=5), _ANYTHING, max_size=6))
def test_any_table_at_all_is_a_script_or_a_complaint(table: dict[str, Any]) -> None:
    _read(toml(table))


@steadily
@given(overlay=_tables(_HEAD_KEYS), steps=st.lists(nearly_steps() | _tables(_STEP_KEYS), max_size=3))
def test_any_translation_is_laid_over_or_complained_about(overlay: dict[str, Any], steps: list[Any]) -> None:
    base = toml({**HEAD, "steps": [step("q", "scale"), step("r", "choice"), step("s")]})
    plain = [_words(each) for each in steps]

    _read(base, toml({"id": HEAD["id"], "steps": plain, **overlay}))
    _read(base, toml({"id": HEAD["id"], "steps": plain}))


def _words(translated: Any) -> Any:
    """Mostly what a translation may hold, so that its oddities lie deeper than its keys."""
    allowed = {"id", "ask", "hint", "options", "labels"}
    return {k: v for k, v in translated.items() if k in allowed} if isinstance(translated, dict) else translated


@steadily
@given(text=st.text(st.characters(codec="utf-8")) | st.text('[]{}="\n#., abc019-_:', max_size=60))
def test_any_text_is_a_script_or_a_complaint(text: str) -> None:
    with suppress(BadScript):
        read_script(Source(FILE, text))


@settings(steadily, max_examples=40)
@given(text=script_files(), place=st.integers(0), typed=st.text('[]{}="\n#., ab19-', max_size=3))
def test_a_good_file_with_a_slip_of_the_keyboard_is_a_script_or_a_complaint(text: str, place: int, typed: str) -> None:
    place %= len(text)

    _read(text[:place] + typed + text[place + 1 :])
