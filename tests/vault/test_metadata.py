"""Embedded metadata: every block is listed, read where it can be, and a parser that fails is written down."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import struct
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import pictures

from onrecord.kernel import canonical_bytes
from onrecord.vault import examiners, exif, metadata
from onrecord.vault.confined_child import Refusal


def _examined(content: bytes) -> dict[str, Any]:
    found = metadata.examine(io.BytesIO(content))
    (examiner,) = (one for one in examiners.examiners() if one.name == "metadata")
    canonical_bytes(examiner.checked(json.loads(json.dumps(found))))  # what a record can hold, no more
    return found


def _tags(found: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["value"] for one in found["exif"]}


def _jpeg(**settings: Any) -> bytes:
    picture = pictures.scene(7, (160, 120))
    return pictures.saved(picture, exif=pictures.exif(picture), **settings)


def test_a_photo_says_when_where_with_what_and_by_whom() -> None:
    """The short answer names for each line the field it is from; places are decimals, and nothing is converted."""
    found = _examined(_jpeg())
    summary = found["summary"]
    assert {"value": "2031:03:08 09:41:12", "from": "EXIF DateTimeOriginal"} in summary["times"]
    assert summary["places"] == [{"latitude": "43.0388250", "longitude": "74.7128500", "from": "EXIF GPS"}]
    assert {"value": "VP-7", "from": "Image Model"} in summary["devices"]
    assert {"value": "SN-0042", "from": "EXIF BodySerialNumber"} in summary["devices"]
    assert {"value": "A. Documenter", "from": "Image Artist"} in summary["people"]
    assert "conflicts" not in summary
    assert _tags(found)["Image Orientation"] == "Rotated 90 CW"


def test_the_raw_block_is_where_it_is_said_to_be() -> None:
    """Offset, length and digest of each block lead back to the very bytes of the item."""
    content = pictures.with_segments(
        _jpeg(comment=b"a note"),
        pictures.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + pictures.XMP),
        pictures.segment(0xED, b"Photoshop 3.0\0" + pictures.resource(0x0404, pictures.IPTC)),
        behind=pictures.film(),
    )
    found = _examined(content)
    assert Counter(one["kind"] for one in found["blocks"]) == Counter(
        ["jfif", "exif", "xmp", "photoshop", "comment", "trailing"]
    )
    for block in found["blocks"]:
        raw = content[block["offset"] : block["offset"] + block["length"]]
        assert hashlib.sha256(raw).hexdigest() == block["sha256"]
    (behind,) = (one for one in found["blocks"] if one["kind"] == "trailing")
    assert behind["holds"] == "mp4"  # a film behind the photo, as telephones make them
    (note,) = (one for one in found["exif"] if one["name"] == "EXIF MakerNote")
    assert content[note["offset"] : note["offset"] + note["length"]].startswith(b"Valley\0maker")
    assert bytes.fromhex(note["hex"]).startswith(b"Valley\0maker note")


def test_xmp_iptc_icc_and_comments_are_read() -> None:
    """Each in its own letters: Cyrillic and Kazakh as they stand."""
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = pictures.with_segments(
        _jpeg(comment="пікір".encode(), icc_profile=profile),
        pictures.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + pictures.XMP),
        pictures.segment(0xED, b"Photoshop 3.0\0" + pictures.resource(0x0404, pictures.IPTC)),
    )
    found = _examined(content)
    assert {"name": "dc:creator[1]", "value": "А. Док"} in found["xmp"]
    assert {"name": "xmpMM:History[1]/stEvt:action", "value": "cropped"} in found["xmp"]
    assert {"name": "City", "value": "Көктөбе"} in found["iptc"]
    assert {"name": "By-line", "value": "А. Документалист"} in found["iptc"]
    assert found["comments"] == ["пікір"]
    assert "sRGB" in found["icc"]["description"]


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "AVIF"])
def test_other_forms_carry_the_same_exif(form: str) -> None:
    """PNG, WebP, TIFF and AVIF are read as JPEG is."""
    picture = pictures.scene(8, (96, 64))
    found = _examined(pictures.saved(picture, form, exif=pictures.exif(picture)))
    assert _tags(found)["Image Model"] == "VP-7"
    assert found["summary"]["places"][0]["latitude"] == "43.0388250"


def test_texts_of_a_png_are_read() -> None:
    """Plain, deflated and international ones, XMP among them, and the time of the last change."""
    content = pictures.saved(pictures.scene(9, (64, 48)), "PNG")
    chunks = (
        pictures.chunk(b"tEXt", b"Software\0Valley Paint"),
        pictures.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"deflated")),
        pictures.chunk(b"iTXt", "Author\0\0\0kk\0Автор\0Құжаттаушы".encode()),
        pictures.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + pictures.XMP),
        pictures.chunk(b"tIME", struct.pack(">H5B", 2031, 3, 8, 9, 41, 12)),
    )
    found = _examined(content[:33] + b"".join(chunks) + content[33:])
    told = {one["name"]: one["value"] for one in found["texts"]}
    assert told == {
        "Software": "Valley Paint", "Comment": "deflated", "Author": "Құжаттаушы", "tIME": "2031-03-08T09:41:12Z"
    }  # fmt: skip
    assert {"name": "xmp:CreatorTool", "value": "Valley Editor 3"} in found["xmp"]


def test_a_gif_keeps_its_comment() -> None:
    """And what somebody hung behind its end is listed."""
    content = pictures.saved(pictures.scene(3, (32, 24)), "GIF", comment=b"made by nobody") + b"behind"
    found = _examined(content)
    assert found["comments"] == ["made by nobody"]
    assert [one["length"] for one in found["blocks"] if one["kind"] == "trailing"] == [6]


def test_a_film_says_when_and_where() -> None:
    """Times of the header, the place, the maker and the cover of an MP4."""
    created = int((dt.datetime(2031, 3, 8, 4, 41, 12) - dt.datetime(1904, 1, 1)).total_seconds())  # noqa: DTZ001
    content = pictures.film(
        created=created, place="+43.0388+074.7129/", make="Valley Phones", cover=b"\xff\xd8\xff cover"
    )
    found = _examined(content)
    assert {"value": "2031-03-08T04:41:12Z", "from": "moov/mvhd"} in found["summary"]["times"]
    assert found["summary"]["places"] == [{"latitude": "43.0388", "longitude": "074.7129", "from": "©xyz"}]
    assert {"value": "Valley Phones", "from": "com.apple.quicktime.make"} in found["summary"]["devices"]
    (cover,) = found["thumbnails"]
    assert content[cover["offset"] : cover["offset"] + cover["length"]] == b"\xff\xd8\xff cover"
    (movie,) = (one for one in found["container"] if one["box"] == "moov/mvhd")
    assert movie["milliseconds"] == 12_500


def test_two_clocks_that_no_zone_explains_are_shown() -> None:
    """A camera that was set to last year is no place in another zone."""
    from PIL import Image

    tags = Image.Exif()
    tags.get_ifd(0x8769)[0x9003] = "2030:03:08 09:41:12"
    place = tags.get_ifd(0x8825)
    place[7], place[29] = (4.0, 41.0, 12.0), "2031:03:08"
    found = _examined(pictures.saved(pictures.scene(1, (32, 24)), exif=tags.tobytes()))
    assert found["summary"]["conflicts"] == [
        {"between": ["EXIF DateTimeOriginal", "GPS GPSTimeStamp"], "seconds": 5 * 3600 - 365 * 86_400}
    ]


def test_the_thumbnail_is_noted() -> None:
    """Where the small picture inside lies: it may show what was cropped away."""
    small = pictures.saved(pictures.scene(5, (80, 60)))
    head = b"II*\0\x08\0\0\0" + struct.pack("<H", 0) + struct.pack("<I", 14)
    second = struct.pack("<HHHII", 2, 0x0201, 4, 1, 44) + struct.pack("<HHII", 0x0202, 4, 1, len(small)) + bytes(4)
    block = head + second
    block = block.ljust(44, b"\0") + small
    content = pictures.with_segments(pictures.saved(pictures.scene(6)), pictures.segment(0xE1, b"Exif\0\0" + block))
    (noted,) = _examined(content)["thumbnails"]
    assert content[noted["offset"] : noted["offset"] + noted["length"]] == small
    assert noted["sha256"] == hashlib.sha256(small).hexdigest()


@pytest.mark.parametrize(
    "packet",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        b'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><x/>',
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b"<a>" * 5000,
        b"no markup at all",
        b"",
    ],
)
def test_a_hostile_packet_gives_nothing_but_a_line(packet: bytes) -> None:
    """D5: no entity is resolved, no file read, nothing asked of a network; the photo's other blocks are read on."""
    segment = pictures.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)
    found = _examined(pictures.with_segments(_jpeg(), segment))
    assert found.get("xmp", []) == []
    assert [one["part"] for one in found["problems"]] == ["xmp"]
    assert _tags(found)["Image Model"] == "VP-7"
    assert "root:" not in json.dumps(found)


