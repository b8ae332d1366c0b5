"""Owns PDF files that tests make by hand: sound ones with few words, and hostile ones (RELIABILITY D4)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def of_objects(objects: Sequence[bytes], *, prev: int | None = None) -> bytes:
    """Return a file of these objects, the first of which is its catalogue."""
    parts, places, at = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, start=1):
        part = b"%d 0 obj\n%b\nendobj\n" % (number, content)
        places.append(at)
        parts.append(part)
        at += len(part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    more = b"" if prev is None else b"/Prev %d" % (at if prev < 0 else prev)
    parts += [b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)]
    parts += [b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (count, more, at)]
    return b"".join(parts)


def stream(content: bytes, *, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


def _letters(words: str) -> bytes:
    return b"BT /F1 12 Tf 72 720 Td (%b) Tj ET" % words.encode("ascii")


_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R>>"


def pages(count: int, words: str = "Ten people were killed.") -> bytes:
    """Return a file of so many pages that share one content."""
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(count))
    return of_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids),
            _FONT,
            stream(_letters(words)),
            *[_PAGE] * count,
        ]
    )


def _one(page: bytes = _PAGE, content: bytes | None = None, tree: bytes | None = None) -> list[bytes]:
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        tree or b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
        _FONT,
        content or stream(_letters("Ten people were killed.")),
        page,
    ]


def parent_loop() -> bytes:
    """Return a tree of pages that is its own child and its own parent."""
    tree = b"<</Type/Pages/Count 3/Parent 6 0 R/Kids[5 0 R 6 0 R]>>"
    return of_objects([*_one(tree=tree), b"<</Type/Pages/Count 2/Parent 2 0 R/Kids[2 0 R 6 0 R]>>"])


def prev_loop() -> bytes:
    """Return a cross-reference table whose predecessor is itself."""
    return of_objects(_one(), prev=-1)


def outline_loop() -> bytes:
    """Return an outline whose next entry is itself."""
    objects = _one()
    objects[0] = b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>"
    return of_objects(
        [*objects, b"<</First 7 0 R/Last 7 0 R>>", b"<</Title(a)/Parent 6 0 R/Next 7 0 R/Prev 7 0 R/First 7 0 R>>"]
    )


def form_loop() -> bytes:
    """Return a page that draws a form which draws itself."""
    page = _PAGE.replace(b"/Font", b"/XObject<</X 6 0 R>>/Font")
    form = stream(b"/X Do", entries=b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return of_objects([*_one(page, content=stream(b"/X Do")), form])


def flate_bomb(mebibytes: int) -> bytes:
    """Return a page whose content is so many mebibytes of blanks, packed twice over.

    One mebibyte is packed and stands there again and again: packing gigabytes would take longer than all that is tested.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    one = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = b"\x78\xda" + one * mebibytes + packer.flush() + _adler32_of_blanks(mebibytes << 20)
    return of_objects(_one(content=stream(zlib.compress(packed), entries=b"/Filter[/FlateDecode/FlateDecode]")))


def _adler32_of_blanks(length: int) -> bytes:
    """Return the checksum of so many blanks, RFC 1950 section 9, by its closed form."""
    low, high = 1 + 32 * length, length + 32 * (length * (length + 1) // 2)
    return (high % 65521 << 16 | low % 65521).to_bytes(4, "big")


def run_length_bomb() -> bytes:
    """Return a page whose content is run lengths within run lengths."""
    inner = b"\x81 " * 400_000 + b"\x80"
    return of_objects(_one(content=stream(zlib.compress(inner), entries=b"/Filter[/FlateDecode/RunLengthDecode]")))


def giant_page() -> bytes:
    """Return a page of two hundred thousand inches."""
    return of_objects(_one(_PAGE.replace(b"612 792", b"14400000 14400000")))


def many_letters(count: int) -> bytes:
    """Return a page that shows one line so many times over, packed small."""
    line = b"BT /F1 12 Tf 1 0 0 1 72 720 Tm (" + b"a" * 200 + b") Tj ET\n"
    return of_objects(_one(content=stream(zlib.compress(line * count), entries=b"/Filter/FlateDecode")))


def counts_that_lie() -> bytes:
    """Return a tree that says it has two thousand million pages."""
    return of_objects(_one(tree=b"<</Type/Pages/Count 2000000000/Kids[5 0 R]>>"))
