"""Owns the text of subtitles, SubRip and WebVTT (W3C): the words, each with the time at which they are shown.

Numbers, times, marks of style and notes are none of the words; the time of a quote is its place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from onrecord.reading import plain
from onrecord.reading.model import Text
from onrecord.reading.writing import Writer

_TIME: Final = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES: Final = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_MARK: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,200}\}")
_MOST_CUES: Final = 200_000


def text_of(content: bytes) -> Text:
    """Return the words of all cues, a line for each line shown; each cue is a place called by its times.

    Raises:
        ValueError: no text in any encoding we read, no cue in it, or more than 200,000.
    """
    decoded = plain.decode(content)
    writer = Writer()
    count = 0
    for times, words in _cues(decoded.text):
        count += 1
        if count > _MOST_CUES:
            msg = f"more than {_MOST_CUES} subtitles are not read at once"
            raise ValueError(msg)
        start = writer.begin()
        for line in words:
            writer.add(html.unescape(_MARK.sub("", line)).strip())
            writer.line_end()
        writer.place("time", times, start)
    if not count:
        msg = "no subtitle with a time in it"
        raise ValueError(msg)
    text = writer.text()
    return Text(text=text.text, encoding=decoded.encoding, places=text.places)


def _cues(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (times, lines) of each cue; a cue ends at an empty line or at the number before the next one's times."""
    times, words = "", list[str]()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if found := _TIMES.fullmatch(line):
            if times:
                yield times, words
            times, words = f"{_shown(found, 1)} --> {_shown(found, 5)}", []
        elif not line.strip() and times:
            yield times, words
            times, words = "", []
        elif times and not (line.strip().isdecimal() and _TIMES.fullmatch(following)):
            words.append(line)
    if times:
        yield times, words


def _shown(found: re.Match[str], at: int) -> str:
    """Return a time as `00:01:02.500`, whatever commas and hours it is written with."""
    hours, minutes, seconds, part = (found[number] or "0" for number in range(at, at + 4))
    return f"{int(hours):02d}:{int(minutes):02d}:{int(seconds):02d}.{part.ljust(3, '0')}"
