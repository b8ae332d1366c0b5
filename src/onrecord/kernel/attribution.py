"""Owns how a claim is attributed: in what capacity somebody speaks, and how the claim stands to their words."""

from __future__ import annotations

from enum import StrEnum


class SpeakerKind(StrEnum):
    """In what capacity somebody speaks. Attribution is not confirmation (METHOD R0.1)."""

    OFFICIAL = "official"
    COURT = "court"
    UN_BODY = "un_body"
    NGO = "ngo"
    MEDIA = "media"
    WITNESS = "witness"
    COMMUNITY = "community"
    COMPANY = "company"
    OURSELVES = "ourselves"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How a claim stands to its quote: in the words, read out of them, or concluded."""

    IN_THE_TEXT = "in_the_text"
    INTERPRETATION = "interpretation"
    INFERENCE = "inference"
