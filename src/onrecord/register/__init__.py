"""The register: who, across every list, and how many nobody listed.

It owns lists of people and losses, who is the same person, and the estimate of those whom no list has. It never states
a fact of its own but through the ledger, and never tells a number that its gates do not let through.
"""

from onrecord.register.errors import (
    AnswersInvalid,
    NoSuchMethod,
    PictureUnwritable,
    StrataUneven,
    TableInvalid,
    TablesDiffer,
    TableUnreadable,
)
from onrecord.register.estimate.gates import Gate
from onrecord.register.estimate.meta import Said, read_meta, said_in
from onrecord.register.estimate.methods import ALL, METHODS, VERSION, VERSIONS, Settings
from onrecord.register.estimate.model import INTERVALS, Answer, Interval
from onrecord.register.estimate.pictures import picture
from onrecord.register.estimate.running import (
    WARNING,
    Decision,
    Estimate,
    documented,
    estimated,
    tables_each,
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

__all__ = [
    "ALL",
    "INTERVALS",
    "METHODS",
    "SEED",
    "VERSION",
    "VERSIONS",
    "WARNING",
    "Answer",
    "AnswersInvalid",
    "CaptureTable",
    "Decision",
    "Estimate",
    "Gate",
    "Interval",
    "NoSuchMethod",
    "PictureUnwritable",
    "Said",
    "Settings",
    "StrataUneven",
    "TableInvalid",
    "TableUnreadable",
    "TablesDiffer",
    "TimesTable",
    "documented",
    "estimated",
    "picture",
    "read_meta",
    "read_table",
    "said_in",
    "table_from_memberships",
    "table_from_text",
    "tables_each",
    "together",
    "total",
]
