"""What one may ask `cairn doctor` for. Loads nothing else, since every command draws up the whole command line."""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

_MEMBER = re.compile("[UW][A-Z0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. `person`: on whom to try it in a live workspace, empty for nobody; `agreed`: do not ask."""

    as_json: bool
    manifest: Path | None
    person: str
    home: bool
    agreed: bool


def add_options(parser: argparse.ArgumentParser) -> None:
    """Everything that may be written behind `cairn doctor`."""
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument(
        "--manifest", type=Path, metavar="FILE", help="compare the app's manifest, copied from its page in Slack, too"
    )
    parser.add_argument(
        "--live",
        action="store_true",
        help="try it on one person in the workspace, and let Slack check all that is drawn",
    )
    parser.add_argument("--person", default="", metavar="U...", help="with --live: the member ID of that person")
    parser.add_argument("--home", action="store_true", help="with --live: draw that person's Home tab too")
    parser.add_argument("--yes", action="store_true", help="with --live: do not ask first")


def read_wish(options: argparse.Namespace, *, terminal: bool) -> Wish:
    """What was asked for. `terminal`: whether somebody is there to be asked. Raises ValueError for what cannot be."""
    if not options.live and (options.person or options.home or options.yes):
        raise ValueError("--person, --home and --yes go with --live")
    if options.live and not _MEMBER.fullmatch(options.person):
        raise ValueError(
            "--live needs --person with a member ID, such as U012AB3CD (their profile, More, Copy member ID)"
        )
    if options.live and not (options.yes or terminal):
        raise ValueError("--live asks before it does anything; where nobody can answer, add --yes")
    return Wish(options.json, options.manifest, options.person, options.home, options.yes)
