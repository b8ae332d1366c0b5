"""Languages: in which language and script each passage of a text is written.

It names a language only where that is clear, and abstains otherwise; it never says what the words mean.
"""

from onrecord.reading.languages.model import Passage, tag_of
from onrecord.reading.languages.stretches import Stretch, stretches_in
from onrecord.reading.languages.texts import language_of, passages_in

__all__ = ["Passage", "Stretch", "language_of", "passages_in", "stretches_in", "tag_of"]
