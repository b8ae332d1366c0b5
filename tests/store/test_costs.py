"""What a guess costs: L3 as parameters, never as the time of a busy machine."""

import pytest

from onrecord.store.costs import SECONDS, Cost, calibrated

_LEAST = 64 << 10


@pytest.mark.parametrize("seconds_a_pass", [0.0001, 0.01, 0.07, 0.2, 0.5, 3.0])
def test_a_guess_takes_half_a_second_on_the_machine_that_was_measured(seconds_a_pass: float) -> None:
    """L3: at least 64 MiB and 0.5 s, whatever the machine; a slow one still gets three passes, a fast one more."""
    cost = calibrated(lambda tried: tried.passes * seconds_a_pass)
    assert cost.memory_kib >= _LEAST
    assert cost.passes >= 3
    assert cost.passes * seconds_a_pass >= SECONDS or cost.passes == 64
    assert SECONDS == 0.5


def test_a_machine_with_little_memory_pays_in_passes() -> None:
    """What 256 MiB cannot be had for is had for 64 MiB, never for less."""

    def measure(cost: Cost) -> float:
        if cost.memory_kib > _LEAST:
            raise MemoryError
        return cost.passes * 0.05

    cost = calibrated(measure)
    assert cost.memory_kib == _LEAST
    assert cost.passes * 0.05 >= SECONDS


def test_a_machine_with_less_than_the_least_is_told() -> None:
    """No passphrase is set that would be cheap to guess."""

    def measure(_cost: Cost) -> float:
        raise MemoryError

    with pytest.raises(MemoryError):
        calibrated(measure)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"memory_kib": 1 << 30, "passes": 3, "lanes": 4},
        {"memory_kib": (2 << 20) + 1, "passes": 3, "lanes": 4},
        {"memory_kib": _LEAST - 1, "passes": 3, "lanes": 4},
        {"memory_kib": _LEAST, "passes": 10**9, "lanes": 4},
        {"memory_kib": _LEAST, "passes": 0, "lanes": 4},
        {"memory_kib": _LEAST, "passes": 3, "lanes": 1000},
        {"memory_kib": True, "passes": 3, "lanes": 4},
        {"memory_kib": "65536", "passes": 3, "lanes": 4},
        {"memory_kib": 65536.0, "passes": 3, "lanes": 4},
    ],
)
def test_a_hostile_file_asks_for_nothing_that_hurts(record: dict[str, object]) -> None:
    """A terabyte, a year, or so little that a guess is free: refused before it is followed."""
    with pytest.raises(ValueError, match="cost"):
        Cost.from_record(record)


def test_stretching_is_argon2id() -> None:
    """The same words at the same cost give the same 32 bytes; another salt, cost or word gives others."""
    cost = Cost(memory_kib=_LEAST, passes=1, lanes=1)
    one = cost.stretched(b"words", b"s" * 16)
    others = {
        cost.stretched(b"wordz", b"s" * 16),
        cost.stretched(b"words", b"t" * 16),
        Cost(memory_kib=_LEAST, passes=2, lanes=1).stretched(b"words", b"s" * 16),
    }
    assert one.hex() == "81fa14144c2c7c514e454e89b025aa397a54fb2771d61cc3a1c4e8d2406faee9"
    assert one not in others
    assert len(others) == 3
