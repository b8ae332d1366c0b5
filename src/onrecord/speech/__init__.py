"""Speech: who said what against whom, in which words and office, how it is assessed, and what came of it.

It owns the register of utterances, the Rabat worksheet and what holds a class back, and what is said of responses. It
never says that words were hate speech because somebody was prosecuted for them, nor that nothing came of them.
"""

from onrecord.speech.errors import REASONS, NoSuchUtterance
from onrecord.speech.listing import Register, Reported, register
from onrecord.speech.pictures import response_matrix
from onrecord.speech.rabat import GR35, Block, ClassFinding, Factor, FactorFinding, SpeechClass, Support, Worksheet
from onrecord.speech.responses import SEARCH_DAYS, Answered, Response, Responses, Search
from onrecord.speech.timeline import WITHIN_DAYS, Near
from onrecord.speech.utterances import Office, Reach, Said, Translation, Utterance, Words

__all__ = [
    "GR35",
    "REASONS",
    "SEARCH_DAYS",
    "WITHIN_DAYS",
    "Answered",
    "Block",
    "ClassFinding",
    "Factor",
    "FactorFinding",
    "Near",
    "NoSuchUtterance",
    "Office",
    "Reach",
    "Register",
    "Reported",
    "Response",
    "Responses",
    "Said",
    "Search",
    "SpeechClass",
    "Support",
    "Translation",
    "Utterance",
    "Words",
    "Worksheet",
    "register",
    "response_matrix",
]
