"""The register: who, across every list, and how many nobody listed.

It owns lists of people and losses, who is the same person, and the estimate of those whom no list has. It never states
a fact of its own but through the ledger, and never tells a number that its gates do not let through.
"""

from onrecord.register.errors import (
    LINK_REASONS,
    AnswersInvalid,
    EngineMissing,
    MapInvalid,
    NoSuchMethod,
    PeopleUnreadable,
    TableInvalid,
    TablesDiffer,
    TableUnreadable,
)
from onrecord.register.estimate.gates import Gate
from onrecord.register.estimate.meta import Said, read_meta, said_in
from onrecord.register.estimate.model import INTERVALS, Answer, Interval
from onrecord.register.estimate.running import (
    ALL,
    METHODS,
    VERSION,
    WARNING,
    Decision,
    Estimate,
    Settings,
    estimated,
    together,
    total,
)
from onrecord.register.estimate.streams import SEED
from onrecord.register.estimate.tables import (
    CaptureTable,
    TimesTable,
    read_table,
    table_from_memberships,
    table_from_text,
)
from onrecord.register.linking.files import Map as LinkMap
from onrecord.register.linking.files import Rows as LinkRows
from onrecord.register.linking.files import date_of, records_from
from onrecord.register.linking.running import VERSION as LINKING_VERSION
from onrecord.register.linking.running import Judgement, Linked, Pair, linked
from onrecord.register.linking.running import Settings as LinkSettings
from onrecord.register.linking.telling import Said as LinkReason
from onrecord.register.linking.telling import reasons_of as link_reasons
from onrecord.register.linking.weights import Model as LinkModel
from onrecord.register.records import Record

__all__ = [
    "ALL",
    "INTERVALS",
    "LINKING_VERSION",
    "LINK_REASONS",
    "METHODS",
    "SEED",
    "VERSION",
    "WARNING",
    "Answer",
    "AnswersInvalid",
    "CaptureTable",
    "Decision",
    "EngineMissing",
    "Estimate",
    "Gate",
    "Interval",
    "Judgement",
    "LinkMap",
    "LinkModel",
    "LinkReason",
    "LinkRows",
    "LinkSettings",
    "Linked",
    "MapInvalid",
    "NoSuchMethod",
    "Pair",
    "PeopleUnreadable",
    "Record",
    "Said",
    "Settings",
    "TableInvalid",
    "TableUnreadable",
    "TablesDiffer",
    "TimesTable",
    "date_of",
    "estimated",
    "link_reasons",
    "linked",
    "read_meta",
    "read_table",
    "records_from",
    "said_in",
    "table_from_memberships",
    "table_from_text",
    "together",
    "total",
]
