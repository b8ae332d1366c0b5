"""Owns the list of forms that text is read from: which tool, in which version, and whether it needs the child.

Plain text is decoded in this process, since there is nothing to parse in it. Everything else is a task of the child.
A tool's name has a number: what reads the same bytes differently than before gets the next one, and with it layers of
its own beside the old ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from onrecord import vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How text is read from one form: the tool's name, the task of the child (none for plain text), what silence is."""

    tool: str
    task: str | None
    silence: str = "there are no words in it"


PDF: Final = "application/pdf"
_PLAIN: Final = Format(tool="onrecord plain@2", task=None)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_DOCX: Final = Format(tool="onrecord docx@1", task="docx")
_XLSX: Final = Format(tool="onrecord xlsx@2", task="xlsx")
_ODF: Final = Format(tool="onrecord odf@2", task="odf")
_SUBTITLES: Final = Format(tool="onrecord subtitles@1", task="subtitles")
_FORMATS: Final[dict[str, Format]] = {
    _OFFICE + "wordprocessingml.document": _DOCX,
    _OFFICE + "spreadsheetml.sheet": _XLSX,
    _OFFICE + "presentationml.presentation": Format(tool="onrecord pptx@1", task="pptx"),
    "application/epub+zip": Format(tool=f"onrecord epub@1, lxml {version('lxml')}", task="epub"),
    "image/svg+xml": Format(tool="onrecord svg@1", task="svg", silence="no words in it that are letters"),
    **{f"application/vnd.oasis.opendocument.{kind}": _ODF for kind in ("text", "spreadsheet", "presentation")},
    "text/markdown": _PLAIN,
    "text/plain": _PLAIN,
    "text/csv": _PLAIN,
    "application/json": _PLAIN,
    "application/jsonl": _PLAIN,
    "text/vtt": _SUBTITLES,
    "application/x-subrip": _SUBTITLES,
    "application/rtf": Format(tool="onrecord rtf@1", task="rtf"),
    "application/x-ole-storage": Format(tool=f"onrecord msg@1, lxml {version('lxml')}", task="msg"),
    "message/rfc822": Format(tool=f"onrecord mail@1, lxml {version('lxml')}", task="mail"),
    "text/html": Format(tool=f"onrecord html@1, lxml {version('lxml')}", task="html"),
    PDF: Format(
        tool=f"onrecord pdf@2, pypdfium2 {version('pypdfium2')}",
        task="pdf",
        silence="no text layer; a scan needs optical character recognition",
    ),
}
_CONTAINERS: Final = frozenset(
    {
        "application/zip",
        "application/x-tar",
        "application/gzip",
        "application/mbox",
        "application/warc",
        "application/wacz",
        "application/x-internet-archive",
        "multipart/related",
    }
)


# The pictures in which words are looked for where that was asked for, and can be done here.
PICTURES: Final = frozenset(
    f"image/{form}" for form in ("jpeg", "png", "tiff", "webp", "gif", "bmp", "heic", "heif", "heic-sequence", "avif")
)


def format_of(item: vault.Item) -> Format | None:
    """Return how this item's text is read, or None where nothing here reads its form."""
    return _FORMATS.get(item.media_type)


def absence_of(item: vault.Item) -> str:
    """Return why nothing here reads an item."""
    if item.media_type in _CONTAINERS:
        return f"{item.media_type} is a container; what lies in it is read as items of their own"
    return f"no reader for {item.media_type}"
