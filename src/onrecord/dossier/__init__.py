"""The dossier: a statement checked against what is on record, its publication, and the export of an archive.

It owns what is said to the public and holds it to the ledger. It writes nothing to the record but that a statement
was published.
"""

from onrecord.dossier.bindings import Binding
from onrecord.dossier.check import CheckReport, check
from onrecord.dossier.custody_paper import CustodyPaper, custody_paper
from onrecord.dossier.diagnostics import CODES, Code, Diagnostic, Fix, Severity
from onrecord.dossier.disclosure import disclosed
from onrecord.dossier.drafting import Draft, LeftOut
from onrecord.dossier.drafts import DraftAsked, DraftKind, draft
from onrecord.dossier.entries import STATEMENT_OUTDATED, STATEMENT_PUBLISHED, statement_outdated
from onrecord.dossier.errors import (
    AlreadyDrafted,
    ChangedMeanwhile,
    DraftDoesNotHold,
    DraftNotWritten,
    MethodologyEmpty,
    NamedTwice,
    NoSuchHead,
    NoSuchRelease,
    NothingToDraft,
    NotMended,
    NotOfEdition,
    NotPublishable,
    PdfNotMade,
    ReleaseExpunged,
    StatementDoesNotHold,
    StatementUnreadable,
    UnknownArticle,
    UnknownIndicator,
)
from onrecord.dossier.export import EDITIONS, Export, export
from onrecord.dossier.fixing import Mended, Refusal, fixable, mended
from onrecord.dossier.forms import Letters, form_of, letters_of, parse, statement_of
from onrecord.dossier.gate import ITEMS as GATE_ITEMS
from onrecord.dossier.gate import GateItem, gate
from onrecord.dossier.github import github_lines
from onrecord.dossier.grading import Grade, Graded
from onrecord.dossier.phrases import kind_called
from onrecord.dossier.proofs import prove_consistency, prove_inclusion
from onrecord.dossier.publish import Publication, Published, publish
from onrecord.dossier.releases import Bound, Rebound, Release, Revision, releases, revision
from onrecord.dossier.sarif import sarif_of, to_sarif
from onrecord.dossier.statement import Form, Link, Statement, Target
from onrecord.dossier.tables import SHADOW
from onrecord.dossier.watching import Standing, Watched, watch

__all__ = [
    "CODES",
    "EDITIONS",
    "GATE_ITEMS",
    "SHADOW",
    "STATEMENT_OUTDATED",
    "STATEMENT_PUBLISHED",
    "AlreadyDrafted",
    "Binding",
    "Bound",
    "ChangedMeanwhile",
    "CheckReport",
    "Code",
    "CustodyPaper",
    "Diagnostic",
    "Draft",
    "DraftAsked",
    "DraftDoesNotHold",
    "DraftKind",
    "DraftNotWritten",
    "Export",
    "Fix",
    "Form",
    "GateItem",
    "Grade",
    "Graded",
    "LeftOut",
    "Letters",
    "Link",
    "Mended",
    "MethodologyEmpty",
    "NamedTwice",
    "NoSuchHead",
    "NoSuchRelease",
    "NotMended",
    "NotOfEdition",
    "NotPublishable",
    "NothingToDraft",
    "PdfNotMade",
    "Publication",
    "Published",
    "Rebound",
    "Refusal",
    "Release",
    "ReleaseExpunged",
    "Revision",
    "Severity",
    "Standing",
    "Statement",
    "StatementDoesNotHold",
    "StatementUnreadable",
    "Target",
    "UnknownArticle",
    "UnknownIndicator",
    "Watched",
    "check",
    "custody_paper",
    "disclosed",
    "draft",
    "export",
    "fixable",
    "form_of",
    "gate",
    "github_lines",
    "kind_called",
    "letters_of",
    "mended",
    "parse",
    "prove_consistency",
    "prove_inclusion",
    "publish",
    "releases",
    "revision",
    "sarif_of",
    "statement_of",
    "statement_outdated",
    "to_sarif",
    "watch",
]
