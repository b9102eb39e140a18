"""As a program of its own the sandbox takes the quicker loop where there is one."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
{prelude}
import asyncio
from sandbox.running import run

async def program() -> None:
    print(type(asyncio.get_running_loop()).__module__)

run(program())
"""


@pytest.mark.parametrize(("prelude", "loop"), [("", "uvloop"), ("sys.modules['uvloop'] = None", "asyncio.unix_events")])
def test_it_runs_with_and_without_the_quicker_loop(prelude: str, loop: str) -> None:
    program = PROGRAM.format(prelude=prelude)

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)

    assert done.stdout.strip().startswith(loop)


def test_importing_the_sandbox_compiles_nothing() -> None:
    program = "import sys, sandbox.server, sandbox.__main__; print('jsonschema_rs' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)

    assert done.stdout.strip() == "False"
