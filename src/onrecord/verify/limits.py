"""Owns what a check says it cannot exclude, in words that narrow only as far as something from outside was at hand.

What came with the export narrows nothing: whoever makes everything anew makes that as well.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import Checkpoint, Label, instant_text, parse_instant
from onrecord.verify.bags import Bag
from onrecord.verify.codes import (
    ANCHORS_UNCHECKED,
    CLOCK_AHEAD,
    CONTRADICTED,
    HIDDEN_QUOTES,
    HIDDEN_WITHDRAWAL,
    NEVER_ADMITTED,
    NO_KEY_KNOWN,
    ONE_DIGEST,
    OUTSIDE_DECLINED,
    OWN_TIMES,
    OWN_TIMES_CLAIMED,
    OWN_TIMES_STAMPED,
    REWRITE,
    REWRITE_OWN,
    REWRITE_SINCE,
    REWRITE_STAMPED,
    REWRITE_WITNESSED,
    STAMPS_DISTRUSTED,
    STAMPS_UNCHECKED,
    TAIL_CUT,
    TAIL_CUT_WITNESSED,
    filled,
)
from onrecord.verify.cosignatures import CosignatureFound
from onrecord.verify.logs import LEAVES, ExportedLog
from onrecord.verify.stamps import StampFound, Standing
from onrecord.verify.verdict import Report

_AGAINST_CLAIMS: Final = frozenset({"claim-withdrawn@1", "claim-disputed@1", "claim-refuted@1"})
_DECLINED: Final = frozenset({"stamp-declined@1", "cosignature-declined@1"})
_CONTRADICTED: Final = frozenset({"head-contradicted@1"})
_DATED: Final = re.compile(rb'"at":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)","commitment"')
_CLOCKS_APART: Final = dt.timedelta(minutes=5)  # RELIABILITY A9


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """What a check had from outside, beside the export itself."""

    is_key_known: bool
    older: Checkpoint | None
    stamps: Sequence[StampFound]
    cosignatures: Sequence[CosignatureFound]
    anchors: int
    unseen_quotes: int

    def stamped(self) -> StampFound | None:
        """Return the stamp by an authority of the reader's that covers most; of several the earliest."""
        given = [one for one in self.stamps if one.standing is Standing.GIVEN]
        return min(given, key=lambda one: (-one.size, _moment(one)), default=None)

    def witnessed(self) -> CosignatureFound | None:
        """Return the cosignature by a witness of the reader's that covers most; of several the newest."""
        given = [one for one in self.cosignatures if one.standing is Standing.GIVEN]
        return max(given, key=lambda one: (one.size, one.signed_at), default=None)


def limits(bag: Bag, log: ExportedLog, at_hand: AtHand, report: Report) -> Iterator[Label]:
    """Yield in words what no check of these bytes, with what was at hand, could have found."""
    last = log.size - 1
    if not at_hand.is_key_known:
        yield filled(NO_KEY_KNOWN, key=log.key.text() if log.key else "?")
    yield _rewrite(at_hand)
    yield _tail_cut(at_hand, last)
    yield _times(at_hand)
    yield filled(NEVER_ADMITTED, count=log.size - len(log.shown))
    if hidden := log.hidden(_AGAINST_CLAIMS):
        yield filled(HIDDEN_WITHDRAWAL, count=hidden)
    if at_hand.unseen_quotes:
        yield filled(HIDDEN_QUOTES, count=at_hand.unseen_quotes)
    if count := report.checked["known_by_sha256_alone"]:
        yield filled(ONE_DIGEST, count=count)
    yield from _about_outside(bag, log, at_hand)


def _rewrite(at_hand: AtHand) -> Label:
    """A witness has seen one history; an older head is in the reader's own hands; a stamp knows only a moment."""
    witnessed, older, stamped = at_hand.witnessed(), at_hand.older, at_hand.stamped()
    if witnessed is not None and (older is None or witnessed.size >= older.size):
        return filled(REWRITE_WITNESSED, last=witnessed.size - 1, name=witnessed.witness)
    if older is not None:
        return filled(REWRITE_SINCE, last=older.size - 1)
    if stamped is not None:
        return filled(REWRITE_STAMPED, at=_at(stamped), size=stamped.size, name=stamped.authority)
    return REWRITE_OWN if at_hand.stamps or at_hand.cosignatures else REWRITE


def _tail_cut(at_hand: AtHand, last: int) -> Label:
    witnessed = at_hand.witnessed()
    if witnessed is not None and witnessed.size == last + 1:
        at = instant_text(witnessed.signed_at)
        return filled(TAIL_CUT_WITNESSED, last=last, name=witnessed.witness, at=at)
    return filled(TAIL_CUT, last=last)


def _times(at_hand: AtHand) -> Label:
    stamped = at_hand.stamped()
    if stamped is not None:
        return filled(OWN_TIMES_STAMPED, size=stamped.size, at=_at(stamped), name=stamped.authority)
    own = [one for one in at_hand.stamps if one.standing is Standing.OWN]
    if own:
        roots = dict.fromkeys(f"{one.authority} {', '.join(one.roots)}" for one in own)
        return filled(OWN_TIMES_CLAIMED, roots="; ".join(roots))
    return OWN_TIMES


def _about_outside(bag: Bag, log: ExportedLog, at_hand: AtHand) -> Iterator[Label]:
    if unchecked := sum(1 for one in at_hand.stamps if one.standing is Standing.UNCHECKED):
        yield filled(STAMPS_UNCHECKED if bag.trusted == "sha256" else STAMPS_DISTRUSTED, count=unchecked)
    if at_hand.anchors:
        yield filled(ANCHORS_UNCHECKED, count=at_hand.anchors)
    if declined := sum(1 for kind in log.leaves.kinds if kind in _DECLINED):
        yield filled(OUTSIDE_DECLINED, count=declined)
    if contradicted := sum(1 for kind in log.leaves.kinds if kind in _CONTRADICTED):
        yield filled(CONTRADICTED, count=contradicted)
    yield from _clocks_ahead(bag, at_hand)


def _clocks_ahead(bag: Bag, at_hand: AtHand) -> Iterator[Label]:
    """Yield the first stamp that stands before the date of an entry it covers: the keeper's clock was wrong."""
    earliest: dict[int, StampFound] = {}
    for one in sorted((one for one in at_hand.stamps if one.gen_time is not None), key=_moment, reverse=True):
        earliest[one.size] = one  # the last line that it covers, counted from 1
    for number, line in bag.lines(LEAVES) if earliest else ():
        if (stamp := earliest.get(number)) and (said := _DATED.search(line)):
            at = said[1].decode("ascii")
            if stamp.gen_time is not None and parse_instant(at) - stamp.gen_time > _CLOCKS_APART:
                yield filled(CLOCK_AHEAD, last=number - 1, found=at, at=_at(stamp))
                return


def _at(stamp: StampFound) -> str:
    return instant_text(stamp.gen_time) if stamp.gen_time else "?"


def _moment(stamp: StampFound) -> dt.datetime:
    return stamp.gen_time or dt.datetime.max.replace(tzinfo=dt.UTC)
