"""What programme managers do in Slack."""

from slack_bolt.async_app import AsyncApp

from bot.listeners.programmes import beginning, designing, enrolling, looking, naming
from bot.reception import Reception


def register(app: AsyncApp, reception: Reception) -> None:
    """Attach the listeners of all windows about programmes."""
    looking.register(app, reception)
    for part in (designing, enrolling, beginning, naming):
        part.register(app, reception)
