"""Owns which sums give somebody away, and how far such a sum has to stay open: what one owner lost is not published.

A sum of money that is mostly one person's tells what that person lost, to the village and to whoever lost the rest. The
rules are those of official statistics (Hundepool, Domingo-Ferrer, Franconi, Giessing, Schulte Nordholt, Spicer and de
Wolf, Statistical Disclosure Control, Wiley 2012, 4.2): too few owners, the (n,k) rule of dominance, and the p% rule,
by which the second largest owner must not be able to reckon the largest closer than p per cent. The numbers are ours,
at the careful end of what offices use. Whoever is not told to be another owner is taken to be the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from onrecord.kernel import FEWEST_LIVING

DOMINANCE: Final = ((1, 75), (2, 85))  # n owners may hold at most k per cent of a sum
NEAREST: Final = 15  # per cent of what the largest owner has: nobody else may come closer


def missing(amounts: Iterable[int]) -> int:
    """Return how far a sum of these owners' amounts has to stay open upwards and downwards; 0 where it may be told.

    The levels are those of the rules (Hundepool et al. 2012, 4.2.2 and 4.3): for (n,k) what is missing until n owners
    hold k per cent, for p% what is missing until the rest hides the largest by p per cent. Of too few owners the
    largest has to stay hidden by p per cent.
    """
    held = sorted((one for one in amounts if one), reverse=True)
    if not held:
        return 0
    total = sum(held)
    levels = [_part(100 * sum(held[:count]), share) - total for count, share in DOMINANCE]
    levels.append(_part(NEAREST * held[0], 100) - (total - sum(held[:2])))
    if len(held) < FEWEST_LIVING:
        levels.append(_part(NEAREST * held[0], 100))
    return max(0, *levels)


def _part(whole: int, by: int) -> int:
    return -(-whole // by)
