"""Speakers in prose: who says what a stretch of text says, in whose words that stands, and whether anybody says it.

It owns attribution, which is no confirmation (METHOD R0.1): that a ministry says so makes it no more than said by it.
"""

from onrecord.reading.speakers.finder import Speakers, speakers_in
from onrecord.reading.speakers.model import KINDS, SpeakerInText, Stance

__all__ = ["KINDS", "SpeakerInText", "Speakers", "Stance", "speakers_in"]
