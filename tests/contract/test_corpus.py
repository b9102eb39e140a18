"""Whatever people type comes back byte for byte as it was cleaned, from both databases."""

import pytest

from flows.text import clean
from storage.memory import Memory
from tests.contract.samples import MAYA, answered, begin, conversation, introduce, load, with_entries

TYPED = {
    "longest": "x" * 40_000,
    "emoji": "🎉" * 3000,
    "ampersands": "&" * 3000,
    "nul and controls": "a\x00b\x01\x08\x1b[0m\x7f\x85c",
    "newline and tab": "first\n\tsecond\r\nthird",
    "lone surrogates": "a\ud800b\udfffc",
    "bidi": "admin\u202egnp.exe\u202c \u2066x\u2069 \u200f",
    "joiners": "family 👨\u200d👩\u200d👧 \u200d\u200d runs, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "marks": "z\u0351\u0352\u0353\u0354\u0355\u0356 Việt e\u0301",
    "mentions": "<!channel> <!here> <@U1> <!subteam^S1> <#C1> <https://a|b> *x* ``` :sob:",
    "entities": "&lt;!here&gt; &amp;amp;",
    "quotes": "'; DROP TABLE answer; -- \" \\ %s :name {x} $1",
    "right to left": "שלום עולם، مرحبا",
    "astral and private": "\U0001d518\U0001d52b \ue000 \U0010ffff \ufffe",
    "composed and not": "é é",
    "separators": "a\u2028b\u2029c\u00a0d",
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
async def test_typed_words_come_back_the_same(memory: Memory, typed: str) -> None:
    cleaned = clean(typed)
    assert cleaned
    await introduce(memory, MAYA)
    await begin(memory, with_entries(conversation(subject="week"), answered("a", cleaned)))
    read = (await load(memory)).entries["a"].value.text
    assert read.encode() == cleaned.encode()


async def test_what_was_not_cleaned_is_refused_without_repeating_it(memory: Memory) -> None:
    await introduce(memory, MAYA)
    with pytest.raises(ValueError, match="must be cleaned first") as refusal:
        await begin(memory, with_entries(conversation(), answered("a", "secret\ud800words")))
    error: BaseException | None = refusal.value
    assert "secret" not in f"{error} {error!r}"
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__
