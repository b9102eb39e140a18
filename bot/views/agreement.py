"""The windows in which two people agree on what a coach sees: one agreement, or all of a coach's in a programme."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject, InputBlock, PlainTextObject
from slack_sdk.models.views import View

from bot import ids
from bot.views.naming_people import here, naming
from bot.views.pacts import YES, box, boxes, kinds_named
from bot.views.parts import aside, button, buttons, plain
from flows.conversation.situation import Accompanied
from flows.managing.agreement_sights import AgreementSight, AgreementsSight, PactSight
from flows.programmes.agreement import Shared, Terms
from flows.roles import COACHING, Role
from flows.words import Words

MOST_TOGETHER = 20
"""So many agreements stand in one window."""
MOST_OTHERS = 20


def agreement_modal(sight: AgreementSight, words: Words) -> View:
    """Who sees what, in plain words, and what may be changed about it.

    `private_metadata` points at the tie, with the language that the window is in.
    """
    rows = _for_leader(sight, words) if sight.is_leader else _for_coach(sight, words)
    fields = [plain(words("agreement.over"))] if sight.over else [*_fields(sight, words)]
    return View(
        type="modal",
        callback_id=ids.AGREEMENT_MODAL,
        private_metadata=ids.Pointer(sight.pact.tie, choice=words.language).packed(),
        title=words("agreement.title"),
        submit=None if sight.over else words("agreement.save"),
        close=words("agreement.close"),
        blocks=[*rows, plain(words("agreement.text")), *fields, *_leaving(sight, words)],
    )


def left_modal(words: Words) -> View:
    """What takes the place of an agreement when one has left."""
    return View(
        type="modal",
        callback_id=ids.AGREEMENT_MODAL,
        title=words("agreement.title"),
        close=words("agreement.close"),
        blocks=[plain(words("agreement.leave.left"))],
    )


def agreements_modal(sight: AgreementsSight, words: Words) -> View:
    """All agreements of a coach in a programme, with a yes for each or for all at once."""
    who = _who([each.other for each in sight.pacts])
    shown, rest = sight.pacts[:MOST_TOGETHER], sight.pacts[MOST_TOGETHER:]
    waiting = [each for each in sight.pacts if each.said_on is None]
    all_at_once = [_yes(ids.ALL_PACTS, words("agreement.all_label"), words("agreement.all"))]
    lines = [block for place, each in enumerate(shown, 1) for block in _line(each, place, words)]
    more = [aside(words("agreement.coach.more", count=len(rest)))] if rest else []
    you = naming(words("agreement.coach.you", **here("who")), who)
    opened = naming(words("agreement.coach.opened", **here("who")), who)
    return View(
        type="modal",
        callback_id=ids.AGREEMENTS_MODAL,
        private_metadata=ids.Pointer(sight.programme, choice=words.language).packed(),
        title=words("agreement.title"),
        submit=words("agreement.save") if waiting else None,
        close=words("agreement.close"),
        blocks=[
            plain(words("agreement.coach.list", programme=sight.name)),
            *[you, opened, plain(words("agreement.text")), aside(words("agreement.later"))],
            *(all_at_once if len(waiting) > 1 else []),
            *lines,
            *more,
        ],
    )


def wanted_in(values: Mapping[str, Any]) -> tuple[bool, Terms]:
    """Whether they said yes, now or before, and what is ticked to be seen by itself."""
    says_yes = ids.PACT not in values or YES in _ticked(values, ids.PACT)
    return says_yes, frozenset(Shared(each) for each in _ticked(values, ids.BY_ITSELF) if each in set(Shared))


def agreed_in(values: Mapping[str, Any]) -> tuple[bool, frozenset[str]]:
    """Whether they said yes to all at once, and the ties to which they said yes one by one."""
    ties = {each.partition(":")[2] for each in values if each.startswith(f"{ids.PACT}:") and _ticked(values, each)}
    return YES in _ticked(values, ids.ALL_PACTS), frozenset(ties)


def first_field(values: Mapping[str, Any]) -> str:
    """The block under which something can be said."""
    return next(iter(values), ids.BY_ITSELF)


def leave_button(enrolment: str, words: Words, place: int = 1, read_as: str = "") -> ButtonElement:
    """The way out of a programme, which asks back."""
    leave = button(
        words("agreement.leave.button"), f"{ids.LEAVE}:{place}", ids.Pointer(enrolment).packed(), read_as=read_as
    )
    leave.confirm = ConfirmObject(
        title=words("agreement.leave.sure"),
        text=PlainTextObject(text=words("agreement.leave.what"), emoji=False),
        confirm=words("agreement.leave.yes"),
        deny=words("agreement.leave.no"),
        style="danger",
    )
    return leave


def _for_leader(sight: AgreementSight, words: Words) -> Iterator[Block]:
    pact = sight.pact
    who = _who([pact.other])
    yield plain(words("agreement.leader.you"))
    yield naming(words("agreement.leader.coach", role=words(f"agreement.role.{pact.role}"), **here("who")), who)
    yield from _until(pact, words)
    for other in sight.others[:MOST_OTHERS]:
        yield _other(other, words)
    if sight.managers:
        yield naming(words("agreement.managers", **here("who")), _who(sight.managers))
    yield plain(words("agreement.leader.who_else"))
    yield from _said(pact, words)
    if sight.other_said_on:
        yield naming(words("agreement.leader.other_said", day=words.full_day(sight.other_said_on), **here("who")), who)
    else:
        yield naming(words("agreement.leader.other_not_said", **here("who")), who)
    if sight.asked:
        yield naming(words("agreement.leader.asks", kinds=kinds_named(sight.asked, words), **here("who")), who)


def _for_coach(sight: AgreementSight, words: Words) -> Iterator[Block]:
    """Nothing here depends on what the leader said or held back."""
    who = _who([sight.pact.other])
    yield naming(words("agreement.coach.you", **here("who")), who)
    yield naming(words("agreement.coach.opened", **here("who")), who)
    yield naming(words("agreement.coach.nothing_yet", **here("who")), who)
    if sight.managers:
        yield naming(words("agreement.managers", **here("who")), _who(sight.managers))
    yield from _until(sight.pact, words)
    yield from _said(sight.pact, words)
    yield naming(words("agreement.coach.most", **here("who")), who)
    if sight.asked:
        yield naming(words("agreement.coach.asks", kinds=kinds_named(sight.asked, words), **here("who")), who)


def _other(other: Accompanied, words: Words) -> Block:
    role, who = words(f"agreement.role.{other.role}"), here("who")
    if other.role in COACHING:
        said = words("agreement.leader.coach", role=role, **who)
    elif other.role is Role.SPONSOR:
        said = words("agreement.leader.sponsor", role=role, **who)
    else:
        said = words("agreement.leader.line_manager", role=role, **who)
    return naming(said, _who([other.slack_id]))


def _until(pact: PactSight, words: Words) -> Iterator[Block]:
    if pact.until:
        yield plain(words("agreement.until", day=words.full_day(pact.until)))


def _said(pact: PactSight, words: Words) -> Iterator[Block]:
    if pact.said_on:
        yield plain(words("agreement.said", day=words.full_day(pact.said_on)))
    else:
        yield plain(words("agreement.not_said"))


def _fields(sight: AgreementSight, words: Words) -> Iterator[Block]:
    if sight.is_leader and sight.pact.said_on is None:
        yield aside(words("agreement.leader.alone"))
    if sight.pact.said_on is None:
        yield _yes(ids.PACT, words("agreement.yes_label"), words("agreement.yes"))
    options = [box(each.value, words(f"agreement.kind.{each}")) for each in Shared]
    shown = boxes(ids.BY_ITSELF, words("agreement.by_itself"), options, frozenset(sight.ticked))
    shown.hint = PlainTextObject(text=words("agreement.by_itself_hint"), emoji=False)
    yield shown
    yield aside(words("agreement.later"))


def _yes(block_id: str, label: str, text: str) -> InputBlock:
    return boxes(block_id, label, [box(YES, text)])


def _leaving(sight: AgreementSight, words: Words) -> Iterator[Block]:
    if sight.is_leader and not sight.over:
        yield buttons("leaving", [leave_button(sight.enrolment, words)])


def _line(pact: PactSight, place: int, words: Words) -> Iterator[Block]:
    who = _who([pact.other])
    if pact.said_on:
        yield naming(words("agreement.coach.said", day=words.full_day(pact.said_on), **here("who")), who)
    else:
        yield naming(words("agreement.coach.each", **here("who")), who)
        yield _yes(f"{ids.PACT}:{pact.tie}", words("agreement.yes_label"), words("agreement.yes"))
    yield buttons(f"see:{pact.tie}", [see_button(pact.tie, place, words)])


def see_button(tie: str, place: int, words: Words) -> ButtonElement:
    """What leads to one agreement of several; a screen reader is told which place it has."""
    read_as = words("agreement.see_place", place=place)
    return button(words("agreement.see"), f"{ids.SEE_AGREEMENT}:{place}", ids.Pointer(tie).packed(), read_as=read_as)


def _who(slack_ids: Any) -> dict[str, Any]:
    return {"who": list(slack_ids)}


def _ticked(values: Mapping[str, Any], block: str) -> frozenset[str]:
    elements = values.get(block)
    held = elements.get(ids.FIELD) if isinstance(elements, Mapping) else None
    options = (held.get("selected_options") or []) if isinstance(held, Mapping) else []
    return frozenset(str(each.get("value")) for each in options if isinstance(each, Mapping))
