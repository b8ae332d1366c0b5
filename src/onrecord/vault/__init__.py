"""The vault: items, sealed by the digest of their bytes, and the custody of each.

It owns where evidence came from and through whose hands it went. It never reads what an item says: reading does.
"""

from onrecord.vault.accesses import Access, Accesses, accesses
from onrecord.vault.bag import BagWriter, manifest_findings
from onrecord.vault.contents import container_of, containers, members, sidecars, unpack
from onrecord.vault.custody import Disposal, dispose, record_custody, record_export
from onrecord.vault.digestlists import Listed, Match, Matches, match_digests
from onrecord.vault.entries import ITEM_EXPORTED, SEALINGS
from onrecord.vault.errors import (
    AccessUnrecorded,
    AmbiguousItem,
    ChangedWhileRead,
    CustodyBroken,
    FileRefused,
    InTheWay,
    LinkRefused,
    NoDigests,
    NoSuchFile,
    NoSuchItem,
    NotAContainer,
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
from onrecord.vault.model import ActorRole, CustodyEvent, CustodyEventName, Item, MemberOf, Process, Sealed, Sidecar
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
    "ChangedWhileRead",
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
    "Listed",
    "Match",
    "Matches",
    "MemberOf",
    "NoDigests",
    "NoSuchFile",
    "NoSuchItem",
    "NotAContainer",
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
    "Sidecar",
    "UnknownEvent",
    "UnknownFact",
    "Unreadable",
    "WiderThanSource",
    "WorkingCopy",
    "accesses",
    "change_visibility",
    "check_custody",
    "container_of",
    "containers",
    "copy_item",
    "custody",
    "derive",
    "dispose",
    "disposed_items",
    "item",
    "items",
    "manifest_findings",
    "match_digests",
    "members",
    "open_item",
    "read_by_program",
    "record_custody",
    "record_export",
    "recorded_name",
    "safe_name",
    "seal",
    "sidecars",
    "unpack",
]
