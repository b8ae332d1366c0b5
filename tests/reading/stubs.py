"""Owns a recognition that is always the same, and pictures that hold the words it sees in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.reading.stub_recogniser import MARK

from onrecord import reading


@dataclass(frozen=True)
class Stub:
    """A recognition whose engine is there, or is missing."""

    languages: tuple[str, ...] = ("rus", "kaz", "kir", "eng")
    is_there: bool = True

    def engine(self) -> reading.OcrEngine:
        """Return the stub's engine."""
        if not self.is_there:
            raise reading.OcrMissing(problem="Tesseract is not installed")
        tool = f"onrecord ocr@1, stub {' '.join(self.languages)}"
        return reading.OcrEngine(tool=tool, languages=self.languages, work="tests.reading.stub_recogniser")


STUB: Final = Stub()
MISSING: Final = Stub(is_there=False)


def picture(*pages: str, form: bytes = b"\x89PNG\r\n\x1a\n") -> bytes:
    """Return what passes for a picture, with these words on its pages."""
    return form + MARK + "\f".join(pages).encode()
