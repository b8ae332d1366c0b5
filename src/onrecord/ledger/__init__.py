"""The ledger: everything on record is a claim, with who said it, where, in which words.

It owns the vocabulary, claims, sources and their origins, and figures: claims about one quantity read together. It
never writes over a claim, never picks a winner among them, and never knows which statement uses them.
"""

from onrecord.ledger.book import Book
from onrecord.ledger.changes import Became, Changes, ClaimChange, FigureChange, Moved, changes, refuse_reversed
from onrecord.ledger.commands import (
    RefusedRow,
    StateReport,
    book_from_rows,
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
    CLAIM_WITHDRAWN,
    CLAIMS_REVIEWED,
    CONTRADICTION_JUDGED,
)
from onrecord.ledger.errors import (
    REASONS,
    ClaimRefused,
    ExpungedMeanwhile,
    FileNotRows,
    JudgementWider,
    MomentsReversed,
    NoSuchClaim,
    NoSuchContradiction,
    NoSuchFigure,
    NothingJudged,
    NotStanding,
    OwnClaimsReviewed,
    ReasonMissing,
    RefutationWithoutBasis,
    RefutedBefore,
    UnknownVerdict,
)
from onrecord.ledger.figures import figures_table, newest_first
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
from onrecord.ledger.queries import book, claim, claims, contradictions, figures, sources
from onrecord.ledger.relations import Relation, moment, relation
from onrecord.ledger.reviewing import review
from onrecord.ledger.reviews import Review
from onrecord.ledger.rows import Row, jsonl_rows, rows_from
from onrecord.ledger.tables import SHADOW
from onrecord.ledger.telling import Contradiction
from onrecord.ledger.word_list import code_of, facts_of
from onrecord.ledger.word_list import to_markdown as vocabulary_page
from onrecord.ledger.word_list import to_record as vocabulary_record
from onrecord.ledger.words import shipped_vocabulary, vocabulary_of

__all__ = [
    "CLAIMS_REVIEWED",
    "CLAIM_DISPUTED",
    "CLAIM_REFUTED",
    "CLAIM_STATED",
    "CLAIM_WITHDRAWN",
    "CONTRADICTION_JUDGED",
    "NO_CONTRADICTION",
    "REASONS",
    "SHADOW",
    "VERDICTS",
    "AcceptReport",
    "Accepted",
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
    "ExpungedMeanwhile",
    "Figure",
    "FigureChange",
    "FigureQuery",
    "FigureStatus",
    "FileNotRows",
    "Floor",
    "Judgement",
    "JudgementWider",
    "Kind",
    "MomentsReversed",
    "Moved",
    "NoSuchClaim",
    "NoSuchContradiction",
    "NoSuchFigure",
    "NotAccepted",
    "NotStanding",
    "NothingJudged",
    "OwnClaimsReviewed",
    "Reading",
    "ReasonMissing",
    "RefusedRow",
    "RefutationWithoutBasis",
    "RefutedBefore",
    "Relation",
    "Review",
    "Row",
    "Source",
    "StateReport",
    "UnknownVerdict",
    "accept",
    "book",
    "book_from_rows",
    "changes",
    "claim",
    "claims",
    "code_of",
    "contradictions",
    "dispute",
    "facts_of",
    "figures",
    "figures_table",
    "jsonl_rows",
    "moment",
    "newest_first",
    "overrule",
    "propose",
    "refuse_reversed",
    "refute",
    "relation",
    "review",
    "rows_from",
    "shipped_vocabulary",
    "sources",
    "state",
    "state_rows",
    "vocabulary_of",
    "vocabulary_page",
    "vocabulary_record",
    "withdraw",
]
