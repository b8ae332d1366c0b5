"""The vault: items, sealed by the digest of their bytes, and the custody of each.

It owns where evidence came from and through whose hands it went. It never reads what an item says: reading does.
"""

from onrecord.vault.accesses import Access, Accesses, accesses
from onrecord.vault.bag import BagWriter, manifest_findings
from onrecord.vault.clear import is_in_clear
from onrecord.vault.confined import Answer, Confined, Ending, Fences, Limits
from onrecord.vault.credential_words import sentences as credential_sentences
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
    NotConfined,
    OwnFile,
    ReasonMissing,
    RestrictedInClear,
    SameBytes,
    SameItem,
    SameVisibility,
    UnknownEvent,
    UnknownFact,
    Unreadable,
    WiderThanSource,
)
from onrecord.vault.examinations import Examination, ExaminationState, examinations_of, examined_items
from onrecord.vault.examining import ExamineReport, absences, examine, form_of_item
from onrecord.vault.handouts import DERIVATIONS, Derivation, WorkingCopy, copy_item, derive, open_item, read_by_program
from onrecord.vault.history import CustodyCheck, check_custody
from onrecord.vault.likeness import (
    AlikePictures,
    Judgement,
    Likeness,
    LikenessKind,
    Verdict,
    alike_pictures,
    groups,
    judge,
    judgements,
    provenances,
    same_bytes,
    spanning,
    without_judged,
)
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
from onrecord.vault.shingles import Shared, Shingles, alike, shingled
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
    "AlikePictures",
    "AmbiguousItem",
    "AnchorLibraryMissing",
    "AnchorOutcome",
    "Answer",
    "Ask",
    "BagWriter",
    "Chain",
    "ChainRefused",
    "Compared",
    "Confined",
    "Contradiction",
    "CosignOutcome",
    "CustodyBroken",
    "CustodyCheck",
    "CustodyEvent",
    "CustodyEventName",
    "DeclineReason",
    "Derivation",
    "Disposal",
    "Ending",
    "Examination",
    "ExaminationState",
    "ExamineReport",
    "Fences",
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
    "Judgement",
    "Likeness",
    "LikenessKind",
    "Limits",
    "LinkRefused",
    "NoSuchFile",
    "NoSuchHead",
    "NoSuchItem",
    "NoSuchWitness",
    "NotADerivation",
    "NotAFile",
    "NotConfined",
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
    "SameItem",
    "SameVisibility",
    "SealReport",
    "Sealed",
    "Seen",
    "Severity",
    "Shared",
    "Shingles",
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
    "Verdict",
    "WiderThanSource",
    "Witness",
    "WitnessAnswer",
    "WitnessFolder",
    "WitnessMemoryLost",
    "WorkingCopy",
    "absences",
    "accesses",
    "alike",
    "alike_pictures",
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
    "credential_sentences",
    "custody",
    "derive",
    "describe",
    "dispose",
    "disposed_items",
    "examinations_of",
    "examine",
    "examined_items",
    "form_of_item",
    "groups",
    "is_in_clear",
    "item",
    "items",
    "judge",
    "judgements",
    "leaves_of",
    "manifest_findings",
    "open_item",
    "outside_files",
    "outside_state",
    "provenances",
    "read_by_program",
    "read_proof",
    "recheck",
    "record_custody",
    "record_export",
    "recorded_name",
    "safe_name",
    "same_bytes",
    "seal",
    "shingled",
    "signed_head",
    "spanning",
    "stamp",
    "stamp_records",
    "time_proofs",
    "without_judged",
]
