"""Owns the putting together of a text from pieces, with the places that its parts have in it."""

from __future__ import annotations

from onrecord.reading.model import Place, Text

_LONGEST_NAME = 200
_MOST_RUNS = 5_000  # of rows that follow one another: beyond it cells are not told


class Writer:
    """Letters in their order, rows of cells as lines with tabs between, and parts that become places."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._places: list[Place] = []
        self._notes: dict[str, int] = {}
        self._between = ""
        self._at_line_start = True
        self._lines = 0
        self._rows: list[tuple[int, int]] = []

    def add(self, text: str) -> None:
        """Write letters, after what stands between them and those before."""
        if text:
            written = text if self._between == " " and text[0].isspace() else self._between + text
            self._between = ""
            self._pieces.append(written)
            self._length += len(written)
            self._lines += written.count("\n")
            self._at_line_start = text.endswith("\n")

    def gap(self) -> None:
        """Let a blank stand before the next letters of this line, if there are any."""
        if not self._at_line_start:
            self._between = self._between or " "

    def cell(self, count: int = 1) -> None:
        """Let the next letters of this line stand in the next cell, or in one further on."""
        self._between = self._between.strip(" ") + "\t" * count

    def line_end(self) -> None:
        """End the line, unless it is empty; what would have come between letters is dropped."""
        self._between = ""
        if not self._at_line_start:
            self.add("\n")

    def row_end(self, number: int) -> None:
        """End a line that is the row of a table with this number, from 1; 0 where its cells cannot be told by tabs."""
        if not self._at_line_start and len(self._rows) < _MOST_RUNS:
            known = self._rows[-1] if self._rows else (0, -1)
            expected = known[1] + self._lines - known[0] if known[1] > 0 else known[1]
            if number != expected:
                self._rows.append((self._lines, number if len(self._rows) < _MOST_RUNS - 1 else 0))
        self.line_end()

    def begin(self) -> int:
        """Return where the next part begins."""
        self.line_end()
        self._lines, self._rows = 0, []
        return self._length

    def place(self, kind: str, name: str, start: int) -> None:
        """Call what was written since `start` a part, unless that is nothing."""
        self.line_end()
        if self._length > start:
            named = " ".join(name.split())[:_LONGEST_NAME]
            self._places.append(Place(kind=kind, name=named, start=start, end=self._length, rows=tuple(self._rows)))
            self._rows = []

    def note(self, what: str, count: int = 1) -> None:
        """Count something that has to be told of the whole."""
        self._notes[what] = self._notes.get(what, 0) + count

    def text(self, *told: str) -> Text:
        """Return the text, its places, and in one line what has to be told of it."""
        notes = [*told, *(f"{what}: {count}" for what, count in self._notes.items() if count)]
        return Text(text="".join(self._pieces), places=tuple(self._places), problem="; ".join(notes)[:300] or None)
