"""Start the sandbox alone: `python -m sandbox --port 8090 --request-url http://…/slack/events`."""

import argparse
import asyncio
import sys

from sandbox.bot_app import MODELLED_EVENTS, BotApp
from sandbox.clock import SystemClock
from sandbox.page.routes import routes
from sandbox.sandbox import Sandbox
from sandbox.server import serve

KEEP = 1_000
SCOPES = (
    "channels:history",
    "channels:read",
    "chat:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:write",
    "users:read",
)


def main() -> int:
    """Run until interrupted; 1 when it cannot start."""
    options = _options()
    try:
        asyncio.run(_run(options))
    except KeyboardInterrupt:
        print("Stopped.")
    except OSError as problem:
        print(f"The sandbox cannot start on port {options.port}: {problem}", file=sys.stderr)
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--request-url", help="where your bot takes events and interactions")
    parser.add_argument("--name", default="Cairn", help="what people see as the app's name")
    parser.add_argument("--command", action="append", help="a slash command (repeatable)")
    parser.add_argument("--token", default="xoxb-sandbox-token")
    parser.add_argument("--signing-secret", default="sandbox-signing-secret")
    return parser.parse_args()


async def _run(options: argparse.Namespace) -> None:
    sandbox = Sandbox(SystemClock(), keep=KEEP)
    sandbox.install(
        BotApp(
            name=options.name,
            request_url=options.request_url,
            signing_secret=options.signing_secret,
            token=options.token,
            scopes=SCOPES,
            events=sorted(MODELLED_EVENTS),
            commands=options.command or ["/cairn"],
        )
    )
    async with serve(sandbox, options.port, extra_routes=routes(sandbox), retry_every=1.0) as base_url:
        print(f"The sandbox is at {base_url}")
        print(f"Point a bot at it: SLACK_API_URL={base_url}/api/")
        print(f"SLACK_BOT_TOKEN={options.token}")
        print(f"SLACK_SIGNING_SECRET={options.signing_secret}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
