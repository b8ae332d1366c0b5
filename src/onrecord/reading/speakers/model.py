"""Owns the values this part of reading gives: a speaker, where its words stand, and how what is said is meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# The capacities in which somebody speaks, by the names that claims give them.
KINDS: Final = ("official", "court", "un_body", "ngo", "media", "witness", "community", "company", "unknown")


class Stance(StrEnum):
    """How a speaker stands to what a stretch of text says; only what is `said` is anybody's claim."""

    SAID = "said"
    DENIED = "denied"
    ASKED = "asked"
    SUPPOSED = "supposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerInText:
    """Who says something, in the words of the text. `start` and `end` are code points and cover these words.

    `said_start` and `said_end` cover the words by which it is said, speaker and date included ("the ministry said on
    Monday"). `rule` is the phrase that told it, with how the speaker was found. `carrier` are the words for whoever
    passes it on: of "Reuters, citing the ministry" the ministry is the speaker and Reuters the carrier. `role` is as
    much of the words as names an office, a role or a body and no private person, None where they only name somebody.
    """

    start: int
    end: int
    words: str
    kind: str
    rule: str
    said_start: int
    said_end: int
    stance: Stance = Stance.SAID
    carrier: str | None = None
    role: str | None = None
    role_start: int | None = None
