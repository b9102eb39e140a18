"""Deliveries as rows and back."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Row

from flows.delivery import Deed, Delivery, DeliveryState, Subject
from storage.tables import OUTBOX

NOBODY = ""
"""In place of a person's id: what is said to somebody who may not take part, of whom there is no row."""

FIELDS = tuple(OUTBOX.c[field.name] for field in fields(Delivery))
"""The columns a delivery is read from, in its own order."""


def to_row(delivery: Delivery) -> dict[str, Any]:
    """The columns a delivery fills."""
    row = {column.name: getattr(delivery, column.name) for column in FIELDS}
    return {**row, "person": delivery.person or None, "details": dict(delivery.details)}


def to_delivery(row: Row[Any]) -> Delivery:
    """A row that has FIELDS as a delivery."""
    values = {column.name: getattr(row, column.name) for column in FIELDS}
    kinds = {"deed": Deed(row.deed), "subject": Subject(row.subject), "state": DeliveryState(row.state)}
    return Delivery(**{**values, **kinds, "person": row.person or NOBODY})
