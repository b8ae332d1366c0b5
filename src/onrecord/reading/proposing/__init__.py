"""Proposals: claims that reading suggests, each with its exact words, and what people decided about them.

A proposal is no claim: nothing rests on it, no figure counts it, no public edition shows it. It never knows what a
claim is; `ledger.accept` makes one of it, in the name of the person who decided.
"""

from onrecord.reading.proposing.deciding import decided, must_wait, refuse
from onrecord.reading.proposing.figures_reader import FiguresReader
from onrecord.reading.proposing.language_model import LanguageModel, ModelReader
from onrecord.reading.proposing.making import OWN_READERS, Progress, Proposing, propose, propose_from_metadata
from onrecord.reading.proposing.model import Decision, Proposal, Reader, Suggestion
from onrecord.reading.proposing.queries import proposals, proposals_of
from onrecord.reading.proposing.report import Tally, tallies
from onrecord.reading.proposing.tables import PROPOSALS_SHADOW

__all__ = [
    "OWN_READERS",
    "PROPOSALS_SHADOW",
    "Decision",
    "FiguresReader",
    "LanguageModel",
    "ModelReader",
    "Progress",
    "Proposal",
    "Proposing",
    "Reader",
    "Suggestion",
    "Tally",
    "decided",
    "must_wait",
    "proposals",
    "proposals_of",
    "propose",
    "propose_from_metadata",
    "refuse",
    "tallies",
]
