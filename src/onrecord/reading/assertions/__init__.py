"""What a text asserts that is no quantity: stages of a case, letters, absences, allegations, days, demands.

Rules are data, one TOML file per language. It owns what is said and in which words; never whether it is so.
"""

from onrecord.reading.assertions.finder import assertions_in
from onrecord.reading.assertions.model import UNDATED, Assertion
from onrecord.reading.assertions.rules import rules_of

__all__ = ["UNDATED", "Assertion", "assertions_in", "rules_of"]
