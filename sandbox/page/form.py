"""Read what the page's forms send: which element was pressed, and what stands in each field."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from sandbox.acting.choosing import Choice, chosen
from sandbox.json_object import Json
from sandbox.page.reader import zone_of
from sandbox.surface import WITHOUT_STATE, elements
from sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Press:
    """The element that was used, and the entry of its menu if it is one."""

    block_id: str
    action_id: str
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A posted form."""

    fields: Mapping[str, list[str]] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """A field that is there once; empty where it is not."""
        return self.fields.get(name, [""])[0]

    def typed(self, name: str) -> str:
        """What was typed into a box, with line breaks as Slack keeps them."""
        return self.word(name).replace("\r\n", "\n")

    def press(self, how: str = "press") -> Press | None:
        """Which element was used; None when the form was sent for another reason."""
        named = self.word(how)
        return Press(*json.loads(named)) if named else None

    def searched(self, search: Press) -> str:
        """What was typed into a menu to find an option."""
        return self.word(f"search {json.dumps([search.block_id, search.action_id])}").strip()

    def entered(self, block: Json, element: Json, zone: ZoneInfo) -> Choice:
        """What stands in an element's field, as acting people say it."""
        values = self.fields.get(json.dumps([block["block_id"], element["action_id"]]), [])
        if element["type"] == "checkboxes" or element["type"].startswith("multi_"):
            return list(values)
        value = values[0].replace("\r\n", "\n") if values else ""
        if element["type"] == "datetimepicker" and value:
            return int(datetime.fromisoformat(value).replace(tzinfo=zone).timestamp())
        return value


def read_form(body: bytes) -> Form:
    """A form as browsers send it."""
    return Form(parse_qs(body.decode(), keep_blank_values=True))


def enter(workspace: Workspace, person_id: str, surface_id: str, blocks: Iterable[Json], form: Form) -> None:
    """Put what stands in the form's fields before the person, as their own client would."""
    zone = zone_of(workspace.people[person_id])
    for block, element in elements(blocks):
        if element["type"] not in WITHOUT_STATE:
            value = chosen(element, form.entered(block, element, zone), workspace)
            workspace.screens.enter(person_id, surface_id, block["block_id"], {element["action_id"]: value})
