"""What the app may know about people."""

from sandbox.json_object import Json
from sandbox.rendering import person_json
from sandbox.web_api.method import Call, Kind, Method


def users_info(call: Call) -> Json:
    """One person: zone, locale when asked for, membership."""
    person = call.person(call.text("user"))
    with_locale = call.flag("include_locale")
    return {"user": person_json(person, call.workspace, with_locale=with_locale)}


METHODS = (
    Method(
        "users.info",
        users_info,
        any_scope=("users:read",),
        required={"user": Kind.TEXT},
        optional={"include_locale": Kind.FLAG},
    ),
)
