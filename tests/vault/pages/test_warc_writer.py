"""The WARC of a capture: read by warcio, every digest right, byte for byte the same for the same take."""

import io
from dataclasses import replace

import pytest
from tests.vault.pages.takes import SOURCE, URL, exchange, take
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from onrecord import vault
from onrecord.kernel import sha256_hex
from onrecord.vault.pages.warc_writer import write_warc


def _records(content: bytes) -> list[tuple[str, dict[str, str], bytes]]:
    records = []
    for record in ArchiveIterator(io.BytesIO(content), check_digests="raise", verify_http=True):
        told = dict(record.rec_headers.headers)
        records.append((record.rec_type, told, record.content_stream().read()))
    return records


def test_everything_said_is_read_back(tmp_path: object) -> None:
    """Per exchange an answer and its request, joined; the first record says how it was made."""
    given = take(
        exchanges=(
            exchange(),
            exchange("https://news.example.org/form", b"ok", method="POST", request_body=b"a=b", protocol="h2"),
        )
    )
    records = _records(write_warc(given, "capture-0001").content)
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "request", "response", "request"]
    _, answer, body = records[1]
    assert body == SOURCE
    assert answer["WARC-Target-URI"] == URL
    assert answer["WARC-Date"] == "2031-04-01T12:00:00Z"
    assert answer["WARC-IP-Address"] == "9.9.9.9"
    assert answer["WARC-Payload-Digest"] == f"sha256:{sha256_hex(SOURCE)}"
    assert records[2][1]["WARC-Concurrent-To"] == answer["WARC-Record-ID"]
    assert (records[3][1]["WARC-Protocol"], records[4][2]) == ("h2", b"a=b")
    assert b"WARC File Format 1.1" in records[0][2]
    assert len({told["WARC-Record-ID"] for _, told, _ in records}) == len(records)


def test_warcio_checks_every_digest(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    """The checker of another hand finds nothing to complain of."""
    file = f"{tmp_path}/data.warc.gz"
    with open(file, "wb") as out:  # noqa: PTH123 - a path for a tool
        out.write(write_warc(take(), "capture-0001").content)
    command = type("Command", (), {"verbose": True, "inputs": [file]})()
    checker = Checker(command)
    checker.process_all()
    assert checker.exit_value == 0
    assert capsys.readouterr().out.count("digest pass") == 5


def test_the_same_take_gives_the_same_bytes() -> None:
    """Under another id the records have other names, and nothing else differs."""
    one, again, other = (write_warc(take(), name) for name in ("capture-1", "capture-1", "capture-2"))
    assert one == again
    assert one.content != other.content
    assert [body for _, _, body in _records(one.content)[1:]] == [body for _, _, body in _records(other.content)[1:]]


def test_it_says_where_each_answer_lies() -> None:
    """An index can point into it: a slice of the file is one record of its own."""
    written = write_warc(take(), "capture-0001")
    for answer in written.answers:
        ((kind, told, body),) = _records(written.content[answer.offset : answer.offset + answer.length])
        assert (kind, told["WARC-Target-URI"], body) == ("response", answer.exchange.url, answer.exchange.body)


def test_a_decoded_body_keeps_the_names_of_its_packing_aside() -> None:
    """No reader shall unpack what is unpacked; what the server said can still be read."""
    fields = (("Content-Encoding", "br"), ("content-length", "7"), ("Transfer-Encoding", "chunked"), ("X", "y"))
    (_, (_, told, body), _) = _records(write_warc(take(exchanges=(exchange(fields=fields),)), "c").content)
    assert body == SOURCE
    raw = write_warc(take(exchanges=(exchange(fields=fields),)), "c")
    ((record,)) = list(ArchiveIterator(io.BytesIO(raw.content[raw.answers[0].offset :])))[:1]
    headers = dict(record.http_headers.headers)
    assert headers["x-orig-content-encoding"] == "br"
    assert headers["x-orig-content-length"] == "7"
    assert headers["Content-Length"] == str(len(SOURCE))
    assert headers["X"] == "y"
    assert told["WARC-Payload-Digest"].endswith(sha256_hex(SOURCE))


def test_a_body_off_the_wire_is_kept_with_its_packing() -> None:
    """A plain fetch keeps chunks as they came; the reader joins them."""
    fields = (("Transfer-Encoding", "chunked"), ("Content-Type", "text/plain"))
    chunked = exchange(body=b"3\r\nabc\r\n0\r\n\r\n", fields=fields, is_decoded=False)
    written = write_warc(take(exchanges=(chunked,)), "c")
    assert _records(written.content)[1][2] == b"abc"
    assert "WARC-Payload-Digest" not in _records(written.content)[1][1]


@pytest.mark.parametrize(
    ("limit", "reason"),
    [(vault.Limit.BYTES, "length"), (vault.Limit.SECONDS, "time"), (vault.Limit.BROKEN_OFF, "disconnect"), (None, "unspecified")],
)  # fmt: skip
def test_what_was_cut_is_marked_as_cut(limit: vault.Limit | None, reason: str) -> None:
    """WARC 1.1, 5.13: half a body does not pass for a whole one."""
    given = take(exchanges=(exchange(is_whole=False),), stopped=() if limit is None else (limit,))
    assert _records(write_warc(given, "c").content)[1][1]["WARC-Truncated"] == reason
    assert "WARC-Truncated" not in _records(write_warc(take(), "c").content)[1][1]


def test_no_word_of_a_server_begins_a_line_of_ours() -> None:
    """A reason or a value with line breaks, letters of any script, stay one value."""
    fields = (("X-Evil", "a\r\nWARC-Type: request\r\n\r\nGET /"), ("X-Kk", "жаңалық"), ("X\r\nY", "z"))
    given = take(exchanges=(exchange(fields=fields, reason="OK\r\nX: y"),))
    records = _records(write_warc(given, "c").content)
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "request"]
    assert records[1][2] == SOURCE


def test_nothing_says_who_collected() -> None:
    """EV-10: our own addresses are not in it; neither is the name of this machine."""
    import gzip
    import socket

    given = take(sources=("10.11.12.13",))
    text = gzip.decompress(write_warc(given, "c").content)
    assert b"10.11.12.13" not in text
    assert socket.gethostname().encode() not in text
    assert b"operator" not in text
    assert b"hostname" not in text


def test_a_request_names_its_host() -> None:
    """A browser of HTTP/2 says it elsewhere; in a WARC it stands where readers look."""
    given = replace(exchange("https://news.example.org:8443?x=1"), request_fields=(("Accept", "*/*"),))
    written = write_warc(take(exchanges=(given,)), "c")
    request = list(ArchiveIterator(io.BytesIO(written.content)))[2]
    assert request.http_headers.get_header("Host") == "news.example.org:8443"
    assert request.http_headers.protocol == "GET"
