"""Files: room asked for, bytes sent, shared in a conversation, looked at, taken away."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acting.actor import Actor
from sandbox.sandbox import Sandbox

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


async def _shared(client: AsyncWebClient, ana: Actor) -> str:
    answer = await client.files_upload_v2(
        channel=ana.dm_channel.id,
        content=PNG,
        filename="chart.png",
        title="Your year",
        alt_txt="A line that rises",
        initial_comment="Here it is",
    )
    return str(answer["files"][0]["id"])


async def test_the_sdk_uploads_in_three_steps(client: AsyncWebClient, ana: Actor) -> None:
    file_id = await _shared(client, ana)

    message = ana.dm_messages()[-1]
    assert (message.text, message.subtype) == ("Here it is", "file_share")
    file = message.files[0]
    assert (file["id"], file["title"], file["alt_txt"]) == (file_id, "Your year", "A line that rises")
    assert (file["mimetype"], file["filetype"], file["size"]) == ("image/png", "png", len(PNG))
    assert (await client.files_info(file=file_id))["file"] == file


async def test_a_file_may_be_uploaded_and_shared_with_nobody(client: AsyncWebClient, ana: Actor) -> None:
    await client.files_upload_v2(content=PNG, filename="chart.png")

    assert ana.dm_messages() == []


async def test_the_bytes_come_out_with_the_token_only(sandbox: Sandbox, client: AsyncWebClient, ana: Actor) -> None:
    file_id = await _shared(client, ana)
    address = (await client.files_info(file=file_id))["file"]["url_private"]

    async with aiohttp.ClientSession() as session:
        bearer = {"Authorization": f"Bearer {sandbox.app.token}"}
        shown = await session.get(address, headers=bearer)
        stranger = await session.get(address)
        assert (shown.status, shown.content_type, await shown.read()) == (200, "image/png", PNG)
        assert (stranger.status, stranger.content_type) == (200, "text/html")
        assert PNG not in await stranger.read()
        await client.files_delete(file=file_id)
        assert (await session.get(address, headers=bearer)).status == 404


async def test_a_deleted_file_leaves_a_tombstone_in_its_message(client: AsyncWebClient, ana: Actor) -> None:
    file_id = await _shared(client, ana)

    await client.files_delete(file=file_id)

    assert ana.dm_messages()[-1].files == ({"id": file_id, "mode": "tombstone"},)


@pytest.mark.parametrize(("content", "status"), [(PNG[:-1], 400), (PNG, 200)])
async def test_other_bytes_than_were_announced_are_refused(client: AsyncWebClient, content: bytes, status: int) -> None:
    asked = await client.files_getUploadURLExternal(filename="chart.png", length=len(PNG))

    async with aiohttp.ClientSession() as session:
        assert (await session.post(asked["upload_url"], data=content)).status == status
        assert (await session.post(f"{asked['upload_url']}0", data=content)).status == 400


async def test_bytes_may_come_in_parts_of_a_form(client: AsyncWebClient) -> None:
    asked = await client.files_getUploadURLExternal(filename="chart.png", length=len(PNG))
    form = aiohttp.FormData()
    form.add_field("filename", PNG, filename="chart.png")

    async with aiohttp.ClientSession() as session:
        answer = await session.post(asked["upload_url"], data=form)
        assert (answer.status, await answer.text()) == (200, f"OK - {len(PNG)}")
    assert (await client.files_completeUploadExternal(files=[{"id": asked["file_id"]}]))["ok"]


async def test_a_broken_form_is_refused(client: AsyncWebClient) -> None:
    asked = await client.files_getUploadURLExternal(filename="chart.png", length=len(PNG))

    async with aiohttp.ClientSession() as session:
        answer = await session.post(asked["upload_url"], data=b"x", headers={"Content-Type": "multipart/form-data"})
        assert (answer.status, await answer.text()) == (400, "invalid_form_data")
