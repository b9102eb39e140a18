"""Fields of the windows of programme managers. Each holds what was written in it before."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)

from bot import ids
from bot.views.fields import block_of
from flows.programmes.cohort_file import MOST_PEOPLE
from flows.text import NAME_LENGTH

Held = tuple[str, ...]
"""What a field holds; nothing for an empty one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, what stands above and below it, whether it may stay empty, and what it holds."""

    name: str
    label: str
    held: Held = ()
    hint: str = ""
    optional: bool = False

    @property
    def first(self) -> str | None:
        """What it holds, where that is one thing."""
        return self.held[0] if self.held else None

    def with_(self, element: InputInteractiveElement) -> InputBlock:
        """The block."""
        return InputBlock(
            block_id=block_of(self.name),
            label=PlainTextObject(text=self.label, emoji=False),
            hint=PlainTextObject(text=self.hint, emoji=False) if self.hint else None,
            element=element,
            optional=self.optional,
        )


def line(field: Field) -> InputBlock:
    """One line of words."""
    return field.with_(PlainTextInputElement(action_id=ids.FIELD, initial_value=field.first, max_length=NAME_LENGTH))


def lines(field: Field, longest: int) -> InputBlock:
    """Several lines."""
    return field.with_(
        PlainTextInputElement(action_id=ids.FIELD, initial_value=field.first, multiline=True, max_length=longest)
    )


def day(field: Field) -> InputBlock:
    """A day of the calendar."""
    return field.with_(DatePickerElement(action_id=ids.FIELD, initial_date=field.first))


def person(field: Field) -> InputBlock:
    """Somebody in Slack."""
    return field.with_(UserSelectElement(action_id=ids.FIELD, initial_user=field.first))


def people(field: Field, most: int = MOST_PEOPLE) -> InputBlock:
    """Several people in Slack."""
    return field.with_(
        UserMultiSelectElement(action_id=ids.FIELD, initial_users=list(field.held) or None, max_selected_items=most)
    )


def choice(field: Field, choices: Sequence[tuple[str, str]]) -> InputBlock:
    """One of a few things: what is kept of it, and what it reads as. Something is always chosen."""
    options = {kept: Option(text=PlainTextObject(text=label, emoji=False), value=kept) for kept, label in choices}
    chosen = options.get(field.first or "") or next(iter(options.values()))
    return field.with_(StaticSelectElement(action_id=ids.FIELD, options=list(options.values()), initial_option=chosen))
