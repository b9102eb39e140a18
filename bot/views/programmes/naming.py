"""The windows that say who may set up programmes, and who manages one."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import ids
from bot.views.naming_people import here, naming
from bot.views.parts import plain
from bot.views.programmes.inputs import Field, people
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


def managers_modal(found: Inside, words: Words, *, meanwhile: bool = False) -> View:
    """Who manages one programme. `meanwhile`: somebody else has changed it, and here it is as it is now."""
    return View(
        type="modal",
        callback_id=ids.MANAGERS_MODAL,
        private_metadata=ids.Pointer(found.programme.id, found.programme.revision).packed(),
        title=words("managers.title"),
        submit=words("programme.save"),
        close=words("programme.cancel"),
        blocks=[
            *([plain(words("programme.meanwhile"))] if meanwhile else []),
            people(Field(MANAGERS, words("managers.of_this"), tuple(found.managers), words("managers.of_this_hint"))),
        ],
    )
