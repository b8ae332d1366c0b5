"""Owns the short answer out of embedded metadata: when, where, with what, by whom, as the file itself says it.

Pure: it reads the parts that `metadata` found. Every line names the field it is from, nothing is converted to
another zone, and where two clocks of one file disagree this is said. It never says that any of it is so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

Line = dict[str, str]

_TIMES: Final = {
    "exif": ("EXIF DateTimeOriginal", "EXIF DateTimeDigitized", "Image DateTime"),
    "xmp": ("exif:DateTimeOriginal", "xmp:CreateDate", "xmp:ModifyDate", "photoshop:DateCreated"),
    "iptc": ("DateCreated", "TimeCreated", "DigitalCreationDate", "DigitalCreationTime"),
    "texts": (
        "com.apple.quicktime.creationdate",
        "©day",
        "Creation Time",
        "tIME",
        "date:create",
        "date:modify",
        "Recorded",
        "Digitised",
        "DateUTC",
        "Date",
        "Time",
        "Year",
        "Creation_time",
        "Encoded",
        "Tagged",
    ),
    "document": ("CreationDate", "ModDate"),
}
_DEVICES: Final = {
    "exif": ("Image Make", "Image Model", "EXIF LensModel", "EXIF BodySerialNumber", "EXIF LensSerialNumber",
             "MakerNote SerialNumber", "MakerNote InternalSerialNumber"),
    "xmp": ("tiff:Make", "tiff:Model", "aux:SerialNumber", "aux:Lens", "exifEX:BodySerialNumber"),
    "texts": ("com.apple.quicktime.make", "com.apple.quicktime.model", "com.android.manufacturer", "com.android.model",
              "©mak", "©mod", "manu", "modl"),
}  # fmt: skip
_PEOPLE: Final = {
    "exif": ("Image Artist", "Image Copyright", "EXIF CameraOwnerName", "EXIF OwnerName", "MakerNote OwnerName"),
    "xmp": ("dc:creator[1]", "dc:creator[1]/li", "photoshop:Credit", "photoshop:AuthorsPosition", "xmpRights:Owner[1]"),
    "iptc": ("By-line", "Credit", "CopyrightNotice", "Writer-Editor"),
    "texts": (
        "©ART",
        "©aut",
        "auth",
        "Author",
        "Artist",
        "Originator",
        "Owner",
        "Copyright",
        "com.apple.quicktime.author",
    ),
    "document": ("Author",),
}
_SOFTWARE: Final = {
    "exif": ("Image Software", "Image HostComputer", "Image ProcessingSoftware"),
    "xmp": ("xmp:CreatorTool", "pdf:Producer"),
    "iptc": ("OriginatingProgram",),
    "texts": ("Software", "©swr", "©too", "com.apple.quicktime.software", "com.android.version"),
    "document": ("Creator", "Producer"),
}
_ISO_6709: Final = re.compile(r"^([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?|[+-]\d+\.\d+)([+-]\d+(?:\.\d+)?)?")
_WEST_AND_EAST: Final = (-12 * 3600, 14 * 3600)  # the zones there are; a clock further off is wrong or was set wrongly
_SLACK: Final = 900


def summary(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the short answer; a question without an answer is left out."""
    said: dict[str, Any] = {
        "times": [*_lines(found, _TIMES), *_container_times(found)],
        "places": list(_places(found)),
        "devices": list(_lines(found, _DEVICES)),
        "people": list(_lines(found, _PEOPLE)),
        "software": list(_lines(found, _SOFTWARE)),
        "conflicts": list(_conflicts(found)),
    }
    return {name: lines for name, lines in said.items() if lines}


