"""What is new to whom."""

from collections.abc import Callable

import pytest

from sandbox.clock import ManualClock
from sandbox.page.marks import Marks
from sandbox.records import Channel, Message
from sandbox.workspace import Workspace

Say = Callable[..., Message]


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(ManualClock())


@pytest.fixture
def channel(workspace: Workspace) -> Channel:
    return workspace.add_channel("general", ["ana", "ben", "dana"])


@pytest.fixture
def say(workspace: Workspace, channel: Channel) -> Say:
    def speak(who: str, thread: Message | None = None) -> Message:
        root = thread.ts if thread else None
        return workspace.put(Message(channel.id, workspace.ids.ts(), who, "words", thread_ts=root))

    return speak


def test_words_of_others_are_new_until_seen(channel: Channel, say: Say) -> None:
    marks = Marks()
    say("ben")
    say("ana")
    assert marks.new_in("ana", channel) == 1
    marks.see("ana", channel)
    assert marks.new_in("ana", channel) == 0
    say("ben")
    assert marks.new_in("ana", channel) == 1
    assert marks.new_in("dana", channel) == 3


def test_a_thread_is_new_to_those_who_are_part_of_it(channel: Channel, say: Say) -> None:
    marks = Marks()
    parent = say("ana")
    for person in ("ana", "ben", "dana"):
        marks.see(person, channel)
    say("ben", parent)
    assert marks.new_in("ana", channel) == 1  # began it
    assert marks.new_in("dana", channel) == 0  # has no part in it
    marks.see("ana", channel)
    assert marks.new_in_thread("ana", channel, parent.ts) == 1
    marks.see("ana", channel, parent.ts)
    assert marks.new_in("ana", channel) == 0


def test_in_a_direct_message_every_thread_counts(workspace: Workspace) -> None:
    marks, direct = Marks(), workspace.direct_message("ana", "bot")
    parent = workspace.put(Message(direct.id, workspace.ids.ts(), "bot", "question"))
    marks.see("ana", direct)
    workspace.put(Message(direct.id, workspace.ids.ts(), "bot", "more", thread_ts=parent.ts))
    assert marks.new_in("ana", direct) == 1


def test_seeing_the_same_again_is_no_news(channel: Channel, say: Say) -> None:
    marks = Marks()
    say("ben")
    marks.see("ana", channel)
    version = marks.version
    marks.see("ana", channel)
    assert marks.version == version
