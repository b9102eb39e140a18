"""Whether Slack signed a request, decided on the raw bytes before anything is parsed.

The SDK's verifier decodes the body and trusts the headers' form, so odd ones raise instead of being refused.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence

from bot.ingress.verdicts import STALE, UNSIGNED, Verdict

SIGNATURE = b"x-slack-signature"
TIMESTAMP = b"x-slack-request-timestamp"
WINDOW = 300  # seconds either way, as Slack advises

_DIGITS = re.compile(rb"[0-9]{1,12}")
_SIGNED = re.compile(rb"v0=[0-9a-f]{64}")

Headers = Sequence[tuple[bytes, bytes]]


def check_signature(headers: Headers, body: bytes, secret: str, now: float) -> Verdict | None:
    """The refusal this request earns; None for one that Slack signed within the window.

    The signature comes first, so that only genuine requests count as stale and hint at a wrong clock.
    """
    timestamp = sole_header(headers, TIMESTAMP)
    signature = sole_header(headers, SIGNATURE)
    if not (_DIGITS.fullmatch(timestamp) and _SIGNED.fullmatch(signature)):
        return UNSIGNED
    if not hmac.compare_digest(sign(secret, timestamp, body), signature):
        return UNSIGNED
    return STALE if abs(now - int(timestamp)) > WINDOW else None


def sign(secret: str, timestamp: bytes, body: bytes) -> bytes:
    """The signature header that Slack would send."""
    return b"v0=" + hmac.new(secret.encode(), b"v0:" + timestamp + b":" + body, hashlib.sha256).hexdigest().encode()


def sole_header(headers: Headers, name: bytes) -> bytes:
    """The value of a header that came exactly once, else nothing."""
    values = [value for key, value in headers if key.lower() == name]
    return values[0] if len(values) == 1 else b""
