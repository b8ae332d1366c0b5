"""Owns the charts of a dossier: drawn by hand as SVG, the same for screen and paper, legible without colour.

Nothing is drawn sharper than it was said: "at least ten" is open at the top, a month is as wide as a month. Shape says
who speaks, colour only repeats it. Every chart has a title and a description, and its numbers stand in a table nearby.
"""

from onrecord.dossier.charts.canvas import NARROW, WIDE, on_paper
from onrecord.dossier.charts.over_time import numbers_over_time
from onrecord.dossier.charts.side_by_side import numbers_side_by_side
from onrecord.dossier.charts.strip import timeline_strip

__all__ = ["NARROW", "WIDE", "numbers_over_time", "numbers_side_by_side", "on_paper", "timeline_strip"]
