"""Erasure: what has to go when a person withdraws, who decided it, and that nothing of it is left.

It owns the worklist, the approval by two, holds, and the order in which things go. It lies above all rooms that make
something of evidence, since each of them may hold a piece. It never touches an entry's number, time, kind or proof.
"""

from onrecord.erasure.commands import expunge, lift_hold, place_hold
from onrecord.erasure.errors import (
    AlreadyHeld,
    ApprovalsMissing,
    NoSuchHold,
    NothingToExpunge,
    OnlyProof,
    ReasonNamesThem,
    TombstonesRefused,
    UnderHold,
    WorklistMoved,
)
from onrecord.erasure.model import Expunged, Expunging, Flag, Hold, Part, Recipient, Why, Worklist
from onrecord.erasure.queries import expungings, holds
from onrecord.erasure.tables import SHADOW
from onrecord.erasure.tombstones import Replayed, Tombstones, replay, tombstones
from onrecord.erasure.worklist import worklist

__all__ = [
    "SHADOW",
    "AlreadyHeld",
    "ApprovalsMissing",
    "Expunged",
    "Expunging",
    "Flag",
    "Hold",
    "NoSuchHold",
    "NothingToExpunge",
    "OnlyProof",
    "Part",
    "ReasonNamesThem",
    "Recipient",
    "Replayed",
    "Tombstones",
    "TombstonesRefused",
    "UnderHold",
    "Why",
    "Worklist",
    "WorklistMoved",
    "expunge",
    "expungings",
    "holds",
    "lift_hold",
    "place_hold",
    "replay",
    "tombstones",
    "worklist",
]
