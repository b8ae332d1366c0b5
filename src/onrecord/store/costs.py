"""Owns what a guess at a passphrase costs: Argon2id (RFC 9106), its parameters, and their measure on this machine.

What a file asks for is held to bounds before it is followed, so that a hostile one cannot ask for a terabyte.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

SECONDS: Final = 0.5  # what one guess takes at least on the machine on which the passphrase was set (RELIABILITY L3)
_MARGIN: Final = 1.5  # measured beside other work, a guess looks dearer than it is
_MEMORIES: Final = (256 << 10, 128 << 10, 64 << 10)  # KiB, from the one we want to the least that is allowed
_LEAST_MEMORY: Final = 64 << 10  # KiB; RFC 9106, 4, second recommended option
_MOST_MEMORY: Final = 2 << 20  # KiB
_LANES: Final = 4
_PASSES: Final = 3
_MOST_PASSES: Final = 64
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The parameters of one passphrase. None is below 64 MiB, none above what a common computer can pay."""

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        is_payable = (
            _LEAST_MEMORY <= self.memory_kib <= _MOST_MEMORY
            and 1 <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= 16
        )
        if not is_payable:
            msg = f"no cost to pay: {self.memory_kib} KiB, {self.passes} passes, {self.lanes} lanes"
            raise ValueError(msg)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Return the cost that a file asks for.

        Raises:
            ValueError: it is out of bounds, or none.
        """
        found = [record.get(name) for name in ("memory_kib", "passes", "lanes")]
        if not all(type(one) is int for one in found):
            msg = "no cost"
            raise ValueError(msg)
        memory_kib, passes, lanes = (int(str(one)) for one in found)
        return cls(memory_kib=memory_kib, passes=passes, lanes=lanes)

    def to_record(self) -> dict[str, int]:
        """Return the parameters as a file holds them."""
        return {"memory_kib": self.memory_kib, "passes": self.passes, "lanes": self.lanes}

    def stretched(self, passphrase: bytes, salt: bytes) -> bytes:
        """Return 32 bytes from the passphrase; this takes the time and the memory it says.

        Raises:
            MemoryError: this machine has not so much.
        """
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        made = Argon2id(
            salt=salt, length=_KEY_BYTES, iterations=self.passes, lanes=self.lanes, memory_cost=self.memory_kib
        )
        return made.derive(passphrase)


Measure = Callable[[Cost], float]


def measured(cost: Cost) -> float:
    """Return how many seconds one guess takes here; of two tries the faster, since other work only slows."""
    taken = []
    for _ in range(2):
        began = time.perf_counter()
        cost.stretched(b"measured", bytes(16))
        taken.append(time.perf_counter() - began)
    return min(taken)


def calibrated(measure: Measure = measured) -> Cost:
    """Return the cost at which one guess takes at least `SECONDS` on this machine."""
    for memory in _MEMORIES:
        cost = Cost(memory_kib=memory, passes=_PASSES, lanes=_LANES)
        try:
            seconds = measure(cost)
        except MemoryError:
            continue
        passes = math.ceil(_PASSES * SECONDS * _MARGIN / max(seconds, 0.001))
        return Cost(memory_kib=memory, passes=min(max(passes, _PASSES), _MOST_PASSES), lanes=_LANES)
    raise MemoryError
