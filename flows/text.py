"""What people type, made safe to keep and to show, and otherwise left exactly as they typed it."""

import re
import unicodedata
from collections.abc import Iterator

MARKS_IN_A_ROW = 4  # Vietnamese, Hebrew or Thai need fewer; stacks beyond it only smear over other lines
NAME_LENGTH = 80

# Nothing outside of this combines with what stands before it. Most of what is typed needs no closer look.
_MAY_COMBINE = re.compile("[\u0300-\u1fff\u20d0-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Never of use in a typed answer: controls (but newline and tab), bidi overrides, embeddings and isolates, and
# characters without width that no script needs. Left-to-right and right-to-left marks stay: they cannot reorder
# letters, and punctuation in right-to-left writing needs them.
_NEVER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
)
_JOINERS = "\u200c\u200d"
_ZERO_WIDTH_JOINER = "\u200d"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0020-\U000e007f"
# Joiners, variation selectors and tags have no width; what stays of a run of them depends on its two neighbours.
_INVISIBLE = re.compile(f"[{_JOINERS}{_SELECTORS}{_TAGS}]")
_INVISIBLE_RUN = re.compile(f"{_INVISIBLE.pattern}+")

_EMOJI = re.compile(
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_EMOJI_STYLE = re.compile("[\ufe0e\ufe0f]")
_KEYCAP_BASE = frozenset("0123456789#*")
_KEYCAP = "\u20e3"
_BLACK_FLAG = "\U0001f3f4"  # the flags of England, Scotland and Wales are this flag and a few tags
_REGION_TAGS = re.compile("[\U000e0061-\U000e007a\U000e0030-\U000e0039]{3,6}\U000e007f")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HAN_VARIANT = re.compile("[\ufe00-\ufe02\U000e0100-\U000e01ef]")  # some names are only right with theirs
# Arabic, Syriac, N'Ko and Mandaic, then the scripts of India, Myanmar, Khmer, Mongolian, Balinese, Javanese.
_JOINING_SCRIPT = re.compile(
    "[\u0600-\u085f\u0870-\u0dff\u1000-\u109f\u1780-\u18af\u1b00-\u1b7f\ua980-\ua9df\ufb50-\ufdff\ufe70-\ufefc]"
)
# These have a letter's category but nothing to see: a name or an answer of them alone is blank.
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

_LINK = re.compile(r"<((?:https?://|mailto:|tel:)[^<>|\s]+)(?:\|([^<>|]*))?>")
_ENTITY = re.compile("&(lt|gt|amp);")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}


def clean(text: str) -> str:
    """Make typed text safe for both databases and every reader. Cleaning twice changes nothing more."""
    whole = _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n"))
    unsmeared = _fewer_marks(_NEVER.sub("", whole))
    return _INVISIBLE_RUN.sub(_what_stays, unsmeared).strip()


def is_blank(text: str) -> bool:
    """Whether nothing can be seen of it: empty, spaces, or only characters without width."""
    return not any(_is_visible(character) for character in clean(text))


def one_line(text: str, limit: int = NAME_LENGTH, fallback: str = "") -> str:
    """A name or title for a place with room for one short line; the fallback when there is nothing to see."""
    line = " ".join(clean(text).split())
    if is_blank(line):
        return fallback
    if len(line) <= limit:
        return line
    return f"{clean(line[: _place_to_cut(line, limit - 1)])}…"


def pieces(text: str, limit: int) -> Iterator[str]:
    """A long text in parts that fit one place each; cut where it takes no accent and no part of an emoji away."""
    while len(text) > limit:
        at = _place_to_cut(text, limit)
        yield text[:at]
        text = text[at:]
    if text:
        yield text


def from_slack(text: str) -> str:
    """Turn the text of a Slack message event back into what was typed, cleaned.

    Slack wraps links in angle brackets and escapes the three characters it needs for that. Any other thing in angle
    brackets stays as it is: Cairn never mentions anybody on somebody's behalf.
    """
    return clean(_ENTITY.sub(lambda found: _ENTITIES[found[1]], _LINK.sub(_typed_link, text)))


def _fewer_marks(text: str) -> str:
    """Cap combining marks in a row; what has no width does not start a new row."""
    if not _MAY_COMBINE.search(text):
        return text
    kept: list[str] = []
    row = 0
    for character in text:
        if not _INVISIBLE.match(character):
            row = row + 1 if unicodedata.category(character).startswith("M") else 0
        if row <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _what_stays(found: re.Match[str]) -> str:
    """The part of an invisible run that its neighbours need: an emoji's, a keycap's, a script's, or none."""
    text, run = found.string, found[0]
    before = text[found.start() - 1] if found.start() else ""
    after = text[found.end() : found.end() + 1]
    if _EMOJI.match(before):
        return _in_emoji(before, run, after)
    if before in _KEYCAP_BASE and after == _KEYCAP:
        return run[0] if _EMOJI_STYLE.match(run) else ""
    if _HAN.match(before):
        return run[0] if _HAN_VARIANT.match(run) else ""
    return _between_letters(before, run, after)


def _in_emoji(before: str, run: str, after: str) -> str:
    """A flag's tags; or the style of one emoji, and what joins it to the next."""
    region = _REGION_TAGS.match(run) if before == _BLACK_FLAG else None
    if region:
        return region[0]
    style = run[0] if _EMOJI_STYLE.match(run) else ""
    joined = _ZERO_WIDTH_JOINER in run and _EMOJI.match(after)
    return style + (_ZERO_WIDTH_JOINER if joined else "")


def _between_letters(before: str, run: str, after: str) -> str:
    """One joiner, where a script writes with it: Persian, Hindi, Bengali, Sinhala and others."""
    written = _is_letter_of_joining_script(before) and _is_letter_of_joining_script(after)
    return run[0] if written and run[0] in _JOINERS else ""


def _is_letter_of_joining_script(character: str) -> bool:
    # Marks count: in the scripts of India a joiner comes after the sign that silences a vowel, or before one.
    return bool(_JOINING_SCRIPT.match(character)) and unicodedata.category(character)[0] in "LM"


def _is_visible(character: str) -> bool:
    # Not all of category C: an emoji newer than Python's tables is "unassigned", and people see it all the same.
    category = unicodedata.category(character)
    return not (category[0] in "ZM" or category in {"Cc", "Cf"} or character in _BLANK_LETTERS)


def _place_to_cut(line: str, limit: int) -> int:
    """The last place up to the limit that takes no accent from its letter and tears no joined emoji apart."""
    backwards = range(limit, 0, -1)
    return next((at for at in backwards if not _belong_together(line[at - 1], line[at])), limit)


def _belong_together(left: str, right: str) -> bool:
    extends = unicodedata.category(right).startswith("M") or "\U0001f3fb" <= right <= "\U0001f3ff"
    return extends or _INVISIBLE.match(right) is not None or left == _ZERO_WIDTH_JOINER


def _typed_link(found: re.Match[str]) -> str:
    """A link as its author typed it; both parts when they gave it a label of its own, so that no word is lost."""
    address, label = found[1], found[2]
    if not label:
        return re.sub("^(?:mailto|tel):", "", address)
    bare = re.sub("^(?:https?://|mailto:)", "", address)
    made_by_slack = address.startswith("tel:") or label.rstrip("/") in {bare.rstrip("/"), address.rstrip("/")}
    return label if made_by_slack else f"{label} ({address})"
