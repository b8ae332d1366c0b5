"""Reading: text layers of items, exact quotes in them, and the figures in prose.

It owns what a text says and where; it never says whether that is so. Every quote is a place in a layer.
"""

from onrecord.reading.articles import ArticlesInText, articles_in
from onrecord.reading.assertions import Assertion, Pattern, assertions_in, phrases
from onrecord.reading.carrying import carries
from onrecord.reading.cells import Cell, CellKind, Sheet, SheetRow
from onrecord.reading.circumstances import Circumstance, Circumstances
from onrecord.reading.clauses import clauses as clauses_in
from onrecord.reading.concordance import Concordance
from onrecord.reading.dates import AsOf, DateInText, dates_in
from onrecord.reading.errors import (
    NoSuchLayer,
    NoSuchProposal,
    OcrMissing,
    ProposalDecided,
    ReaderUnusable,
    ReasonMissing,
)
from onrecord.reading.languages import Passage, Stretch, language_of, passages_in, stretches_in
from onrecord.reading.layers import read
from onrecord.reading.likenesses import Likenesses, alike_texts, likenesses
from onrecord.reading.linked import LinkedParagraph, LinkedText
from onrecord.reading.localities import PlaceInText, places_in
from onrecord.reading.marks import mark_of, marks_of, places_of
from onrecord.reading.metadata import describe
from onrecord.reading.model import Box, Layer, LayerKind, MadeBy, Page, Place, Quote, ReadOutcome, ReadStatus
from onrecord.reading.parsing import linked_text, pages_in, sheet_in
from onrecord.reading.places import boxes_of, certainty_of
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
    quote_at,
    quote_holds,
    quote_in,
)
from onrecord.reading.recognition import LANGUAGES as OCR_LANGUAGES
from onrecord.reading.recognition import Engine as OcrEngine
from onrecord.reading.recognition import Recognition
from onrecord.reading.sentences import sentence_around, sentences_in
from onrecord.reading.speakers import SpeakerInText, Stance, speakers_in
from onrecord.reading.tables import LAYER_MADE, PAGE_RECOGNISED, SHADOW

__all__ = [
    "LAYER_MADE",
    "OCR_LANGUAGES",
    "OWN_READERS",
    "PAGE_RECOGNISED",
    "PROPOSALS_SHADOW",
    "SHADOW",
    "ArticlesInText",
    "AsOf",
    "Assertion",
    "AssertionsReader",
    "Box",
    "Cell",
    "CellKind",
    "Circumstance",
    "Circumstances",
    "Concordance",
    "DateInText",
    "Decision",
    "FiguresReader",
    "LanguageModel",
    "Layer",
    "LayerKind",
    "Likenesses",
    "LinkedParagraph",
    "LinkedText",
    "MadeBy",
    "ModelReader",
    "NoSuchLayer",
    "NoSuchProposal",
    "OcrEngine",
    "OcrMissing",
    "Page",
    "Passage",
    "Pattern",
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
    "Recognition",
    "Sheet",
    "SheetRow",
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
    "certainty_of",
    "clauses_in",
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
    "linked_text",
    "mark_of",
    "marks_of",
    "must_wait",
    "newest_layers",
    "pages_in",
    "passages_in",
    "phrases",
    "places_in",
    "places_of",
    "proposals",
    "proposals_of",
    "propose",
    "propose_from_metadata",
    "quantities_in",
    "quote_at",
    "quote_holds",
    "quote_in",
    "read",
    "refuse",
    "sentence_around",
    "sentences_in",
    "sheet_in",
    "speakers_in",
    "stretches_in",
    "tallies",
]
