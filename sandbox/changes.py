"""Tell whoever watches that something in the sandbox has changed."""

import asyncio


class Changes:
    """A counter that goes up with every change, and a place to wait for the next one."""

    def __init__(self) -> None:
        self.version = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def bump(self) -> None:
        """Count one change and wake everybody who waits."""
        self.version += 1
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def beyond(self, version: int) -> int:
        """Wait until the counter has passed `version`; give the counter."""
        while self.version <= version:
            future = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                await future
            finally:
                self._waiting.discard(future)
        return self.version
