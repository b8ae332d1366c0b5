"""Owns pictures and films made for tests: scenes that nobody photographed, with whatever metadata a test asks for."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw, ImageFilter


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Return a scene of hills, houses and clouds, unlike that of any other seed."""
    dice = random.Random(seed)
    width, height = size
    picture = Image.new("RGB", size, _colour(dice, 120, 255))
    pen = ImageDraw.Draw(picture)
    for _ in range(9):
        at = [dice.uniform(-0.2, 1) * width, dice.uniform(-0.2, 0.8) * height]
        pen.ellipse(
            [*at, at[0] + dice.uniform(0.1, 0.6) * width, at[1] + dice.uniform(0.1, 0.5) * height], _colour(dice)
        )
    for _ in range(7):
        points = [(dice.uniform(-0.1, 1.1) * width, dice.uniform(0.2, 1.1) * height) for _ in range(3)]
        pen.polygon(points, _colour(dice))
    for _ in range(14):
        left, top = dice.uniform(0, 0.95) * width, dice.uniform(0.1, 0.95) * height
        pen.rectangle(
            [left, top, left + dice.uniform(0.02, 0.25) * width, top + dice.uniform(0.02, 0.3) * height], _colour(dice)
        )
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def _colour(dice: random.Random, low: int = 0, high: int = 255) -> tuple[int, int, int]:
    return dice.randint(low, high), dice.randint(low, high), dice.randint(low, high)


def saved(picture: Image.Image, form: str = "JPEG", **settings: Any) -> bytes:
    """Return the picture as the bytes of a file."""
    file = io.BytesIO()
    picture.save(file, form, **({"quality": 90} if form == "JPEG" else {}) | settings)
    return file.getvalue()


def exif(picture: Image.Image) -> bytes:
    """Return an EXIF block as a telephone writes it: maker, time with zone, place, owner, a thumbnail of its own."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0110], tags[0x0112] = "Valley Phones", "VP-7", 6
    tags[0x0132], tags[0x013B] = "2031:03:08 10:00:00", "A. Documenter"
    inner = tags.get_ifd(0x8769)
    inner[0x9003], inner[0x9011], inner[0xA431] = "2031:03:08 09:41:12", "+05:00", "SN-0042"
    inner[0x927C] = b"Valley\0maker note \x01\x02\x03"
    place = tags.get_ifd(0x8825)
    place[1], place[2] = "N", (43.0, 2.0, 19.77)
    place[3], place[4] = "E", (74.0, 42.0, 46.26)
    place[7], place[29] = (4.0, 41.0, 12.0), "2031:03:08"
    del picture
    return tags.tobytes()


XMP = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    b' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"'
    b' xmp:CreatorTool="Valley Editor 3"><dc:creator><rdf:Seq><rdf:li>\xd0\x90. \xd0\x94\xd0\xbe\xd0\xba</rdf:li></rdf:Seq>'
    b"</dc:creator><xmpMM:History><rdf:Seq><rdf:li rdf:parseType='Resource'><stEvt:action>cropped</stEvt:action>"
    b"<stEvt:when>2031-03-09T08:00:00+05:00</stEvt:when></rdf:li></rdf:Seq></xmpMM:History></rdf:Description></rdf:RDF>"
    b'</x:xmpmeta><?xpacket end="w"?>'
)
IPTC = b"".join(
    struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
    for record, number, value in (
        (1, 90, b"\x1b%G"),
        (2, 80, "А. Документалист".encode()),
        (2, 90, "Көктөбе".encode()),
        (2, 120, b"A bridge in the valley"),
    )
)


def segment(marker: int, content: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def resource(number: int, content: bytes) -> bytes:
    """Return an image resource of Photoshop."""
    return b"8BIM" + struct.pack(">HBBI", number, 0, 0, len(content)) + content + b"\0" * (len(content) % 2)


def with_segments(jpeg: bytes, *segments: bytes, behind: bytes = b"") -> bytes:
    """Return the JPEG with these segments right after its start, and something behind its end."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:] + behind


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of(width: int, height: int, *, data: bytes = b"") -> bytes:
    """Return a PNG that claims to be so large, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def gif_of(frames: int) -> bytes:
    """Return a GIF of one black pixel, so many times."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\0\0\0\0" + b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b";"


def box(kind: bytes, *parts: bytes) -> bytes:
    """Return a box of an MP4."""
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + kind + content


def film(*, created: int = 0, place: str = "", cover: bytes = b"", make: str = "", frame: bytes = b"") -> bytes:
    """Return an MP4 without a frame to play, with the metadata of a telephone's film; `frame` is a JPEG in a track."""
    user = [_text(b"\xa9xyz", place)] if place else []
    if make:
        key = b"com.apple.quicktime.make"
        keys = box(b"keys", struct.pack(">II", 0, 1), struct.pack(">I", len(key) + 8), b"mdta", key)
        listed = box(b"ilst", box(struct.pack(">I", 1), box(b"data", struct.pack(">II", 1, 0), make.encode())))
        user.append(box(b"meta", box(b"hdlr", bytes(8), b"mdta", bytes(12)), keys, listed))
    if cover:
        listed = box(b"ilst", box(b"covr", box(b"data", struct.pack(">II", 13, 0), cover)))
        user.append(box(b"meta", bytes(4), box(b"hdlr", bytes(8), b"mdir", bytes(12)), listed))
    head = box(b"ftyp", b"isom", struct.pack(">I", 512), b"isommp41")
    moov = [box(b"mvhd", struct.pack(">IIIII", 0, created, created, 1000, 12_500), bytes(80))]
    if frame:
        entry = box(b"stsd", struct.pack(">II", 0, 1), box(b"jpeg", bytes(70)))
        table = box(b"stco", struct.pack(">III", 0, 1, len(head) + 8))
        moov.append(box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", entry, table)))))
    return head + box(b"mdat", frame) + box(b"moov", *moov, box(b"udta", *user))


def _text(kind: bytes, text: str) -> bytes:
    content = text.encode()
    return box(kind, struct.pack(">HH", len(content), 0x15C7), content)
