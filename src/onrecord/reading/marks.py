"""Owns what is said of a quote beside its words: the page, the cell, and who made letters of it.

A quote from a layer that a machine made says so wherever it is shown; no shell may leave that out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from onrecord.kernel import Label
from onrecord.reading.model import MadeBy, Quote

_MADE_BY: Final[Mapping[MadeBy, Label]] = {
    MadeBy.OCR: Label(
        en="recognised by a machine in a picture (OCR): compare with the original",
        ru="распознано машиной на изображении (OCR): сверьте с оригиналом",
        kk="суреттен машина таныған (OCR): түпнұсқамен салыстырыңыз",
    )
}
_CERTAINTY: Final = Label(
    en="least certain word: {certainty} of 100",
    ru="наименее надёжное слово: {certainty} из 100",
    kk="ең сенімсіз сөз: 100-ден {certainty}",
)
_PAGE: Final = Label(en="page {name}", ru="страница {name}", kk="{name}-бет")
_PLACES: Final[Mapping[str, Label]] = {
    "sheet": Label(en="sheet {name}", ru="лист {name}", kk="{name} парағы"),
    "hidden sheet": Label(en="hidden sheet {name}", ru="скрытый лист {name}", kk="{name} жасырын парағы"),
    "table": Label(en="table {name}", ru="таблица {name}", kk="{name} кестесі"),
    "cell": Label(en="{name}", ru="{name}", kk="{name}"),
    "slide": Label(en="slide {name}", ru="слайд {name}", kk="{name}-слайд"),
    "hidden slide": Label(en="hidden slide {name}", ru="скрытый слайд {name}", kk="{name}-жасырын слайд"),
    "chapter": Label(en="chapter {name}", ru="глава {name}", kk="{name} тарауы"),
    "time": Label(en="at {name}", ru="время {name}", kk="уақыты {name}"),
}


def places_of(page: int | None, places: Iterable[tuple[str, str]], language: str) -> str:
    """Return where words stand in their item, as `page 3` or `sheet Losses, B7`; nothing where that is not known."""
    return ", ".join(_places(page, places, language))


def mark_of(made_by: MadeBy | None, language: str) -> str | None:
    """Return what has to be said of words that no person put into letters; None of others."""
    return _MADE_BY[made_by].text(language) if made_by is not None else None


def marks_of(quote: Quote, language: str, *, certainty: int | None = None) -> str:
    """Return everything there is to say of a quote's place and of how it was read, in one line.

    `certainty` is how sure the machine was of the least certain word, 0 to 100.
    """
    said = [places_of(quote.page, quote.places, language), mark_of(quote.made_by, language)]
    if certainty is not None:
        said.append(_CERTAINTY.fill(language, certainty=certainty))
    return "; ".join(filter(None, said))


def _places(page: int | None, places: Iterable[tuple[str, str]], language: str) -> Iterator[str]:
    if page is not None:
        yield _PAGE.fill(language, name=page)
    for kind, name in places:
        if kind in _PLACES and name:
            yield _PLACES[kind].fill(language, name=name)
