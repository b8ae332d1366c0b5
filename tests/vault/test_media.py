"""Media types are said by the content."""

import gzip
import io
import zipfile

import pytest

from onrecord.vault.media import HEAD_BYTES, TAIL_BYTES, media_type


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
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "IMG_1.jpg", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00", "a.jpg", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00", "a.mp4", "video/quicktime"),
        (b"\x00\x00\x00\x18ftypM4A \x00", "a", "audio/mp4"),
        (b"RIFF\x24\x08\x00\x00WEBPVP8 ", "a.jpg", "image/webp"),
        (b"RIFF\x24\x08\x00\x00WAVEfmt ", "a", "audio/wav"),
        (b"\x1aE\xdf\xa3\x01\x00\x00\x00B\x82\x84webm", "a", "video/webm"),
        (b"OggS\x00\x02" + b"\x00" * 22 + b"OpusHead", "voice.oga", "audio/ogg"),
        (b"\xff\xfb\x90\x64" + b"\x00" * 20, "a", "audio/mpeg"),
        (b"BM\x36\x00\x0c\x00\x00\x00", "a", "image/bmp"),
        (b"BMW and other cars\n", "a.txt", "text/plain"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"a.txt", "a.docx", "application/zip"),
        (b"PK\x05\x06" + b"\x00" * 18, "empty.zip", "application/zip"),
        (b"a" * 257 + b"ustar\x0000", "a", "application/x-tar"),
        (gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", mtime=0), "a.gz", "application/warc"),
        (gzip.compress(b"plain", mtime=0), "a.gz", "application/gzip"),
        (b"\x1f\x8b\x08\x00damaged", "a.gz", "application/gzip"),
        (b"WARC/1.1\r\nWARC-Type: response\r\n", "a", "application/warc"),
        (b"filedesc://a.arc 127.0.0.1 20310401120000 text/plain 75\n", "a", "application/x-internet-archive"),
        (b"From: a@example.org\nTo: b@example.org\n\nwords", "a.txt", "message/rfc822"),
        (b"Received: from x\r\n by y\r\nSubject: z\r\n\r\n", "a", "message/rfc822"),
        (b"From a@example.org Tue Apr  1 12:00:00 2031\nSubject: x\n\n", "box", "application/mbox"),
        (
            b"From: <S>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n--x\r\nContent-Location: a\r\n",
            "page.mht",
            "multipart/related",
        ),
        (b"Date: 1 April\nKilled: 3\n", "report.txt", "text/plain"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>", "a.xml", "image/svg+xml"),
        (b"-----BEGIN PGP SIGNATURE-----\n", "a.asc", "application/pgp-signature"),
        (b"\x78\x9f\x3e\x22\x00", "winmail.dat", "application/vnd.ms-tnef"),
        (b"", "a.md", "application/octet-stream"),
        (b"\x00\x01\x02\x03 nothing known", "a.md", "application/octet-stream"),
    ],
)
def test_content_goes_before_the_name(head: bytes, name: str, expected: str) -> None:
    """D9: a wrong extension deceives nobody; among texts the extension is a hint."""
    assert media_type(head, name) == expected


def test_documents_in_a_zip_are_what_their_directory_says() -> None:
    """DOCX, XLSX, ODT, EPUB, WACZ and a plain ZIP begin alike; their names and the directory at the end tell."""

    def kind(*names: str, first: bytes | None = None) -> str:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as container:
            if first is not None:
                container.writestr("mimetype", first)
            for name in names:
                container.writestr(name, b"x" * 9000)  # so that the head holds the first name at most
        content = made.getvalue()
        return media_type(content[:HEAD_BYTES], "a.zip", content[-TAIL_BYTES:])

    office = "application/vnd.openxmlformats-officedocument"
    assert kind("[Content_Types].xml", "word/document.xml") == f"{office}.wordprocessingml.document"
    assert kind("[Content_Types].xml", "xl/workbook.xml") == f"{office}.spreadsheetml.sheet"
    assert kind("a", first=b"application/vnd.oasis.opendocument.text") == "application/vnd.oasis.opendocument.text"
    assert kind("a", first=b"application/epub+zip") == "application/epub+zip"
    assert kind("archive/data.warc.gz", "pages/pages.jsonl", "datapackage.json") == "application/wacz"
    assert kind("photo.jpg", "list.docx") == "application/zip"


def test_an_unknown_type_is_asked_of_the_library_only_where_it_may_know() -> None:
    """Random bytes get no name; what the library knows by four bytes or more gets its own."""
    assert media_type(b"\x00\x61\x73\x6d\x01\x00\x00\x00", "a") != ""
    assert media_type(bytes(range(256)), "a.jpg") == "application/octet-stream"
