"""What all drawings of agreements have in common, and the message in which one of the two asks for more."""

from slack_sdk.models.blocks import CheckboxesElement, InputBlock, Option, PlainTextObject

from bot import ids
from bot.views.naming_people import here, naming, naming_aloud
from bot.views.parts import Drawn, aloud, button, buttons, escaped, plain
from flows.managing.agreement_sights import ProposalSight
from flows.programmes.agreement import Shared, Terms
from flows.words import Words

YES = "yes"
REFLECTIONS = "reflections"


def kinds_named(terms: Terms, words: Words) -> str:
    """Kinds of things in their usual order."""
    return ", ".join(words(f"agreement.kind.{each}") for each in Shared if each in terms)


def box(value: str, text: str) -> Option:
    """One thing that can be ticked."""
    return Option(text=PlainTextObject(text=text, emoji=False), value=value)


def boxes(block_id: str, label: str, options: list[Option], ticked: frozenset[str] = frozenset()) -> InputBlock:
    """Several things that can be ticked, or left."""
    chosen = [each for each in options if each.value in ticked]
    element = CheckboxesElement(action_id=ids.FIELD, options=options, initial_options=chosen or None)
    return InputBlock(block_id=block_id, label=PlainTextObject(text=label, emoji=False), element=element, optional=True)


def proposal_message(sight: ProposalSight, words: Words) -> Drawn:
    """One of the two asks for more; the other one looks at it, or leaves it."""
    if sight.settled:
        settled = words("agreement.proposal.settled")
        return Drawn(escaped(settled), [plain(settled)])
    kinds = kinds_named(sight.terms, words)
    who = here("who")
    if sight.to_coach:
        said = words("agreement.proposal.to_coach", kinds=kinds, **who)
    else:
        said = words("agreement.proposal.to_leader", kinds=kinds, **who)
    people = {"who": [sight.by]}
    look = button(words("agreement.see"), ids.SEE_AGREEMENT, ids.Pointer(sight.tie).packed(), style="primary")
    spoken = aloud(naming_aloud(said, people), escaped(words("agreement.see")))
    return Drawn(spoken, [naming(said, people), buttons("proposal", [look])])
