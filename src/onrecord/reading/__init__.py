"""Reading: text layers of items, exact quotes in them, and the figures in prose.

It owns what a text says and where; it never says whether that is so. Every quote is a place in a layer.
"""

from onrecord.reading.articles import ArticlesInText, articles_in
from onrecord.reading.assertions import Assertion, assertions_in
from onrecord.reading.carrying import carries
from onrecord.reading.circumstances import Circumstance, Circumstances
from onrecord.reading.dates import DateInText, dates_in
from onrecord.reading.errors import NoSuchLayer, NoSuchProposal, ProposalDecided, ReaderUnusable, ReasonMissing
from onrecord.reading.languages import Passage, Stretch, language_of, passages_in, stretches_in
from onrecord.reading.layers import read
from onrecord.reading.likenesses import Likenesses, alike_texts, likenesses
from onrecord.reading.localities import PlaceInText, places_in
from onrecord.reading.metadata import describe
from onrecord.reading.model import Box, Layer, LayerKind, Page, Place, Quote, ReadOutcome, ReadStatus
from onrecord.reading.places import boxes_of
from onrecord.reading.plain import decode
from onrecord.reading.proposing import (
    OWN_READERS,
    PROPOSALS_SHADOW,
    AssertionsReader,
    Decision,
    FiguresReader,
    LanguageModel,
    ModelReader,
    Progress,
    Proposal,
    Proposing,
    Reader,
    Suggestion,
    Tally,
    decided,
    must_wait,
    proposals,
    proposals_of,
    propose,
    propose_from_metadata,
    refuse,
    tallies,
)
from onrecord.reading.quantities import QuantityInText, quantities_in
from onrecord.reading.quotes import (
    find_quote,
    layer,
    layer_text,
    layers,
    layers_by_id,
    newest_layers,
    quote_holds,
    quote_in,
)
from onrecord.reading.sentences import sentence_around
from onrecord.reading.speakers import SpeakerInText, Stance, speakers_in
from onrecord.reading.tables import LAYER_MADE, SHADOW

__all__ = [
    "LAYER_MADE",
    "OWN_READERS",
    "PROPOSALS_SHADOW",
    "SHADOW",
    "ArticlesInText",
    "Assertion",
    "AssertionsReader",
    "Box",
    "Circumstance",
    "Circumstances",
    "DateInText",
    "Decision",
    "FiguresReader",
    "LanguageModel",
    "Layer",
    "LayerKind",
    "Likenesses",
    "ModelReader",
    "NoSuchLayer",
    "NoSuchProposal",
    "Page",
    "Passage",
    "Place",
    "PlaceInText",
    "Progress",
    "Proposal",
    "ProposalDecided",
    "Proposing",
    "QuantityInText",
    "Quote",
    "ReadOutcome",
    "ReadStatus",
    "Reader",
    "ReaderUnusable",
    "ReasonMissing",
    "SpeakerInText",
    "Stance",
    "Stretch",
    "Suggestion",
    "Tally",
    "alike_texts",
    "articles_in",
    "assertions_in",
    "boxes_of",
    "carries",
    "dates_in",
    "decided",
    "decode",
    "describe",
    "find_quote",
    "language_of",
    "layer",
    "layer_text",
    "layers",
    "layers_by_id",
    "likenesses",
    "must_wait",
    "newest_layers",
    "passages_in",
    "places_in",
    "proposals",
    "proposals_of",
    "propose",
    "propose_from_metadata",
    "quantities_in",
    "quote_holds",
    "quote_in",
    "read",
    "refuse",
    "sentence_around",
    "speakers_in",
    "stretches_in",
    "tallies",
]
