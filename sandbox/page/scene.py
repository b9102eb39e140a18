"""What the page shows, as plain values: the templates draw these and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

Errors = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Who:
    """A person one can act as."""

    person_id: str
    name: str
    role: str
    clock: str
    town: str
    link: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the sidebar: a channel, a conversation with the app or with a person."""

    key: str
    name: str
    link: str
    unread: int = 0
    current: bool = False
    clock: str = ""  # what time it is where this person is


@dataclass(frozen=True, slots=True)
class Sidebar:
    """Where this person can go."""

    app: Sequence[Place]
    channels: Sequence[Place]
    people: Sequence[Place]
    groups: Sequence[Place]  # direct messages of several people


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji under a message, and who put it there."""

    picture: str
    count: int
    names: str


@dataclass(frozen=True, slots=True)
class Replies:
    """The way into a message's thread."""

    count: int
    new: int
    link: str


@dataclass(frozen=True, slots=True)
class Menu:
    """What can be done with a message: the app's shortcuts, and with one's own to edit and delete it."""

    shortcuts: Sequence[tuple[str, str]] = ()  # callback id and name
    edit: str = ""
    delete: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the acting person sees it."""

    key: str
    ts: str
    author: str
    author_id: str
    time: str
    iso: str
    body: Markup
    day: str = ""  # the heading above it when a new day begins
    app: bool = False
    gone: bool = False  # deleted, but its thread still hangs on it
    follows: bool = False  # same author shortly after: the name is not repeated
    ephemeral: bool = False
    edited: bool = False
    problem: str = ""
    reactions: Sequence[Reaction] = ()
    replies: Replies | None = None
    menu: Menu | None = None
    editing: str | None = None  # what stands in the box while the person changes their own message


@dataclass(frozen=True, slots=True)
class Composer:
    """A box to type in, and what `/` offers there."""

    key: str
    label: str
    action: str
    thread_ts: str = ""
    hints: Sequence[tuple[str, str]] = ()
    shortcuts: Sequence[tuple[str, str]] = ()  # of the whole workspace: callback id and name


@dataclass(frozen=True, slots=True)
class Talk:
    """A channel or one of its threads: messages and the box under them."""

    title: str
    subtitle: str
    lines: Sequence[Line]
    composer: Composer | None
    empty: str = ""
    parent: Line | None = None
    back: str = ""


@dataclass(frozen=True, slots=True)
class Modal:
    """An open modal; the last of several is the one on top."""

    key: str
    view: str
    title: str
    submit: str
    close: str
    body: Markup
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One entry of the wire log: a delivery to the app, or a call of the app's."""

    key: str
    time: str
    kind: str
    name: str
    outcome: str
    fine: bool
    to_app: bool
    parts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class World:
    """The sandbox's clock as the acting person reads it."""

    time: str
    iso: str
    day: str
    runs: bool
    monday: str  # the next one, in words


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that is going to go wrong, so many times."""

    what: str
    words: str
    times: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What can be planned to go wrong, as (value, words), and what is planned."""

    calls: Sequence[tuple[str, str]]
    methods: Sequence[tuple[str, str]]
    deliveries: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    planned: Sequence[Planned]
    connections: int | None  # None where the app is reached over HTTP
    sockets: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Home:
    """The app's Home tab; no body before the app has published one."""

    app: str
    body: Markup | None


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole page."""

    workspace: str
    me: Who
    people: Sequence[Who]
    sidebar: Sidebar
    here: str
    talk: Talk | None = None
    thread: Talk | None = None
    home: Home | None = None
    app: str = ""
    tabs: Sequence[Place] = ()
    modals: Sequence[Modal] = ()
    notes: Sequence[str] = ()
    panel: str = ""  # what stands open beside the conversation
    panels: Sequence[Place] = ()
    log: Sequence[Exchange] = ()
    world: World | None = None
    trouble: Trouble | None = None
    theme: str = ""
    act: str = ""  # where presses and forms of messages and modals go
