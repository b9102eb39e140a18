"""What each person has seen, so that the sidebar can say what is new to them."""

from collections.abc import Iterable

from sandbox.records import Channel, Message


class Marks:
    """Per person and conversation (or thread), the newest message they have had on the screen."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str], str] = {}
        self.version = 0

    def see(self, person_id: str, channel: Channel, thread_ts: str = "") -> None:
        """Somebody has a conversation, or one thread of it, before them."""
        shown = channel.replies_to(thread_ts) if thread_ts else channel.top_level()
        key = (person_id, channel.id, thread_ts)
        if shown and self._seen.get(key) != shown[-1].ts:
            self._seen[key] = shown[-1].ts
            self.version += 1

    def new_in_thread(self, person_id: str, channel: Channel, thread_ts: str) -> int:
        """How many replies of others they have not seen."""
        mark = self._seen.get((person_id, channel.id, thread_ts), "")
        return _count(channel.replies_to(thread_ts), person_id, mark)

    def new_in(self, person_id: str, channel: Channel) -> int:
        """How many messages of others they have not seen, threads they are part of included."""
        mark = self._seen.get((person_id, channel.id, ""), "")
        in_threads = sum(self.new_in_thread(person_id, channel, ts) for ts in _threads_of(person_id, channel))
        return _count(channel.top_level(), person_id, mark) + in_threads


def _count(messages: Iterable[Message], person_id: str, mark: str) -> int:
    return sum(message.ts > mark and message.user_id != person_id for message in messages)


def _threads_of(person_id: str, channel: Channel) -> set[str]:
    """The threads somebody began or wrote in; in a direct message, all of them."""
    replies = [message for message in channel.messages.values() if message.is_reply]
    if len(channel.members) <= 2:
        return {reply.thread_root for reply in replies}
    mine = {reply.thread_root for reply in replies if reply.user_id == person_id}
    roots = {reply.thread_root for reply in replies}
    begun = {ts for ts in roots if ts in channel.messages and channel.messages[ts].user_id == person_id}
    return mine | begun
