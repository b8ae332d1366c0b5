"""The vault: items, sealed by the digest of their bytes, and the custody of each.

It owns where evidence came from and through whose hands it went. It never reads what an item says: reading does.
"""

from onrecord.vault.bag import BagWriter
from onrecord.vault.custody import record_custody
from onrecord.vault.entries import SEALINGS
from onrecord.vault.errors import (
    AmbiguousItem,
    CustodyBroken,
    FileRefused,
    LinkRefused,
    NoSuchFile,
    NoSuchItem,
    NotAFile,
    OwnFile,
    ReasonMissing,
    SameVisibility,
    UnknownEvent,
    UnknownFact,
    Unreadable,
)
from onrecord.vault.model import CustodyEvent, CustodyEventName, Item, Sealed
from onrecord.vault.naming import recorded_name, safe_name
from onrecord.vault.queries import custody, item, items, open_item
from onrecord.vault.sealing import SealReport, seal
from onrecord.vault.tables import SHADOW
from onrecord.vault.visibility import change_visibility

__all__ = [
    "SEALINGS",
    "SHADOW",
    "AmbiguousItem",
    "BagWriter",
    "CustodyBroken",
    "CustodyEvent",
    "CustodyEventName",
    "FileRefused",
    "Item",
    "LinkRefused",
    "NoSuchFile",
    "NoSuchItem",
    "NotAFile",
    "OwnFile",
    "ReasonMissing",
    "SameVisibility",
    "SealReport",
    "Sealed",
    "UnknownEvent",
    "UnknownFact",
    "Unreadable",
    "change_visibility",
    "custody",
    "item",
    "items",
    "open_item",
    "record_custody",
    "recorded_name",
    "safe_name",
    "seal",
]
