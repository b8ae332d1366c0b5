"""Owns the text of Rich Text (RTF 1.9.1): letters in any code page a font names, in Unicode, tables, notes.

What was deleted under tracked changes, and text that is hidden, is left out and counted, as in other documents.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Final

from onrecord.reading.model import Text
from onrecord.reading.writing import Writer

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", re.DOTALL
)
_DEEPEST: Final = 2_000
_MOST_FONTS: Final = 10_000
# Groups whose words are nobody's text; what begins with \\* is one as well, but for the known.
_SKIPPED_WORDS: Final = """
colortbl stylesheet info pict objdata fldinst datafield template filetbl listtable listoverridetable revtbl rsidtbl
themedata colorschememapping latentstyles datastore xmlnstbl mmathPr generator sn sv bkmkstart bkmkend xe tc tcn
nonesttables upr private pgptbl userprops nextfile passwordhash
"""
_SKIPPED: Final = frozenset(_SKIPPED_WORDS.split())
_STARRED_READ: Final = frozenset({"shpinst", "shptxt", "ud", "htmltag"})
_LINE_ENDS: Final = frozenset({"par", "line", "sect", "page", "softline"})
_SIGNS: Final = {
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "~": "\xa0", "_": "\u2011", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
# RTF 1.9.1, font table: \fcharset. 0 is the document's own page, 2 are pictures for letters.
_CHARSETS: Final = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp866",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What holds until the group ends."""

    page: str
    unicode_skips: int = 1
    is_skipped: bool = False
    is_fonts: bool = False
    is_deleted: bool = False
    is_hidden: bool = False
    is_table: bool = False
    is_note: bool = False


def text_of(content: bytes) -> Text:
    """Return the text, a paragraph or a row of a table on each line; cells are apart by tabs.

    Raises:
        ValueError: no RTF, or its groups lie more than 2,000 deep in one another.
    """
    if not content.startswith(b"{\\rtf"):
        msg = "not readable as RTF: it does not begin as one"
        raise ValueError(msg)
    return _Reading(content).text()


