"""Owns how two births stand to each other, days and stretches of days alike. Never weighs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onrecord.register.linking.words import UNKNOWN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Levels = NDArray[np.int8]

YEARS_FAR, DAYS_DIFFER, YEARS_NEAR, SLIP, SAME_SPAN, SAME_DAY = 0, 1, 2, 3, 4, 5
BIRTH_LEVELS: Final = 6
_YEARS_APART: Final = 2  # METHOD 8.4, step 7
_YEAR: Final = 366
_EPOCH: Final = 719_163  # 1 January 1970 as a day since 1 January of the year 1
_NIBBLES: Final = 0x11111111


class Births:
    """The births of all records: their first and last day, and the digits of those that are days."""

    def __init__(self, first: Ints, last: Ints) -> None:
        import numpy as np

        self._first, self._last = first, last
        self._digits = np.where(first == UNKNOWN, 0, _digits(first)).astype(np.uint32)

    def of(self, left: Ints, right: Ints) -> Levels:
        """Return how births agree: days that can be one day, a slip of the pen, the same year, years near or far."""
        import numpy as np

        first_a, last_a = self._first[left], self._last[left]
        first_b, last_b = self._first[right], self._last[right]
        known = (first_a != UNKNOWN) & (first_b != UNKNOWN)
        apart = np.maximum(first_a - last_b, first_b - last_a)
        overlap = apart <= 0
        are_days = (first_a == last_a) & (first_b == last_b)
        levels = np.where(are_days, np.int8(DAYS_DIFFER), np.int8(YEARS_NEAR))
        levels[apart > _YEARS_APART * _YEAR] = YEARS_FAR
        levels[overlap] = SAME_SPAN
        levels[overlap & are_days] = SAME_DAY
        levels[~known] = UNKNOWN
        doubtful = np.flatnonzero(known & are_days & ~overlap)
        slips = doubtful[_are_slips(self._digits[left[doubtful]], self._digits[right[doubtful]])]
        levels[slips] = SLIP
        return levels


def years_of(days: Ints) -> Ints:
    """Return the years of days since 1 January of the year 1."""
    import numpy as np

    return _stamps(days).astype("datetime64[Y]").astype(np.int32) + 1970


def days_of_years(days: Ints) -> Ints:
    """Return month and day of days as MMDD."""
    import numpy as np

    stamps = _stamps(days)
    months = stamps.astype("datetime64[M]")
    day = (stamps - months.astype("datetime64[D]")).astype(np.int64) + 1
    found: Ints = ((months.astype(np.int64) % 12 + 1) * 100 + day).astype(np.int32)
    return found


def _stamps(days: Ints) -> NDArray[np.datetime64]:
    return (days.astype("int64") - _EPOCH).astype("datetime64[D]")


def _digits(days: Ints) -> NDArray[np.uint32]:
    """Return the digits of days as YYYYMMDD, four bits each."""
    import numpy as np

    number = years_of(days).astype(np.int64) * 10_000 + days_of_years(days)
    found = np.zeros(len(days), dtype=np.int64)
    for at in range(8):
        found |= number // 10**at % 10 << 4 * at
    return found.astype(np.uint32)


def _are_slips(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Say whether one day is the other with one digit wrong, or with two neighbours or day and month turned round."""
    import numpy as np

    differ = a ^ b
    wrong = np.bitwise_count((differ | differ >> 1 | differ >> 2 | differ >> 3) & np.uint32(_NIBBLES))
    found: NDArray[np.bool_] = wrong == 1
    for at in range(7):
        pair = np.uint32(0xFF << 4 * at)
        turned = (a >> 4 & np.uint32(0xF << 4 * at)) | (a << 4 & np.uint32(0xF0 << 4 * at))
        found |= ((differ & ~pair) == 0) & ((b & pair) == turned)
    months, days = a >> 8 & np.uint32(0xFF), a & np.uint32(0xFF)
    found |= (differ >> 16 == 0) & ((days << 8 | months) == (b & np.uint32(0xFFFF)))
    return found
