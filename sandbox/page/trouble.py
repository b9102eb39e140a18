"""What can be planned to go wrong, in words: for the app's next calls, and for what is on its way to the app."""

from collections.abc import Sequence
from itertools import groupby

from sandbox.faults import Fault, FaultKind
from sandbox.mishaps import Mishap, MishapKind
from sandbox.page import scene
from sandbox.page.form import Form
from sandbox.sandbox import Sandbox
from sandbox.sockets.envelopes import Parting
from sandbox.traffic import DeliveryKind
from sandbox.web_api.registry import METHODS

MOST_TIMES = 20
CALLS: dict[FaultKind, tuple[str, Fault]] = {
    FaultKind.SLOW: ("Done, answered 5 seconds late", Fault(FaultKind.SLOW, 5)),
    FaultKind.RATE_LIMITED: ("Refused: too many, wait 10 seconds (429)", Fault(FaultKind.RATE_LIMITED, 10)),
    FaultKind.HTTP_ERROR: ("Refused: server error (503)", Fault(FaultKind.HTTP_ERROR, 503)),
    FaultKind.SLACK_ERROR: ("Refused: internal_error", Fault(FaultKind.SLACK_ERROR, error="internal_error")),
    FaultKind.HTML: ("Done, answered with HTML", Fault(FaultKind.HTML)),
    FaultKind.TRUNCATED: ("Done, the answer breaks off", Fault(FaultKind.TRUNCATED)),
    FaultKind.ACCEPT_THEN_DROP: ("Done, never answered", Fault(FaultKind.ACCEPT_THEN_DROP)),
    FaultKind.DROP_BEFORE_ACCEPT: ("Not done, the connection breaks", Fault(FaultKind.DROP_BEFORE_ACCEPT)),
}
DELIVERIES: dict[MishapKind, tuple[str, Mishap]] = {
    MishapKind.DUPLICATE: ("It comes twice", Mishap(MishapKind.DUPLICATE)),
    MishapKind.DUPLICATE_RESET: ("It comes twice, the retry number back at 0", Mishap(MishapKind.DUPLICATE_RESET)),
    MishapKind.REORDER: ("The next one overtakes it", Mishap(MishapKind.REORDER)),
    MishapKind.DELAY: ("It comes a minute late", Mishap(MishapKind.DELAY, 60)),
    MishapKind.ANSWER_LOST: ("The app takes it, its answer is lost", Mishap(MishapKind.ANSWER_LOST)),
    MishapKind.SILENCE: ("It never arrives", Mishap(MishapKind.SILENCE)),
}
KINDS = {DeliveryKind.EVENT: "event", DeliveryKind.INTERACTION: "press or form", DeliveryKind.COMMAND: "command"}
SOCKETS = (("refresh_requested", "Ask to reconnect"), ("stall", "Fall silent"), ("resume", "Speak again"))


def trouble(sandbox: Sandbox) -> scene.Trouble:
    """What can be planned, and what is."""
    connected = sandbox.sockets.connections if sandbox.sockets.enabled else None
    return scene.Trouble(
        calls=[(str(kind), words) for kind, (words, _) in CALLS.items()],
        methods=[("", "any"), *((name, name) for name in sorted(METHODS))],
        deliveries=[(str(kind), words) for kind, (words, _) in DELIVERIES.items()],
        kinds=[("", "anything"), *((str(kind), words) for kind, words in KINDS.items())],
        planned=_planned(sandbox),
        connections=connected,
        sockets=SOCKETS,
    )


def _planned(sandbox: Sandbox) -> Sequence[scene.Planned]:
    calls = [
        (f"The next {method or 'call'}", CALLS[fault.kind][0] if fault.kind in CALLS else str(fault.kind))
        for method, fault in sandbox.faults.planned()
    ]
    deliveries = [
        (f"The next {KINDS[each.about] if each.about else 'delivery'}", DELIVERIES[each.mishap.kind][0])
        for each in sandbox.mishaps.planned()
    ]
    alike = [(each, len(list(group))) for each, group in groupby([*calls, *deliveries])]
    return [scene.Planned(what, words, times) for (what, words), times in alike]


async def plan(sandbox: Sandbox, form: Form) -> None:
    """Plan what the form says; what it does not know is not planned."""
    kind, written = form.word("kind"), form.word("times")
    times = min(int(written), MOST_TIMES) if written.isdecimal() else 1
    if form.word("trouble") == "call" and kind in CALLS:
        method = form.word("method")
        sandbox.faults.plan(CALLS[FaultKind(kind)][1], method=method if method in METHODS else None, times=times)
    elif form.word("trouble") == "delivery" and kind in DELIVERIES:
        about = form.word("about")
        sandbox.mishaps.plan(
            DELIVERIES[MishapKind(kind)][1], about=DeliveryKind(about) if about in KINDS else None, times=times
        )
    elif form.word("trouble") == "clear":
        sandbox.faults.clear()
        sandbox.mishaps.clear()
    elif form.word("trouble") in dict(SOCKETS):
        await _disturb(sandbox, form.word("trouble"))
    sandbox.workspace.changes.bump()


async def _disturb(sandbox: Sandbox, how: str) -> None:
    if how == "stall":
        sandbox.sockets.stall()
    elif how == "resume":
        sandbox.sockets.resume()
    else:
        await sandbox.sockets.disconnect(Parting(how))
