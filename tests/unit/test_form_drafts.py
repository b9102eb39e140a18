"""Which texts say something that the one in the field does not."""

import pytest

from flows.conversation.script import Kind
from flows.conversation.written import Written
from flows.forms.drafts import unlike
from tests.unit.conversation.scripts import step_of


@pytest.mark.parametrize(
    ("kind", "theirs", "mine", "told"),
    [
        (Kind.TEXT, [("Half",)], ("Half a thought",), ()),
        (Kind.TEXT, [("Half a thought",)], ("Half",), (("Half a thought",),)),
        (Kind.TEXT, [("Half",)], (), (("Half",),)),
        (Kind.TEXT, [("One",), ("Two",), ("One",)], ("Three",), (("One",), ("Two",))),
        (Kind.TEXT, [(), (" ",), ("\u200b",)], ("Half",), ()),
        (Kind.SCALE, [("1",)], ("10",), (("1",),)),
        (Kind.SCALE, [("10",)], ("10",), ()),
        (Kind.CHOICES, [("a", "b")], ("a",), (("a", "b"),)),
    ],
)
def test_what_is_the_same_or_was_typed_on_is_no_other_text(
    kind: Kind, theirs: list[Written], mine: Written, told: tuple[Written, ...]
) -> None:
    assert unlike(step_of(kind), theirs, mine) == told
