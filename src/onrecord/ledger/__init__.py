"""The ledger: everything on record is a claim, with who said it, where, in which words.

It owns the vocabulary, claims, sources and their origins, and figures: claims about one quantity read together. It
never writes over a claim, never picks a winner among them, and never knows which statement uses them.
"""

from onrecord.ledger.book import Book
from onrecord.ledger.changes import Became, Changes, ClaimChange, FigureChange, Moved, changes, refuse_reversed
from onrecord.ledger.commands import (
    RefusedRow,
    StateReport,
    dispute,
    refute,
    state,
    state_rows,
    withdraw,
)
from onrecord.ledger.deciding import Accepted, AcceptReport, NotAccepted, accept, propose
from onrecord.ledger.entries import (
    CLAIM_DISPUTED,
    CLAIM_REFUTED,
    CLAIM_STATED,
    CLAIM_SUPERSEDED,
    CLAIM_WITHDRAWN,
    CLAIMS_REVIEWED,
    CONTRADICTION_JUDGED,
)
from onrecord.ledger.errors import (
    REASONS,
    AlreadyThere,
    ClaimRefused,
    ExpungedMeanwhile,
    FileNotRows,
    JudgementWider,
    MappingRefused,
    MomentsReversed,
    NoListOfSheet,
    NoSuchClaim,
    NoSuchContradiction,
    NoSuchFigure,
    NoSuchIncident,
    NothingJudged,
    NotStanding,
    OwnClaimsReviewed,
    ReasonMissing,
    RefutationWithoutBasis,
    RefutedBefore,
    SheetNotChosen,
    UnknownForm,
    UnknownVerdict,
)
from onrecord.ledger.exchange.commands import import_from
from onrecord.ledger.exchange.forms import IN as IMPORT_FORMS
from onrecord.ledger.exchange.forms import OUT as EXPORT_FORMS
from onrecord.ledger.exchange.forms import export_to, read_from
from onrecord.ledger.exchange.losses import Loss
from onrecord.ledger.exchange.shape import Document, Incoming, Read
from onrecord.ledger.figures import figures_table, newest_first
from onrecord.ledger.incidents import Ties
from onrecord.ledger.judgements import NO_CONTRADICTION, Judgement
from onrecord.ledger.judging import VERDICTS, overrule
from onrecord.ledger.kinds import Kind
from onrecord.ledger.levels import Confirmation, Confirmed
from onrecord.ledger.model import (
    Claim,
    ClaimStatus,
    Figure,
    FigureQuery,
    FigureStatus,
    Floor,
    Reading,
    Source,
)
from onrecord.ledger.queries import (
    book,
    claim,
    claims,
    claims_of_item,
    contradictions,
    figures,
    narrowed_claims,
    sources,
)
from onrecord.ledger.relations import Relation, moment, relation
from onrecord.ledger.replacing import replace_rows
from onrecord.ledger.reviewing import review
from onrecord.ledger.reviews import Review
from onrecord.ledger.rows import Row, jsonl_rows, rows_from
from onrecord.ledger.sameness import chiefs, same_person
from onrecord.ledger.sheets.applying import renamed
from onrecord.ledger.sheets.guessing import guess as guess_mapping
from onrecord.ledger.sheets.mapping import Into, Measure, SheetMapping, mapping_from, mapping_of
from onrecord.ledger.sheets.stating import Prepared, keep_refused, prepare, state_file
from onrecord.ledger.sheets.tables import Table, TableRow, table_from
from onrecord.ledger.sheets.updating import UpdateReport, listed_in, update, write_sheet
from onrecord.ledger.tables import SHADOW
from onrecord.ledger.telling import Contradiction
from onrecord.ledger.unstated import book_from_file, book_from_rows
from onrecord.ledger.word_list import code_of, facts_of
from onrecord.ledger.word_list import to_markdown as vocabulary_page
from onrecord.ledger.word_list import to_record as vocabulary_record
from onrecord.ledger.words import shipped_vocabulary, vocabulary_of

__all__ = [
    "CLAIMS_REVIEWED",
    "CLAIM_DISPUTED",
    "CLAIM_REFUTED",
    "CLAIM_STATED",
    "CLAIM_SUPERSEDED",
    "CLAIM_WITHDRAWN",
    "CONTRADICTION_JUDGED",
    "EXPORT_FORMS",
    "IMPORT_FORMS",
    "NO_CONTRADICTION",
    "REASONS",
    "SHADOW",
    "VERDICTS",
    "AcceptReport",
    "Accepted",
    "AlreadyThere",
    "Became",
    "Book",
    "Changes",
    "Claim",
    "ClaimChange",
    "ClaimRefused",
    "ClaimStatus",
    "Confirmation",
    "Confirmed",
    "Contradiction",
    "Document",
    "ExpungedMeanwhile",
    "Figure",
    "FigureChange",
    "FigureQuery",
    "FigureStatus",
    "FileNotRows",
    "Floor",
    "Incoming",
    "Into",
    "Judgement",
    "JudgementWider",
    "Kind",
    "Loss",
    "MappingRefused",
    "Measure",
    "MomentsReversed",
    "Moved",
    "NoListOfSheet",
    "NoSuchClaim",
    "NoSuchContradiction",
    "NoSuchFigure",
    "NoSuchIncident",
    "NotAccepted",
    "NotStanding",
    "NothingJudged",
    "OwnClaimsReviewed",
    "Prepared",
    "Read",
    "Reading",
    "ReasonMissing",
    "RefusedRow",
    "RefutationWithoutBasis",
    "RefutedBefore",
    "Relation",
    "Review",
    "Row",
    "SheetMapping",
    "SheetNotChosen",
    "Source",
    "StateReport",
    "Table",
    "TableRow",
    "Ties",
    "UnknownForm",
    "UnknownVerdict",
    "UpdateReport",
    "accept",
    "book",
    "book_from_file",
    "book_from_rows",
    "changes",
    "chiefs",
    "claim",
    "claims",
    "claims_of_item",
    "code_of",
    "contradictions",
    "dispute",
    "export_to",
    "facts_of",
    "figures",
    "figures_table",
    "guess_mapping",
    "import_from",
    "jsonl_rows",
    "keep_refused",
    "listed_in",
    "mapping_from",
    "mapping_of",
    "moment",
    "narrowed_claims",
    "newest_first",
    "overrule",
    "prepare",
    "propose",
    "read_from",
    "refuse_reversed",
    "refute",
    "relation",
    "renamed",
    "replace_rows",
    "review",
    "rows_from",
    "same_person",
    "shipped_vocabulary",
    "sources",
    "state",
    "state_file",
    "state_rows",
    "table_from",
    "update",
    "vocabulary_of",
    "vocabulary_page",
    "vocabulary_record",
    "withdraw",
    "write_sheet",
]
