"""What the one person sees on whom an operator checks the installation. Nothing in it can be pressed."""

from slack_sdk.models.blocks import HeaderBlock
from slack_sdk.models.views import View

from bot.views.parts import Drawn, escaped, plain
from flows.words import Words


def checking_message(words: Words) -> Drawn:
    """The message as it is posted."""
    text = words("check.posted")
    return Drawn(escaped(text), [plain(text)])


def checked_message(words: Words) -> Drawn:
    """The same message once it was changed, right before it goes away."""
    text = words("check.updated")
    return Drawn(escaped(text), [plain(text)])


def checked_home(words: Words) -> View:
    """The Home tab. It stays until there is something better to show there."""
    return View(type="home", blocks=[HeaderBlock(text=words("check.home_title")), plain(words("check.home"))])
