"""What the page itself keeps for each person: what they have seen, what went wrong, what to say."""

from collections.abc import Mapping

from sandbox.json_object import Json
from sandbox.page.bodies import Bodies
from sandbox.page.entered import Offers
from sandbox.page.marks import Marks
from sandbox.records import View


class Desk:
    """Nothing here is the workspace's: a person who opens a new window still finds it."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.bodies = Bodies()
        self._version = 0
        self._notes: dict[str, list[str]] = {}
        self._problems: dict[tuple[str, str], str] = {}
        self._errors: dict[str, tuple[str, Mapping[str, str]]] = {}
        self._offers: dict[tuple[str, str], dict[str, list[Json]]] = {}

    @property
    def version(self) -> int:
        """Goes up whenever anything here is new, so that a page need not be drawn to know."""
        return self._version + self.marks.version

    def begin(self, person_id: str, surface_id: str = "") -> None:
        """Somebody does something: what was said about the last time is no longer news."""
        self._version += 1
        self._notes.pop(person_id, None)
        self._problems.pop((person_id, surface_id), None)

    def note(self, person_id: str, words: str) -> None:
        """Tell somebody something above the conversation."""
        self._version += 1
        self._notes.setdefault(person_id, []).append(words)

    def notes(self, person_id: str) -> list[str]:
        """What somebody is to be told."""
        return list(self._notes.get(person_id, ()))

    def trouble(self, person_id: str, surface_id: str, words: str) -> None:
        """Mark the message or modal on which something did not work."""
        self._version += 1
        self._problems[person_id, surface_id] = words

    def problems(self, person_id: str) -> dict[str, str]:
        """What did not work for somebody, by message or view."""
        return {surface: words for (who, surface), words in self._problems.items() if who == person_id}

    def offer(self, person_id: str, surface_id: str, action_id: str, options: list[Json]) -> None:
        """Remember what the app offered in a menu of its own making, until it is asked again."""
        self._version += 1
        self._offers.setdefault((person_id, surface_id), {})[action_id] = options

    def offers(self, person_id: str, surface_id: str) -> Offers:
        """What such menus of a message or a view offer, by action."""
        return self._offers.get((person_id, surface_id), {})

    def refuse(self, view: View, errors: Mapping[str, str]) -> None:
        """Say what is wrong with what stands in a modal's fields."""
        self._version += 1
        self._errors[view.id] = (view.hash, errors)

    def errors(self, view: View) -> Mapping[str, str]:
        """What is wrong in a modal, until it is sent again or shows something else."""
        drawn, errors = self._errors.get(view.id, ("", {}))
        return errors if drawn == view.hash else {}
