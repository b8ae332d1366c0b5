"""The text of messages: the head and the message's own words, in whatever encoding."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from onrecord import reading, vault
from onrecord.reading import mail
from onrecord.store import Desk

_HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nDate: Sat, 8 Feb 2031 10:00:00 +0600\r\n"


def _message(subject: str, body: str, charset: str = "utf-8") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Свидетель <a@example.org>"
    made["To"] = "b@example.org"
    made["Subject"] = subject
    made.set_content(body, charset=charset)
    return made


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251"])
def test_head_and_body_are_read(charset: str) -> None:
    """Encoded words of the head are letters, and so is the body."""
    made = _message("О жалобе", "Погибли десять человек.\n", charset)
    text = mail.text_of(made.as_bytes())
    assert (
        text.text == "From: Свидетель <a@example.org>\nTo: b@example.org\nSubject: О жалобе\nПогибли десять человек.\n"
    )
    assert [one.name for one in text.places] == ["head", "body"]


def test_the_plain_one_of_two_renderings_is_read_and_attachments_are_counted() -> None:
    """No word twice; what is attached is an item of its own."""
    made = _message("a", "plain words\n")
    made.add_alternative("<p>rich words</p>", subtype="html")
    made.add_attachment(b"PK", maintype="application", subtype="zip", filename="a.zip")
    made.add_attachment("attached words", filename="b.txt")
    text = mail.text_of(made.as_bytes())
    assert text.text.endswith("plain words\n")
    assert "rich" not in text.text
    assert "attached words" not in text.text
    assert text.problem == "attachments, which are items of their own: 2"


def test_a_message_in_html_alone_is_read_as_a_page() -> None:
    """Without its scripts."""
    content = (
        _HEAD
        + b"Content-Type: text/html; charset=windows-1251\r\n\r\n<p>"
        + "сёла".encode("cp1251")
        + b"<script>x</script>"
    )
    assert mail.text_of(content).text.endswith("+0600\nсёла\n")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r"])
def test_letters_that_nobody_named_an_encoding_for_are_read(encoding: str) -> None:
    """Old programs write raw bytes into head and body."""
    content = _HEAD + "Subject: Жалоба\r\n\r\nПогибли десять человек\r\n".encode(encoding)
    text = mail.text_of(content).text
    assert "Subject: Жалоба\n" in text
    assert text.endswith("Погибли десять человек\n")


@pytest.mark.parametrize(
    "content",
    [
        _HEAD + b"Subject: =?x-no-such?B?//8=?= =?utf-8?B?!!!?=\r\nContent-Type: text/plain; charset=no-such\r\n\r\na",
        _HEAD + b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        _HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n@@@@",
        _HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 300,
    ],
)
def test_broken_messages_give_what_can_be_read(content: bytes) -> None:
    """The head at least."""
    assert "From: a@example.org" in mail.text_of(content).text


def test_a_message_is_known_by_its_bytes_and_read(desk: Desk, tmp_path: Path) -> None:
    """From the file to a quote."""
    (tmp_path / "a.eml").write_bytes(_message("a", "Он бір адам.\n").as_bytes())
    vault.seal(desk, [tmp_path / "a.eml"])
    outcomes = {one.name: one for one in reading.read(desk)}
    assert outcomes["a.eml"].status is reading.ReadStatus.READ
    assert reading.find_quote(desk, "a.eml", "Он бір адам") is not None
