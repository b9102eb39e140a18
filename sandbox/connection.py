"""Close a connection without an answer, as a broken network does."""

import asyncio

from starlette.types import Send


async def drop(send: Send) -> None:
    """Cut the connection that a request came over."""
    # Uvicorn hands out a bound method of the object that owns the transport; no public way exists.
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise RuntimeError("only a real connection can be dropped")
    transport.abort()
    # Let the loop tell uvicorn that the client is gone, or it would try to answer 500.
    await asyncio.sleep(0)
    await asyncio.sleep(0)
