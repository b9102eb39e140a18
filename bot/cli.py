"""The `cairn` command. Exit 0: fine; 1: the task failed; 2: wrong usage or settings. Errors are one line on stderr."""

import argparse
import asyncio
import gc
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import uvloop

from bot.doctor.options import add_options, read_wish
from bot.prompt_files import read_prompts
from bot.settings import LogFormat, Settings, SettingsError, load_settings, needs
from flows.conversation.library import BASE_LANGUAGE
from flows.errors import BadScript, CairnError

_ANY_ADDRESS = "0.0.0.0"  # noqa: S104 - the door is meant to be reached; what it lets in is signed by Slack


class WrongUsage(Exception):
    """Settings or arguments that cannot work; the message says what to do."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code."""
    options = _parser().parse_args(arguments)
    try:
        options.command(options)
    except (WrongUsage, SettingsError, BadScript) as error:
        _fail(error, 2)
    except (CairnError, ValueError, OSError) as error:
        _fail(error, 1)
    except KeyboardInterrupt:
        sys.exit(0)


def _fail(error: Exception, code: int) -> None:
    """Several things may be missing, a line each; what comes from elsewhere is put on one line, whatever it quotes."""
    said = str(error) if isinstance(error, WrongUsage) else " ".join(str(error).split())
    print(f"cairn: {said or type(error).__name__}", file=sys.stderr)
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cairn", description="A coaching companion that lives in Slack.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = _add(commands, "run", _run, "run the bot")
    run.add_argument("--host", default=_ANY_ADDRESS, help="address to listen on (default: every one)")
    demo = _add(commands, "demo", _demo, "try Cairn in a small Slack of its own: no account, no token, no network")
    demo.add_argument("--port", type=int, default=8080, help="port of the page (default 8080)")
    _add(commands, "migrate", _migrate, "bring the database up to date")
    manifest = _add(commands, "manifest", _manifest, "print the app manifest for Slack")
    way_in = manifest.add_mutually_exclusive_group(required=True)
    way_in.add_argument("--url", help="public address, such as https://cairn.example.org")
    way_in.add_argument("--socket", action="store_true", help="Socket Mode: Cairn connects to Slack, no address needed")
    manifest.add_argument("--format", choices=("yaml", "json"), default="yaml", help="default: yaml")
    add_options(_add(commands, "doctor", _doctor, "check the installation, and say what to do about each fault"))
    named = _add(commands, "grant", _grant, "let somebody set up programmes, by their Slack member ID")
    named.add_argument("person", help="their member ID, such as U012AB3CD")
    instead = named.add_mutually_exclusive_group()
    instead.add_argument("--end", action="store_true", help="let them no more")
    instead.add_argument(
        "--programme", default="", metavar="NAME", help="put this one in their charge, too: name or id"
    )
    _add_programmes(commands.add_parser("programme", help="work with programmes"))
    prompts = commands.add_parser("prompts", help="work with scripts").add_subparsers(required=True, metavar="WHAT")
    check = _add(prompts, "check", _check_prompts, "check the scripts, and a folder of your own laid over them")
    check.add_argument("folder", nargs="?", type=Path, help="your folder (default: PROMPTS_DIR)")
    keys = commands.add_parser("keys", help="work with encryption keys").add_subparsers(required=True, metavar="WHAT")
    _add(keys, "new", _new_key, "print a fresh key for CAIRN_KEYS")
    return parser


def _add_programmes(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="WHAT")
    _add(commands, "list", _list_programmes, "list the programmes that are not over")
    table = _add(commands, "import", _import_table, "put a table of leaders into a programme; nobody is written to")
    table.add_argument("file", help="the table, a CSV file; - for standard input")
    table.add_argument("--programme", required=True, help="the programme, by its name or its id")
    table.add_argument(
        "--members", type=Path, metavar="LIST", help="Slack's own list of members, to look up e-mails in"
    )
    table.add_argument("--by", default="", metavar="ID", help="the manager who enrols them (default: the first one)")
    table.add_argument("--check", action="store_true", help="only check, and store nothing")


Command = Callable[[argparse.Namespace], None]


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: Command, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(command=command)
    return parser


