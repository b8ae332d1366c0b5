"""Speech: who said what against whom, in which words and office, how it is assessed, and what came of it.

It owns the register of utterances, the Rabat worksheet and what holds a class back, and what is said of responses. It
never says that words were hate speech because somebody was prosecuted for them, nor that nothing came of them.
"""

from onrecord.speech.errors import REASONS, NoSuchUtterance
from onrecord.speech.listing import Register, Reported, register
from onrecord.speech.pictures import response_matrix
from onrecord.speech.rabat import (
    ASKS,
    GR35,
    Block,
    ClassFinding,
    Factor,
    FactorFinding,
    FormFinding,
    SpeechClass,
    Support,
    Worksheet,
)
from onrecord.speech.replies import DAYS_TO_REPLY, Reply, Request, none_asked, requests
from onrecord.speech.responses import SEARCH_DAYS, Answered, Response, Responses
from onrecord.speech.timeline import WITHIN_DAYS, Near
from onrecord.speech.utterances import OF_AUTHORITY, Office, Reach, Said, Translation, Utterance, Words

__all__ = [
    "ASKS",
    "DAYS_TO_REPLY",
    "GR35",
    "OF_AUTHORITY",
    "REASONS",
    "SEARCH_DAYS",
    "WITHIN_DAYS",
    "Answered",
    "Block",
    "ClassFinding",
    "Factor",
    "FactorFinding",
    "FormFinding",
    "Near",
    "NoSuchUtterance",
    "Office",
    "Reach",
    "Register",
    "Reply",
    "Reported",
    "Request",
    "Response",
    "Responses",
    "Said",
    "SpeechClass",
    "Support",
    "Translation",
    "Utterance",
    "Words",
    "Worksheet",
    "none_asked",
    "register",
    "requests",
    "response_matrix",
]
