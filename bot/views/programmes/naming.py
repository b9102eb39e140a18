"""The windows that say who may set up programmes, and who manages one."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import ids
from bot.views.naming_people import here, naming
from bot.views.parts import plain
from bot.views.programmes.inputs import Field, Held, people
from flows.managing.window_sights import Inside
from flows.words import Words

NAMED, DISMISSED, MANAGERS = "named", "dismissed", "managers"
"""Fields: who is to set up programmes, who no longer, and who manages one."""


def naming_modal(managers: Sequence[str], words: Words) -> View:
    """Who may set up programmes in this workspace, for an owner of it."""
    now: Block = plain(words("managers.nobody"))
    if managers:
        now = naming(words("managers.now", **here("who")), {"who": managers})
    return View(
        type="modal",
        callback_id=ids.NAMING_MODAL,
        private_metadata=ids.Pointer(NAMED).packed(),
        title=words("managers.title"),
        submit=words("programme.save"),
        close=words("programme.cancel"),
        blocks=[
            now,
            plain(words("managers.what")),
            people(Field(NAMED, words("managers.named"), optional=True)),
            people(Field(DISMISSED, words("managers.dismissed"), hint=words("managers.dismissed_hint"), optional=True)),
        ],
    )


def managers_modal(found: Inside, words: Words, mine: Held | None = None) -> View:
    """Who manages one programme. With `mine`, somebody else has changed it meanwhile: both are shown."""
    now: list[Block] = []
    if mine is not None:
        now = [
            plain(words("programme.meanwhile")),
            naming(words("programme.managed_by", **here("who")), {"who": found.managers}),
        ]
    chosen = tuple(found.managers) if mine is None else mine
    return View(
        type="modal",
        callback_id=ids.MANAGERS_MODAL,
        private_metadata=ids.Pointer(found.programme.id, found.programme.revision).packed(),
        title=words("managers.title"),
        submit=words("programme.save"),
        close=words("programme.cancel"),
        blocks=[
            *now,
            people(Field(MANAGERS, words("managers.of_this"), chosen, words("managers.of_this_hint"))),
        ],
    )
