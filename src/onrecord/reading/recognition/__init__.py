"""Recognition: words in pictures and on scanned pages, put into letters by a machine (OCR), which is said of them.

It works in a confined child like every parser. What was seen is kept page by page, with every word's place.
"""

from onrecord.reading.recognition.finding import LANGUAGES, Engine, Recognition
from onrecord.reading.recognition.making import TO_REPEAT, Progress, Recognising
from onrecord.reading.recognition.model import FAINT, PER_POINT, Line, Seen, Word

__all__ = [
    "FAINT",
    "LANGUAGES",
    "PER_POINT",
    "TO_REPEAT",
    "Engine",
    "Line",
    "Progress",
    "Recognising",
    "Recognition",
    "Seen",
    "Word",
]
