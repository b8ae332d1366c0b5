"""The WACZ of a capture: by the rules of WACZ 1.1.1, every digest right, byte for byte the same for the same take."""

import gzip
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from tests.vault.pages.takes import SOURCE, URL, exchange, take
from warcio.archiveiterator import ArchiveIterator

from onrecord.vault.pages.wacz_writer import surt, write_wacz
from onrecord.vault.pages.warc_writer import write_warc


def _wacz(given: object = None) -> bytes:
    one = given or take()
    return write_wacz(one, write_warc(one, "capture-1"), capture="capture-1", tool="onrecord x")  # type: ignore[arg-type]


def _opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_it_holds_what_a_wacz_must_hold() -> None:
    """Spec, section 5: the WARC stored without compression, pages, index, package, digest of the package."""
    with _opened(_wacz()) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl",
            "datapackage.json", "datapackage-digest.json",
        ]  # fmt: skip
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}


def test_every_digest_in_it_is_right() -> None:
    """The package names each file with its length and digest; the digest file names the package's."""
    with _opened(_wacz()) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
        assert (package["mainPageUrl"], package["mainPageDate"]) == (URL, "2031-04-01T12:00:00Z")
        named = {one["path"]: one for one in package["resources"]}
        assert set(named) == {one for one in archive.namelist() if not one.startswith("datapackage")}
        for path, one in named.items():
            content = archive.read(path)
            assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert one["bytes"] == len(content)
            assert one["name"] == path.rpartition("/")[2]
        digest = json.loads(archive.read("datapackage-digest.json"))
        assert digest["path"] == "datapackage.json"
        assert digest["hash"] == f"sha256:{hashlib.sha256(archive.read('datapackage.json')).hexdigest()}"


def test_the_page_is_listed_with_its_words() -> None:
    """First a line that says what the list is, then the page."""
    with _opened(_wacz()) as archive:
        head, page = (json.loads(line) for line in archive.read("pages/pages.jsonl").splitlines())
    assert (head["format"], head["id"], head["hasText"]) == ("json-pages-1.0", "pages", True)
    assert (page["url"], page["ts"], page["title"]) == (URL, "2031-04-01T12:00:00Z", "Valley")
    assert "eleven houses" in page["text"]


def test_the_index_leads_to_every_answer() -> None:
    """Sorted; each line names a slice of the WARC that is the answer, each block a slice of the index."""
    given = take(exchanges=tuple(exchange(f"https://news.example.org/{n}", b"%d" % n) for n in (3, 1, 2)))
    with _opened(_wacz(given)) as archive:
        index, blocks = archive.read("indexes/index.cdx.gz"), archive.read("indexes/index.idx").decode().splitlines()
        warc = archive.read("archive/data.warc.gz")
    assert json.loads(blocks[0].removeprefix("!meta 0 ")) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    lines = []
    for block in blocks[1:]:
        place = json.loads(block.split(" ", 2)[2])
        packed = index[place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(packed).hexdigest()}"
        lines += gzip.decompress(packed).decode().splitlines()
    assert lines == sorted(lines)
    assert [line.split(" ")[0] for line in lines] == [f"org,example,news)/{n}" for n in (1, 2, 3)]
    for line in lines:
        facts = json.loads(line.split(" ", 2)[2])
        part = warc[int(facts["offset"]) : int(facts["offset"]) + int(facts["length"])]
        (record,) = list(ArchiveIterator(io.BytesIO(part)))
        assert record.rec_headers.get_header("WARC-Target-URI") == facts["url"]
        assert (facts["status"], facts["mime"], facts["filename"]) == ("200", "text/html", "data.warc.gz")


def test_a_large_index_comes_in_blocks() -> None:
    """Seven thousand answers are three blocks."""
    given = take(exchanges=tuple(exchange(f"https://news.example.org/{n}", b"") for n in range(6100)))
    with _opened(_wacz(given)) as archive:
        assert len(archive.read("indexes/index.idx").splitlines()) == 4


def test_the_same_take_gives_the_same_bytes() -> None:
    """No clock, no chance in it."""
    assert _wacz() == _wacz()


def test_it_holds_the_source_as_received() -> None:
    """Read back through the archive, as a replay program would."""
    with _opened(_wacz()) as archive:
        records = ArchiveIterator(io.BytesIO(archive.read("archive/data.warc.gz")))
        sources = [one.content_stream().read() for one in records if one.rec_type == "response"]
    assert sources[0] == SOURCE


def test_without_a_page_there_is_no_collection_of_pages() -> None:
    """Redirects that lead nowhere are a WARC only."""
    given = replace(take(), document=None)
    with pytest.raises(ValueError, match="page"):
        _wacz(given)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Example.org/A?b=2&a=1#x", "org,example)/a?a=1&b=2"), ("http://example.org", "org,example)/"),
        ("https://example.org:8443/", "org,example:8443)/"), ("http://1.1.1.1/x", "1.1.1.1)/x"),
        ("https://example.org:443/?q=", "org,example)/?q="),
    ],
)  # fmt: skip
def test_addresses_are_sorted_as_indexes_sort_them(url: str, key: str) -> None:
    """SURT: the host from behind."""
    assert surt(url) == key
