"""Owns what a claim may say: a number, a date, words, yes or no; and the record each is kept as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.kernel.dates import PartialDate
from onrecord.kernel.quantities import Quantity

Value = Quantity | PartialDate | str | bool


def value_record(value: Value) -> object:
    """Return a value as a record holds it: an object with bounds, an object with days, text, or yes and no."""
    return value.to_record() if isinstance(value, Quantity | PartialDate) else value


def value_from(record: Any) -> Value:
    """Return the value that `value_record` wrote.

    Raises:
        ValueError: nothing of the kind.
    """
    if isinstance(record, Mapping):
        return Quantity.from_record(record) if "qualifier" in record else PartialDate.from_record(record)
    if isinstance(record, str | bool):
        return record
    msg = f"not a value: {record!r}"
    raise ValueError(msg)


def value_text(value: Value) -> str:
    """Return a value in the words it was said in."""
    if isinstance(value, Quantity | PartialDate):
        return value.wording
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
