"""The forms a statement may have: Markdown, plain text, HTML and Word, each read by a module, into one value.

It owns which form a file has, and where in the file each letter of its prose stands. It never judges a figure.
"""

from onrecord.dossier.forms.choosing import form_of, statement_of
from onrecord.dossier.forms.letters import Letters, letters_of
from onrecord.dossier.forms.markdown import parse

__all__ = ["Letters", "form_of", "letters_of", "parse", "statement_of"]
