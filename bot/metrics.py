"""Counts in the form Prometheus reads."""

from collections.abc import Mapping

from bot.ingress import Reason
from flows.delivery import DeliveryState


def exposition(requests: Mapping[Reason, int], deliveries: Mapping[DeliveryState, int]) -> str:
    """Requests at the door by what became of them, and deliveries by state."""
    lines = [
        "# HELP cairn_requests_total Requests from Slack by what became of them at the door.",
        "# TYPE cairn_requests_total counter",
        *(f'cairn_requests_total{{reason="{reason}"}} {count}' for reason, count in requests.items()),
        "# HELP cairn_deliveries Messages in the outbox by state.",
        "# TYPE cairn_deliveries gauge",
        *(f'cairn_deliveries{{state="{state}"}} {count}' for state, count in deliveries.items()),
    ]
    return "\n".join([*lines, ""])
