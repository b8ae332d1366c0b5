"""Dates in prose: days, months, quarters and years as nine languages write them, and as of when a figure is said.

It owns what a text says about time. It never sharpens a date, and takes a year from nowhere but the text.
"""

from onrecord.reading.dates.finder import dates_in, mentions_in
from onrecord.reading.dates.governing import Times
from onrecord.reading.dates.model import AsOf, DateInText, Mention, Role

__all__ = ["AsOf", "DateInText", "Mention", "Role", "Times", "dates_in", "mentions_in"]
