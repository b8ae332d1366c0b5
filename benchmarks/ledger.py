"""The ledger at size, beside peers in one run: stating, figures, contradictions, the check of a statement, memory.

    python benchmarks/ledger.py                      # 100,000 claims
    python benchmarks/ledger.py --claims 20000
    python benchmarks/ledger.py --million            # 1,000,000 claims; takes half an hour and 4 GB of disk
    python benchmarks/ledger.py --million --folder DIR --keep     # and asks again in the same archive next time

Claims are invented: incidents of very different sizes (a few hold many claims, most hold few), eight quantities, five
groups, forty places, a hundred claims from each source, a thousand quoted from each item. Every quote is looked for in
its item and every number in its quote.

The peers: plain SQLite that takes the same rows without looking at them; plain SQLite that returns the rows of the same
question, by the same columns, unread; and for a claims file `json.loads` of its lines alone. Questions are asked each
of a new book, so that nothing is remembered; "again" is the same book. Memory is the peak of a process of its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from onrecord import app, dossier, ledger, reading, vault
from onrecord.kernel import Actor, CountedIds, FixedClock, Role

_KEEPER: Final = Actor(name="keeper", role=Role.KEEPER)
_NOW: Final = dt.datetime(2031, 4, 1, tzinfo=dt.UTC)
_PROPERTIES: Final = (
    "killed",
    "injured",
    "detained",
    "displaced",
    "criminal_cases",
    "suspects",
    "charged",
    "defendants",
)
_GROUPS: Final = ("dungan", "kazakh", "kyrgyz", "uzbek", "unknown")
_PLACES: Final = tuple(f"village-{number}" for number in range(40))
_KINDS: Final = ("official", "media", "ngo", "witness", "court")
_PER_ITEM: Final = 1_000
_PER_SOURCE: Final = 100
_PER_INCIDENT: Final = 50  # on average
_AT_ONCE: Final = 100_000  # rows of one file
_MILLION: Final = 1_000_000
_CLI: Final = "import sys; from onrecord.cli import main; sys.argv[0] = 'onrecord'; main()"


def main() -> None:
    """Print what each part takes, beside its peer."""
    options = _options()
    count = _MILLION if options.million else options.claims
    if options.ask is not None:
        _ask_within(options.ask, count)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = options.folder if options.keep else Path(name)
        world = World(count)
        print(f"{count} claims")
        if not (folder / "archive").exists():
            _make(folder, world)
        with app.open_desk(folder / "archive", actor=_KEEPER) as desk:
            _figures(desk, folder, world)
            _contradictions(desk, world)
            _check(desk, folder, world)
        _memory(folder, count)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--million", action="store_true", help="the same as --claims 1000000")
    parser.add_argument("--folder", type=Path, default=None, help="where the temporary folder is made")
    parser.add_argument("--keep", action="store_true", help="work in the folder itself and leave all there")
    parser.add_argument("--ask", type=Path, default=None, help=argparse.SUPPRESS)  # the process whose memory is told
    return parser.parse_args()


class Spent(NamedTuple):
    """Seconds by the clock, and of the processor: a busy machine makes the first longer."""

    wall: float
    processor: float


@dataclass(frozen=True)
class World:
    """The claims of this run, made anew whenever they are gone through: a list of them would fill the memory."""

    count: int

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield sources and claims in the order in which they are stated."""
        for number, fields in enumerate(self.claims()):
            if number % _PER_SOURCE == 0:
                yield self._source(number // _PER_SOURCE)
            yield fields

    def claims(self) -> Iterator[dict[str, Any]]:
        """Yield the claims."""
        chance = random.Random(11)
        incidents = max(self.count // _PER_INCIDENT, 1)
        weights = list(accumulate((rank + 1) ** -0.7 for rank in range(incidents)))
        for start in range(0, self.count, _PER_ITEM):
            chosen = chance.choices(range(incidents), cum_weights=weights, k=_PER_ITEM)
            for number, incident in enumerate(chosen[: self.count - start], start=start):
                yield _claim(chance, number, f"incident:I{incident}")

    def texts(self) -> Iterator[str]:
        """Yield the text of each item: the sentences that its claims quote."""
        claims = self.claims()
        while some := list(islice(claims, _PER_ITEM)):
            yield "\n".join(f"Then it was told that {fields['quote']}." for fields in some)

    def questions(self, count: int) -> list[dict[str, Any]]:
        """Return claims drawn from the first ones, so that what is much claimed is much asked for."""
        first = min(self.count, _AT_ONCE)
        chosen = set(random.Random(12).sample(range(first), min(count, first)))
        return [fields for number, fields in enumerate(islice(self.claims(), first)) if number in chosen]

    def _source(self, number: int) -> dict[str, Any]:
        origin = {"derived_from": [f"S{number - number % 5}"]} if number % 5 > 2 else {}
        item = f"text-{number * _PER_SOURCE // _PER_ITEM}.txt"
        return {"source": f"S{number}", "publisher": f"paper {number % 90}", "address": "a", "item": item, **origin}


def _claim(chance: random.Random, number: int, incident: str) -> dict[str, Any]:
    low = int(chance.lognormvariate(3, 1.5)) + 1
    about = {}
    if chance.random() < 0.5:
        about["group"] = chance.choice(_GROUPS)
    if chance.random() < 0.5:
        about["place"] = chance.choice(_PLACES)
    return {
        "id": f"K-{number}",
        "subject": incident,
        "property": _PROPERTIES[number % len(_PROPERTIES)],
        "low": low,
        "high": low,
        "qualifier": "exact",
        "wording": f"{low} people",
        "as_of": f"2020-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        "speaker": f"office {number % 50}",
        "speaker_kind": chance.choice(_KINDS),
        "source": f"S{number // _PER_SOURCE}",
        "quote": f"{low} people were counted, as report {number} has it",
        **about,
    }


def _make(folder: Path, world: World) -> None:
    """State the claims in files of 100,000, as an organisation would that moves here."""
    clock, ids = FixedClock(_NOW), CountedIds()
    archive = app.create_archive(folder / "archive", title="benchmark", clock=clock, ids=ids).folder
    texts = folder / "texts"
    texts.mkdir(exist_ok=True)
    for number, text in enumerate(world.texts()):
        (texts / f"text-{number}.txt").write_text(text, encoding="utf-8")
    with app.open_desk(archive, actor=_KEEPER, clock=clock, ids=ids) as desk:
        vault.seal(desk, sorted(texts.iterdir()))
        reading.read(desk)
    rows = world.rows()
    peer = _peer(folder)
    while some := list(islice(rows, _AT_ONCE + _AT_ONCE // _PER_SOURCE)):
        numbered = [ledger.Row(number=at, original="", fields=fields) for at, fields in enumerate(some, start=1)]
        with app.open_desk(archive, actor=_KEEPER, clock=clock, ids=ids) as desk:
            stated, report = _timed(lambda rows=numbered, at=desk: ledger.state_rows(at, rows))
        if report.refused:
            raise SystemExit(f"refused: {report.refused[0].problem}")
        plain, _ = _timed(lambda rows=some: _insert(peer, rows))
        _tell(f"state {len(report.claims)} claims", [stated], [plain], unit="s")
    with app.open_desk(archive, actor=_KEEPER) as desk:
        fields = next(world.claims())
        again = [
            _timed(lambda at=desk, one=number: ledger.state(at, fields | {"id": f"X-{one}", "property": "missing"}))[0]
            for number in range(9)
        ]
    _tell("state one claim more", again)


def _figures(desk: Any, folder: Path, world: World) -> None:
    peer = sqlite3.connect(folder / "peer.sqlite")
    questions = [(one["property"], one["subject"], _about(one)) for one in world.questions(300)]
    _ask_figures("figures of one quantity", desk, peer, questions)
    _ask_figures(
        "figures of a property, one group, one place", desk, peer, [(a, None, c) for a, _, c in questions if len(c) > 1]
    )
    _ask_figures("figures of an incident, all at once", desk, peer, [(None, b, {}) for _, b, _ in questions[:60]])
    _ask_figures("figures of a whole property", desk, peer, [("killed", None, {})])


def _ask_figures(
    name: str, desk: Any, peer: sqlite3.Connection, questions: Sequence[tuple[Any, Any, dict[str, str]]]
) -> None:
    ours, plain, readings = [], [], []
    for prop, subject, about in questions:
        seconds, found = _timed(lambda: ledger.figures(desk, prop, about=about, subject=subject))  # noqa: B023
        ours.append(seconds)
        seconds, rows = _timed(lambda: _rows(peer, prop, subject, about))  # noqa: B023
        plain.append(seconds)
        readings.append(sum(len(one.readings) for one in found))
        if readings[-1] != len(rows):
            raise SystemExit(f"{name}: {readings[-1]} readings, the peer has {len(rows)}")
    _tell(f"{name} ({sorted(readings)[len(readings) // 2]} readings, at most {max(readings)})", ours, plain)


def _contradictions(desk: Any, world: World) -> None:
    subjects = [one["subject"] for one in world.questions(60)]
    spent = [_timed(lambda: ledger.book(desk).contradictions(subjects=[one]))[0] for one in subjects]  # noqa: B023
    _tell("contradictions of one incident", spent)
    if world.count <= _AT_ONCE:
        _tell(
            "contradictions of one property, all incidents",
            [_timed(lambda: ledger.contradictions(desk, "killed"))[0]],
            unit="s",
        )


def _check(desk: Any, folder: Path, world: World) -> None:
    statement, claims = folder / "statement.md", folder / "claims.jsonl"
    text = _statement(world)
    statement.write_text(text, encoding="utf-8")
    today = _NOW.date()
    cold = [_timed(lambda: dossier.check(ledger.book(desk), text, today=today)) for _ in range(7)]
    report = cold[0][1]
    print(f"  a statement of {len(text.split())} words: {report.figures_found} figures, {report.figures_bound} bound,")
    print(f"  {len(report.diagnostics)} diagnostics")
    _tell("check, warm, a new book each time", [seconds for seconds, _ in cold[1:]])
    book = ledger.book(desk)
    again = [_timed(lambda: dossier.check(book, text, today=today))[0] for _ in range(5)]
    _tell("check, warm, the same book again", again[1:])
    python = [_timed(lambda: _run(folder, "-c", "pass"))[0] for _ in range(3)]
    _tell("check, command line, archive", _from_command_line(statement, "-C", folder / "archive"), python, unit="s")
    if world.count > _AT_ONCE:
        return
    with claims.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(fields, ensure_ascii=False) + "\n" for fields in world.rows())
    alone = [_timed(lambda: [json.loads(line) for line in claims.open(encoding="utf-8")])[0] for _ in range(3)]
    _tell(
        "check, command line, --claims FILE.jsonl", _from_command_line(statement, "--claims", claims), alone, unit="s"
    )


def _from_command_line(statement: Path, option: str, value: Path) -> list[Spent]:
    """Return what the command takes, from the start of its process to the end."""
    before, after = (option, value), ()
    if option == "--claims":
        before, after = (), (option, value)
    asked = ["-c", _CLI, *before, "check", statement, *after, "--today", _NOW.date().isoformat(), "--json"]
    _run(statement.parent, *asked)
    return [_timed(lambda: _run(statement.parent, *asked))[0] for _ in range(3)]


def _run(folder: Path, *arguments: object) -> None:
    """Run a process of its own, compiled before as what is installed is."""
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # noqa: TID251 - a process of its own
    compiled["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    subprocess.run([sys.executable, *map(str, arguments)], stdout=subprocess.DEVNULL, check=False, env=compiled)


def _statement(world: World) -> str:
    """Return 2,000 words about one incident: of its figures half are bound, and one in four is not what is claimed."""
    chance = random.Random(13)
    sizes: dict[str, list[dict[str, Any]]] = {}
    for fields in islice(world.claims(), 40_000):
        sizes.setdefault(fields["subject"], []).append(fields)
    incident, claims = max(sizes.items(), key=lambda one: len(one[1]))
    lines = [
        "---",
        "title: What happened",
        "language: en",
        f"incident: {incident.partition(':')[2]}",
        "edition: restricted",
        "---",
        "",
    ]
    for fields in chance.choices(claims, k=70):
        said = fields["low"] + (chance.random() < 0.25)
        options = "&".join(f"{name}={value}" for name, value in _about(fields).items())
        link = f"[{said} people](fig:{fields['property']}?{options})" if chance.random() < 0.5 else f"{said} people"
        lines.append(
            f"According to {fields['speaker']}, {link} were among those of whom the inhabitants spoke when they were "
            "asked about the night, and about what had been said of it in the months since."
        )
    return "\n\n".join(lines) + "\n"


def _ask_within(folder: Path, count: int) -> None:
    """Answer figures, a check and the contradictions of one property; tell the peak of this process's memory."""
    world = World(count)
    questions = world.questions(100)
    with app.open_desk(folder / "archive", actor=_KEEPER) as desk:
        opened = _peak()
        for one in questions:
            ledger.figures(desk, one["property"], about=_about(one), subject=one["subject"])
        book = ledger.book(desk)
        dossier.check(book, (folder / "statement.md").read_text(encoding="utf-8"), today=_NOW.date())
        asked = _peak()
        seconds, found = _timed(lambda: book.contradictions("killed"))
    print(f"  memory at its peak: {opened} MiB with the archive open, {asked} MiB after 100 figures and a check,")
    print(f"  {_peak()} MiB after the contradictions of one property ({len(found)} in {seconds.wall:.1f} s)")


def _memory(folder: Path, count: int) -> None:
    subprocess.run([sys.executable, __file__, "--claims", str(count), "--ask", str(folder)], check=True)


def _peak() -> int:
    """Return the peak of this process's memory in MiB; `ru_maxrss` would tell that of the process that started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def _about(fields: dict[str, Any]) -> dict[str, str]:
    return {name: fields[name] for name in ("group", "place") if name in fields}


def _peer(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "peer.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS claims"
        " (id TEXT PRIMARY KEY, subject TEXT, property TEXT, grp TEXT, place TEXT, record TEXT)"
    )
    connection.execute("CREATE INDEX IF NOT EXISTS of_subject ON claims (subject, property, grp)")
    connection.execute("CREATE INDEX IF NOT EXISTS of_property ON claims (property, grp, place)")
    return connection


def _insert(peer: sqlite3.Connection, rows: Iterable[dict[str, Any]]) -> None:
    values = (
        (one["id"], one["subject"], one["property"], one.get("group"), one.get("place"), json.dumps(one))
        for one in rows
        if "property" in one
    )
    peer.execute("BEGIN IMMEDIATE")
    peer.executemany("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?)", values)
    peer.execute("COMMIT")


def _rows(peer: sqlite3.Connection, prop: str | None, subject: str | None, about: dict[str, str]) -> list[Any]:
    asked = {"property": prop, "subject": subject, "grp": about.get("group"), "place": about.get("place")}
    named = {name: value for name, value in asked.items() if value is not None}
    where = " AND ".join(f"{name} = ?" for name in named)
    return peer.execute(f"SELECT record FROM claims WHERE {where}", tuple(named.values())).fetchall()  # noqa: S608


def _tell(name: str, ours: Sequence[Spent], plain: Sequence[Spent] = (), *, unit: str = "ms") -> None:
    scale = 1000 if unit == "ms" else 1
    walls, processor = [one.wall for one in ours], [one.processor for one in ours]
    told = f"median {_share(walls, 0.5) * scale:8.2f}  p95 {_share(walls, 0.95) * scale:8.2f} {unit}"
    told += f"   of the processor {_share(processor, 0.5) * scale:8.2f}  p95 {_share(processor, 0.95) * scale:8.2f}"
    if plain:
        other = _share([one.wall for one in plain], 0.5)
        told += f"   peer {other * scale:8.2f}, x {_share(walls, 0.5) / other:.1f}"
    print(f"  {name}\n      {told}", flush=True)


def _share(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def _timed(work: Callable[[], Any]) -> tuple[Spent, Any]:
    began, spent = time.perf_counter(), _processor()
    result = work()
    return Spent(time.perf_counter() - began, _processor() - spent), result


def _processor() -> float:
    """Return the seconds that the processor gave this process and those that it waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    main()