class _Reading:
    """One pass over the bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._writer = Writer()
        self._state = _State(page="cp1252")
        self._groups: list[_State] = []
        self._fonts: dict[int, str] = {}
        self._default_page = "cp1252"
        self._font = 0
        self._bytes = bytearray()
        self._units: list[int] = []
        self._to_skip = 0
        self._is_starred = self._is_first = False

    def text(self) -> Text:
        """Return what was read."""
        at = 0
        while match := _TOKEN.match(self._content, at):
            at = match.end()
            word, number, byte, sign, brace, letters = match.groups()
            if brace:
                self._brace(brace)
            elif word:
                at += self._word(word.decode("ascii"), int(number) if number else None)
            elif byte:
                self._letters(bytes.fromhex(byte.decode("ascii")))
            elif sign:
                self._sign(sign)
            elif letters:
                self._letters(letters)
        self._flush()
        self._writer.line_end()
        return self._writer.text()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            self._groups.append(self._state)
            self._is_first = True
            if len(self._groups) > _DEEPEST:
                msg = f"nested more than {_DEEPEST} deep"
                raise ValueError(msg)
        elif self._groups:
            if self._state.is_note and not self._groups[-1].is_note:
                self._writer.gap()
            self._state = self._groups.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._is_starred = True
            return
        if sign in b"\r\n":
            self._line_end()
        elif shown := _SIGNS.get(sign.decode("latin-1")):
            self._shown(shown)

    def _word(self, word: str, number: int | None) -> int:
        """Do what a control word says; return how many bytes after it are no letters."""
        is_starred, is_first = self._is_starred, self._is_first
        self._is_starred = self._is_first = False
        if word == "bin":
            return max(0, number or 0)
        if word == "u" and number is not None:
            self._unicode(number)
            return 0
        if self._to_skip:
            self._to_skip -= 1
            return 0
        self._flush()
        if word == "fonttbl":
            self._state = replace(self._state, is_fonts=True)
        elif (is_starred and word not in _STARRED_READ) or (is_first and word in _SKIPPED):
            self._state = replace(self._state, is_skipped=True)
        elif self._state.is_fonts:
            self._of_font(word, number)
        else:
            self._of_text(word, number)
        return 0

    def _of_font(self, word: str, number: int | None) -> None:
        if word == "f":
            self._font = number or 0
        elif word == "fcharset" and number in _CHARSETS and len(self._fonts) < _MOST_FONTS:
            self._fonts[self._font] = _CHARSETS[number]
        elif word == "cpg" and number and len(self._fonts) < _MOST_FONTS:
            self._fonts[self._font] = _codec(number, self._default_page)

    def _of_text(self, word: str, number: int | None) -> None:
        is_on = number != 0
        if word == "ansicpg" and number:
            self._default_page = _codec(number, self._default_page)
            self._state = replace(self._state, page=self._default_page)
        elif word in ("f", "af"):
            if word == "f":
                self._state = replace(self._state, page=self._fonts.get(number or 0, self._default_page))
        elif word == "uc":
            self._state = replace(self._state, unicode_skips=min(max(0, number or 0), 100))
        elif word == "v":
            self._state = replace(self._state, is_hidden=is_on)
        elif word == "deleted":
            self._state = replace(self._state, is_deleted=is_on)
        elif word == "plain":
            self._state = replace(self._state, is_hidden=False, is_deleted=False, page=self._default_page)
        elif word == "footnote":
            self._writer.gap()
            self._state = replace(self._state, is_note=True)
        else:
            self._of_line(word)

    def _of_line(self, word: str) -> None:
        if word == "pard":
            self._state = replace(self._state, is_table=False)
        elif word == "intbl":
            self._state = replace(self._state, is_table=True)
        elif self._state.is_skipped:
            return
        elif word in _LINE_ENDS:
            self._line_end()
        elif word == "cell":
            self._writer.cell()
        elif word == "nestcell":
            self._writer.gap()
        elif word == "row":
            self._writer.line_end()
        elif word in _SIGNS:
            self._shown(_SIGNS[word])

    def _unicode(self, number: int) -> None:
        self._flush_bytes()
        self._units.append(number & 0xFFFF)
        self._to_skip = self._state.unicode_skips

    def _letters(self, letters: bytes) -> None:
        self._is_first = False
        skipped = min(self._to_skip, len(letters))
        self._to_skip -= skipped
        if letters[skipped:]:
            self._flush_units()
            self._bytes += letters[skipped:]

    def _line_end(self) -> None:
        self._flush()
        if self._state.is_skipped or self._state.is_fonts:
            return
        if self._state.is_table or self._state.is_note:
            self._writer.gap()
        else:
            self._writer.line_end()

    def _shown(self, text: str) -> None:
        if self._to_skip:
            self._to_skip -= 1
            return
        self._flush()
        self._write(" " if text == "\t" and self._state.is_table else text)

    def _flush(self) -> None:
        self._flush_bytes()
        self._flush_units()

    def _flush_bytes(self) -> None:
        if self._bytes:
            letters, self._bytes = bytes(self._bytes), bytearray()
            self._write(letters.decode(self._state.page, errors="replace"))

    def _flush_units(self) -> None:
        if self._units:
            units, self._units = self._units, []
            raw = b"".join(unit.to_bytes(2, "little") for unit in units)
            self._write(raw.decode("utf-16-le", errors="replace"))

    def _write(self, text: str) -> None:
        state = self._state
        if state.is_skipped or state.is_fonts:
            return
        if state.is_deleted or state.is_hidden:
            what = "deletions under tracked changes, left out" if state.is_deleted else "hidden runs, left out"
            self._writer.note(what)
            return
        self._writer.add(text.replace("\x00", ""))


def _codec(number: int, otherwise: str) -> str:
    """Return the name of a code page, if Python has it."""
    name = "utf-8" if number == 65001 else f"cp{number}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return otherwise
