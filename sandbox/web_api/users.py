"""What the app may know about people."""

from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.records import Person
from sandbox.rendering import person_json
from sandbox.web_api.method import Call, Method
from sandbox.web_api.paging import paged


def users_info(call: Call) -> Json:
    """One person: zone, locale when asked for, membership."""
    person = call.person(call.text("user"))
    with_locale = call.flag("include_locale")
    return {"user": person_json(person, call.workspace, with_locale=with_locale)}


def users_list(call: Call) -> Json:
    """Everybody, leavers and apps included."""
    page, following = paged(call, list(call.workspace.people.values()))
    with_locale = call.flag("include_locale")
    return {
        "members": [person_json(each, call.workspace, with_locale=with_locale) for each in page],
        "cache_ts": int(call.workspace.clock.now()),
        "response_metadata": {"next_cursor": following},
    }


def profile(call: Call) -> Json:
    """What people say about themselves, the status with it; the app's own when nobody is named."""
    user = person_json(_asked(call), call.workspace, with_locale=False)
    return {"profile": user["profile"] | {"status_expiration": 0, "fields": {}}}


def do_not_disturb(call: Call) -> Json:
    """When somebody does not want to be disturbed; the next two hours that their settings name."""
    quiet = call.workspace.quiet_hours.get(_asked(call).id)
    starts, ends = quiet or (1, 1)
    return {
        "dnd_enabled": quiet is not None,
        "next_dnd_start_ts": int(starts),
        "next_dnd_end_ts": int(ends),
        "snooze_enabled": False,
    }


def _asked(call: Call) -> Person:
    return call.person(call.text("user", call.app.bot_user_id))


METHODS = (
    Method(
        "users.info",
        users_info,
        any_scope=("users:read",),
        takes={"user", "include_locale"},
        tier=Tier.FOUR,
    ),
    Method(
        "users.list",
        users_list,
        any_scope=("users:read",),
        takes={"cursor", "limit", "include_locale"},
        tier=Tier.TWO,
    ),
    Method("users.profile.get", profile, any_scope=("users.profile:read",), takes={"user"}, tier=Tier.FOUR),
    Method("dnd.info", do_not_disturb, any_scope=("dnd:read",), takes={"user"}),
)
