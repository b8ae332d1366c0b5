"""Justice: what became of cases and of the persons in them, stage by stage, as of a day.

It owns the stages of proceedings, the funnel with its denominators, the refusal to join what is counted in different
units, and the readings of what is alleged, investigated and made good. It never says that nothing happened: only what
is on record as of a day, and of how many nothing is.
"""

from onrecord.justice.allegations import (
    CALLED,
    CAT,
    NO_EXCEPTION,
    Allegation,
    Way,
    allegations,
    allegations_from,
    ways,
)
from onrecord.justice.bias import CAUTION as BIAS_CAUTION
from onrecord.justice.bias import INDICATORS, Bias, Qualified, bias, bias_from
from onrecord.justice.bias import Decision as BiasDecision
from onrecord.justice.case_files import CaseFile, RefusedCourse, case_file_from
from onrecord.justice.cases import CASE_STAGES, Case, CaseFunnel, CaseStage, case_funnel, cases_of
from onrecord.justice.comparing import Comparison, compare, compare_counts
from onrecord.justice.compensation_grades import Graded
from onrecord.justice.counts import Beside, Count, NotJoined, beside, not_joined, share
from onrecord.justice.courses import Courses, courses
from onrecord.justice.detentions import STEPS as DETENTION_STEPS
from onrecord.justice.detentions import Detention, detention, detention_from
from onrecord.justice.errors import REASONS, CaseFileUnreadable, NoSuchCount, NoSuchGroup, NoSuchPerson
from onrecord.justice.evaluations import SAYS as SECOND_SAYS
from onrecord.justice.evaluations import Evaluation, Evaluations, Second
from onrecord.justice.exact import Table, difference, fisher, mid_p, odds_interval, odds_ratio
from onrecord.justice.examining import Examination
from onrecord.justice.funnel import Alteration, Funnel, StageCount, funnel, funnels
from onrecord.justice.histories import STATUSES, History, Status, history, status_of
from onrecord.justice.interviews import TOPICS, Interviewed, interviews, interviews_from
from onrecord.justice.investigations import (
    DAYS_TO_OPEN,
    ELEMENTS,
    GRADES,
    Grade,
    Investigation,
    investigations,
    investigations_from,
)
from onrecord.justice.investigations import FLAGS as INVESTIGATION_FLAGS
from onrecord.justice.money import Money, Sum, money_from
from onrecord.justice.naming import ALTERATIONS, NOT_REACHED, NOT_TOLD, SENTENCES, STAGES, group_called
from onrecord.justice.outcomes import OUTCOMES, Outcome, Overturned
from onrecord.justice.persons import Person, persons_of
from onrecord.justice.pictures import funnel_picture, number_of, ribbons, waits_picture
from onrecord.justice.proceedings import Proceedings, ids_of, proceedings, proceedings_from, proceedings_of
from onrecord.justice.remedies import FORMS, Measure, Remedies, remedies, remedies_from
from onrecord.justice.reported import beside_records, called, compared_as, counts_from
from onrecord.justice.stages import AlterationKind, Course, Event, Sentence, SentenceKind, Stage
from onrecord.justice.treatment import Treated, Treatment, treatment, treatment_from
from onrecord.justice.unknowns import Unknown, unknowns
from onrecord.justice.waiting import Step, Wait, curve, median, waits

__all__ = [
    "ALTERATIONS",
    "BIAS_CAUTION",
    "CALLED",
    "CASE_STAGES",
    "CAT",
    "DAYS_TO_OPEN",
    "DETENTION_STEPS",
    "ELEMENTS",
    "FORMS",
    "GRADES",
    "INDICATORS",
    "INVESTIGATION_FLAGS",
    "NOT_REACHED",
    "NOT_TOLD",
    "NO_EXCEPTION",
    "OUTCOMES",
    "REASONS",
    "SECOND_SAYS",
    "SENTENCES",
    "STAGES",
    "STATUSES",
    "TOPICS",
    "Allegation",
    "Alteration",
    "AlterationKind",
    "Beside",
    "Bias",
    "BiasDecision",
    "Case",
    "CaseFile",
    "CaseFileUnreadable",
    "CaseFunnel",
    "CaseStage",
    "Comparison",
    "Count",
    "Course",
    "Courses",
    "Detention",
    "Evaluation",
    "Evaluations",
    "Event",
    "Examination",
    "Funnel",
    "Grade",
    "Graded",
    "History",
    "Interviewed",
    "Investigation",
    "Measure",
    "Money",
    "NoSuchCount",
    "NoSuchGroup",
    "NoSuchPerson",
    "NotJoined",
    "Outcome",
    "Overturned",
    "Person",
    "Proceedings",
    "Qualified",
    "RefusedCourse",
    "Remedies",
    "Second",
    "Sentence",
    "SentenceKind",
    "Stage",
    "StageCount",
    "Status",
    "Step",
    "Sum",
    "Table",
    "Treated",
    "Treatment",
    "Unknown",
    "Wait",
    "Way",
    "allegations",
    "allegations_from",
    "beside",
    "beside_records",
    "bias",
    "bias_from",
    "called",
    "case_file_from",
    "case_funnel",
    "cases_of",
    "compare",
    "compare_counts",
    "compared_as",
    "counts_from",
    "courses",
    "curve",
    "detention",
    "detention_from",
    "difference",
    "fisher",
    "funnel",
    "funnel_picture",
    "funnels",
    "group_called",
    "history",
    "ids_of",
    "interviews",
    "interviews_from",
    "investigations",
    "investigations_from",
    "median",
    "mid_p",
    "money_from",
    "not_joined",
    "number_of",
    "odds_interval",
    "odds_ratio",
    "persons_of",
    "proceedings",
    "proceedings_from",
    "proceedings_of",
    "remedies",
    "remedies_from",
    "ribbons",
    "share",
    "status_of",
    "treatment",
    "treatment_from",
    "unknowns",
    "waits",
    "waits_picture",
    "ways",
]
