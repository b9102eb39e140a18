"""Look up what a delivery shows and draw it, at the moment it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.views.messages import message
from bot.views.parts import Drawn
from flows.conversation.desk import Desk
from flows.conversation.library import BASE_LANGUAGE
from flows.conversation.showing import see
from flows.delivery import Delivery
from flows.words import Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A drawn message and the Slack id of the person it is for."""

    drawn: Drawn
    to: str


@dataclass(frozen=True, slots=True)
class DrawingBoard:
    """Draws deliveries in the language of the person they are for."""

    desk: Desk
    catalogues: Mapping[str, Words]
    contacts: str

    async def draw(self, delivery: Delivery) -> Letter:
        """The message for a delivery. Raises NotAvailable when there is nothing to show any more."""
        seen = await see(self.desk, delivery)
        words = self.catalogues.get(seen.language) or self.catalogues[BASE_LANGUAGE]
        return Letter(message(seen.sight, words, self.contacts), seen.slack_id)