def _run(options: argparse.Namespace) -> None:
    gc.disable()  # all that is loaded now stays: looking through it again and again takes a tenth of the start
    from bot.logs import configure  # noqa: PLC0415 - commands load only what they need: `keys new` starts at once
    from bot.running import run  # noqa: PLC0415 - the same

    settings = _complete_settings()
    configure(settings.log_format)
    try:
        uvloop.run(run(settings, read_prompts(settings.prompts_dir), options.host))
    except ValueError as error:
        raise WrongUsage(str(error)) from None


def _demo(options: argparse.Namespace) -> None:
    from bot.demo import demo  # noqa: PLC0415 - only the demo needs the sandbox
    from bot.logs import configure  # noqa: PLC0415 - the same

    if not 0 <= options.port <= 65535:
        raise WrongUsage("--port must be from 0 to 65535")
    configure(LogFormat.TEXT)
    uvloop.run(demo(options.port))


def _migrate(_: argparse.Namespace) -> None:
    from storage.migrate import migrate_stores  # noqa: PLC0415 - Alembic is slow to load

    settings = load_settings()
    _refuse_if(needs(settings, ["CAIRN_KEYSTORE"]))
    asyncio.run(migrate_stores(settings.database_url, settings.keystore_url))
    print("The database is up to date.")


def _manifest(options: argparse.Namespace) -> None:
    from bot.manifest import ManifestFormat, manifest, written  # noqa: PLC0415 - only this command needs it

    if not options.socket and not re.fullmatch(r"https://[^\s/?#]+(/[^\s?#]*)?", options.url):
        raise WrongUsage("--url must be a public address that begins with https://, as Slack sends to nothing else")
    request_url = None if options.socket else f"{options.url.rstrip('/')}/slack/events"
    print(written(manifest(request_url, load_settings().answer_in), ManifestFormat(options.format)))


def _doctor(options: argparse.Namespace) -> None:
    from bot.doctor.command import doctor  # noqa: PLC0415 - only this command needs it

    try:
        wish = read_wish(options, terminal=sys.stdin.isatty())
    except ValueError as error:
        raise WrongUsage(str(error)) from None
    sys.exit(doctor(wish, sys.stdin, sys.stdout, sys.stderr))


def _grant(options: argparse.Namespace) -> None:
    from bot.granting import grant  # noqa: PLC0415 - only this command needs it

    if not re.fullmatch(r"[UW][A-Z0-9]{2,30}", options.person):
        raise WrongUsage("a person is named by their Slack member ID, such as U012AB3CD: it stands in their profile")
    named = grant(_complete_settings(), options.person, end=options.end, programme=options.programme)
    print(uvloop.run(named))


def _list_programmes(_: argparse.Namespace) -> None:
    from bot.importing import list_programmes  # noqa: PLC0415 - only this command needs it

    print("\n".join(uvloop.run(list_programmes(_complete_settings())).lines))


def _import_table(options: argparse.Namespace) -> None:
    from bot.importing import Wish, import_table  # noqa: PLC0415 - only this command needs it

    settings = _complete_settings()
    table = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    members = options.members.read_bytes() if options.members else None
    wish = Wish(table, options.programme, members, options.by, options.check)
    said = uvloop.run(import_table(settings, wish, read_prompts().catalogues[BASE_LANGUAGE]))
    print("\n".join(said.lines))
    if not said.is_fine:
        sys.exit(1)


def _check_prompts(options: argparse.Namespace) -> None:
    folder = options.folder or load_settings().prompts_dir
    if folder is not None and not folder.is_dir():
        raise WrongUsage(f"there is no folder {folder}")
    prompts = read_prompts(folder)
    for (script, language), found in prompts.library.scripts.items():
        print(f"{script} ({language}): version {found.version}, {len(found.steps)} steps, {found.minutes} min")
    print("All scripts and words are fine.")


def _new_key(_: argparse.Namespace) -> None:
    from storage.master_keys import new_master_key  # noqa: PLC0415 - only this command needs it

    print(new_master_key())


def _complete_settings() -> Settings:
    settings = load_settings()
    _refuse_if(needs(settings))
    return settings


def _refuse_if(missing: list[str]) -> None:
    if missing:
        raise WrongUsage("\n       ".join(missing))