def test_a_cut_file_gives_what_stands_before_the_cut() -> None:
    """Evidence is often half a file: what can be read is read, and that it was cut is said."""
    content = _jpeg()
    found = _examined(content[: len(content) * 2 // 3])
    assert _tags(found)["Image Model"] == "VP-7"
    assert {one["part"] for one in found["problems"]} == {"container"}


def _mutants(seeds: list[bytes]) -> Iterator[bytes]:
    import random

    dice = random.Random(2031)
    for seed in seeds:
        for _ in range(40):
            bent = bytearray(seed)
            for _ in range(dice.choice((1, 3, 12))):
                at = dice.randrange(min(len(bent), 2_000))
                bent[at] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
            yield bytes(bent[: dice.randrange(len(bent))] if dice.random() < 0.2 else bent)


def test_bent_bytes_never_raise_and_never_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """D10: a few hundred mutants of every form: each is an answer that a record can hold, in little more than its box of time."""
    monkeypatch.setattr(exif, "_CPU_SECONDS", 0.2)
    picture = pictures.scene(2, (48, 32))
    block = pictures.exif(picture)
    seeds = [pictures.saved(picture, form, exif=block) for form in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")]
    seeds += [
        pictures.saved(picture, "GIF", comment=b"x"),
        pictures.film(created=1, place="+43.0+074.0/", make="V"),
        pictures.with_segments(seeds[0], pictures.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + pictures.XMP)),
    ]
    slowest = 0.0
    for mutant in _mutants(seeds):
        started = time.process_time()
        try:
            _examined(mutant)
        except Refusal:
            continue  # its first bytes show no form any more
        slowest = max(slowest, time.process_time() - started)
    assert slowest < 2


def test_a_form_that_is_not_read_is_refused() -> None:
    """A text, an EPS, an empty file: the examiner says that it does not look at these."""
    for content in (b"", b"plain words", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"SIMPLE  =", b"\0" * 100):
        with pytest.raises(Refusal):
            metadata.examine(io.BytesIO(content))


def test_too_much_is_cut_and_said() -> None:
    """A packet of many thousand properties does not make an entry of megabytes: the block itself stays in the item."""
    many = b"".join(b"<dc:p%d>%s</dc:p%d>" % (number, b"x" * 400, number) for number in range(1_500))
    packet = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/">' + many + b"</rdf:Description></rdf:RDF>"
    )
    content = pictures.saved(pictures.scene(4, (32, 24)), "PNG")
    chunk = pictures.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)
    found = _examined(content[:33] + chunk + content[33:])
    assert len(json.dumps(found)) < 300_000
    assert any("of 1500 are kept" in one["problem"] for one in found["problems"])


