"""How a request reaches the app over HTTP; a test may put another class in its place."""

import ssl
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an HTTP answer, or the reason why none came."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    problem: str | None = None


class Transport(Protocol):
    """Carries one signed request to the app and brings the answer back."""

    async def post(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
        """Hand it over and wait at most so long."""
        ...


class HttpTransport:
    """The request URL of an app, over HTTP."""

    async def post(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
        """Post it; every way of not being answered gets the name Slack gives it."""
        import aiohttp  # noqa: PLC0415 - it takes a third of the time to start, and until now it was not needed

        timeout = aiohttp.ClientTimeout(total=seconds)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                text = await response.text(errors="replace")
                return Answer(response.status, dict(response.headers), text)
        except TimeoutError:
            return Answer(problem="http_timeout")
        except (aiohttp.ClientSSLError, ssl.SSLError):
            return Answer(problem="ssl_error")
        except (aiohttp.ClientError, OSError, ValueError):
            return Answer(problem="connection_failed")
