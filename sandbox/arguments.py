"""Read the arguments of a call out of an HTTP request, in any of the five ways."""

import email.policy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.json_object import Json
from sandbox.refusal import Refusal
from sandbox.traffic import CallForm

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART_TYPE = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call brought along, and how."""

    values: Json
    token: str | None
    form: CallForm


async def read_arguments(request: Request) -> Arguments:
    """The arguments and the token of a request; refuses a body that cannot be read."""
    form, body = await _body(request)
    in_query = request.query_params if request.scope["query_string"] else {}
    values: dict[str, Any] = {**in_query, **body}
    in_arguments = values.pop("token", None)
    return Arguments(values, _bearer(request) or in_arguments, form)


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


async def _body(request: Request) -> tuple[CallForm, Json]:
    if request.method == "GET":
        return CallForm.QUERY_GET, {}
    raw = await request.body()
    if not raw:
        return CallForm.QUERY_POST, {}
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == JSON_TYPE:
        return CallForm.JSON, _json(raw)
    if content_type == FORM_TYPE:
        return CallForm.FORM, dict(parse_qsl(_text(raw), keep_blank_values=True))
    if content_type == MULTIPART_TYPE:
        return CallForm.MULTIPART, {name: _text(held) for name, held in parts(raw, request.headers["content-type"])}
    raise Refusal("invalid_post_type" if content_type else "missing_post_type")


def _json(raw: bytes) -> Json:
    try:
        read = json.loads(raw)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(read, dict):
        raise Refusal("json_not_object")
    return read


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Refusal("invalid_form_data") from None


def parts(raw: bytes, content_type: str) -> Iterator[tuple[str, bytes]]:
    """The named parts of a multipart body, in order."""
    # A multipart body is a MIME message without its head, so the standard parser reads it.
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=email.policy.HTTP).parsebytes(head + raw)
    if not message.is_multipart():
        raise Refusal("invalid_form_data")
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            raise Refusal("invalid_form_data")
        yield name, content
