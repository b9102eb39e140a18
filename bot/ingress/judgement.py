"""The door's decisions in their order: is it Slack, can it be read, is it whole, is it for us. Pure."""

import re
from dataclasses import dataclass, field

from bot.ingress.parsing import Inbound, Malformed, read
from bot.ingress.shapes import is_complete, is_foreign
from bot.ingress.signature import SIGNATURE, TIMESTAMP, Headers, check_signature, sign, sole_header
from bot.ingress.verdicts import FOREIGN, INCOMPLETE, MALFORMED, PASSED, SSL_CHECK, UNKNOWN, Verdict

_SSL_CHECK = re.compile(rb"(?:^|&)ssl_check=1(?:&|$)")
_SSL_CHECK_SIZE = 512
_PAYLOAD_FIELD = re.compile(rb"(?:^|&)payload=")


@dataclass(frozen=True, slots=True)
class Home:
    """Whom requests must come from and be for. Without an app id, requests for any app of the secret are taken."""

    signing_secret: str = field(repr=False)
    team_id: str
    app_id: str | None


def judge(headers: Headers, body: bytes, home: Home, now: float) -> Verdict:
    """Decide about one request whose body is complete."""
    if len(body) <= _SSL_CHECK_SIZE and _SSL_CHECK.search(body):
        return SSL_CHECK  # Slack sends it unsigned, and nothing comes of it
    if refusal := check_signature(headers, body, home.signing_secret, now):
        return refusal
    try:
        inbound = read(headers, body)
    except Malformed:
        return MALFORMED
    return admit(inbound, home.team_id, home.app_id)


def admit(inbound: Inbound, team_id: str, app_id: str | None) -> Verdict:
    """Decide about a request that is Slack's and can be read, whichever way it came."""
    complete = is_complete(inbound)
    if not complete:
        return UNKNOWN if complete is None else INCOMPLETE
    return FOREIGN if is_foreign(inbound.fields, team_id, app_id) else PASSED


def as_bolt_understands(headers: Headers, body: bytes, home: Home) -> tuple[Headers, bytes]:
    """The same request in a spelling that Bolt reads correctly; nearly always the request itself.

    Bolt takes every form in which the word "payload" occurs for an interaction, and so drops `/cairn journal the
    payload review` or any command given in a channel of such a name. Escaping one letter hides the word from that
    test and from nothing else; the signature is made anew because the bytes changed.
    """
    if body.startswith(b"{") or b"payload" not in body or _PAYLOAD_FIELD.search(body):
        return headers, body
    respelled = body.replace(b"payload", b"%70ayload")
    renewed = {
        SIGNATURE: sign(home.signing_secret, sole_header(headers, TIMESTAMP), respelled),
        b"content-length": str(len(respelled)).encode(),
    }
    return [(name, renewed.get(name.lower(), value)) for name, value in headers], respelled
