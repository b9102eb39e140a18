"""The Home tab: where one stands with programmes, whom one accompanies, the newest of the journal, and help."""

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock

from bot import ids
from bot.views.journal import download_button, listed_section, open_button
from bot.views.leaders import leaders_on_home
from bot.views.parts import Drawn, button, buttons, plain
from bot.views.privacy import programme_section
from flows.conversation.sights import HomeSight
from flows.words import Words


def home_page(sight: HomeSight, words: Words) -> Drawn:
    """What stands on a person's Home tab. Titles and days only: the words themselves open in a window."""
    programmes = [button(words("programme.button"), ids.PROGRAMMES, ids.PROGRAMMES)] if sight.programmes else []
    rest = [
        *programmes,
        button(words("help.button_privacy"), ids.PRIVACY, ids.PRIVACY),
        button(words("home.help"), ids.HELP, ids.HELP),
    ]
    blocks: list[Block] = programme_section(sight.situation, words)
    blocks += leaders_on_home(sight.situation, sight.leaders, words)
    blocks += [] if sight.only_reads else _journal(sight, words)
    return Drawn("", [*blocks, buttons("home.pages", rest)])


def _journal(sight: HomeSight, words: Words) -> list[Block]:
    """The newest lines, and who sees them where no programme has said so above."""
    lines = [
        listed_section(entry, open_button(entry, place, words), words)
        for place, entry in enumerate(sight.entries, start=1)
    ]
    journal = button(words("journal.open"), ids.OPEN_JOURNAL, ids.OPEN_JOURNAL, style="primary")
    whole = [download_button(words)] if sight.entries else []
    return [
        HeaderBlock(text=words("home.journal")),
        *(lines or [plain(words("journal.empty", command=ids.COMMAND))]),
        *([] if sight.situation.by else [plain(words("privacy.only_you"))]),
        buttons("home.journal", [journal, *whole]),
        DividerBlock(),
    ]
