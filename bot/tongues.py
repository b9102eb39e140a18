"""Which language people read, as far as this process has met them: for when the store cannot be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.conversation.library import BASE_LANGUAGE
from flows.words import Words

_REMEMBERED = 10_000

Who = tuple[str, str]
"""Somebody by workspace and Slack id."""


@dataclass(slots=True)
class Tongues:
    """The catalogues, and who reads which. What is forgotten or was never known is said in the base language."""

    catalogues: Mapping[str, Words]
    _known: dict[Who, str] = field(default_factory=dict)

    def note(self, who: Who, language: str) -> None:
        """Remember what somebody reads."""
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[who] = language

    def forget(self, who: Who) -> None:
        """Look it up again the next time: they may have chosen another."""
        self._known.pop(who, None)

    def knows(self, who: Who) -> bool:
        """Whether it is remembered what they read."""
        return who in self._known

    def words(self, language: str) -> Words:
        """The catalogue of a language, or the base one."""
        return self.catalogues.get(language) or self.catalogues[BASE_LANGUAGE]

    def words_for(self, body: Mapping[str, Any]) -> Words:
        """The words for whoever sent this."""
        return self.words(self._known.get(_sender(body), BASE_LANGUAGE))


def _sender(body: Mapping[str, Any]) -> Who:
    """Whom a payload comes from; a changed message names its author inside."""
    event, team, user = _table(body, "event"), _table(body, "team"), _table(body, "user")
    inside = _table(event, "message") or _table(event, "previous_message")
    who = event.get("user") or inside.get("user") or user.get("id") or body.get("user_id") or ""
    return str(body.get("team_id") or team.get("id") or ""), str(who)


def _table(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = of.get(key)
    return value if isinstance(value, Mapping) else {}
