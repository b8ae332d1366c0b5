"""Linking beside Splink 5 in one run: rows and CPU seconds, memory, pairwise precision, recall and F1 of the groups.

    python benchmarks/linking.py [--rows N] [--seed S] [--splink PYTHON] [--csv FILE --truth COLUMN]

    people    invented people in several scripts (benchmarks/populations.py), or a table whose heads are known
    ours      `register.linked` on the table as it is, reading and taking names apart included
    splink    Splink 5 on duckdb in an interpreter of its own (--splink), with nine blocking rules and three rounds of
              training; groups at the threshold that gives it the best F1, the seconds until the first of five
    folding   what Splink is fed: names and facts by their sounds, which this project makes, in Latin letters. Without
              it Splink finds nobody across scripts; whoever uses it pays for that too, with us or with something else
    ratio     our rows a second as a multiple of Splink's: without its folding, and with it

Both run as a process of their own, one after the other on the same machine, and are counted from when all is imported.
CPU seconds are those of children too. Memory is the most that the process held, and beside it the most that a child
did; there is a child for each further core while names are taken apart, and none when memory is at its most.
Splink is no dependency of this project: pip install splink==5.0.0 somewhere else. Where no interpreter with it is
given, ours alone is measured. Splink's historical 50,000 (--csv, --truth cluster) are not in this repository.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from onrecord import names, register
from onrecord.register import Record

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks import populations

_SPLINK = """
import json, sys, time
import pandas as pd
import splink.comparison_library as cl
from resource import RUSAGE_SELF, getrusage
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
frame = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False).replace({"": None})
began, cpu = time.perf_counter(), time.process_time()
frame["year"] = frame["born"].str[:4]
columns = [one for one in frame if one not in ("id", "first", "second", "born", "year", "sex")] or ["sex"]
settings = SettingsCreator(
    link_type="dedupe_only", unique_id_column_name="id",
    comparisons=[cl.JaroWinklerAtThresholds("first", [0.92, 0.8]), cl.JaroWinklerAtThresholds("second", [0.92, 0.8]),
                 cl.ExactMatch("born"), *[cl.ExactMatch(one) for one in {*columns, "sex"}]],
    blocking_rules_to_generate_predictions=[
        block_on("first", "second"), block_on("first", "year"), block_on("second", "year"), block_on("born"),
        block_on("first", columns[0]), block_on("second", columns[0]),
        block_on("substr(first,1,3)", "substr(second,1,3)", "year"),
        block_on("substr(first,1,4)", columns[0], "year"), block_on("substr(second,1,4)", columns[0], "year")],
)
linker = Linker(DuckDBAPI().register(frame), settings)
linker.training.estimate_probability_two_random_records_match([block_on("first", "second", "born")], recall=0.6)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for rule in (block_on("first", "second"), block_on("born")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
pairs = linker.inference.predict(threshold_match_probability=0.1)
groups = {}
for line in (0.5, 0.9, 0.95, 0.99, 0.999):
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, line).as_pandas_dataframe()
    groups[line] = dict(zip(found["id"], map(str, found["cluster_id"])))
    if line == 0.5:
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        mib = getrusage(RUSAGE_SELF).ru_maxrss / 1024
json.dump({"seconds": seconds, "cpu": cpu, "mib": mib, "groups": list(groups.values())}, open(sys.argv[2], "w"))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one run took and found: the groups at each threshold that it was tried at."""

    seconds: float
    cpu: float
    mib: float
    child_mib: float = 0.0
    groups: list[dict[str, str]]

    def best(self, truth: dict[str, str]) -> tuple[float, float, float]:
        """Return precision, recall and F1 at the best threshold."""
        return max((scores(_members(one), truth) for one in self.groups), key=lambda one: one[2])

    def line(self, name: str, truth: dict[str, str]) -> str:
        """Return all of it in a line."""
        precision, recall, f1 = self.best(truth)
        return (
            f"{name:8}{len(truth) / self.seconds:>8.0f} rows/s {self.seconds:>7.1f} s {self.cpu:>7.1f} CPU s"
            f"  P {precision:.4f} R {recall:.4f} F1 {f1:.4f}  {self.mib:.0f} MiB"
            f"{f' and {self.child_mib:.0f} a child' if self.child_mib else ''}"
        )


def scores(groups: Iterable[Sequence[str]], truth: dict[str, str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pairs of rows that stand in one group."""
    right = said = 0
    for rows in groups:
        counted = Counter(truth[row] for row in rows)
        right += sum(count * (count - 1) // 2 for count in counted.values())
        said += len(rows) * (len(rows) - 1) // 2
    true = sum(count * (count - 1) // 2 for count in Counter(truth.values()).values())
    precision, recall = right / max(said, 1), right / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _members(groups: dict[str, str]) -> list[list[str]]:
    members: dict[str, list[str]] = {}
    for row, group in groups.items():
        members.setdefault(group, []).append(row)
    return list(members.values())


def ours(table: Path, out: Path) -> None:
    """Link a table and write what it took and found; in a process that does nothing else."""
    began, cpu = time.perf_counter(), _cpu()
    rows = register.records_from(table.read_text(encoding="utf-8"), name="people")
    found = register.linked(rows.records)
    seconds, cpu = time.perf_counter() - began, _cpu() - cpu
    mib, child_mib = (getrusage(whose).ru_maxrss / 1024 for whose in (RUSAGE_SELF, RUSAGE_CHILDREN))
    groups = {one.row: str(at) for at, group in enumerate(found.people) for one in group}
    told = {"seconds": seconds, "cpu": cpu, "mib": mib, "child_mib": child_mib, "groups": [groups]}
    out.write_text(json.dumps(told), encoding="utf-8")


def _cpu() -> float:
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system


def _run(command: Sequence[str], table: Path) -> Measured:
    out = table.with_suffix(".json")
    subprocess.run([*command, table, out], check=True, capture_output=True)
    return Measured(**json.loads(out.read_text(encoding="utf-8")))


def folded(records: Sequence[Record]) -> list[dict[str, str]]:
    """Return rows as Splink compares them, two words of the name in columns of their own."""
    facts = sorted({name for one in records for name, _ in one.facts})
    rows = []
    for one in records:
        words = [*names.sound(one.name).split(), "", ""]
        told = {name: names.sound(text) for name, text in one.facts}
        born = one.born.wording if one.born else ""
        row = {"id": one.row, "first": words[0], "second": words[1], "born": born, "sex": one.sex or ""}
        rows.append(row | {f"fact{at}": told.get(name, "") for at, name in enumerate(facts)})
    return rows


def _beside(records: Sequence[Record], python: str, truth: dict[str, str], own: Measured, folder: Path) -> None:
    """Run Splink on the same people, and print what it took and found and how many times that is."""
    began = time.process_time()
    rows = folded(records)
    folding = time.process_time() - began
    script, table = folder / "run.py", folder / "folded.csv"
    script.write_text(_SPLINK, encoding="utf-8")
    _write(table, rows, list(rows[0]))
    theirs = _run([python, str(script)], table)
    print(theirs.line("splink", truth))
    print(f"folding {folding:.1f} s")
    print(f"ratio   {theirs.seconds / own.seconds:.2f}, with folding {(theirs.seconds + folding) / own.seconds:.2f}")


def _write(path: Path, rows: Sequence[dict[str, str]], columns: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)


def main() -> None:
    """Print one line each."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--splink", metavar="PYTHON")
    asked.add_argument("--csv", type=Path)
    asked.add_argument("--truth", default="truth")
    asked.add_argument("--ours", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.ours:
        ours(*given.ours)
        return
    rows = (
        list(csv.DictReader(given.csv.open(encoding="utf-8")))
        if given.csv
        else list(populations.rows(given.rows, given.seed))
    )
    kept = [name for name in rows[0] if name != given.truth]
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "people.csv"
        _write(table, rows, kept)
        read = register.records_from(table.read_text(encoding="utf-8"), name="people")
        truth = {row[read.map.row or kept[0]]: row[given.truth] for row in rows}
        own = _run([sys.executable, __file__, "--ours"], table)
        print(own.line("ours", truth), flush=True)
        if given.splink:
            _beside(read.records, given.splink, truth, own, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
