"""Owns the transliterations that tests spell names in, after the tables of METHOD 8.1 and 8.2. One way only."""

from __future__ import annotations

from typing import Final

_SHARED: Final = dict(zip("абвгдезиклмнопрстуфэ", "abvgdeziklmnoprstufe", strict=True)) | {"ё": "e", "ы": "y"}
_ICAO: Final = _SHARED | {
    "ж": "zh", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
SCHEMES: Final = {
    "icao": _ICAO,
    "passport-1997": _ICAO | {"й": "y", "ю": "yu", "я": "ya", "ъ": "", "ь": "'"},
    "passport-2010": _ICAO | {"ц": "tc", "ъ": ""},
    "bgn": _ICAO | {"й": "y", "ю": "yu", "я": "ya", "ъ": "”", "ь": "’", "ё": "yo"},
    "gost-b": _ICAO
    | {"й": "j", "х": "x", "ц": "cz", "щ": "shh", "ъ": "``", "ь": "`", "ю": "yu", "я": "ya", "ё": "yo", "ы": "y`", "э": "e`"},
    "iso-9": _SHARED
    | {
        "ж": "ž", "й": "j", "х": "h", "ц": "c", "ч": "č", "ш": "š", "щ": "ŝ", "ъ": "ʺ", "ь": "ʹ", "ю": "û", "я": "â", "э": "è",
        "ё": "ë",
    },
    "french": _ICAO
    | {"ж": "j", "ч": "tch", "ш": "ch", "щ": "chtch", "у": "ou", "ю": "iou", "ъ": "", "й": "i"},
}  # fmt: skip
KAZAKH_2021: Final = dict(
    zip("аәбвгғдезийкқлмнңоөпрсштуұүфхһыіжэ", "aäbvgğdeziikqlmnñoöprsştuūüfhhyıje", strict=True)
) | {"ц": "ts", "ч": "ş", "щ": "ş", "ю": "iu", "я": "ia", "ё": "io", "ъ": "", "ь": ""}


def spelled(name: str, scheme: dict[str, str]) -> str:
    """Return a Cyrillic name in Latin letters; BGN's rule for е at the head and after vowels is applied by its table."""
    is_bgn = scheme is SCHEMES["bgn"] or scheme is SCHEMES["passport-1997"]
    out = []
    for place, letter in enumerate(name.lower()):
        before = name[place - 1].lower() if place else " "
        if is_bgn and letter == "е" and before in " аеёиоуыэюяйъь":
            out.append("ye")
        else:
            out.append(scheme.get(letter, letter))
    return "".join(out).title()
