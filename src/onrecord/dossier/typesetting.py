"""Owns the setting of a document as PDF by Typst: to a standard, with the fonts it carries, the same bytes everywhere.

Every word goes in as data; no template ever sees one as markup. Never knows what a document is about.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from onrecord.dossier.errors import PdfNotMade

Standard = Literal["a-2a", "ua-1"]
_ACCESSIBLE: Final[tuple[Standard, ...]] = ("ua-1",)
_MISSING: Final = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_MOST_MISSING: Final = 400
# What Typst's own fonts draw for certain; anything else in the data is tried before the document is set.
_KNOWN: Final = frozenset(
    [chr(one) for one in range(0x20, 0x7F)] + [chr(one) for one in range(0x410, 0x450)] + list("\n«»“”„–—…№·×’ёЁ\u00a0")
)


def compiled(source: bytes, inputs: dict[str, str], day: dt.date, standards: Sequence[Standard] = _ACCESSIBLE) -> bytes:
    """Return the PDF of a document, dated that day, to these standards.

    Raises:
        PdfNotMade: Typst refuses it.
    """
    import typst

    instant = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    try:
        made = typst.compile(
            source,
            sys_inputs=inputs,
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=[*standards],
            timestamp=int(instant.timestamp()),
        )
    except typst.TypstError as err:
        raise PdfNotMade(problem=str(err)) from err
    return bytes(made)


def letters(data: Any) -> set[str]:
    """Return every letter that may need another font."""
    return set(json.dumps(data, ensure_ascii=False)) - _KNOWN


def missing(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the letters that no bundled font has, by asking Typst: a missing one is an error of PDF/UA."""
    source = (
        '#set document(title: "x")\n#set text(lang: "en", font: ("Libertinus Serif", "New Computer Modern", '
        '"DejaVu Sans Mono"))\n#for one in sys.inputs.at("letters") { [#one ] }'
    )
    waiting = sorted(wanted)
    lacking: list[str] = []
    while waiting and len(lacking) < _MOST_MISSING:
        try:
            compiled(source.encode(), {"letters": "".join(waiting)}, dt.date(2020, 1, 1))
        except PdfNotMade as refusal:
            found = [one for words in _MISSING.findall(str(refusal.facts["problem"])) for one in _plain(words)]
            found = [one for one in dict.fromkeys(found) if one in waiting]
            if not found:
                raise
            lacking += found
            waiting = [one for one in waiting if one not in found]
        else:
            break
    return tuple(lacking)


def _plain(words: str) -> str:
    r"""Return a text as Typst's message quotes it, with `\u{...}` read."""
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda one: chr(int(one[1], 16)), words)


def spelled(data: Any, lacking: Iterable[str]) -> Any:
    """Return the data with letters that cannot be drawn as `[U+4E2D]`: seen to be there, never silently lost."""
    table = str.maketrans({one: f"[U+{ord(one):04X}]" for one in lacking})
    return json.loads(json.dumps(data, ensure_ascii=False), object_hook=lambda one: _translated(one, table))


def _translated(one: Any, table: Mapping[int, str]) -> Any:
    if isinstance(one, str):
        return one.translate(table)
    if isinstance(one, list):
        return [_translated(inner, table) for inner in one]
    if isinstance(one, dict):
        return {name: _translated(inner, table) for name, inner in one.items()}
    return one
