"""Duties: what a State was asked, by when it had to answer, and how that stands on a day.

It owns reply clocks. It never says that nobody answered: only that no reply is known as of a day, and how fresh the
search for one is.
"""

from onrecord.duties.clocks import FRESH_DAYS, SOON_DAYS, Clock, Reply, Rule, RuleKind, Stand, State, stand
from onrecord.duties.errors import REASONS, ClocksUnreadable
from onrecord.duties.vectors import RefusedVector, Vector, vectors_from

__all__ = [
    "FRESH_DAYS",
    "REASONS",
    "SOON_DAYS",
    "Clock",
    "ClocksUnreadable",
    "RefusedVector",
    "Reply",
    "Rule",
    "RuleKind",
    "Stand",
    "State",
    "Vector",
    "stand",
    "vectors_from",
]
