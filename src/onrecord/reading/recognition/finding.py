"""Owns what of recognition is there on this machine: the engine, the language data, and the name of both together.

Language data are files of the machine's, not of the archive's. Which were used, in which state, stands in the name of
the tool, since the same picture comes out otherwise with others. Nothing is fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from onrecord.reading.errors import OcrMissing
from onrecord.reading.recognition.engine import ORIENTATION

METHOD: Final = "onrecord ocr@1"
# In the order in which Tesseract tries them: it keeps to the first that is sure of a word, and the data of Russian are
# sure of Kazakh and Kyrgyz words whose own letters they do not know (ү as у, ө as е).
LANGUAGES: Final = ("kaz", "rus", "kir", "eng")
# Where systems keep the data: Debian and Ubuntu, Fedora and Arch, what was built by hand, Homebrew.
USUAL_FOLDERS: Final = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_TASKS: Final = "onrecord.reading.recognition.tasks"
_ENDING: Final = ".traineddata"


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine that is there: what it calls itself, what it can read, and what a confined child is told to ask it."""

    tool: str
    languages: tuple[str, ...]
    places: tuple[str, ...] = ()
    work: str = _TASKS
    arguments: tuple[tuple[str, Any], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages of the region whose data are not there: their letters come out as others."""
        return tuple(one for one in LANGUAGES if one not in self.languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Where to look for language data; without a folder, in those that are usual."""

    folder: Path | None = None

    def engine(self) -> Engine:
        """Return the engine with all the data of `LANGUAGES` that are in the first folder that has any.

        Raises:
            OcrMissing: the extra is not installed, or there are no data.
        """
        version = _version()
        folders = [self.folder] if self.folder is not None else _usual()
        found = next(((one, names) for one in folders if (names := _languages(one))), None)
        if found is None:
            places = str(self.folder) if self.folder is not None else ", ".join(USUAL_FOLDERS)
            raise OcrMissing(problem=f"no language data ({', '.join(LANGUAGES)}) in {places}")
        folder, languages = found
        files = [folder / f"{one}{_ENDING}" for one in languages]
        data = " ".join(
            f"{one}:{_digest(file, file.stat().st_mtime_ns)}" for one, file in zip(languages, files, strict=True)
        )
        turns = (folder / f"{ORIENTATION}{_ENDING}").is_file()
        return Engine(
            tool=f"{METHOD}, {version}, {data}{' osd' if turns else ''}",
            languages=tuple(languages),
            places=tuple(dict.fromkeys(str(one.resolve().parent) for one in files)),
            arguments=(
                ("folder", str(folder.resolve())),
                ("languages", list(languages)),
                ("tells_orientation", turns),
            ),
        )


@cache
def _version() -> str:
    """Return which Tesseract is there.

    Raises:
        OcrMissing: none is, or what is there does not load.
    """
    try:
        import tesserocr
    except ImportError as err:
        raise OcrMissing(problem=f"Tesseract is not installed ({err})") from err
    return f"Tesseract {str(tesserocr.tesseract_version()).split()[1]}"


def _usual() -> list[Path]:
    root = Path("/")
    return [folder for pattern in USUAL_FOLDERS for folder in sorted(root.glob(pattern.lstrip("/")), reverse=True)]


def _languages(folder: Path) -> Sequence[str]:
    return [one for one in LANGUAGES if (folder / f"{one}{_ENDING}").is_file()]


@cache
def _digest(file: Path, _changed_at: int) -> str:
    """Return the beginning of the digest of a file of data: enough to tell two releases of it apart."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()[:8]
