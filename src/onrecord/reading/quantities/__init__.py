"""Quantities in prose: which numbers of a text are figures, how they were hedged, what they seem to count."""

from onrecord.reading.quantities.finder import quantities_in
from onrecord.reading.quantities.model import QuantityInText

__all__ = ["QuantityInText", "quantities_in"]
