"""Duties: what a State was asked, by when it had to answer, and how that stands on a day.

It owns reply clocks, and the recommendations that reports and tables of the United Nations hold. It never says that
nobody answered: only that no reply is known as of a day, and how fresh the search for one is.
"""

from onrecord.duties.clocks import FRESH_DAYS, SOON_DAYS, Clock, Reply, Rule, RuleKind, Stand, State, stand
from onrecord.duties.errors import (
    NO_RECOMMENDATION,
    REASONS,
    ClocksUnreadable,
    ReportUnreadable,
    TableUnreadable,
)
from onrecord.duties.matching import Matched, matched
from onrecord.duties.pictures import Bar, Came, bar_of, clock_bars
from onrecord.duties.published import PublishedRow, RefusedPublished, published_from
from onrecord.duties.reports import Recommendation, Response, recommendations_in
from onrecord.duties.states import NamedState, state_of, states_in
from onrecord.duties.vectors import RefusedVector, Vector, vectors_from

__all__ = [
    "FRESH_DAYS",
    "NO_RECOMMENDATION",
    "REASONS",
    "SOON_DAYS",
    "Bar",
    "Came",
    "Clock",
    "ClocksUnreadable",
    "Matched",
    "NamedState",
    "PublishedRow",
    "Recommendation",
    "RefusedPublished",
    "RefusedVector",
    "Reply",
    "ReportUnreadable",
    "Response",
    "Rule",
    "RuleKind",
    "Stand",
    "State",
    "TableUnreadable",
    "Vector",
    "bar_of",
    "clock_bars",
    "matched",
    "published_from",
    "recommendations_in",
    "stand",
    "state_of",
    "states_in",
    "vectors_from",
]