# The suite of exif-py, whose photographs show real people and stay outside of the repository.

_HEADLINE = re.compile(r"Opening: exif-samples-master/(.*)")
_THUMBNAIL = re.compile(r"File has (JPEG|TIFF) thumbnail")


def _expected(dump: Path) -> dict[str, list[str]]:
    expected: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in dump.read_text(encoding="utf-8", errors="replace").splitlines():
        opened = _HEADLINE.match(line)
        if opened:
            lines = expected.setdefault(opened[1], [])
        elif line.strip():
            lines.append(line.rstrip())
    return expected


def _said(found: dict[str, Any]) -> set[str]:
    """Return every line of the dump that the finding agrees with.

    A tag agrees by directory, type and value, and by its name or its number: the dump was made by an older version
    that did not know the names of four tags of Nikon and printed `Tag 0x000A`. A value agrees as people read it or as it
    stands in the file, for the same reason (`Off` and 0).
    """
    said = {one["problem"] for one in found["problems"]}
    said |= {f"{one['problem'].partition(':')[0]}:" for one in found["problems"]}
    for one in found.get("exif", ()):
        names = (one["name"], f"{one['name'].split()[0]} Tag {one['tag']}")
        values = (one["value"], one.get("raw", one["value"]))
        said |= {f"{name} ({one['type']}): {value}".rstrip() for name in names for value in values}
    if any(one["from"] == "EXIF" for one in found.get("thumbnails", ())):
        said |= {"File has JPEG thumbnail", "File has TIFF thumbnail"}
    return said


def test_the_tags_of_the_exif_suite_agree(suites: Path) -> None:
    """All tags of all 28 photographs, each within a second; no tag is there that the dump has not, but in one file.

    That file has its EXIF block behind an XMP block, where the program that wrote the dump did not look.
    """
    folder = suites / "vault" / "exif"
    expected = _expected(folder / "dump")
    assert len(expected) == 28
    missing, more, count = [], [], 0
    for name, lines in expected.items():
        found = _examined((folder / name).read_bytes())
        tags = [line for line in lines if line != "No EXIF information found"]
        count += len(tags)
        said = _said(found)
        missing += [(name, line) for line in tags if line not in said]
        if len(found.get("exif", ())) != sum(1 for line in tags if " (" in line):
            more.append(name)
    assert missing == []
    assert count >= 1_180
    assert more == ["jpg/xmp/no_exif.jpg"]
