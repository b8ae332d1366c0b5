"""Quantities in prose: which numbers of a text are figures, how they were hedged, what they seem to count."""

from onrecord.reading.quantities.finder import quantities_in
from onrecord.reading.quantities.model import QuantityInText
from onrecord.reading.quantities.stretches import quantities_by_language

__all__ = ["QuantityInText", "quantities_by_language", "quantities_in"]
