"""Who sees what, for one person as things are now: a message without anybody's words, and a section of Home."""

from collections.abc import Iterable, Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock, HeaderBlock

from bot import ids
from bot.views.agreement import leave_button, see_button
from bot.views.naming_people import People, here, naming, naming_aloud
from bot.views.pacts import kinds_named
from bot.views.parts import Drawn, aloud, button, buttons, escaped, plain
from bot.views.rhythm import days_named
from flows.conversation.situation import Accompanied, Accompanying, Part, Situation
from flows.roles import COACHING, Role
from flows.words import Words

MOST_NAMED = 8
"""So many people, or programmes, stand in the message one by one."""

MOST_IN_A_LINE = 30

Line = tuple[str, People]
"""A sentence, and who stands in it."""


def privacy_message(words: Words, contacts: str, situation: Situation) -> Drawn:
    """Who sees what. Somebody without a programme reads what holds for everybody."""
    support = words("privacy.support", contacts=contacts) if contacts else ""
    title, first = words("privacy.title"), _first(situation, words)
    rest = [words(f"privacy.{key}") for key in ("slack", "words", "kept", "roles", "stop", "model")]
    after = [line for line in (*rest, support) if line]
    now, leaving = list(_lines(situation, words)), _leaving(situation, words)
    blocks = [HeaderBlock(text=title), plain(first), *_blocks(now), *map(plain, after), *_row("leaving", leaving)]
    spoken = [aloud(naming_aloud(*line), *map(_label, pressed)) for line, pressed in now]
    below = escaped(aloud(*after, *map(_label, leaving)))
    return Drawn(aloud(escaped(aloud(title, first)), *spoken, below), blocks)


def programme_section(situation: Situation, words: Words) -> list[Block]:
    """What stands on Home about programmes: invitations, days and hour, and who sees what. Empty without any."""
    parts, lines = [*_parts(situation, words)], _blocks(_own_lines(situation, words))
    if not parts and not lines:
        return []
    return [HeaderBlock(text=words("home.programme.title")), *parts, *lines, DividerBlock()]


def accompanying_section(situation: Situation, words: Words) -> list[Block]:
    """What stands on Home about each programme in which somebody coaches, with the way to its agreements."""
    return _blocks(_accompanying_lines(situation, words), "accompanies")


def _first(situation: Situation, words: Words) -> str:
    return words("privacy.yours") if situation.by or situation.of else words("privacy.only_you")


def _lines(situation: Situation, words: Words) -> Iterator[tuple[Line, list[ButtonElement]]]:
    """Each sentence with what can be pressed below it."""
    yield from _own_lines(situation, words)
    yield from _accompanying_lines(situation, words)


def _own_lines(situation: Situation, words: Words) -> Iterator[tuple[Line, list[ButtonElement]]]:
    shown = situation.by[:MOST_NAMED]
    for place, each in enumerate(shown, start=1):
        yield _seen_by(each, words), [see_button(each.tie, place, words)] if each.role in COACHING else []
    if len(situation.by) > MOST_NAMED:
        yield (words("privacy.and_more", count=len(situation.by) - MOST_NAMED), {}), []


def _accompanying_lines(situation: Situation, words: Words) -> Iterator[tuple[Line, list[ButtonElement]]]:
    """Their places go on from those of `_own_lines`, below which they may stand."""
    first = len(situation.by[:MOST_NAMED]) + 1
    for place, of in enumerate(situation.of[:MOST_NAMED], start=first):
        said = words("privacy.now.coaching", programme=of.name, **here("who"))
        yield (said, {"who": of.leaders[:MOST_IN_A_LINE]}), [_see_list(of, place, words)]


def _see_list(of: Accompanying, place: int, words: Words) -> ButtonElement:
    read_as = words("agreement.see_list_of", programme=of.name)
    pointer = ids.Pointer(of.programme).packed()
    return button(words("agreement.see_list"), f"{ids.SEE_AGREEMENT}:{place}", pointer, read_as=read_as)


def _blocks(lines: Iterable[tuple[Line, list[ButtonElement]]], name: str = "see") -> list[Block]:
    drawn = ((_drawn(line), _row(f"{name}.{place}", pressed)) for place, (line, pressed) in enumerate(lines))
    return [block for line, row in drawn for block in (line, *row)]


def _row(block_id: str, pressed: Sequence[ButtonElement]) -> list[Block]:
    return [buttons(block_id, pressed)] if pressed else []


def _label(pressed: ButtonElement) -> str:
    return pressed.text.text if pressed.text else ""


def _seen_by(other: Accompanied, words: Words) -> Line:
    role, who = words(f"agreement.role.{other.role}"), here("who")
    kinds = kinds_named(other.by_itself, words)
    if other.role is Role.SPONSOR:
        said = words("privacy.now.sponsor", role=role, **who)
    elif other.role is Role.LINE_MANAGER:
        said = words("privacy.now.line_manager", role=role, **who)
    elif not other.agreed:
        said = words("privacy.now.nothing", role=role, **who)
    elif kinds:
        said = words("privacy.now.by_itself", role=role, kinds=kinds, **who)
    else:
        said = words("privacy.now.shared", role=role, **who)
    return said, {"who": [other.slack_id]}


def _drawn(line: Line) -> Block:
    said, people = line
    return naming(said, people) if people else plain(said)


def _leaving(situation: Situation, words: Words) -> list[ButtonElement]:
    return [
        leave_button(each.enrolment, words, place, words("agreement.leave.button_of", programme=each.programme))
        for place, each in enumerate(situation.joined[:MOST_NAMED], start=1)
    ]


def _parts(situation: Situation, words: Words) -> Iterator[Block]:
    for each in situation.invited[:MOST_NAMED]:
        yield plain(words("home.programme.invited", programme=each.programme))
        yield buttons(f"invited:{each.enrolment}", [_set_up(each, words)])
    for each in situation.joined[:MOST_NAMED]:
        yield plain(words("home.programme.joined", programme=each.programme))
        yield buttons(f"joined:{each.enrolment}", [_set_up_again(each, words)])
    rhythm = situation.rhythm
    if situation.joined and rhythm:
        days, hour = days_named(rhythm, words), words.time(rhythm.hour)
        yield plain(words("home.programme.rhythm", days=days, hour=hour, minutes=rhythm.minutes))
    if situation.invited or situation.joined:
        yield plain(words("home.programme.alone"))


def _set_up(part: Part, words: Words) -> ButtonElement:
    read_as = words("home.programme.set_up_for", programme=part.programme)
    pointer = ids.Pointer(part.enrolment).packed()
    return button(words("home.programme.set_up"), ids.SET_UP, pointer, style="primary", read_as=read_as)


def _set_up_again(part: Part, words: Words) -> ButtonElement:
    read_as = words("home.programme.set_up_again_for", programme=part.programme)
    return button(
        words("home.programme.set_up_again"), ids.SET_UP, ids.Pointer(part.enrolment).packed(), read_as=read_as
    )
