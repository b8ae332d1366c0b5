"""Subtitles: the words, and the times at which they are said as their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import reading, vault
from onrecord.reading import subtitles
from onrecord.store import Desk

_SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Погибли</i> десять\r\nчеловек.\r\n\r\n"
    "2\r\n00:00:03,000 --> 00:00:04,000 X1:1 X2:2\r\n{\\an8}47\r\n3\r\n01:00:05,000 --> 01:00:06,000\r\nAfter &amp; all\r\n"
)
_VTT = (
    "WEBVTT - title\n\nNOTE nobody says this\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.500 align:start\n"
    "<v Witness>Он бір <00:01.500>адам</v>\n\n01:00:00.000 --> 01:00:01.000\n\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16"])
def test_subrip_gives_words_with_times(encoding: str) -> None:
    """A number alone may be what somebody says; only before a time it is the number of the next."""
    text = subtitles.text_of(_SRT.encode(encoding))
    assert text.text == "Погибли десять\nчеловек.\n47\nAfter & all\n"
    assert [(one.name, text.text[one.start : one.end]) for one in text.places] == [
        ("00:00:01.000 --> 00:00:02.500", "Погибли десять\nчеловек.\n"),
        ("00:00:03.000 --> 00:00:04.000", "47\n"),
        ("01:00:05.000 --> 01:00:06.000", "After & all\n"),
    ]


def test_webvtt_gives_words_without_notes_and_marks() -> None:
    """Who speaks is a mark there, and how it looks is none of the words."""
    text = subtitles.text_of(_VTT.encode())
    assert text.text == "Он бір адам\n"
    assert [one.name for one in text.places] == ["00:00:01.000 --> 00:00:02.500"]


def test_a_quote_of_a_film_has_its_time(desk: Desk, tmp_path: Path) -> None:
    """From the file to the second at which it is said."""
    (tmp_path / "film.srt").write_bytes(_SRT.encode())
    vault.seal(desk, [tmp_path / "film.srt"])
    reading.read(desk)
    quote = reading.find_quote(desk, "film.srt", "человек")
    assert quote is not None
    place = reading.layer(desk, quote.layer).place_at(quote.start)
    assert place is not None
    assert (place.kind, place.name) == ("time", "00:00:01.000 --> 00:00:02.500")


@pytest.mark.parametrize("content", [b"WEBVTT\n", b"1\n2\n3\n", b"-->" * 100_000, b"<" * 500_000])
def test_what_has_no_times_is_no_subtitle(content: bytes) -> None:
    """With a reason, and soon."""
    with pytest.raises(ValueError, match="no subtitle"):
        subtitles.text_of(content)


def test_more_subtitles_than_any_film_has_are_refused() -> None:
    """A limit with a number."""
    with pytest.raises(ValueError, match="more than 200000"):
        subtitles.text_of(b"00:00:01,000 --> 00:00:02,000\na\n\n" * 200_001)
