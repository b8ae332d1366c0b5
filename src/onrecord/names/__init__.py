"""Names of people across scripts: taken apart, folded to sounds, compared with reasons. Standard library only.

Everything here is a pure function of what is passed in and the tables beside it; it needs no archive, and anyone may
use it alone: `from onrecord import names; names.compare(a, b)`. It never merges people and never keeps a name.
"""

from onrecord.names.alphabets import Alphabet, alphabet_of
from onrecord.names.candidates import codes, keys, sound
from onrecord.names.comparing import LINK_FROM, REVIEW_FROM, compare, compare_names, score_of
from onrecord.names.contexts import Context
from onrecord.names.model import Comparison, Decision, Kind, Name, Reason, Role, Sex, Token
from onrecord.names.parsing import father_of, parse, parsed_all
from onrecord.names.tokens import agrees

__all__ = [
    "LINK_FROM",
    "REVIEW_FROM",
    "Alphabet",
    "Comparison",
    "Context",
    "Decision",
    "Kind",
    "Name",
    "Reason",
    "Role",
    "Sex",
    "Token",
    "agrees",
    "alphabet_of",
    "codes",
    "compare",
    "compare_names",
    "father_of",
    "keys",
    "parse",
    "parsed_all",
    "score_of",
    "sound",
]
