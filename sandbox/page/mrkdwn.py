"""Slack's mrkdwn as safe HTML. Every letter a person or the bot wrote goes through escape()."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from sandbox.page import dates, emoji
from sandbox.page.reader import Reader

# Finished pieces (code, links, mentions) are parked behind these private-use characters while the
# styles around them are found, so a star inside a link or code never makes anything bold.
PARK, UNPARK = "\ue000", "\ue001"
PARKED = re.compile(f"{PARK}(\\d+){UNPARK}")
FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
TOKEN = re.compile(r"`(?P<code>[^`\n]+)`|<(?P<angle>[^<>\n]+)>|" + emoji.SHORTCODE.pattern)
QUOTE = re.compile(r"^(?:&gt;|>)[ ]?")
STYLED = re.compile(r"(?<!\w)(?P<mark>[*_~])(?!\s)(?P<inside>(?:(?!(?P=mark)).)+?)(?<!\s)(?P=mark)(?!\w)")
TAGS = {"*": Markup("<strong>{}</strong>"), "_": Markup("<em>{}</em>"), "~": Markup("<s>{}</s>")}
INSTANT = re.compile(r"-?\d{1,11}")
LINK = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)
BROADCASTS = {"here": "@here", "channel": "@channel", "everyone": "@everyone"}
OPEN_QUOTE, CLOSE_QUOTE = Markup("<blockquote>"), Markup("</blockquote>")
MENTION = Markup('<span class="mention">{}</span>')
ANCHOR = Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>')


def to_html(text: str, reader: Reader) -> Markup:
    """A whole mrkdwn text: preformatted parts, quotes, and lines with their styles."""
    html = Markup()
    clean = text.replace(PARK, "").replace(UNPARK, "")
    for number, part in enumerate(FENCE.split(clean)):
        if number % 2:
            html += Markup("<pre><code>{}</code></pre>").format(_unescape(part))
        else:
            # The newline beside a fence is the fence's own.
            html += _paragraphs(part.strip("\n"), reader)
    return html


def plain_to_html(text: str, *, pictures: bool = True) -> Markup:
    """A plain_text object: nothing is formatted, line breaks are kept."""
    shown = emoji.with_pictures(text) if pictures else text
    return Markup("<br>").join(shown.split("\n"))


def is_address(url: str) -> bool:
    """Whether a browser may follow it: the web, mail and telephone, never a script."""
    return bool(LINK.match(url))


def link(url: str, label: str) -> Markup:
    """An anchor, or only its words when the address is not one a browser should follow."""
    return ANCHOR.format(url, label) if is_address(url) else escape(label)


def mention(words: str) -> Markup:
    """A person, a channel or a broadcast, set apart from the text."""
    return MENTION.format(words)


def _unescape(text: str) -> str:
    # Slack escapes exactly these three; anything else that looks like an entity is plain text.
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _paragraphs(text: str, reader: Reader) -> Markup:
    html, quoted = Markup(), False
    for number, line in enumerate(text.split("\n") if text else ()):
        marked = bool(QUOTE.match(line))
        if marked != quoted:
            html += OPEN_QUOTE if marked else CLOSE_QUOTE
        elif number:
            html += Markup("<br>")
        html += _line(QUOTE.sub("", line) if marked else line, reader)
        quoted = marked
    return html + CLOSE_QUOTE if quoted else html


def _line(text: str, reader: Reader) -> Markup:
    parked: list[Markup] = []

    def park(match: re.Match[str]) -> str:
        parked.append(_token(match, reader))
        return f"{PARK}{len(parked) - 1}{UNPARK}"

    return _styled(TOKEN.sub(park, text), parked)


def _token(match: re.Match[str], reader: Reader) -> Markup:
    if match["code"] is not None:
        return Markup("<code>{}</code>").format(_unescape(match["code"]))
    if match["angle"] is not None:
        return _angle(match["angle"], reader)
    return escape(emoji.with_pictures(match[0]))


def _styled(text: str, parked: Sequence[Markup]) -> Markup:
    html, end = Markup(), 0
    for match in STYLED.finditer(text):
        html += _unstyled(text[end : match.start()], parked)
        html += TAGS[match["mark"]].format(_styled(match["inside"], parked))
        end = match.end()
    return html + _unstyled(text[end:], parked)


def _unstyled(text: str, parked: Sequence[Markup]) -> Markup:
    pieces = PARKED.split(text)  # words and numbers of parked pieces in turn
    return Markup().join(
        parked[int(piece)] if number % 2 else escape(_unescape(piece)) for number, piece in enumerate(pieces)
    )


def _angle(inside: str, reader: Reader) -> Markup:
    target, _, label = inside.partition("|")
    if target.startswith("!"):
        return _special(target[1:], label, reader)
    if target.startswith("@"):
        return mention("@" + reader.people.get(target[1:], label or target[1:]))
    if target.startswith("#"):
        return mention("#" + reader.channels.get(target[1:], label or target[1:]))
    if is_address(target):
        address = _unescape(target)
        return link(address, emoji.with_pictures(_unescape(label or address)))
    return escape(_unescape(f"<{inside}>"))


def _special(target: str, label: str, reader: Reader) -> Markup:
    name, *rest = target.split("^")
    if name in BROADCASTS:
        return mention(BROADCASTS[name])
    if name == "date" and len(rest) >= 2 and INSTANT.fullmatch(rest[0]):
        words = dates.in_words(reader, int(rest[0]), _unescape(rest[1]))
        address = _unescape(rest[2]) if len(rest) > 2 else ""
        return link(address, words)
    return mention(_unescape(label or f"<!{target}>"))
