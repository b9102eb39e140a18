"""Processes that are measured: started on a core of their own, waited for, and asked what they use."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.http_load import Target, ask

ROOT = Path(__file__).parents[1]
_LOCAL = "127.0.0.1"
_START_SECONDS = 120.0
_LOOK_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Running:
    """A server that stands: where it listens, the process that it is, and how long it took to come up."""

    target: Target
    process_id: int
    came_up_after: float

    def processor_seconds(self) -> float:
        """How much of a core it has used since it began."""
        return processor_seconds(self.process_id)

    def resident_mib(self) -> float:
        """How much memory it holds."""
        pages = int(Path(f"/proc/{self.process_id}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def processor_seconds(process_id: int) -> float:
    """How much of a core a process has used since it began, with all its threads."""
    with Path(f"/proc/{process_id}/stat").open() as stat:
        used = stat.read().rpartition(")")[2].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def running(words: Sequence[str], environment: Mapping[str, str], core: int) -> AsyncIterator[Running]:
    """A Python module run as a server on one core, from the moment that /healthz answers until the block ends."""
    port = _free_port()
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": str(port), **environment}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        with _on_core(core):  # its threads, too, stay there
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *words),
                cwd=folder,  # a .env of the checkout is none of a benchmark's business
                env=given,
                stdout=log,
                stderr=log,
            )
        try:
            target = Target(_LOCAL, port)
            await _until_healthy(target, process)
            yield Running(target, process.pid, time.perf_counter() - began)
        except NotUp as error:
            log.seek(0)
            raise NotUp(f"{' '.join(words)} {error}:\n{log.read().decode(errors='replace')[-2000:]}") from None
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


@contextmanager
def _on_core(core: int) -> Iterator[None]:
    """Let what is started in here begin on this core, and stay there."""
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, usual)


class NotUp(RuntimeError):
    """What was to be measured does not run."""


async def _until_healthy(target: Target, process: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(_START_SECONDS):
            while not await _is_healthy(target):
                if process.returncode is not None:
                    raise NotUp(f"ended with {process.returncode}")
                await asyncio.sleep(_LOOK_SECONDS)
    except TimeoutError:
        raise NotUp("did not come up") from None


async def _is_healthy(target: Target) -> bool:
    try:
        return b'"ok"' in await ask(target, target.get("/healthz", ""))
    except (OSError, asyncio.IncompleteReadError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOCAL, 0))
        port: int = probe.getsockname()[1]
        return port
