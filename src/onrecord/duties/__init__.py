"""Duties: what a State was asked, by which body, under which article, by when, and how that stands on a day.

It owns the norms with their articles, the periods for a reply, reply clocks, recommendations as reports and tables of
the United Nations have them, and the reading of all that is on record of them. It never says that nobody answered:
only that no reply is known as of a day, and how fresh the search for one is. A body's grade and ours stay two fields.
It owns reply clocks, demands and what came of them, and the recommendations that reports and tables of the United
Nations hold. It never says that nobody answered: only that no reply is known as of a day, and how fresh the search for
one is.
"""

from onrecord.duties.agenda import Matter, Reminder, agenda
from onrecord.duties.bound import Bound
from onrecord.duties.called import Norms, norms_called
from onrecord.duties.claiming import Filed, Filing, NotFiled, filed_from_report, filed_from_table
from onrecord.duties.clocks import FRESH_DAYS, SOON_DAYS, Clock, Reply, Rule, RuleKind, Stand, State, stand
from onrecord.duties.demand_pictures import demand_matrix
from onrecord.duties.demands import STATES as DEMAND_STATES
from onrecord.duties.demands import Asked, Demand, Demands, DemandState, Since, demands, demands_from
from onrecord.duties.duty import Answer, Due, DueBy, Duty, Kind, Open, Relied, bars_of
from onrecord.duties.errors import (
    NO_RECOMMENDATION,
    REASONS,
    ClocksUnreadable,
    NoSuchDemand,
    NoSuchDuty,
    NoSuchNorm,
    NotWritten,
    ReportNotSealed,
    ReportUnreadable,
    TableUnreadable,
    UnknownTableForm,
)
from onrecord.duties.grades import BodyGrade, OwnGrade, rank_of
from onrecord.duties.ics import calendar_of, uid_of
from onrecord.duties.matching import Matched, matched
from onrecord.duties.norms import Article, Body, Treaty, article_of, articles, bodies, body_of, treaties, treaty_of
from onrecord.duties.owing import SUBJECT_KINDS, Owed, binding, owed
from onrecord.duties.periods import Period, Reporting, Who, period_of, periods, reporting
from onrecord.duties.pictures import STATES as CLOCK_STATES
from onrecord.duties.pictures import Bar, Came, bar_of, clock_bars
from onrecord.duties.published import PublishedRow, RefusedPublished, published_from
from onrecord.duties.recorded import Recorded, recorded
from onrecord.duties.reports import Recommendation, Response, recommendations_in
from onrecord.duties.sessions import Session
from onrecord.duties.shadow import ShadowTable, TableForm, shadow_table
from onrecord.duties.states import NamedState, state_by_code, state_called, state_label, state_of, states_in
from onrecord.duties.told import Told, claims_of, each_called
from onrecord.duties.vectors import RefusedVector, Vector, vectors_from

__all__ = [
    "CLOCK_STATES",
    "DEMAND_STATES",
    "FRESH_DAYS",
    "NO_RECOMMENDATION",
    "REASONS",
    "SOON_DAYS",
    "SUBJECT_KINDS",
    "Answer",
    "Article",
    "Asked",
    "Bar",
    "Body",
    "BodyGrade",
    "Bound",
    "Came",
    "Clock",
    "ClocksUnreadable",
    "Demand",
    "DemandState",
    "Demands",
    "Due",
    "DueBy",
    "Duty",
    "Filed",
    "Filing",
    "Kind",
    "Matched",
    "Matter",
    "NamedState",
    "NoSuchDemand",
    "NoSuchDuty",
    "NoSuchNorm",
    "Norms",
    "NotFiled",
    "NotWritten",
    "Open",
    "Owed",
    "OwnGrade",
    "Period",
    "PublishedRow",
    "Recommendation",
    "Recorded",
    "RefusedPublished",
    "RefusedVector",
    "Relied",
    "Reminder",
    "Reply",
    "ReportNotSealed",
    "ReportUnreadable",
    "Reporting",
    "Response",
    "Rule",
    "RuleKind",
    "Session",
    "ShadowTable",
    "Since",
    "Stand",
    "State",
    "TableForm",
    "TableUnreadable",
    "Told",
    "Treaty",
    "UnknownTableForm",
    "Vector",
    "Who",
    "agenda",
    "article_of",
    "articles",
    "bar_of",
    "bars_of",
    "binding",
    "bodies",
    "body_of",
    "calendar_of",
    "claims_of",
    "clock_bars",
    "demand_matrix",
    "demands",
    "demands_from",
    "each_called",
    "filed_from_report",
    "filed_from_table",
    "matched",
    "norms_called",
    "owed",
    "period_of",
    "periods",
    "published_from",
    "rank_of",
    "recommendations_in",
    "recorded",
    "reporting",
    "shadow_table",
    "stand",
    "state_by_code",
    "state_called",
    "state_label",
    "state_of",
    "states_in",
    "treaties",
    "treaty_of",
    "uid_of",
    "vectors_from",
]
