"""Places in prose: the declared places that a text names, and which of them what it says is about.

It owns names, never maps: a place is one that the vocabulary declares, in the words that the vocabulary gives it.
"""

from onrecord.reading.localities.finder import is_named, places_in
from onrecord.reading.localities.governing import Localities
from onrecord.reading.localities.model import Governing, PlaceInText
from onrecord.reading.localities.names import DIMENSION

__all__ = ["DIMENSION", "Governing", "Localities", "PlaceInText", "is_named", "places_in"]
