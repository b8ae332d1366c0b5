"""Justice: what became of cases and of the persons in them, stage by stage, as of a day.

It owns the stages of proceedings, the funnel with its denominators, and the refusal to join what is counted in
different units. It never says that nothing happened: only what is on record as of a day, and of how many nothing is.
"""

from onrecord.justice.case_files import CaseFile, RefusedRecord, case_file_from
from onrecord.justice.counts import Beside, Count, NotJoined, beside, share
from onrecord.justice.errors import REASONS, CaseFileUnreadable, NoSuchCount
from onrecord.justice.funnel import Alteration, Funnel, StageCount, funnel, funnels
from onrecord.justice.naming import ALTERATIONS, NOT_TOLD, STAGES
from onrecord.justice.persons import Person, persons_of
from onrecord.justice.stages import AlterationKind, Event, Record, Sentence, SentenceKind, Stage
from onrecord.justice.waiting import Wait, waits

__all__ = [
    "ALTERATIONS",
    "NOT_TOLD",
    "REASONS",
    "STAGES",
    "Alteration",
    "AlterationKind",
    "Beside",
    "CaseFile",
    "CaseFileUnreadable",
    "Count",
    "Event",
    "Funnel",
    "NoSuchCount",
    "NotJoined",
    "Person",
    "Record",
    "RefusedRecord",
    "Sentence",
    "SentenceKind",
    "Stage",
    "StageCount",
    "Wait",
    "beside",
    "case_file_from",
    "funnel",
    "funnels",
    "persons_of",
    "share",
    "waits",
]
