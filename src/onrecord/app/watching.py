"""Owns the rules by which held keys are dropped: too long unused, too old, or the machine slept. Pure but for `Times`.

`awake` stands still while the machine sleeps, `boot` does not: where they part, it slept. A clock that jumps against
`boot` tells the same of a virtual machine that was paused, and of somebody who sets the clock.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

IDLE_SECONDS: Final = 15 * 60
LIFE_SECONDS: Final = 12 * 60 * 60
_SLEPT: Final = 2.0  # seconds by which the two clocks part
_JUMPED: Final = 30.0  # seconds


class Dropped(StrEnum):
    """Why keys were dropped."""

    IDLE = "idle"
    OLD = "old"
    SLEPT = "slept"
    CLOCK = "clock"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What three clocks say, in seconds. Linux and macOS have the first two under different names."""

    awake: float
    boot: float
    wall: float

    @classmethod
    def now(cls) -> Times:
        """Return what they say now."""
        boot = time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
        awake = time.clock_gettime(getattr(time, "CLOCK_UPTIME_RAW", time.CLOCK_MONOTONIC))
        return cls(awake=awake, boot=boot, wall=time.time())


class Watch:
    """How long keys may be held. Ask `verdict` before each use and now and then."""

    def __init__(self, began: Times, *, idle_seconds: float = IDLE_SECONDS, life_seconds: float = LIFE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._ends_at = began.boot + life_seconds
        self._used_at = began.boot
        self._seen = began

    def used(self, now: Times) -> None:
        """Keys were used: the idle time begins anew."""
        self._used_at = now.boot

    def verdict(self, now: Times) -> Dropped | None:
        """Return why the keys have to go now, or None."""
        before, self._seen = self._seen, now
        if (now.boot - now.awake) - (before.boot - before.awake) > _SLEPT:
            return Dropped.SLEPT
        if abs((now.wall - now.boot) - (before.wall - before.boot)) > _JUMPED:
            return Dropped.CLOCK
        if now.boot >= self._ends_at:
            return Dropped.OLD
        return Dropped.IDLE if now.boot - self._used_at >= self._idle_seconds else None
