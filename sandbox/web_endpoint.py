"""One HTTP call to the Web API: read it, let it meet its fault, do it, answer it, note it."""

import asyncio
import json

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from sandbox.arguments import Arguments, read_arguments
from sandbox.connection import drop
from sandbox.faults import DONE_ALL_THE_SAME, Fault, FaultKind
from sandbox.refusal import Refusal
from sandbox.sandbox import Sandbox
from sandbox.traffic import CallForm, WebApiCall
from sandbox.web_api.calling import Answered

DROPS = frozenset({FaultKind.ACCEPT_THEN_DROP, FaultKind.DROP_BEFORE_ACCEPT})
HTML = "<!doctype html><title>Slack</title><p>Server Error</p>"

# Compact as Slack's answers are, and sure that no answer holds itself.
_write = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class WebEndpoint:
    """Answers `/api/{method}` for one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def answer(self, request: Request, method: str) -> Response:
        """Answer one call of a method."""
        try:
            arguments = await read_arguments(request)
        except Refusal as refusal:
            unread = Arguments({}, None, CallForm.UNREADABLE)
            return self._noted(method, unread, Answered(refusal.answer()), None)
        fault = self._sandbox.faults.take(method)
        answer = self._answer(method, arguments, fault)
        response = self._noted(method, arguments, answer, fault)
        if fault is None:
            return response
        return await self._spoilt(request, response, fault)

    def _answer(self, method: str, arguments: Arguments, fault: Fault | None) -> Answered:
        if fault is None or fault.kind in DONE_ALL_THE_SAME:
            return self._sandbox.answer(method, arguments.values, arguments.token)
        error = fault.error if fault.kind is FaultKind.SLACK_ERROR else str(fault.kind)
        return Answered({"ok": False, "error": error})

    def _noted(self, method: str, arguments: Arguments, answered: Answered, fault: Fault | None) -> Response:
        sandbox = self._sandbox
        sandbox.calls.append(
            WebApiCall(
                method=method,
                arguments=arguments.values,
                form=arguments.form,
                response=answered.json,
                at=sandbox.clock.now(),
                fault=str(fault.kind) if fault else None,
            )
        )
        sandbox.workspace.changes.bump()
        headers = {"x-oauth-scopes": self._scopes()} if answered.json["ok"] else None
        response = Response(_write(answered.json), media_type="application/json", headers=headers)
        return _later(response, answered.retry_after) if answered.retry_after else response

    def _scopes(self) -> str:
        return ",".join(self._sandbox.app.config.scopes)

    async def _spoilt(self, request: Request, response: Response, fault: Fault) -> Response:
        if fault.kind in DROPS:
            await drop(request.scope["sandbox.send"])
        if fault.kind is FaultKind.SLOW:
            await asyncio.sleep(fault.number)
        return _spoilt(response, fault)


def _later(response: Response, seconds: int) -> Response:
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    return response


def _spoilt(response: Response, fault: Fault) -> Response:
    body = bytes(response.body)
    if fault.kind is FaultKind.RATE_LIMITED:
        return _later(response, int(fault.number))
    if fault.kind is FaultKind.HTTP_ERROR:
        return PlainTextResponse("", status_code=int(fault.number))
    if fault.kind is FaultKind.HTML:
        return HTMLResponse(HTML)
    if fault.kind is FaultKind.TRUNCATED:
        return Response(body[: len(body) // 2], media_type="application/json")
    return response
