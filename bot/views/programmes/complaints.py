"""What stands in the way of a table or of somebody named, and what is worth knowing: each a line of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from slack_sdk.models.blocks import Block

from bot.views.cohort_lines import Remarked, cohort_line
from bot.views.naming_people import here, naming
from bot.views.parts import plain
from flows.programmes.cohort import Hindrance, Note, Obstacle, Remark
from flows.programmes.cohort_file import Finding
from flows.words import Words

MOST = 30
"""Lines shown at once: the window must hold its fields, too."""

_HERE = here("about")["about"]


def complaints(found: Sequence[Remarked], words: Words) -> Iterator[Block]:
    """As many as fit, and how many more there are. Slack writes the names of those whom it knows."""
    yield from (_line(each, words) for each in found[:MOST])
    if len(found) > MOST:
        yield plain(words("cohort.more", count=len(found) - MOST))


def _line(each: Remarked, words: Words) -> Block:
    if isinstance(each, Finding) or not _is_known(each.obstacle if not isinstance(each, Note) else each.remark):
        return plain(cohort_line(each, words))
    if not each.row and isinstance(each, Hindrance) and each.obstacle is Obstacle.ENROLLED_ALREADY:
        return naming(words("enrolling.enrolled_already", about=_HERE), {"about": [each.about]})
    return naming(cohort_line(replace(each, about=_HERE), words), {"about": [each.about]})


def _is_known(why: Obstacle | Remark) -> bool:
    """Whether this is about somebody whose name Slack can write: it refuses a whole window for one unknown id."""
    return why not in {Obstacle.UNKNOWN, Obstacle.PAST}
