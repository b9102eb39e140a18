"""The files of a workspace: room asked for, bytes taken in, files kept until somebody deletes them."""

import mimetypes
from dataclasses import dataclass, replace

from sandbox.clock import Clock
from sandbox.ids import Ids
from sandbox.json_object import Json


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file: who brought it, what is in it, and whether it may be looked at yet."""

    id: str
    name: str
    user_id: str
    created: int
    length: int
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    complete: bool = False
    channel_id: str | None = None

    @property
    def filetype(self) -> str:
        """What Slack goes by, taken from the end of the name."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    @property
    def mimetype(self) -> str:
        """What a browser goes by."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


class Files:
    """Every file of a workspace; `base_url` is where bytes go in and come out."""

    def __init__(self, clock: Clock, ids: Ids, team_id: str) -> None:
        self._clock = clock
        self._ids = ids
        self._team_id = team_id
        self._kept: dict[str, StoredFile] = {}
        self._deleted: set[str] = set()
        self.base_url = "http://sandbox.invalid"

    def reserve(self, name: str, length: int, user_id: str, alt_text: str = "") -> StoredFile:
        """Make room for a file that is to be uploaded."""
        created = int(self._clock.now())
        file = StoredFile(self._ids.new("F"), name, user_id, created, length, title=name, alt_text=alt_text)
        self._kept[file.id] = file
        return file

    def upload_url(self, file: StoredFile) -> str:
        """Where its bytes are to be sent."""
        return f"{self.base_url}/upload/v1/{file.id}"

    def receive(self, file_id: str, content: bytes) -> bool:
        """Take the bytes in; False where no room was made for them, or for other bytes."""
        file = self._kept.get(file_id)
        if file is None or file.complete or len(content) != file.length:
            return False
        self._kept[file_id] = replace(file, content=content)
        return True

    def finish(self, file: StoredFile, title: str, channel_id: str | None) -> StoredFile:
        """Let a file be seen from now on."""
        self._kept[file.id] = replace(file, title=title or file.name, complete=True, channel_id=channel_id)
        return self._kept[file.id]

    def find(self, file_id: str) -> StoredFile | None:
        """A file that stands."""
        return self._kept.get(file_id)

    def was_deleted(self, file_id: str) -> bool:
        """Whether there was such a file once."""
        return file_id in self._deleted

    def delete(self, file_id: str) -> None:
        """Forget a file and what was in it."""
        del self._kept[file_id]
        self._deleted.add(file_id)

    def json(self, file: StoredFile) -> Json:
        """A file as answers and messages carry it."""
        address = f"{self.base_url}/files-pri/{self._team_id}-{file.id}/{file.name}"
        return {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": file.mimetype,
            "filetype": file.filetype,
            "pretty_type": file.filetype.upper(),
            "user": file.user_id,
            "user_team": self._team_id,
            "mode": "hosted",
            "size": file.length,
            "is_public": False,
            "is_external": False,
            "url_private": address,
            "url_private_download": f"{address}?download=1",
            "permalink": f"{self.base_url}/files/{file.user_id}/{file.id}/{file.name}",
            **({"alt_txt": file.alt_text} if file.alt_text else {}),
        }
