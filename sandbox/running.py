"""Run the sandbox as a program of its own, as quickly as the machine lets it."""

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any


def run(program: Coroutine[Any, Any, None]) -> None:
    """Run it to its end, on the quicker loop where that is installed."""
    # What was said in a workspace stays, in many small objects. Looking through them again and again for rubbish, of
    # which calls leave next to none, would cost a quarter of every call.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        import uvloop  # noqa: PLC0415 - not everybody has it, and only a program of its own chooses a loop
    except ImportError:
        asyncio.run(program)
    else:
        uvloop.run(program)
