"""The markdown block as safe HTML: headings, lists, quotes, code, tables and styles, as Slack draws them."""

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from sandbox.page import emoji, mrkdwn

FENCE = re.compile(r"^```[^\n`]*\n(.*?)\n?^```[ ]*$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
RULE = re.compile(r"(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}")
ITEM = re.compile(r"(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)")
TASK = re.compile(r"\[([ xX])\]\s+(.*)")
DASHES = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
CELL = re.compile(r"(?<!\\)\|")
INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+.!~|>-])"
    r"|!?\[(?P<label>[^\]\n]+)\]\((?P<url>[^\s()]+)\)"
    r"|\*\*(?P<strong>\S(?:.*?\S)?)\*\*(?!\*)"
    r"|~~(?P<s>\S(?:.*?\S)?)~~"
    r"|(?<![\w*])\*(?P<em>[^\s*](?:[^*]*[^\s*])?)\*(?!\w)"
    r"|(?<!\w)_(?P<slanted>[^\s_](?:[^_]*[^\s_])?)_(?!\w)"
    r"|(?P<bare>https?://[^\s<>)]+)"
)
STYLES = {"strong": "strong", "s": "s", "em": "em", "slanted": "em"}


def to_html(text: str) -> Markup:
    """A whole markdown text."""
    html = Markup()
    for number, part in enumerate(FENCE.split(text)):
        html += Markup("<pre><code>{}</code></pre>").format(part) if number % 2 else _blocks(part.split("\n"))
    return html


def _blocks(lines: Sequence[str]) -> Markup:
    """Neighbouring lines of one kind belong together."""
    kinds = [_kind(line, lines[number + 1 : number + 2]) for number, line in enumerate(lines)]
    for number, line in enumerate(lines):
        if number and kinds[number - 1] == "table" and "|" in line:
            kinds[number] = "table"
    grouped = groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0])
    return Markup().join(DRAWN[kind]([line for _, line in pairs]) for kind, pairs in grouped)


def _kind(line: str, following: Sequence[str]) -> str:
    if "|" in line and following and DASHES.fullmatch(following[0].strip()):
        return "table"
    for kind, looks_so in LOOKS.items():
        if looks_so(line):
            return kind
    return "words"


LOOKS: dict[str, Callable[[str], object]] = {
    "nothing": lambda line: not line.strip(),
    "heading": lambda line: HEADING.fullmatch(line.strip()),
    "rule": lambda line: RULE.fullmatch(line.strip()),
    "quote": lambda line: line.startswith(">"),
    "list": lambda line: ITEM.fullmatch(line) or line.startswith("  "),
}


def _words(lines: Sequence[str]) -> Markup:
    return Markup("<p>{}</p>").format(Markup("<br>").join(_inline(line) for line in lines))


def _headings(lines: Sequence[str]) -> Markup:
    found = [match for line in lines if (match := HEADING.fullmatch(line.strip()))]
    # Below the headings of the page itself: h4 to h6.
    return Markup().join(
        Markup("<h{0}>{1}</h{0}>").format(min(len(match[1]) + 3, 6), _inline(match[2])) for match in found
    )


def _quote(lines: Sequence[str]) -> Markup:
    inside = [line.removeprefix(">").removeprefix(" ") for line in lines]
    return Markup("<blockquote>{}</blockquote>").format(_blocks(inside))


def _table(lines: Sequence[str]) -> Markup:
    rows = [[_inline(cell.strip()) for cell in CELL.split(line.strip().strip("|"))] for line in lines]
    drawn = [_row(row, "th" if number == 0 else "td") for number, row in enumerate(rows) if number != 1]
    return Markup("<table>{}</table>").format(Markup().join(drawn))


def _row(cells: Sequence[Markup], tag: str) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup().join(Markup("<{0}>{1}</{0}>").format(tag, cell) for cell in cells))


def _list(lines: Sequence[str]) -> Markup:
    """Items of the outermost depth; what is indented further belongs to the item above it."""
    first = ITEM.fullmatch(lines[0])
    if first is None:
        return _words([line.strip() for line in lines])
    items: list[tuple[str, list[str]]] = []
    for line in lines:
        match = ITEM.fullmatch(line)
        if match and len(match[1]) <= len(first[1]):
            items.append((match[3], []))
        else:
            items[-1][1].append(line)
    drawn = Markup().join(_item(words, below) for words, below in items)
    if first[2] is None:
        return Markup("<ul>{}</ul>").format(drawn)
    return Markup('<ol start="{}">{}</ol>').format(first[2], drawn)


def _item(words: str, below: Sequence[str]) -> Markup:
    task = TASK.fullmatch(words)
    said = Markup("{} {}").format("☑" if task[1] != " " else "☐", _inline(task[2])) if task else _inline(words)
    return Markup("<li>{}{}</li>").format(said, _list(below) if below else "")


DRAWN: dict[str, Callable[[Sequence[str]], Markup]] = {
    "nothing": lambda _lines: Markup(),
    "heading": _headings,
    "rule": lambda _lines: Markup("<hr>"),
    "quote": _quote,
    "list": _list,
    "table": _table,
    "words": _words,
}


def _inline(text: str) -> Markup:
    html, end = Markup(), 0
    for match in INLINE.finditer(text):
        html += escape(emoji.with_pictures(text[end : match.start()])) + _styled(match)
        end = match.end()
    return html + escape(emoji.with_pictures(text[end:]))


def _styled(match: re.Match[str]) -> Markup:
    name = match.lastgroup or ""
    if name in STYLES:
        return Markup("<{0}>{1}</{0}>").format(STYLES[name], _inline(match[name]))
    if name == "code":
        return Markup("<code>{}</code>").format(match["code"])
    if name == "url":
        return mrkdwn.link(match["url"], match["label"])
    return mrkdwn.link(match["bare"], match["bare"]) if name == "bare" else escape(match["escaped"])
