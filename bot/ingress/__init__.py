"""The door: what comes to Slack's address is measured, authenticated and checked for shape before Bolt sees it.

Bolt parses before it verifies, and raises on much that a signed request can hold. Behind this door it only meets
requests that Slack signed for this workspace and whose parts are what they should be.
"""

from bot.ingress.guard import IngressGuard
from bot.ingress.verdicts import Counts, Reason

__all__ = ["Counts", "IngressGuard", "Reason"]
