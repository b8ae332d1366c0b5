"""Values without input or output: ids, clock, digests, canonical JSON, dates, quantities, names of things, faults.

Everything here is frozen, needs the standard library only and knows no other room. It owns the words that all rooms
share; it never reads a file, opens a database or decides what may be concluded from evidence.
"""

from onrecord.kernel.attribution import Level, SpeakerKind
from onrecord.kernel.canonical import LARGEST_INTEGER, NotCanonical, canonical_bytes, parse_json
from onrecord.kernel.clock import Clock, FixedClock, SystemClock, instant_text, parse_instant
from onrecord.kernel.dates import PartialDate, add_months
from onrecord.kernel.digests import SALT_BYTES, commitment, is_sha256_hex, new_sha256, sha256_hex
from onrecord.kernel.errors import (
    Broken,
    Conflict,
    Fault,
    Invalid,
    Misconfigured,
    NotAllowed,
    NotFound,
    Problem,
    Refused,
    Unavailable,
)
from onrecord.kernel.ids import ClaimId, CountedIds, EntryKind, IdSupply, ItemId, LayerId, RandomIds, SourceId
from onrecord.kernel.labels import INTERFACE_LANGUAGES, Label
from onrecord.kernel.languages import LANGUAGES, Script, has_mixed_scripts, language_name, script_of
from onrecord.kernel.merkle import (
    EMPTY_ROOT,
    HASH_BYTES,
    ProofRefused,
    Tree,
    is_subtree,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
    verify_subtree_consistency,
    verify_subtree_inclusion,
)
from onrecord.kernel.money import Money, is_currency
from onrecord.kernel.notes import (
    COSIGNATURE,
    ED25519,
    Checkpoint,
    Cosignature,
    NoteRefused,
    NoteSignature,
    SignedNote,
    VerifierKey,
    cosigned_message,
    key_id,
    parse_signature_lines,
)
from onrecord.kernel.quantities import Number, Qualifier, Quantity, number_record, number_text
from onrecord.kernel.spans import Span, line_and_column
from onrecord.kernel.values import Value, value_from, value_record, value_text
from onrecord.kernel.visibility import Actor, Role, Visibility
from onrecord.kernel.vocabulary import Property, Term, ValueType, Vocabulary, VocabularyRefused

__all__ = [
    "COSIGNATURE",
    "ED25519",
    "EMPTY_ROOT",
    "HASH_BYTES",
    "INTERFACE_LANGUAGES",
    "LANGUAGES",
    "LARGEST_INTEGER",
    "SALT_BYTES",
    "Actor",
    "Broken",
    "Checkpoint",
    "ClaimId",
    "Clock",
    "Conflict",
    "Cosignature",
    "CountedIds",
    "EntryKind",
    "Fault",
    "FixedClock",
    "IdSupply",
    "Invalid",
    "ItemId",
    "Label",
    "LayerId",
    "Level",
    "Misconfigured",
    "Money",
    "NotAllowed",
    "NotCanonical",
    "NotFound",
    "NoteRefused",
    "NoteSignature",
    "Number",
    "PartialDate",
    "Problem",
    "ProofRefused",
    "Property",
    "Qualifier",
    "Quantity",
    "RandomIds",
    "Refused",
    "Role",
    "Script",
    "SignedNote",
    "SourceId",
    "Span",
    "SpeakerKind",
    "SystemClock",
    "Term",
    "Tree",
    "Unavailable",
    "Value",
    "ValueType",
    "VerifierKey",
    "Visibility",
    "Vocabulary",
    "VocabularyRefused",
    "add_months",
    "canonical_bytes",
    "commitment",
    "cosigned_message",
    "has_mixed_scripts",
    "instant_text",
    "is_currency",
    "is_sha256_hex",
    "is_subtree",
    "key_id",
    "language_name",
    "leaf_hash",
    "line_and_column",
    "new_sha256",
    "node_hash",
    "number_record",
    "number_text",
    "parse_instant",
    "parse_json",
    "parse_signature_lines",
    "root_of",
    "script_of",
    "sha256_hex",
    "value_from",
    "value_record",
    "value_text",
    "verify_consistency",
    "verify_inclusion",
    "verify_subtree_consistency",
    "verify_subtree_inclusion",
]
