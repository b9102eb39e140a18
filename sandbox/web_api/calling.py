"""The road every call takes: method, token, scope, rate, arguments, then the method itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.bot_app import InstalledApp
from sandbox.json_object import Json
from sandbox.rates import Rates, Tier
from sandbox.records import ChannelKind
from sandbox.refusal import Refusal
from sandbox.rendering import other_member
from sandbox.web_api.method import Call, Method, Token, missing_scope
from sandbox.web_api.reading import read
from sandbox.web_api.registry import METHODS
from sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Answered:
    """What a call was answered; `retry_after` makes it a 429 over HTTP."""

    json: Json
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Where calls come in: the workspace, the app that may call, and how often it may."""

    workspace: Workspace
    app: InstalledApp
    rates: Rates | None = None

    def answer(self, name: str, arguments: Mapping[str, Any], token: str | None) -> Answered:
        """Do what was asked and answer, or answer with the refusal."""
        try:
            return Answered({"ok": True, **self._performed(name, arguments, token)})
        except Refusal as refusal:
            return Answered(refusal.answer(), refusal.retry_after)

    def _performed(self, name: str, arguments: Mapping[str, Any], token: str | None) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        self._check_token(method, token)
        if method.any_scope and not any(self.app.has_scope(scope) for scope in method.any_scope):
            raise missing_scope(self.app, ",".join(method.any_scope))
        self._count(method, arguments)
        return method.run(Call(self.workspace, self.app, read(method, self._for_this_team(arguments))))

    def _check_token(self, method: Method, token: str | None) -> None:
        if method.token is Token.NONE:
            return
        if not token:
            raise Refusal("not_authed")
        kind = {self.app.token: Token.BOT, self.app.config.app_token: Token.APP}.get(token)
        if kind is None:
            raise Refusal("invalid_auth")
        if refused := self._gone():
            raise Refusal(refused)
        if kind is not method.token:
            raise Refusal("not_allowed_token_type")

    def _gone(self) -> str | None:
        """What every call is refused with once the app was uninstalled or its user deactivated."""
        deactivated = self.workspace.people[self.app.bot_user_id].deleted
        return self.app.refused or ("account_inactive" if deactivated else None)

    def _count(self, method: Method, arguments: Mapping[str, Any]) -> None:
        if self.rates is None:
            return
        channel = self._counted_channel(str(arguments.get("channel", ""))) if method.tier is Tier.POST else None
        self.rates.count(method.name, method.tier, channel, self.workspace.clock.now())

    def _counted_channel(self, which: str) -> str:
        # Posting to a person's id is posting into the conversation with them.
        found = self.workspace.find_channel(which)
        if found is None:
            return which
        return other_member(found, self.app.bot_user_id) if found.kind is ChannelKind.IM else found.id

    def _for_this_team(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        # The SDK adds the team to every call once it knows it, whatever the method.
        if arguments.get("team_id", self.workspace.team_id) != self.workspace.team_id:
            raise Refusal("team_access_not_granted")
        return {name: value for name, value in arguments.items() if name != "team_id"}
