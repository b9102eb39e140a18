"""Where the bytes of files go in and come out."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.arguments import MULTIPART_TYPE, parts
from sandbox.refusal import Refusal
from sandbox.sandbox import Sandbox

SIGN_IN = "<!doctype html><title>Slack</title><p>Sign in to see this file.</p>"


def file_routes(sandbox: Sandbox) -> list[BaseRoute]:
    """The routes for the files of a sandbox."""

    async def upload(request: Request) -> Response:
        try:
            content = await _content(request)
        except Refusal as refusal:
            return PlainTextResponse(refusal.error, status_code=400)
        if not sandbox.workspace.files.receive(request.path_params["id"], content):
            return PlainTextResponse("no such upload, or not the length that was announced", status_code=400)
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(request: Request) -> Response:
        # Without a token Slack shows its sign-in page, with 200.
        if request.headers.get("authorization") != f"Bearer {sandbox.app.token}":
            return HTMLResponse(SIGN_IN)
        file = sandbox.workspace.files.find(request.path_params["id"])
        if file is None or file.content is None:
            return PlainTextResponse("not found", status_code=404)
        return Response(file.content, media_type=file.mimetype)

    return [
        Route("/upload/v1/{id}", upload, methods=["POST"]),
        Route("/files-pri/{team}-{id}/{name}", download, methods=["GET"]),
    ]


async def _content(request: Request) -> bytes:
    raw, content_type = await request.body(), request.headers.get("content-type", "")
    if not content_type.startswith(MULTIPART_TYPE):
        return raw
    # Slack takes the first part, whatever its name.
    return next((content for _, content in parts(raw, content_type)), b"")
