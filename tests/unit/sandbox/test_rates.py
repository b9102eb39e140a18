"""How often an app may call, counted by the sandbox's clock: per channel, per method, per workspace."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import ManualClock
from sandbox.rates import ALLOWANCES, POSTS_IN_CHANNEL, Rates, Tier
from sandbox.refusal import RateLimited
from sandbox.sandbox import Sandbox
from sandbox.server import serve
from sandbox.web_api.registry import METHODS
from tests.unit.sandbox.conftest import CAIRN

BURST = POSTS_IN_CHANNEL.burst


@pytest.fixture
def limited() -> Sandbox:
    sandbox = Sandbox(ManualClock(), rates=Rates())
    sandbox.install(CAIRN)
    return sandbox


def _post(sandbox: Sandbox, who: str = "Ana") -> str:
    arguments = {"channel": sandbox.workspace.person(who).id, "text": "x"}
    answer = sandbox.call("chat.postMessage", arguments, sandbox.app.token)
    return str(answer.get("error", "ok"))


def _until_refused(sandbox: Sandbox, method: str, most: int) -> int:
    for count in range(most + 1):
        if sandbox.call(method, {}, sandbox.app.token).get("error") == "ratelimited":
            return count
    return most + 1


def test_a_short_burst_into_a_channel_and_then_one_a_second(limited: Sandbox) -> None:
    assert [_post(limited) for _ in range(BURST + 1)] == ["ok"] * BURST + ["ratelimited"]
    for _ in range(3):
        limited.clock.advance(1)
        assert [_post(limited), _post(limited)] == ["ok", "ratelimited"]


def test_channels_are_counted_apart(limited: Sandbox) -> None:
    for _ in range(BURST):
        _post(limited)

    assert (_post(limited), _post(limited, "Ben")) == ("ratelimited", "ok")


def test_a_person_and_the_conversation_with_them_are_one_channel(limited: Sandbox) -> None:
    ana = limited.workspace.person("Ana").id
    dm = limited.workspace.direct_message(limited.app.bot_user_id, ana).id
    for place in [ana, dm] * (BURST // 2):
        assert limited.call("chat.postMessage", {"channel": place, "text": "x"}, limited.app.token)["ok"]

    assert limited.call("chat.postMessage", {"channel": dm, "text": "x"}, limited.app.token)["error"] == "ratelimited"


def test_a_quiet_while_gives_the_burst_back_and_no_more(limited: Sandbox) -> None:
    for _ in range(BURST):
        _post(limited)
    limited.clock.advance(3600)

    assert [_post(limited) for _ in range(BURST + 1)] == ["ok"] * BURST + ["ratelimited"]


def test_the_workspace_takes_several_hundred_posts_a_minute(limited: Sandbox) -> None:
    rates, most = Rates(), ALLOWANCES[Tier.POST].burst
    for number in range(most):
        rates.count("chat.postMessage", Tier.POST, f"C{number}", 0.0)

    with pytest.raises(RateLimited) as refusal:
        rates.count("chat.postMessage", Tier.POST, "C-another", 0.0)
    assert refusal.value.retry_after == 1
    rates.count("chat.postMessage", Tier.POST, "C-another", 1.0)


@pytest.mark.parametrize(
    "method", ["users.list", "reactions.remove", "conversations.history", "views.open", "auth.test"]
)
def test_a_method_is_counted_by_its_tier(limited: Sandbox, method: str) -> None:
    most = ALLOWANCES[METHODS[method].tier].burst

    assert _until_refused(limited, method, most) == most
    limited.clock.advance(60)
    assert _until_refused(limited, method, most) == most


def test_methods_are_counted_apart(limited: Sandbox) -> None:
    _until_refused(limited, "users.list", 20)

    assert limited.call("users.info", {"user": limited.app.bot_user_id}, limited.app.token)["ok"]


def test_the_first_tier_takes_one_a_minute_and_a_few_at_once() -> None:
    rates, method = Rates(), METHODS["apps.connections.open"]
    for _ in range(ALLOWANCES[Tier.ONE].burst):
        rates.count(method.name, method.tier, None, 0.0)

    with pytest.raises(RateLimited) as refusal:
        rates.count(method.name, method.tier, None, 18.0)
    assert refusal.value.retry_after == 42


def test_what_is_refused_counts_nowhere(limited: Sandbox) -> None:
    for _ in range(BURST * 5):
        _post(limited)
    limited.clock.advance(1)

    assert _post(limited) == "ok"


def test_a_call_without_a_token_uses_nothing_up(limited: Sandbox) -> None:
    for _ in range(30):
        assert limited.call("users.list", {}, None)["error"] == "not_authed"

    assert limited.call("users.list", {}, limited.app.token)["ok"]


def test_without_rates_everything_may_happen_at_once(sandbox: Sandbox) -> None:
    assert [_post(sandbox) for _ in range(BURST * 2)] == ["ok"] * BURST * 2


async def test_over_http_it_is_a_429_that_says_how_long_to_wait(limited: Sandbox) -> None:
    async with serve(limited) as base_url:
        client = AsyncWebClient(limited.app.token, f"{base_url}/api/", retry_handlers=[], timeout=5)
        for _ in range(20):
            await client.users_list()
        with pytest.raises(SlackApiError) as refusal:
            await client.users_list()

    response = refusal.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["Retry-After"] == "3"
    assert (limited.calls[-1].ok, limited.calls[-1].response["error"]) == (False, "ratelimited")
