"""Media types are said by the content."""

import pytest

from onrecord.vault.media import media_type


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"%PDF-1.7\n", "photo.jpg", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "a.txt", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a", "image/png"),
        (b"<!DOCTYPE html><p>x", "a.txt", "text/html"),
        (b"\n <HTML>", "a", "text/html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE  html>', "a.xml", "text/html"),
        (b"# A heading\n", "a.md", "text/markdown"),
        ("Заявление".encode(), "a.txt", "text/plain"),
        ("Заявление о погибших".encode("cp1251"), "a.txt", "text/plain"),
        ("\ufeffТекст".encode("utf-16"), "a.txt", "text/plain"),
        ("я".encode()[:1].join([b"abc ", b""]), "cut.txt", "text/plain"),
        (b"a,b\n1,2\n", "a.csv", "text/csv"),
        (b"", "a.md", "application/octet-stream"),
        (b"\x00\x01\x02\x03 nothing known", "a.md", "application/octet-stream"),
    ],
)
def test_content_goes_before_the_name(head: bytes, name: str, expected: str) -> None:
    """D9: a wrong extension deceives nobody; among texts the extension is a hint."""
    assert media_type(head, name) == expected
