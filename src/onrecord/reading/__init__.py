"""Reading: text layers of items, exact quotes in them, and the figures in prose.

It owns what a text says and where; it never says whether that is so. Every quote is a place in a layer.
"""

from onrecord.reading.dates import DateInText, dates_in
from onrecord.reading.errors import NoSuchLayer
from onrecord.reading.language import language_of
from onrecord.reading.layers import read
from onrecord.reading.likenesses import Likenesses, alike_texts, likenesses
from onrecord.reading.model import Box, Layer, Page, Place, Quote, ReadOutcome, ReadStatus
from onrecord.reading.places import boxes_of
from onrecord.reading.plain import decode
from onrecord.reading.quantities import QuantityInText, quantities_in
from onrecord.reading.quotes import find_quote, layer, layer_text, layers, newest_layers, quote_holds, quote_in
from onrecord.reading.tables import LAYER_MADE, SHADOW

__all__ = [
    "LAYER_MADE",
    "SHADOW",
    "Box",
    "DateInText",
    "Layer",
    "Likenesses",
    "NoSuchLayer",
    "Page",
    "Place",
    "QuantityInText",
    "Quote",
    "ReadOutcome",
    "ReadStatus",
    "alike_texts",
    "boxes_of",
    "dates_in",
    "decode",
    "find_quote",
    "language_of",
    "layer",
    "layer_text",
    "layers",
    "likenesses",
    "newest_layers",
    "quantities_in",
    "quote_holds",
    "quote_in",
    "read",
]
