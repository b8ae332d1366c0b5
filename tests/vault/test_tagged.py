"""Tags of sound and film: ID3, RIFF, Ogg, FLAC, Matroska, in every alphabet, and lengths that lie lead nowhere."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import random
import struct
from typing import Any

import pytest

from onrecord.vault import metadata
from onrecord.vault.confined_child import Refusal


def _examined(content: bytes) -> dict[str, Any]:
    found = metadata.examine(io.BytesIO(content))
    for block in found["blocks"]:
        raw = content[block["offset"] : block["offset"] + block["length"]]
        assert not raw or hashlib.sha256(raw).hexdigest() == block["sha256"]
    return found


def _texts(content: bytes) -> dict[str, str]:
    return {one["name"]: one["value"] for one in _examined(content)["texts"]}


def _synchsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def _id3(*frames: tuple[bytes, bytes], version: int = 4) -> bytes:
    body = b"".join(
        kind + (_synchsafe(len(text)) if version == 4 else struct.pack(">I", len(text))) + bytes(2) + text
        for kind, text in frames
    )
    return b"ID3" + bytes([version, 0, 0]) + _synchsafe(len(body)) + body + b"\xff\xfb sound"


def _vorbis(*lines: str) -> bytes:
    told = [one.encode() for one in lines]
    return (
        struct.pack("<I", 6) + b"Valley" + struct.pack("<I", len(told))
        + b"".join(struct.pack("<I", len(one)) + one for one in told)
    )  # fmt: skip


def _ebml(kind: int, content: bytes) -> bytes:
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + struct.pack(">Q", len(content) | 1 << 56) + content


def _riff(form: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(kind + struct.pack("<I", len(text)) + text + b"\0" * (len(text) % 2) for kind, text in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + form + body


_WAV = _riff(
    b"WAVE",
    (b"fmt ", bytes(16)),
    (b"data", b"LIST" + bytes(40)),  # sound that looks like a list
    (
        b"LIST",
        b"INFO" + b"IART" + struct.pack("<I", 6) + "Жас".encode() + b"ISFT" + struct.pack("<I", 7) + b"Valley\0\0",
    ),
    (b"bext", b"at the bridge".ljust(256, b"\0") + b"Recorder 7".ljust(64, b"\0") + b"2031-03-0809:41:12" + bytes(300)),
)
_OGG = (
    b"OggS"
    + bytes(23)
    + b"\x01"
    + b"OpusHead"
    + b"OggS"
    + bytes(24)
    + b"OpusTags"
    + _vorbis("ARTIST=Құжаттаушы", "DATE=2031")
)
_FLAC = b"fLaC" + b"\0\0\0\x02ab" + b"\x84" + len(_vorbis("TITLE=Көпір")).to_bytes(3, "big") + _vorbis("TITLE=Көпір")
_SECONDS = int((dt.datetime(2031, 3, 8, 4, 41, 12) - dt.datetime(2001, 1, 1)).total_seconds())  # noqa: DTZ001
_MATROSKA = _ebml(0x1A45DFA3, b"") + _ebml(
    0x18538067,
    _ebml(0x1549A966, _ebml(0x5741, b"Valley Cam") + _ebml(0x4461, (_SECONDS * 10**9).to_bytes(8, "big")))
    + _ebml(0x1F43B675, bytes(50))
    + _ebml(0x1254C367, _ebml(0x7373, _ebml(0x67C8, _ebml(0x45A3, b"ARTIST") + _ebml(0x4487, "А. Док".encode())))),
)
_MP3 = _id3((b"TPE1", b"\x03" + "Документалист".encode()), (b"TIT2", b"\x01" + "Көпір".encode("utf-16")),
            (b"COMM", b"\x03kazplace\0" + "аңғар".encode()), (b"TDRC", b"\x002031-03-08"), (b"APIC", bytes(90)))  # fmt: skip


def test_id3_is_read_in_every_encoding() -> None:
    """UTF-8, UTF-16 and Latin; a comment with its label; a picture by its length; the older lengths of 2.3."""
    assert _texts(_MP3) == {
        "Artist": "Документалист", "Title": "Көпір", "Comment place": "аңғар", "Recorded": "2031-03-08", "APIC": "90 bytes"
    }  # fmt: skip
    long = b"\x00" + b"x" * 300
    assert _texts(_id3((b"TIT2", long), (b"TPE1", b"\x00behind"), version=3))["Artist"] == "behind"
    old = b"TAG" + b"Bridge".ljust(30, b"\0") + b"Nobody".ljust(30) + bytes(30) + b"2031" + bytes(31)
    assert _texts(b"\xff\xfb sound" * 20 + old) == {"Title": "Bridge", "Artist": "Nobody", "Year": "2031"}


def test_a_recording_says_by_what_and_when() -> None:
    """The list of texts and the broadcast chunk; sound is passed by, whatever it looks like."""
    texts = _texts(_WAV)
    assert texts["Artist"] == "Жас"
    assert (texts["Description"], texts["Originator"]) == ("at the bridge", "Recorder 7")
    assert (texts["Date"], texts["Time"]) == ("2031-03-08", "09:41:12")


def test_comments_of_ogg_and_flac_are_one() -> None:
    """Voice messages come as Opus in Ogg: who and when, in UTF-8."""
    assert _texts(_OGG) == {"Software": "Valley", "Artist": "Құжаттаушы", "Date": "2031"}
    assert _texts(_FLAC) == {"Software": "Valley", "Title": "Көпір"}


def test_a_matroska_film_says_when_and_by_whom() -> None:
    """Time and program of the segment, tags behind the clusters."""
    found = _examined(_MATROSKA)
    assert {one["name"]: one["value"] for one in found["texts"]} == {
        "Software": "Valley Cam", "DateUTC": "2031-03-08T04:41:12Z", "Artist": "А. Док"
    }  # fmt: skip
    assert found["summary"]["people"] == [{"value": "А. Док", "from": "Artist"}]


@pytest.mark.parametrize("seed", [_MP3, _WAV, _OGG, _FLAC, _MATROSKA], ids=["mp3", "wav", "ogg", "flac", "matroska"])
def test_lengths_that_lie_lead_nowhere(seed: bytes) -> None:
    """D10: every cut and a few hundred bent copies: an answer each time, and soon."""
    dice = random.Random(3)
    for number in range(300):
        bent = bytearray(seed[: dice.randrange(len(seed))] if number % 3 == 0 else seed)
        for _ in range(dice.choice((1, 4)) if bent else 0):
            bent[dice.randrange(len(bent))] = dice.choice((0, 1, 0x7F, 0x80, 0xFF))
        try:
            _examined(bytes(bent))
        except Refusal:
            continue
