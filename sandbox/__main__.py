"""Start the sandbox alone: `python -m sandbox --manifest app.yaml`. See sandbox/README.md."""

import asyncio
import sys

from sandbox.bot_app import BotApp
from sandbox.clock import SystemClock
from sandbox.options import app_from, read_options
from sandbox.page.routes import routes
from sandbox.rates import Rates
from sandbox.running import run
from sandbox.sandbox import Sandbox
from sandbox.server import serve

KEEP = 1_000


def main() -> int:
    """Run until interrupted; 1 when it cannot start, 2 when what was asked for makes no sense."""
    options = read_options()
    try:
        app, manifest = app_from(options)
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    if manifest.unsent:
        print(f"The sandbox does not send these events: {', '.join(manifest.unsent)}", file=sys.stderr)
    try:
        run(_run(app, options.port))
    except KeyboardInterrupt:
        print("Stopped.")
    except OSError as problem:
        print(f"The sandbox cannot start on port {options.port}: {problem}", file=sys.stderr)
        return 1
    return 0


async def _run(app: BotApp, port: int) -> None:
    sandbox = Sandbox(SystemClock(), keep=KEEP, rates=Rates(), echoes=True)
    sandbox.install(app)
    async with serve(sandbox, port, extra_routes=routes(sandbox), retry_every=1.0) as base_url:
        print(f"The sandbox is at {base_url}")
        print(f"Point a bot at it: SLACK_API_URL={base_url}/api/")
        print(f"SLACK_BOT_TOKEN={app.token}")
        print(_secret_of(app), flush=True)
        await asyncio.Event().wait()


def _secret_of(app: BotApp) -> str:
    return f"SLACK_APP_TOKEN={app.app_token}" if app.socket_mode else f"SLACK_SIGNING_SECRET={app.signing_secret}"


if __name__ == "__main__":
    sys.exit(main())
