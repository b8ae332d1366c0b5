"""Pictures of what became of cases and persons: funnels, sentences, waits. Pure: readings in, pictures out.

They own which number is told in which words, and what is kept back from an edition for everybody. They count nothing.
"""

from onrecord.justice.pictures.funnels import funnel_picture, number_of
from onrecord.justice.pictures.sentences import ribbons
from onrecord.justice.pictures.times import waits_picture

__all__ = ["funnel_picture", "number_of", "ribbons", "waits_picture"]
