"""Owns file names: as they came, for the record, and made harmless, for an export. Never uses one as a path."""

from __future__ import annotations

import unicodedata
from typing import Final

_LONGEST: Final = 120  # bytes; every file system of today takes 255, and a manifest line stays readable
_RESERVED: Final = frozenset({"con", "prn", "aux", "nul", *(f"{n}{d}" for n in ("com", "lpt") for d in range(1, 10))})
_UNWANTED: Final = frozenset('/\\:*?"<>|%')


def recorded_name(name: str) -> str:
    """Return the name as a record holds it: itself, with bytes that are no UTF-8 written as %XX.

    Python hands such bytes over as lone surrogates (PEP 383), which no JSON may hold; text from outside may hold more.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return "".join(_escaped(one) for one in name.replace("%", "%25"))
    return name


def _escaped(letter: str) -> str:
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:
        return f"%{code - 0xDC00:02X}"
    return f"%u{code:04X}" if 0xD800 <= code <= 0xDFFF else letter


def safe_name(name: str) -> str:
    """Return a name that is one harmless path component on every system and still reads as the original.

    Letters of every script stay; controls, direction marks, separators, leading dots and device names do not.
    """
    kept = "".join("_" if _is_unwanted(one) else one for one in unicodedata.normalize("NFC", name))
    kept = kept.strip(" .") or "unnamed"
    stem, dot, extension = kept.rpartition(".")
    if not dot or len(extension) > 12:
        stem, dot, extension = kept, "", ""
    if stem.lower() in _RESERVED:
        stem = f"_{stem}"
    return _shortened(stem, _LONGEST - len((dot + extension).encode())) + dot + extension


def _is_unwanted(letter: str) -> bool:
    return letter in _UNWANTED or unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _shortened(text: str, longest: int) -> str:
    return text.encode()[:longest].decode(errors="ignore")
