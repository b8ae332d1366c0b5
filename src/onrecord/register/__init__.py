"""The register: who, across every list, and how many nobody listed.

It owns lists of people and losses, who is the same person, and the estimate of those whom no list has. It never states
a fact of its own but through the ledger, and never tells a number that its gates do not let through.
"""

from onrecord.register.capturing import NOT_PUBLIC, STRATA, Asked, Captures, captures, pairs_from
from onrecord.register.consents import Consents, Given, consents
from onrecord.register.consents import Level as ConsentLevel
from onrecord.register.errors import (
    LINK_REASONS,
    ROW_PROBLEMS,
    AnswersInvalid,
    EngineMissing,
    FileUnwritable,
    GroupsUnreadable,
    JudgedBefore,
    JudgedOtherwise,
    JudgementsInvalid,
    JudgementUnkept,
    ListIsOtherKind,
    ListMapRefused,
    ListNotRead,
    ListNotSealed,
    ListSaysOtherwise,
    ListUnsaid,
    MapInvalid,
    NamesNotPublic,
    NobodyToCount,
    NoSuchList,
    NoSuchMethod,
    NoSuchPart,
    NoSuchPerson,
    NoSuchStratum,
    NothingToSum,
    PairsUnreadable,
    PeopleUnreadable,
    PictureUnwritable,
    StrataUneven,
    TableInvalid,
    TablesDiffer,
    TableUnreadable,
    TooManyDimensions,
    WorkingPapersUnsaid,
)
from onrecord.register.estimate.gates import Gate
from onrecord.register.estimate.meta import Said, read_meta, said_in
from onrecord.register.estimate.methods import ALL, METHODS, VERSION, VERSIONS, Settings, assumed
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
from onrecord.register.joining import Joined, SaidTogether, join, people_from
from onrecord.register.judging import judge
from onrecord.register.linking.files import Map as LinkMap
from onrecord.register.linking.files import Rows as LinkRows
from onrecord.register.linking.files import date_of, records_from
from onrecord.register.linking.judged import COLUMNS as JUDGED_COLUMNS
from onrecord.register.linking.judged import Judged as JudgedPairs
from onrecord.register.linking.judged import Said as Judging
from onrecord.register.linking.judged import Word, judged_from, judgements_of, line_after, standing
from onrecord.register.linking.pairs import Pair
from onrecord.register.linking.reviewing import (
    LEARNT_EVERY,
    Agreement,
    Field,
    Review,
    answered,
    begun,
    fields_of,
    learnt_anew,
    next_pairs,
    passed_over,
    undone,
)
from onrecord.register.linking.running import VERSION as LINKING_VERSION
from onrecord.register.linking.running import Judgement, Linked, linked
from onrecord.register.linking.running import Settings as LinkSettings
from onrecord.register.linking.telling import Said as LinkReason
from onrecord.register.linking.telling import reasons_of as link_reasons
from onrecord.register.linking.weights import Model as LinkModel
from onrecord.register.listed import judgements_on_record, records_on_record, words_on_record
from onrecord.register.lists.mapping import ListMap, ListOf, list_map_from, list_map_of
from onrecord.register.lists.model import Judged, ListCard, ListedRow, Register, register_of
from onrecord.register.lists.reading_back import on_record
from onrecord.register.lists.showing import amount, loss_row, person_row
from onrecord.register.lists.taking import Absent, CellChange, ListReport, counts_of, take_list
from onrecord.register.lists.totals import LossTotal, Sum, totals_of
from onrecord.register.loss_tables import COUNT, VALUE, LossesWanted, LossRelease, release_losses
from onrecord.register.records import Record
from onrecord.register.releasing import Release, Wanted, release

__all__ = [
    "ALL",
    "COUNT",
    "INTERVALS",
    "JUDGED_COLUMNS",
    "LEARNT_EVERY",
    "LINKING_VERSION",
    "LINK_REASONS",
    "METHODS",
    "NOT_PUBLIC",
    "ROW_PROBLEMS",
    "SEED",
    "STRATA",
    "VALUE",
    "VERSION",
    "VERSIONS",
    "WARNING",
    "Absent",
    "Agreement",
    "Answer",
    "AnswersInvalid",
    "Asked",
    "CaptureTable",
    "Captures",
    "CellChange",
    "ConsentLevel",
    "Consents",
    "Decision",
    "EngineMissing",
    "Estimate",
    "Field",
    "FileUnwritable",
    "Gate",
    "Given",
    "GroupsUnreadable",
    "Interval",
    "Joined",
    "Judged",
    "JudgedBefore",
    "JudgedOtherwise",
    "JudgedPairs",
    "Judgement",
    "JudgementUnkept",
    "JudgementsInvalid",
    "Judging",
    "LinkMap",
    "LinkModel",
    "LinkReason",
    "LinkRows",
    "LinkSettings",
    "Linked",
    "ListCard",
    "ListIsOtherKind",
    "ListMap",
    "ListMapRefused",
    "ListNotRead",
    "ListNotSealed",
    "ListOf",
    "ListReport",
    "ListSaysOtherwise",
    "ListUnsaid",
    "ListedRow",
    "LossRelease",
    "LossTotal",
    "LossesWanted",
    "MapInvalid",
    "NamesNotPublic",
    "NoSuchList",
    "NoSuchMethod",
    "NoSuchPart",
    "NoSuchPerson",
    "NoSuchStratum",
    "NobodyToCount",
    "NothingToSum",
    "Pair",
    "PairsUnreadable",
    "PeopleUnreadable",
    "PictureUnwritable",
    "Record",
    "Register",
    "Release",
    "Review",
    "Said",
    "SaidTogether",
    "Settings",
    "StrataUneven",
    "Sum",
    "TableInvalid",
    "TableUnreadable",
    "TablesDiffer",
    "TimesTable",
    "TooManyDimensions",
    "Wanted",
    "Word",
    "WorkingPapersUnsaid",
    "amount",
    "answered",
    "assumed",
    "begun",
    "captures",
    "consents",
    "counts_of",
    "date_of",
    "documented",
    "estimated",
    "fields_of",
    "join",
    "judge",
    "judged_from",
    "judgements_of",
    "judgements_on_record",
    "learnt_anew",
    "line_after",
    "link_reasons",
    "linked",
    "list_map_from",
    "list_map_of",
    "loss_row",
    "next_pairs",
    "on_record",
    "pairs_from",
    "passed_over",
    "people_from",
    "person_row",
    "picture",
    "read_meta",
    "read_table",
    "records_from",
    "records_on_record",
    "register_of",
    "release",
    "release_losses",
    "said_in",
    "standing",
    "table_from_memberships",
    "table_from_text",
    "tables_each",
    "take_list",
    "together",
    "total",
    "totals_of",
    "undone",
    "words_on_record",
]
