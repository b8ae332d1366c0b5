"""Web archives: the conformance files of two projects by their names, and what their authors did not think of."""

import base64
import gzip
import hashlib
import io
import random
import zlib
from pathlib import Path

import pytest
from tests.vault.containers.taking import Taken, taken

from onrecord.vault.containers import records
from onrecord.vault.containers.model import Limits

_VECTORS = Path(__file__).parents[2] / "vectors" / "warc"
_FILES = sorted(one for one in _VECTORS.rglob("*") if ".warc" in one.name or ".arc" in one.name)
_WRONG = ("bad", "trunc", "wrong", "invalid_")


def _taken(path: Path) -> Taken:
    return taken(records.arc_parts if ".arc" in path.name else records.warc_parts, path.read_bytes())


def test_the_conformance_files_are_there() -> None:
    """Guards the tests below against finding nothing."""
    assert len(_FILES) >= 19


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_conformance_files_are_told_apart_by_name(path: Path) -> None:
    """What is called bad, cut or wrong is told with a code; all others are accepted, but for a digest that is false."""
    found = _taken(path)
    is_wrong = any(one in path.name for one in _WRONG)
    if path.name == "example-digest.warc":
        assert found.refused == {"1": "vault.record-digest"}
    else:
        assert bool(found.refused) == is_wrong
    assert found.members or is_wrong or path.name == "example-digest.warc"


@pytest.mark.parametrize("path", [one for one in _FILES if not any(wrong in one.name for wrong in _WRONG)], ids=str)
def test_bodies_are_those_of_another_reader(path: Path) -> None:
    """warcio, by another author, takes the same bodies out of the same responses."""
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as file:
        expected = [
            record.content_stream().read()
            for record in ArchiveIterator(file)
            if record.rec_type in ("response", "resource", "conversion")
        ]
    found = list(_taken(path).members.values())
    assert [one.rstrip(b"\n") for one in found] == [one.rstrip(b"\n") for one in expected]


def _record(kind: str = "response", block: bytes = b"", **more: str) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:0>",
        "WARC-Date": "2031-04-01T12:00:00Z",
        "WARC-Target-URI": "https://example.org/a/news.html",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def _http(body: bytes, *fields: str) -> bytes:
    return "".join(f"{one}\r\n" for one in ("HTTP/1.1 200 OK", *fields)).encode() + b"\r\n" + body


_PAGE = "<p>Ақпан</p>".encode() * 500
_CHUNKED = b"".join(
    b"%x;x=1\r\n%s\r\n" % (len(_PAGE[at : at + 700]), _PAGE[at : at + 700]) for at in range(0, len(_PAGE), 700)
)


@pytest.mark.parametrize(
    "block",
    [
        _http(_PAGE),
        _http(_PAGE, "Content-Encoding: identity"),
        _http(gzip.compress(_PAGE, mtime=0), "Content-Encoding: gzip"),
        _http(_PAGE, "Content-Encoding: gzip"),
        _http(_CHUNKED + b"0\r\n\r\n", "Transfer-Encoding: chunked"),
        _http(_PAGE, "Transfer-Encoding: chunked"),
        _http(zlib.compress(_PAGE), "Content-Encoding: deflate"),
        _http(zlib.compress(_PAGE)[2:-4], "Content-Encoding: deflate"),
    ],
)
def test_a_body_is_as_the_browser_had_it(block: bytes) -> None:
    """Without the coding it travelled in; servers that lie about the coding are read as browsers read them."""
    found = taken(records.warc_parts, _record(block=block))
    assert (found.members, found.refused) == ({"1/https://example.org/a/news.html": _PAGE}, {})
    assert found.names == ["news.html"]


def test_what_no_decoder_is_at_hand_for_is_kept_as_it_travelled() -> None:
    """Brotli: the bytes are evidence all the same; an unknown word for a coding is told."""
    kept = taken(records.warc_parts, _record(block=_http(b"\x0b\x02\x80abc\x03", "Content-Encoding: br")))
    assert list(kept.members.values()) == [b"\x0b\x02\x80abc\x03"]
    odd = taken(records.warc_parts, _record(block=_http(b"x", "Content-Encoding: rot13")))
    assert list(odd.refused.values()) == ["vault.member-compression"]


def _sha1(content: bytes) -> str:
    return base64.b32encode(hashlib.sha1(content).digest()).decode()  # noqa: S324 - as the standard has it


@pytest.mark.parametrize(
    ("block_digest", "payload_digest", "is_good"),
    [
        (f"sha1:{_sha1(_http(_PAGE))}", f"sha1:{_sha1(_PAGE)}", True),
        (f"sha256:{hashlib.sha256(_http(_PAGE)).hexdigest()}", "", True),
        ("", f"sha-256:{hashlib.sha256(_PAGE).hexdigest()}", True),
        ("", f"sha1:{base64.b64encode(hashlib.sha1(_PAGE).digest()).decode()}", True),  # noqa: S324
        ("", "blake3:abc", True),
        ("", f"sha1:{_sha1(_PAGE + b'!')}", False),
        (f"sha1:{_sha1(_PAGE)}", "", False),
        ("sha1:not a digest", "", False),
    ],
)
def test_the_digests_of_a_record_are_checked(block_digest: str, payload_digest: str, is_good: bool) -> None:
    """A page that was changed after it was captured is told, and is no item; a kind nobody knows proves nothing."""
    content = _record(block=_http(_PAGE), WARC_Block_Digest=block_digest, WARC_Payload_Digest=payload_digest)
    found = taken(records.warc_parts, content)
    assert bool(found.members) == is_good
    assert list(found.refused.values()) == ([] if is_good else ["vault.record-digest"])


