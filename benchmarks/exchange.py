"""Claims from and to other forms, each beside a plain reading of the same file in the same run.

    python benchmarks/exchange.py                   # 10,000 claims
    python benchmarks/exchange.py --claims 100000

Invented claims are stated in an archive and written in each form that can be read again: CSV, XLSX, JSONL,
FollowTheMoney (entities, statements), the HURIDOCS-coded sheet, Wikibase. Of each form one line tells how many bytes
and claims it holds, and:

* out     making it of the archive's claims
* read    the file to rows, each judged and made a claim, without an archive (what a dry run costs)
* plain   the same file gone through by somebody else: `json.loads` of each line or of the whole, `csv.reader`, every
          cell of a workbook by ElementTree; FollowTheMoney also by its own library, each entity a proxy, where
          `followthemoney` is installed
* x       read / plain: how much more it costs to understand a file than to go through it
* state   the whole way into a new archive: the document sealed and read, every quote looked for in it, recorded

Seconds are of the processor, the least of three runs for what takes less than a second; memory is the peak of all.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import random
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from onrecord import app, ledger, reading, vault
from onrecord.kernel import Actor, CountedIds, FixedClock, Role, Visibility
from onrecord.store import Desk

_KEEPER: Final = Actor(name="keeper", role=Role.KEEPER)
_NOW: Final = dt.datetime(2031, 4, 1, tzinfo=dt.UTC)
_PROPERTIES: Final = ("killed", "injured", "detained", "displaced")
_GROUPS: Final = ("dungan", "kazakh", "kyrgyz")
_PER_ITEM: Final = 500
_SHORT: Final = 1.0
_OWN: Final = {"csv": "csv", "xlsx": "xlsx", "jsonl": "jsonl"}  # forms in our own columns, and how their files end
_FOREIGN: Final = {"ftm": "json", "ftm-statements": "csv", "huridocs": "csv", "wikibase": "json"}


def main() -> None:
    """Print what each form takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=10_000)
    count: int = parser.parse_args().claims
    print(f"{count} claims; seconds of the processor")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = _archive(folder / "first", folder, count)
        with app.open_desk(archive, actor=_KEEPER) as desk:
            for form, ends in {**_OWN, **_FOREIGN}.items():
                _tell(form, _measured(desk, folder, form, folder / f"{form}.{ends}", count))
    print(f"memory at its peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    size: int
    claims: int
    out: float
    read: float
    plain: Mapping[str, float]
    stated: float
    refused: int


def _tell(form: str, one: _Measured) -> None:
    told = f"{form:15} {one.size / 1e6:7.1f} MB {one.claims:8} claims   out {one.out:7.2f}   read {one.read:7.2f}"
    for name, seconds in one.plain.items():
        told += f"   {name} {seconds:6.2f}, x {one.read / seconds:.1f}"
    told += f"   state {one.stated:7.2f}" + (f" ({one.refused} rows refused)" if one.refused else "")
    print(told, flush=True)


def _measured(desk: Desk, folder: Path, form: str, path: Path, count: int) -> _Measured:
    out, document = _timed(lambda: ledger.export_to(desk, form, is_public=False))
    path.write_bytes(document.content)
    read, book = _timed(lambda: _book(form, path))
    plain = {name: _timed(work)[0] for name, work in _plain(form, path)}
    stated, refused = _stated(folder, form, path, count)
    claims = sum(1 for claim in book.claims if claim.subject_kind != "source")
    return _Measured(
        size=len(document.content), claims=claims, out=out, read=read, plain=plain, stated=stated, refused=refused
    )


def _archive(where: Path, folder: Path, count: int) -> Path:
    """Make an archive with the texts that are quoted, and state the claims."""
    desk, archive = _empty(where, _texts(folder, count))
    with desk:
        report = ledger.state_rows(desk, _numbered(_rows(count)))
    if report.refused:
        raise SystemExit(f"refused: {report.refused[0].problem}")
    return archive


def _empty(where: Path, items: Iterable[Path]) -> tuple[Desk, Path]:
    clock, ids = FixedClock(_NOW), CountedIds()
    archive = app.create_archive(where, title="benchmark", clock=clock, ids=ids).folder
    desk = app.open_desk(archive, actor=_KEEPER, clock=clock, ids=ids)
    vault.seal(desk, sorted(items), visibility=Visibility.TEAM, unpack=False)
    reading.read(desk)
    return desk, archive


def _texts(folder: Path, count: int) -> list[Path]:
    rows = [row for row in _rows(count) if "property" in row]
    made = []
    for at, start in enumerate(range(0, count, _PER_ITEM)):
        made.append(folder / f"text-{at}.txt")
        made[-1].write_text("\n".join(f"{row['quote']}." for row in rows[start : start + _PER_ITEM]), encoding="utf-8")
    return made


def _rows(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(7)
    for number in range(count):
        item = number // _PER_ITEM
        if number % _PER_ITEM == 0:
            address = f"https://example.org/{item}"
            yield {"source": f"S{item}", "publisher": f"paper {item}", "address": address, "item": f"text-{item}.txt"}
        low = chance.randint(1, 900)
        yield {
            "id": f"K-{number}",
            "subject": f"incident:I{chance.randint(0, count // 50)}",
            "property": _PROPERTIES[number % len(_PROPERTIES)],
            "low": low,
            "high": low,
            "qualifier": "exact",
            "wording": f"{low} people",
            "as_of": f"2020-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            "speaker": f"office {number % 50}",
            "speaker_kind": "official",
            "source": f"S{item}",
            "quote": f"{low} people were counted, as report {number} has it",
            **({"group": chance.choice(_GROUPS)} if number % 2 else {}),
        }


def _numbered(rows: Iterable[dict[str, Any]]) -> Iterator[ledger.Row]:
    return (ledger.Row(number=at, original="", fields=fields) for at, fields in enumerate(rows, start=1))


def _book(form: str, path: Path) -> ledger.Book:
    """Read a file and make claims of its rows, as a dry run does."""
    if form in _OWN:
        words = ledger.shipped_vocabulary()
        rows = [row for sheet in _sheets(form) for row in ledger.prepare(path, words, sheet=sheet).rows]
    else:
        rows = list(ledger.read_from(path, form, _incoming(path.name)).rows)
    return ledger.book_from_rows(rows, today=_NOW.date())


def _sheets(form: str) -> tuple[str | None, ...]:
    """Return the sheets of a workbook, or the one table of any other file."""
    return ("sources", "claims") if form == "xlsx" else (None,)


def _incoming(item: str) -> ledger.Incoming:
    return ledger.Incoming(
        item=item, name=item, speaker="benchmark", speaker_kind="ngo", vocabulary=ledger.shipped_vocabulary()
    )


def _stated(folder: Path, form: str, path: Path, count: int) -> tuple[float, int]:
    """Return what it costs to state a file in a new archive, and how many rows were refused."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        began = time.process_time()
        if form in _OWN:
            desk, _ = _empty(Path(name) / "archive", _texts(folder, count))
            began = time.process_time()  # the texts lie in the archive long before the sheet comes
            with desk:
                reports = [ledger.state_file(desk, path, sheet=sheet)[1] for sheet in _sheets(form)]
        else:
            desk, _ = _empty(Path(name) / "archive", [path])
            with desk:
                reports = [ledger.import_from(desk, path, form, incoming=_incoming(path.name))[1]]
        return time.process_time() - began, sum(len({one.row for one in report.refused}) for report in reports)


def _plain(form: str, path: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield each other way to go through the file."""
    if path.suffix == ".csv":
        yield "csv", lambda: [len(row) for row in csv.reader(path.open(encoding="utf-8-sig", newline=""))]
    elif path.suffix == ".xlsx":
        yield "xml", lambda: _cells(path)
    elif form == "wikibase":
        yield "json", lambda: len(json.loads(path.read_bytes()))
    else:
        yield "json", lambda: [len(json.loads(line)) for line in path.open(encoding="utf-8")]
    if form == "ftm":
        try:
            from followthemoney import model
        except ImportError:
            return
        yield (
            "followthemoney",
            lambda: [model.get_proxy(json.loads(line)).id for line in path.open(encoding="utf-8")],
        )


def _cells(path: Path) -> int:
    with zipfile.ZipFile(path) as book:
        sheets = [name for name in book.namelist() if name.endswith(".xml")]
        return sum(1 for name in sheets for _ in ElementTree.fromstring(book.read(name)).iter())  # noqa: S314 - our own file


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the least that something takes of the processor, and what it returns."""
    spent: list[float] = []
    while not spent or (len(spent) < 3 and spent[0] < _SHORT):
        began = time.process_time()
        result = work()
        spent.append(time.process_time() - began)
    return min(spent), result


if __name__ == "__main__":
    main()
