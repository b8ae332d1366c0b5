"""The vault: items, sealed by the digest of their bytes, and the custody of each.

It owns where evidence came from and through whose hands it went. It never reads what an item says: reading does.
"""

from onrecord.vault.accesses import Access, Accesses, accesses
from onrecord.vault.bag import BagWriter, manifest_findings
from onrecord.vault.clear import is_in_clear
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
    RestrictedInClear,
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
from onrecord.vault.outside.anchoring import AnchorOutcome, anchor, read_proof
from onrecord.vault.outside.asking import Ask, Reply
from onrecord.vault.outside.bagging import outside_files
from onrecord.vault.outside.comparing import Compared, Follower, compare_head, leaves_of
from onrecord.vault.outside.cosigning import ALARMS, CosignOutcome, OutsideWitness, check_cosignature, cosign
from onrecord.vault.outside.entries import ABOUT_HEADS, GIVEN_FOR_HEADS
from onrecord.vault.outside.errors import (
    AnchorLibraryMissing,
    ChainRefused,
    ForeignHead,
    HeadRefused,
    HeadUnproven,
    NoSuchHead,
    NoSuchWitness,
    StampFalse,
    WitnessMemoryLost,
)
from onrecord.vault.outside.heads import Contradiction, Head
from onrecord.vault.outside.proven import OutsideState, SourceState, TimeProof, outside_state, time_proofs
from onrecord.vault.outside.rechecking import Rechecked, recheck
from onrecord.vault.outside.records import (
    StampRecord,
    anchor_records,
    contradiction_records,
    cosignature_records,
    stamp_records,
)
from onrecord.vault.outside.stamping import StampOutcome, TimeAuthority, signed_head, stamp
from onrecord.vault.outside.stamps import LIES, Chain, DeclineReason, Stamp, StampRequest, check_reply, describe
from onrecord.vault.outside.witness_folder import FollowedLog, WitnessFolder
from onrecord.vault.outside.witnessing import Request, Seen, Witness, WitnessAnswer
from onrecord.vault.queries import custody, disposed_items, item, items
from onrecord.vault.rules import Finding, Severity
from onrecord.vault.sealing import SealReport, seal
from onrecord.vault.shadow import SHADOW
from onrecord.vault.visibility import change_visibility

__all__ = [
    "ABOUT_HEADS",
    "ALARMS",
    "DERIVATIONS",
    "GIVEN_FOR_HEADS",
    "ITEM_EXPORTED",
    "LIES",
    "SEALINGS",
    "SHADOW",
    "Access",
    "AccessUnrecorded",
    "Accesses",
    "ActorRole",
    "AmbiguousItem",
    "AnchorLibraryMissing",
    "AnchorOutcome",
    "Ask",
    "BagWriter",
    "Chain",
    "ChainRefused",
    "Compared",
    "Contradiction",
    "CosignOutcome",
    "CustodyBroken",
    "CustodyCheck",
    "CustodyEvent",
    "CustodyEventName",
    "DeclineReason",
    "Derivation",
    "Disposal",
    "FileRefused",
    "Finding",
    "FollowedLog",
    "Follower",
    "ForeignHead",
    "Head",
    "HeadRefused",
    "HeadUnproven",
    "InTheWay",
    "Item",
    "LinkRefused",
    "NoSuchFile",
    "NoSuchHead",
    "NoSuchItem",
    "NoSuchWitness",
    "NotADerivation",
    "NotAFile",
    "OutsideState",
    "OutsideWitness",
    "OwnFile",
    "Process",
    "ReasonMissing",
    "Rechecked",
    "Reply",
    "Request",
    "RestrictedInClear",
    "SameBytes",
    "SameVisibility",
    "SealReport",
    "Sealed",
    "Seen",
    "Severity",
    "SourceState",
    "Stamp",
    "StampFalse",
    "StampOutcome",
    "StampRecord",
    "StampRequest",
    "TimeAuthority",
    "TimeProof",
    "UnknownEvent",
    "UnknownFact",
    "Unreadable",
    "WiderThanSource",
    "Witness",
    "WitnessAnswer",
    "WitnessFolder",
    "WitnessMemoryLost",
    "WorkingCopy",
    "accesses",
    "anchor",
    "anchor_records",
    "change_visibility",
    "check_cosignature",
    "check_custody",
    "check_reply",
    "compare_head",
    "contradiction_records",
    "copy_item",
    "cosign",
    "cosignature_records",
    "custody",
    "derive",
    "describe",
    "dispose",
    "disposed_items",
    "is_in_clear",
    "item",
    "items",
    "leaves_of",
    "manifest_findings",
    "open_item",
    "outside_files",
    "outside_state",
    "read_by_program",
    "read_proof",
    "recheck",
    "record_custody",
    "record_export",
    "recorded_name",
    "safe_name",
    "seal",
    "signed_head",
    "stamp",
    "stamp_records",
    "time_proofs",
]
