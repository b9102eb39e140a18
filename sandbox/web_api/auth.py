"""Who am I, and is anybody there."""

from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.refusal import Refusal
from sandbox.web_api.method import Call, Method, Token


def api_test(call: Call) -> Json:
    """Answer with what was asked, or with the error that was asked for."""
    if error := call.text("error"):
        raise Refusal(error)
    return {"args": dict(call.arguments)}


def auth_test(call: Call) -> Json:
    """Tell the app who it is."""
    workspace, app = call.workspace, call.app
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.people[app.bot_user_id].name,
        "team_id": workspace.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def bots_info(call: Call) -> Json:
    """Tell which app a bot belongs to."""
    app = call.app
    if call.text("bot", app.bot_id) != app.bot_id:
        raise Refusal("bot_not_found")
    return {
        "bot": {
            "id": app.bot_id,
            "app_id": app.app_id,
            "user_id": app.bot_user_id,
            "name": app.name,
            "deleted": False,
            "updated": int(call.workspace.clock.now()),
            "icons": {},
        }
    }


METHODS = (
    Method("api.test", api_test, token=Token.NONE, takes_anything=True, tier=Tier.FOUR),
    Method("auth.test", auth_test, tier=Tier.SPECIAL),
    Method("bots.info", bots_info, any_scope=("users:read",), takes={"bot"}),
)
