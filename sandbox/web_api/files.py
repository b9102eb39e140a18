"""Files in three steps: ask for room, send the bytes, say that they are all there."""

from dataclasses import replace

from sandbox.checks.messages import check_blocks, check_text
from sandbox.files import StoredFile
from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.records import Channel, Message
from sandbox.refusal import Refusal, invalid_arguments
from sandbox.web_api.method import Call, Method


def get_upload_url(call: Call) -> Json:
    """Make room for a file and say where its bytes go."""
    if call.arguments["length"] < 1:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    alt_text = call.text("alt_txt") or call.text("alt_text")
    files = call.workspace.files
    file = files.reserve(call.text("filename"), call.arguments["length"], call.app.bot_user_id, alt_text)
    return {"upload_url": files.upload_url(file), "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Let uploaded files be seen, in a conversation where one is named."""
    standing = [_uploaded(call, each["id"]) for each in call.arguments["files"]]
    channel = _destination(call)
    titles = [each.get("title", "") for each in call.arguments["files"]]
    place = channel.id if channel else None
    files = call.workspace.files
    done = [files.finish(file, title, place) for file, title in zip(standing, titles, strict=True)]
    shown = [files.json(file) for file in done]
    if channel is not None:
        _post(call, channel, shown)
    return {"files": shown}


def _uploaded(call: Call, file_id: str) -> StoredFile:
    file = _own(call, file_id, "file_not_found")
    if file.content is None:
        raise Refusal("file_update_failed")
    return file


def _destination(call: Call) -> Channel | None:
    which = call.text("channel_id")
    if not which:
        return None
    channel = call.channel(which)
    call.require_member(channel)
    if channel.is_archived:
        raise Refusal("is_archived")
    if call.text("thread_ts") and call.text("thread_ts") not in channel.messages:
        raise Refusal("thread_not_found")
    return channel


def _post(call: Call, channel: Channel, files: list[Json]) -> None:
    blocks = check_blocks(call.given("blocks")) if call.given("blocks") else ()
    call.workspace.put(
        Message(
            channel_id=channel.id,
            ts=call.workspace.ids.ts(),
            user_id=call.app.bot_user_id,
            text=check_text(call.text("initial_comment")),
            blocks=blocks,
            thread_ts=call.given("thread_ts"),
            app_id=call.app.app_id,
            bot_id=call.app.bot_id,
            subtype="file_share",
            files=tuple(files),
        )
    )


def info(call: Call) -> Json:
    """One file, without what is in it."""
    file = _standing(call, call.text("file"))
    if not file.complete:
        raise Refusal("file_not_found")
    return {
        "file": call.workspace.files.json(file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


def delete(call: Call) -> Json:
    """Take a file of the app's own away, from every message that carries it too."""
    file = _own(call, call.text("file"), "cant_delete_file")
    call.workspace.files.delete(file.id)
    for channel in call.workspace.channels.values():
        for message in list(channel.messages.values()):
            if any(each["id"] == file.id for each in message.files):
                left = tuple(_gone(each) if each["id"] == file.id else each for each in message.files)
                call.workspace.put(replace(message, files=left))
    return {}


def _gone(file: Json) -> Json:
    return {"id": file["id"], "mode": "tombstone"}


def _standing(call: Call, file_id: str) -> StoredFile:
    file = call.workspace.files.find(file_id)
    if file is None:
        raise Refusal("file_deleted" if call.workspace.files.was_deleted(file_id) else "file_not_found")
    return file


def _own(call: Call, file_id: str, otherwise: str) -> StoredFile:
    file = _standing(call, file_id)
    if file.user_id != call.app.bot_user_id:
        raise Refusal(otherwise)
    return file


METHODS = (
    Method(
        "files.getUploadURLExternal",
        get_upload_url,
        any_scope=("files:write",),
        takes={"alt_text", "alt_txt", "filename", "length"},
        tier=Tier.FOUR,
    ),
    Method(
        "files.completeUploadExternal",
        complete_upload,
        any_scope=("files:write",),
        takes={"blocks", "channel_id", "files", "initial_comment", "thread_ts"},
        tier=Tier.FOUR,
    ),
    Method("files.info", info, any_scope=("files:read",), takes={"file"}, tier=Tier.FOUR),
    Method("files.delete", delete, any_scope=("files:write",), takes={"file"}),
)
