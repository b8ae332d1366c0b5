"""Owns the present moment: aware UTC, to the second. Never says when an event was: that is a `PartialDate`."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> dt.datetime:
        """Return an aware UTC instant without fractions of a second."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> dt.datetime:
        """Return the computer's time in UTC, to the second."""
        return dt.datetime.now(dt.UTC).replace(microsecond=0)  # noqa: TID251 - this is the one place


class FixedClock:
    """A clock that stands still, or moves on by a fixed step at each look; for tests and golden files."""

    def __init__(self, at: dt.datetime, *, step_seconds: int = 0) -> None:
        if at.tzinfo is None:
            msg = "a fixed clock needs an aware instant"
            raise ValueError(msg)
        self._next = at.astimezone(dt.UTC).replace(microsecond=0)
        self._step = dt.timedelta(seconds=step_seconds)

    def now(self) -> dt.datetime:
        """Return the present instant and move on by the step."""
        present, self._next = self._next, self._next + self._step
        return present


def instant_text(instant: dt.datetime) -> str:
    """Return `2026-11-24T12:00:00Z` (RFC 3339, section 5.6, in UTC and whole seconds).

    Raises:
        ValueError: the instant is naive; we do not guess a zone.
    """
    if instant.tzinfo is None:
        msg = "an instant without a zone"
        raise ValueError(msg)
    return instant.astimezone(dt.UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_instant(text: str) -> dt.datetime:
    """Return the aware UTC instant that `instant_text` wrote.

    Raises:
        ValueError: any other form; a second spelling of one moment would be a second canonical form.
    """
    instant = dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    if instant_text(instant) != text:
        msg = f"not a canonical instant: {text!r}"
        raise ValueError(msg)
    return instant