def _lines(found: Mapping[str, Any], wanted: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    for part, names in wanted.items():
        known = {one["name"]: one["value"] for one in reversed(found.get(part, ())) if one["value"].strip()}
        yield from ({"value": known[name].strip()[:300], "from": name} for name in names if name in known)


def _container_times(found: Mapping[str, Any]) -> Iterator[Line]:
    for one in found.get("container", ()):
        if one["box"] == "moov/mvhd" and one.get("created_at"):
            yield {"value": one["created_at"], "from": "moov/mvhd"}


def _places(found: Mapping[str, Any]) -> Iterator[Line]:
    tags = _tags(found)
    latitude = _degrees(tags.get("GPS GPSLatitude", ""), tags.get("GPS GPSLatitudeRef", ""), "S")
    longitude = _degrees(tags.get("GPS GPSLongitude", ""), tags.get("GPS GPSLongitudeRef", ""), "W")
    if latitude is not None and longitude is not None:
        yield {"latitude": latitude, "longitude": longitude, "from": "EXIF GPS"}
    for one in found.get("texts", ()):
        place = _ISO_6709.match(one["value"]) if one["name"] in _GEOGRAPHY else None
        if place:
            yield {"latitude": place[1].lstrip("+"), "longitude": place[2].lstrip("+"), "from": one["name"]}
    known = {one["name"]: one["value"] for one in found.get("xmp", ())}
    if "exif:GPSLatitude" in known and "exif:GPSLongitude" in known:
        yield {"latitude": known["exif:GPSLatitude"], "longitude": known["exif:GPSLongitude"], "from": "XMP exif:GPS"}


_GEOGRAPHY: Final = frozenset({"©xyz", "loci", "com.apple.quicktime.location.ISO6709"})


def _tags(found: Mapping[str, Any]) -> dict[str, str]:
    return {one["name"]: one.get("raw", one["value"]) for one in found.get("exif", ())}


def _degrees(text: str, side: str, negative: str) -> str | None:
    """Return degrees, minutes and seconds as one decimal, to a ten-millionth of a degree: about a centimetre."""
    parts = _fractions(text)
    if len(parts) != 3 or not side.strip("\0 "):
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    if not 0 <= value <= 180:
        return None
    rounded = round(value * 10**7) * (-1 if side.startswith(negative) else 1)
    sign, whole = "-" if rounded < 0 else "", abs(rounded)
    return f"{sign}{whole // 10**7}.{whole % 10**7:07}"


def _fractions(text: str) -> list[Fraction]:
    """Return the numbers of `[43, 28, 1407/500]`; none where one of them is no number."""
    try:
        return [Fraction(part.strip()) for part in text.strip("[]").split(",")] if text else []
    except (ValueError, ZeroDivisionError):
        return []


def _conflicts(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield where no zone on earth explains how far the clock of the camera is from the time of the satellites."""
    tags = _tags(found)
    clock = _instant(tags.get("EXIF DateTimeOriginal", ""))
    day, hours = tags.get("GPS GPSDate", ""), _fractions(tags.get("GPS GPSTimeStamp", ""))
    if clock is None or len(hours) != 3 or not all(0 <= one < 100 for one in hours):
        return
    satellites = _instant(f"{day} 00:00:00")
    if satellites is None:
        return
    satellites += dt.timedelta(seconds=int(hours[0] * 3600 + hours[1] * 60 + hours[2]))
    apart = int((clock - satellites).total_seconds()) - _zone(tags.get("EXIF OffsetTimeOriginal", ""))
    if not _WEST_AND_EAST[0] - _SLACK <= apart <= _WEST_AND_EAST[1] + _SLACK or (
        "EXIF OffsetTimeOriginal" in tags and abs(apart) > _SLACK
    ):
        yield {"between": ["EXIF DateTimeOriginal", "GPS GPSTimeStamp"], "seconds": apart}


def _zone(text: str) -> int:
    hit = re.fullmatch(r"([+-])(\d{2}):(\d{2})", text.strip("\0 "))
    return 0 if hit is None else (-1 if hit[1] == "-" else 1) * (int(hit[2]) * 3600 + int(hit[3]) * 60)


def _instant(text: str) -> dt.datetime | None:
    """Return EXIF's `2008:10:22 16:28:39` as a moment without a zone; only distances are made of it."""
    try:
        return dt.datetime.strptime(text.strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
