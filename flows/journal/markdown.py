"""Writing Markdown in which nothing that somebody typed means anything: every character stays what it is.

What is marked here is read back by every reader of Markdown: a backslash before punctuation, or a character written as
its number. A person's text is a quotation, so that it is told from Cairn's own words wherever it is read.
"""

import re

_MARKED = re.compile(r"""\\([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])|&#(\d+);""")

_MAY_MEAN_SOMETHING = re.compile(r"[\\`*<\[~|$_&:]")
_MEANS_SOMETHING = re.compile(
    r"[\\`*<\[~|$]"  # code, emphasis, HTML, links and images, struck through, tables, formulas
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis; not the one within a word or an address
    r"|&(?=[#A-Za-z])"  # a character by its name or number
    r"|:(?=[A-Za-z0-9_+-]+:)"  # an emoji by its name
)
_BEGINS_SOMETHING = re.compile(r"(?:\d{1,9}(?=[.)](?:\s|$))|(?=[#>=+:-]))(?P<what>.)")
"""A list, a heading, a quotation, a rule, a row of a table; at the beginning of a line."""

_ENDS_A_LINE = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What one editor or another takes for the end of a line. Only a line feed is one."""

_CLOSES_A_HEADING = re.compile(r"(?<!\\)#")


def heading(level: int, text: str) -> str:
    """A heading, 1 being the highest."""
    return "#" * level + " " + _CLOSES_A_HEADING.sub(r"\\#", plain(text))


def strong(text: str) -> str:
    """A paragraph that stands out."""
    return f"**{plain(text)}**"


def aside(text: str) -> str:
    """A paragraph in another voice."""
    return f"*{plain(text)}*"


def plain(text: str) -> str:
    """A paragraph of one line, whatever is in it."""
    return _line(" ".join(text.split()))


def quoted(text: str) -> str:
    """A text exactly as somebody wrote it, line by line, as a quotation."""
    *lines, last = text.split("\n")
    # Two spaces keep the end of a line where it is; without them a reader joins it with the next one.
    return "\n".join([*(f"> {_line(line)}  " if line else ">" for line in lines), f"> {_line(last)}"])


def unquoted(quotation: str) -> str:
    """The text that was quoted, as every reader of Markdown has it."""
    *lines, last = quotation.split("\n")
    bare = [line.removeprefix(">").removeprefix(" ").removesuffix("  ") for line in lines]
    return "\n".join(_unmarked(line) for line in [*bare, last.removeprefix("> ")])


def _line(text: str) -> str:
    """One line in which nothing means anything. What it begins with could make a list of it, or a piece of code."""
    if text[:1].isspace():
        return f"{_by_number(text[0])}{_within(text[1:])}"
    begun = _BEGINS_SOMETHING.match(text)
    if begun is None:
        return _within(text)
    at = begun.start("what")
    return f"{text[:at]}\\{text[at]}{_within(text[at + 1 :])}"


def _within(text: str) -> str:
    marked = _MAY_MEAN_SOMETHING.sub(_marked, text)  # to look closer only there is twice as fast
    return _ENDS_A_LINE.sub(lambda found: _by_number(found[0]), marked)


def _marked(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if _MEANS_SOMETHING.match(found.string, found.start()) else found[0]


def _by_number(character: str) -> str:
    return f"&#{ord(character)};"


def _unmarked(line: str) -> str:
    return _MARKED.sub(lambda found: found[1] or chr(int(found[2])), line)
