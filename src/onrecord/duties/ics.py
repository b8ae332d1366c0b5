"""Owns the form of calendars: reminders to iCalendar (RFC 5545). Pure.

A reminder is an event of a whole day. Its UID is the same at every writing, so that a calendar that takes the file in
again moves what moved; alarms ring a month, a week and a day before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from onrecord.duties.agenda import Reminder
from onrecord.kernel import Label

_LONGEST: Final = 75  # octets of a content line without its end (RFC 5545, 3.1)
_END: Final = "\r\n"
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # Cc and Cs of Unicode, but for line ends
_PRODUCT: Final = "-//Onrecord//Duties//EN"
_ALARMS: Final = (30, 7, 1)  # days before
_NAME: Final = Label(en="Duties: {title}", ru="Обязательства: {title}", kk="Міндеттер: {title}")
_CATEGORY: Final = Label(en="Duties", ru="Обязательства", kk="Міндеттер")


def calendar_of(
    reminders: Iterable[Reminder],
    *,
    archive: str,
    title: str,
    language: str,
    made_at: dt.datetime,
    hidden: Collection[str] = (),
) -> str:
    """Return a calendar of these reminders in one language; lines end in CRLF, none is longer than 75 octets.

    `archive` sets the ids of one archive apart from those of others. A reminder that rests on a `hidden` claim
    is marked as private.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text_of(_NAME.fill(language, title=title))}",
    ]
    stamp = made_at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    concealed = frozenset(hidden)
    for one in reminders:
        is_private = not concealed.isdisjoint(one.claims)
        lines += _event(one, archive=archive, language=language, stamp=stamp, is_private=is_private)
    lines.append("END:VCALENDAR")
    return "".join([f"{_folded(line)}{_END}" for line in lines])


def uid_of(archive: str, reminder: str) -> str:
    """Return the id of a reminder in calendars: the same for ever, and telling nothing of what it is about."""
    digest = hashlib.sha256(f"{archive}\n{reminder}".encode()).hexdigest()
    return f"{digest[:32]}@onrecord"


def text_of(text: str) -> str:
    """Return a TEXT value: backslash, semicolon, comma and line end escaped, other control characters left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", plain).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _event(one: Reminder, *, archive: str, language: str, stamp: str, is_private: bool) -> Iterator[str]:
    first, last = (one.day.earliest, one.day.latest) if one.day.earliest == one.on else (one.on, one.on)
    title = text_of(one.title.text(language))
    yield "BEGIN:VEVENT"
    yield f"UID:{uid_of(archive, one.id)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + dt.timedelta(days=1):%Y%m%d}"  # the end is no part of it (RFC 5545, 3.6.1)
    yield f"SUMMARY;LANGUAGE={language}:{title}"
    yield f"DESCRIPTION;LANGUAGE={language}:{text_of(_described(one, language))}"
    yield f"CATEGORIES;LANGUAGE={language}:{text_of(_CATEGORY.text(language))}"
    yield f"STATUS:{'CONFIRMED' if one.is_certain else 'TENTATIVE'}"
    yield f"CLASS:{'PRIVATE' if is_private else 'PUBLIC'}"
    yield "TRANSP:TRANSPARENT"
    for days in _ALARMS:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION;LANGUAGE={language}:{title}"
        yield f"TRIGGER:-P{days}D"
        yield "END:VALARM"
    yield "END:VEVENT"


def _described(one: Reminder, language: str) -> str:
    claims = ", ".join(f"claim:{name}" for name in one.claims)
    return "\n".join(filter(None, (one.text.text(language), claims)))


def _folded(line: str) -> str:
    """Return a content line broken so that no part is longer than 75 octets, and no letter is torn apart."""
    octets = line.encode()
    if len(octets) <= _LONGEST:
        return line
    parts, at, room = [], 0, _LONGEST
    while len(octets) - at > room:
        end = at + room
        while octets[end] & 0xC0 == 0x80:  # in the middle of a letter
            end -= 1
        parts.append(octets[at:end].decode())
        at, room = end, _LONGEST - 1  # a blank begins every further part
    return f"{_END} ".join([*parts, octets[at:].decode()])
