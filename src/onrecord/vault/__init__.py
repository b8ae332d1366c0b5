"""The vault: items, sealed by the digest of their bytes, and the custody of each.

It owns where evidence came from and through whose hands it went. It never reads what an item says: reading does.
"""

from onrecord.vault.accesses import Access, Accesses, accesses
from onrecord.vault.bag import BagWriter, manifest_findings
from onrecord.vault.custody import Disposal, dispose, record_custody, record_export
from onrecord.vault.entries import ITEM_EXPORTED, SEALINGS
from onrecord.vault.errors import (
    AccessUnrecorded,
    AmbiguousItem,
    CustodyBroken,
    FileRefused,
    InTheWay,
    LinkRefused,
    NoSuchFile,
    NoSuchItem,
    NotADerivation,
    NotAFile,
    OwnFile,
    ReasonMissing,
    SameBytes,
    SameVisibility,
    UnknownEvent,
    UnknownFact,
    Unreadable,
    WiderThanSource,
)
from onrecord.vault.handouts import DERIVATIONS, Derivation, WorkingCopy, copy_item, derive, open_item, read_by_program
from onrecord.vault.history import CustodyCheck, check_custody
from onrecord.vault.model import ActorRole, CustodyEvent, CustodyEventName, Item, Process, Sealed
from onrecord.vault.naming import recorded_name, safe_name
from onrecord.vault.queries import custody, disposed_items, item, items
from onrecord.vault.rules import Finding, Severity
from onrecord.vault.sealing import SealReport, seal
from onrecord.vault.tables import SHADOW
from onrecord.vault.visibility import change_visibility

__all__ = [
    "DERIVATIONS",
    "ITEM_EXPORTED",
    "SEALINGS",
    "SHADOW",
    "Access",
    "AccessUnrecorded",
    "Accesses",
    "ActorRole",
    "AmbiguousItem",
    "BagWriter",
    "CustodyBroken",
    "CustodyCheck",
    "CustodyEvent",
    "CustodyEventName",
    "Derivation",
    "Disposal",
    "FileRefused",
    "Finding",
    "InTheWay",
    "Item",
    "LinkRefused",
    "NoSuchFile",
    "NoSuchItem",
    "NotADerivation",
    "NotAFile",
    "OwnFile",
    "Process",
    "ReasonMissing",
    "SameBytes",
    "SameVisibility",
    "SealReport",
    "Sealed",
    "Severity",
    "UnknownEvent",
    "UnknownFact",
    "Unreadable",
    "WiderThanSource",
    "WorkingCopy",
    "accesses",
    "change_visibility",
    "check_custody",
    "copy_item",
    "custody",
    "derive",
    "dispose",
    "disposed_items",
    "item",
    "items",
    "manifest_findings",
    "open_item",
    "read_by_program",
    "record_custody",
    "record_export",
    "recorded_name",
    "safe_name",
    "seal",
]
