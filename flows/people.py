"""A person as Cairn knows them, and who may use Cairn at all."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flows.rhythm import Rhythm


class AnswerIn(StrEnum):
    """Where questions are answered: message by message, or in a window."""

    CHAT = "chat"
    FORM = "form"


def language_of_locale(locale: str) -> str:
    """The language part of a locale as Slack gives it: "de" of "de-AT"."""
    return locale.replace("_", "-").split("-")[0].lower()


class Standing(StrEnum):
    """What Slack says somebody is in this workspace."""

    MEMBER = "member"
    GUEST = "guest"
    OUTSIDER = "outsider"  # of another workspace, through a shared channel
    BOT = "bot"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Person:
    """A Slack user in a workspace. `zone` is an IANA name, `locale` as Slack gives it ("en-GB").

    `home_opened_at` (aware, in UTC) is when they first looked at the Home tab; before, nothing is put up there.
    `answer_in` and `chosen_language` are what they chose for themselves; without a choice their workspace and their
    Slack decide. `standing` and `is_owner` are what Slack last said they are in the workspace, at `seen_at` (aware, in
    UTC; None for never). `rhythm` is when they want to be asked, None as long as they did not say; `goes_on_alone`
    whether they want it also when no programme of theirs goes on.
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
    standing: Standing = Standing.MEMBER
    is_owner: bool = False
    seen_at: datetime | None = None
    rhythm: Rhythm | None = None
    goes_on_alone: bool = False

    @property
    def language(self) -> str:
        """The language that Cairn speaks with them."""
        return self.chosen_language or language_of_locale(self.locale)


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack tells of somebody. `is_owner`: they own the workspace, or are one of those who do.

    `zone` and `locale` are empty where it does not tell: what was known of them before holds on.
    """

    slack_id: str
    standing: Standing
    zone: str = "UTC"
    locale: str = "en-US"
    is_owner: bool = False

    @property
    def language(self) -> str:
        """The language of their Slack."""
        return language_of_locale(self.locale)


def as_seen(person: Person, profile: Profile, now: datetime) -> Person:
    """The same person as Slack tells of them now."""
    return replace(
        person,
        zone=profile.zone or person.zone,
        locale=profile.locale or person.locale,
        standing=profile.standing,
        is_owner=profile.is_owner,
        seen_at=now,
    )


def newcomer(id_: str, workspace: str, profile: Profile, now: datetime) -> Person:
    """Somebody Cairn meets for the first time."""
    return as_seen(Person(id_, workspace, profile.slack_id), profile, now)


def may_take_part(standing: Standing) -> bool:
    """Only full members of the workspace take part."""
    return standing is Standing.MEMBER
