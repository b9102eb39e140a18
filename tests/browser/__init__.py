"""The sandbox's page in a real browser, as a stranger would use it."""

import pytest

# One browser for all of them, so one event loop, and one worker when tests run in parallel.
MARKS = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="session"),
]