def test_requests_and_notes_are_checked_and_stay_in_the_container() -> None:
    """Only what was captured becomes an item."""
    note = _record(
        "metadata", b"via: x", Content_Type="application/warc-fields", WARC_Block_Digest=f"sha1:{_sha1(b'!')}"
    )
    found = taken(records.warc_parts, _record("request", b"GET / HTTP/1.1\r\n\r\n") + note)
    assert (found.members, found.refused) == ({}, {"2": "vault.record-digest"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"WARC/1.1\r\n\r\n", "vault.container-damaged"),
        (b"WARC/9.9\r\n\r\n", "vault.container-damaged"),
        (b"WARC/1.1\r\nno field\r\n\r\n", "vault.container-damaged"),
        (b"WARC/1.1\r\nContent-Length: 5", "vault.container-damaged"),
        (_record(block=_http(b"x"))[:-3], "vault.container-damaged"),
        (_record(block=_http(b"x")).replace(b"Content-Length: 20", b"Content-Length: 19"), "vault.container-damaged"),
        (_record(Content_Length="-1"), "vault.container-damaged"),
        (_record(Content_Length="9" * 30), "vault.container-damaged"),
        (b"WARC/1.1\r\nA: " + b"x" * (2 << 20), "vault.container-damaged"),
        (b"", "vault.container-damaged"),
        (_record(block=b"no http"), "vault.member-damaged"),
        (_record(block=_http(b"5\r\nabc", "Transfer-Encoding: chunked")), "vault.member-damaged"),
        (_record(block=_http(b"3\r\nabcXX", "Transfer-Encoding: chunked")), "vault.member-damaged"),
        (_record(block=_http(b"x"), WARC_Date=""), "vault.record-odd"),
        (_record(block=_http(b"x"), WARC_Target_URI="<https://example.org/>"), "vault.record-odd"),
        (_record(block=_http(b"x"), WARC_Target_URI="https://example.org/\u202egpj"), "vault.member-odd-name"),
        (gzip.compress(_record(block=_http(b"x")) * 2, mtime=0), "vault.record-odd"),
        (gzip.compress(_record(block=_http(_PAGE)), mtime=0)[:-200], "vault.container-damaged"),
    ],
)
def test_what_breaks_the_standard_is_told(content: bytes, code: str) -> None:
    """Cut, bent, unnumbered, endless: a code each, and no fault of ours."""
    assert code in taken(records.warc_parts, content).refused.values()


def test_a_bomb_in_a_captured_page_stops() -> None:
    """D1, E5: a body of zeros, packed a thousand to one; too many captures."""
    bomb = _record(block=_http(gzip.compress(bytes(64 << 20)), "Content-Encoding: gzip"))
    assert "vault.member-too-large" in taken(records.warc_parts, bomb).refused.values()
    many = taken(records.warc_parts, _record(block=_http(b"x")) * 10, Limits(members=5))
    assert (len(many.members), many.refused) == (5, {None: "vault.container-too-many"})


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("https://example.org/a/%D0%90.html?x=1", "А.html"),
        ("https://example.org/", "example.org"),
        ("https://[::1", "captured"),
        ("https://example.org/%2e%2e", "captured"),
        ("https://example.org/a%0ab", "captured"),
    ],
)
def test_captures_are_named_by_the_last_part_of_the_address(target: str, name: str) -> None:
    """Or by the host; decoded; and never by a name that deceives."""
    assert taken(records.warc_parts, _record(block=_http(b"x"), WARC_Target_URI=target)).names == [name]


def test_no_mutation_brings_down_the_reader() -> None:
    """D10 in small: bent web archives give members or codes, and nothing else."""
    plain = _record(block=_http(_CHUNKED[:1500] + b"0\r\n\r\n", "Transfer-Encoding: chunked")) + _record(
        "request", b"GET"
    )
    die = random.Random(3)
    for whole in (plain, gzip.compress(plain)):
        for _ in range(500):
            bent = bytearray(whole)
            for _ in range(die.randint(1, 8)):
                bent[die.randrange(len(bent))] = die.randrange(256)
            taken(records.warc_parts, bytes(bent[: die.choice((len(bent), die.randrange(len(bent))))]))
            taken(records.arc_parts, bytes(bent))


def test_records_are_read_from_a_file_once() -> None:
    """The reader goes back to the beginning and no further; memory holds one piece."""

    class Once(io.BytesIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            assert (offset, whence) == (0, 0)
            return super().seek(offset, whence)

    file = Once(_record(block=_http(_PAGE)) * 3)
    from onrecord.vault.containers.model import Budget

    assert len(list(records.warc_parts(file, Budget()))) == 3
