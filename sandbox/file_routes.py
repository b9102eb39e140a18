"""Where the bytes of files go in and come out."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.sandbox import Sandbox

LARGEST = 50_000_000
SIGN_IN = "<!doctype html><title>Slack</title><p>Sign in to see this file.</p>"


def file_routes(sandbox: Sandbox) -> list[BaseRoute]:
    """The routes for the files of a sandbox."""

    async def upload(request: Request) -> Response:
        content = await _content(request)
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
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    # Slack takes the first part, whatever its name.
    async with request.form(max_files=1, max_part_size=LARGEST) as form:
        for part in form.values():
            return part.encode() if isinstance(part, str) else await part.read()
    return b""
