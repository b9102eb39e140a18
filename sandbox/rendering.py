"""How Slack writes people, conversations, messages and views down in JSON."""

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.bot_app import InstalledApp
from sandbox.json_object import Json
from sandbox.records import Channel, ChannelKind, Message, Person, View
from sandbox.screens import Entered
from sandbox.workspace import Workspace

UNTITLED: Json = {"type": "plain_text", "text": "View Title", "emoji": True}


def person_json(person: Person, workspace: Workspace, *, with_locale: bool) -> Json:
    """A user object as users.info gives it."""
    local = datetime.fromtimestamp(workspace.clock.now(), UTC).astimezone(_zone(person))
    offset = local.utcoffset()
    user: Json = {
        "id": person.id,
        "team_id": workspace.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": int(workspace.clock.now()),
        "profile": _profile(person, workspace),
    }
    if person.is_stranger:
        user["is_stranger"] = True
    if not person.deleted:
        user |= {
            "tz": person.tz,
            "tz_label": local.tzname() or person.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": person.is_owner,
            "is_owner": person.is_owner,
            "is_primary_owner": False,
            "is_restricted": person.is_restricted,
            "is_ultra_restricted": person.is_ultra_restricted,
        }
    if with_locale:
        user["locale"] = person.locale
    return user


def member_json(person: Person, workspace: Workspace) -> Json:
    """A user object as events about people carry it: longer than users.info, and with the zone of leavers too."""
    user = person_json(replace(person, deleted=False), workspace, with_locale=True)
    user["profile"] |= {
        "phone": "",
        "skype": "",
        "status_text_canonical": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": "",
        "first_name": person.real_name.partition(" ")[0],
        "last_name": person.real_name.partition(" ")[2],
        "fields": {},
        **{f"image_{size}": "" for size in (24, 32, 48, 72, 192, 512)},
    }
    return user | {
        "deleted": person.deleted,
        "color": "9f69e7",
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }


def _zone(person: Person) -> tzinfo:
    # A test may give somebody a zone that no machine knows; Slack would pass its name on too.
    try:
        return ZoneInfo(person.tz)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _profile(person: Person, workspace: Workspace) -> Json:
    return {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.display_name,
        "display_name_normalized": person.display_name,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "team": workspace.team_id,
    }


def channel_json(channel: Channel, viewer_id: str) -> Json:
    """A conversation object as one member sees it."""
    common: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind is ChannelKind.IM,
        "is_org_shared": False,
    }
    if channel.kind is ChannelKind.IM:
        return common | {"user": other_member(channel, viewer_id), "is_open": True}
    return common | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind is ChannelKind.PUBLIC,
        "is_group": channel.kind is ChannelKind.PRIVATE,
        "is_mpim": channel.kind is ChannelKind.MPIM,
        "is_private": channel.kind is not ChannelKind.PUBLIC,
        "is_general": channel.name == "general",
        "is_member": viewer_id in channel.members,
    }


def other_member(channel: Channel, viewer_id: str) -> str:
    """Whom one talks to in a direct message."""
    return next(iter(channel.members - {viewer_id}), viewer_id)


def message_json(message: Message, workspace: Workspace, *, with_metadata: bool = False) -> Json:
    """A message as history, answers and interactions carry it."""
    written: Json = {
        "type": "message",
        "user": message.user_id,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.team_id,
    }
    optional = {
        "subtype": message.subtype,
        "client_msg_id": message.client_msg_id,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "blocks": list(message.blocks) or None,
        "files": list(message.files) or None,
        "thread_ts": message.thread_ts,
        "metadata": message.metadata if with_metadata else None,
    }
    written |= {key: value for key, value in optional.items() if value is not None}
    if message.edited_ts:
        written["edited"] = {"user": message.user_id, "ts": message.edited_ts}
    if message.reactions:
        written["reactions"] = [
            {"name": each.name, "users": list(each.user_ids), "count": len(each.user_ids)} for each in message.reactions
        ]
    return written | _thread_facts(message, workspace)


def _thread_facts(message: Message, workspace: Workspace) -> Json:
    messages = workspace.channels[message.channel_id]
    if message.is_reply:
        parent = messages.messages.get(message.thread_root)
        return {"parent_user_id": parent.user_id} if parent else {}
    replies = messages.replies_to(message.ts)
    if not replies:
        return {}
    writers = list(dict.fromkeys(reply.user_id for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": writers,
        "reply_users_count": len(writers),
        "latest_reply": replies[-1].ts,
    }


def view_json(view: View, values: Entered, app: InstalledApp, team_id: str) -> Json:
    """A view as answers and interactions carry it, with what stands in its fields."""
    shown = view.definition
    return {
        "id": view.id,
        "team_id": team_id,
        "type": view.type,
        "blocks": list(view.blocks),
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": values},
        "hash": view.hash,
        # A Home tab has no title of its own; Slack writes this one.
        "title": shown.get("title", UNTITLED),
        "clear_on_close": shown.get("clear_on_close", False),
        "notify_on_close": shown.get("notify_on_close", False),
        "close": shown.get("close"),
        "submit": shown.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": app.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": team_id,
        "bot_id": app.bot_id,
    }
