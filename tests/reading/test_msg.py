"""Outlook's messages: head and words out of a compound file that the test writes, and files whose chains do not end."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from onrecord import reading, vault
from onrecord.reading import msg
from onrecord.store import Desk

_END, _FREE, _TABLE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_SENT = 0x00390040


def _entry(name: str, kind: int, *, right: int = _NONE, child: int = _NONE, start: int = _END, size: int = 0) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(raw), kind, 1, _NONE, right, child, start, size)


def _compound(
    streams: dict[str, bytes], *, storages: tuple[str, ...] = (), end: int = _END, loop: bool = False
) -> bytes:
    """Return a compound file of these streams, all of them in sectors of their own; `loop` ties the tree to itself."""
    sectors: list[bytes] = []
    table: list[int] = []

    def put(content: bytes) -> int:
        first = len(sectors)
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)] or [bytes(512)]
        for place, piece in enumerate(pieces):
            sectors.append(piece)
            table.append(first + place + 1 if place + 1 < len(pieces) else end)
        return first

    count = len(streams) + len(storages)
    entries = []
    for number, name in enumerate([*streams, *storages], start=1):
        right = number + 1 if number < count else 1 if loop else _NONE
        if name in streams:
            start = put(streams[name])
            entries.append(_entry(name, 2, right=right, start=start, size=len(streams[name])))
        else:
            entries.append(_entry(name, 1, right=right))
    directory = put(b"".join([_entry("Root Entry", 5, child=1 if count else _NONE), *entries]))
    at = len(sectors)
    pages = -(-(at + 8) // 128)
    table += [_TABLE] * pages
    table += [_FREE] * (pages * 128 - len(table))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, pages, directory, 0, 0, _END, 0, _END, 0, 0,
    )  # fmt: skip
    listed = [at + number for number in range(pages)] + [_FREE] * (109 - pages)
    head = head[:76] + struct.pack("<109I", *listed)
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _properties(**numbers: int) -> bytes:
    return bytes(32) + b"".join(struct.pack("<IIQ", int(tag[1:], 16), 6, value) for tag, value in numbers.items())


def _unicode(name: str, text: str) -> dict[str, bytes]:
    return {f"__substg1.0_{name}001F": text.encode("utf-16-le")}


_WORDS = {
    **_unicode("0C1A", "Свидетель"),
    **_unicode("5D01", "a@example.org"),
    **_unicode("0E04", "Команда"),
    **_unicode("0037", "О жалобе"),
    **_unicode("1000", "Он бір адам қаза тапты.\r\nЕщё строка.\r\n"),
}
_TICKS = 135_714_816_000_000_000


def test_head_and_body_are_read() -> None:
    """As of any other message."""
    content = _compound(
        {"__properties_version1.0": _properties(x00390040=_TICKS), **_WORDS},
        storages=("__attach_version1.0_#00000000",),
    )
    text = msg.text_of(content)
    assert text.text == (
        "From: Свидетель <a@example.org>\nTo: Команда\nSubject: О жалобе\nDate: 2031-01-24 08:00:00 UTC\n"
        "Он бір адам қаза тапты.\nЕщё строка.\n"
    )
    assert [one.name for one in text.places] == ["head", "body"]
    assert text.problem == "attachments, left in the message: 1"


@pytest.mark.parametrize("page", [1251, 0])
def test_a_message_in_a_code_page_is_read(page: int) -> None:
    """Named or not."""
    streams = {
        "__properties_version1.0": _properties(x3FFD0003=page),
        "__substg1.0_1000001E": "Погибли десять человек.".encode("cp1251"),
    }
    assert msg.text_of(_compound(streams)).text == "Погибли десять человек.\n"


def test_a_body_in_html_alone_is_read_as_a_page() -> None:
    """Without its scripts."""
    streams = {
        "__properties_version1.0": _properties(x3FDE0003=1251),
        "__substg1.0_10130102": "<p>сёла<script>x</script></p>".encode("cp1251"),
    }
    assert msg.text_of(_compound(streams)).text == "сёла\n"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("WordDocument", "a Word document of before 2007: not read here. Save it as .docx"),
        ("Workbook", "an Excel workbook of before 2007: not read here. Save it as .xlsx"),
        ("EncryptedPackage", "encrypted with a password"),
        ("x", "no message"),
    ],
)
def test_other_compound_files_are_told_apart(name: str, why: str) -> None:
    """What a person can do about it stands in the reason."""
    with pytest.raises(ValueError, match=why):
        msg.text_of(_compound({name: b"words"}))


def test_chains_and_trees_that_never_end_are_read_once() -> None:
    """A sector that follows itself, an entry that is its own neighbour."""
    streams = {"__properties_version1.0": _properties(), **_WORDS}
    assert "Команда" in msg.text_of(_compound(streams, loop=True)).text
    assert "Команда" in msg.text_of(_compound(streams, end=0)).text


def test_a_damaged_message_is_refused_or_read_in_part() -> None:
    """Cut anywhere, any byte of the head changed: a text or a reason."""
    content = _compound({"__properties_version1.0": _properties(), **_WORDS})
    damaged = [content[:at] for at in range(0, len(content), 97)]
    damaged += [content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :] for at in range(8, 600)]
    refused = 0
    for one in damaged:
        try:
            msg.text_of(one)
        except ValueError:
            refused += 1
    assert 0 < refused < len(damaged)


def test_a_message_is_read_from_the_vault(desk: Desk, tmp_path: Path) -> None:
    """From the file to a quote."""
    (tmp_path / "a.msg").write_bytes(_compound({"__properties_version1.0": _properties(), **_WORDS}))
    vault.seal(desk, [tmp_path / "a.msg"])
    (outcome,) = reading.read(desk)
    assert outcome.status is reading.ReadStatus.READ, outcome.problem
    assert reading.find_quote(desk, "a.msg", "Он бір адам") is not None
