"""Deliveries as rows and back."""

from dataclasses import fields
from operator import attrgetter
from typing import Any

from sqlalchemy import Row

from flows.delivery import Deed, Delivery, DeliveryState, Subject
from storage.tables import OUTBOX

NOBODY = ""
"""In place of a person's id: what is said to somebody who may not take part, of whom there is no row."""

FIELDS = tuple(OUTBOX.c[field.name] for field in fields(Delivery))
"""The columns a delivery is read from, in its own order."""


_NAMES = tuple(column.name for column in FIELDS)
_READ = attrgetter(*_NAMES)


def to_row(delivery: Delivery) -> dict[str, Any]:
    """The columns a delivery fills."""
    row = dict(zip(_NAMES, _READ(delivery), strict=True))
    return {**row, "person": delivery.person or None, "details": dict(delivery.details)}


def to_delivery(row: Row[Any]) -> Delivery:
    """A row that has FIELDS as a delivery."""
    values = dict(zip(_NAMES, _READ(row), strict=True))
    kinds = {"deed": Deed(row.deed), "subject": Subject(row.subject), "state": DeliveryState(row.state)}
    return Delivery(**{**values, **kinds, "person": row.person or NOBODY})
