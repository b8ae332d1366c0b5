"""Owns the capacities in which somebody speaks."""

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
