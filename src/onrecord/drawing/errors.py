"""Owns what can be wrong with a picture."""

from __future__ import annotations

from onrecord.kernel import Label, Refused


class PictureUnwritable(Refused):
    """A file that a picture was to be written into, and could not be."""

    code = "drawing.picture-unwritable"
    says = Label(
        en="The picture could not be written to “{path}”: {problem}. Name a file in a folder that exists.",
        ru="Рисунок не удалось записать в «{path}»: {problem}. Укажите файл в существующей папке.",
        kk="Сурет «{path}» файлына жазылмады: {problem}. Бар қалтадағы файлды көрсетіңіз.",
    )
