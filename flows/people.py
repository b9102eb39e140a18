"""A person as Cairn knows them, and who may use Cairn at all."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AnswerIn(StrEnum):
    """Where questions are answered: message by message, or in a window."""

    CHAT = "chat"
    FORM = "form"


def language_of_locale(locale: str) -> str:
    """The language part of a locale as Slack gives it: "de" of "de-AT"."""
    return locale.replace("_", "-").split("-")[0].lower()


@dataclass(frozen=True, slots=True)
class Person:
    """A Slack user in a workspace. `zone` is an IANA name, `locale` as Slack gives it ("en-GB").

    `home_opened_at` (aware, in UTC) is when they first looked at the Home tab; before, nothing is put up there.
    `answer_in` and `chosen_language` are what they chose for themselves; without a choice their workspace and their
    Slack decide.
    """

    id: str
    workspace: str
    slack_id: str
    zone: str = "UTC"
    locale: str = "en-US"
    dm_channel: str | None = None
    home_opened_at: datetime | None = None
    answer_in: AnswerIn | None = None
    chosen_language: str = ""

    @property
    def language(self) -> str:
        """The language that Cairn speaks with them."""
        return self.chosen_language or language_of_locale(self.locale)


class Standing(StrEnum):
    """What Slack says somebody is in this workspace."""

    MEMBER = "member"
    GUEST = "guest"
    OUTSIDER = "outsider"  # of another workspace, through a shared channel
    BOT = "bot"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack tells of somebody Cairn has not met before."""

    slack_id: str
    standing: Standing
    zone: str = "UTC"
    locale: str = "en-US"

    @property
    def language(self) -> str:
        """The language of their Slack."""
        return language_of_locale(self.locale)


def may_take_part(standing: Standing) -> bool:
    """Only full members of the workspace take part."""
    return standing is Standing.MEMBER
