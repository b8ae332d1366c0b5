"""Linking beside Splink 5 in one run: rows a second, pairwise precision, recall and F1 of the groups, memory.

    python benchmarks/linking.py [--rows N] [--seed S] [--splink PYTHON] [--csv FILE --truth COLUMN]

    people    invented people in several scripts (benchmarks/populations.py)
    ours      `register.linked` on the table as it is, reading included
    splink    Splink 5 on duckdb in an interpreter of its own (--splink), with names folded to sounds by us beforehand,
              which is not counted, and nine blocking rules; groups at the threshold that gives it the best F1
    ratio     our rows a second as a multiple of Splink's

Splink is no dependency of this project: pip install splink==5.0.0 somewhere else. Where no interpreter with it is
given, ours alone is measured.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from benchmarks import populations

from onrecord import names, register

_SPLINK = """
import json, sys, time
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
frame = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False).replace({"": None})
began = time.perf_counter()
frame["year"] = frame["born"].str[:4]
columns = [one for one in ("village", "trade", "sex", "place", "postcode") if one in frame]
settings = SettingsCreator(
    link_type="dedupe_only", unique_id_column_name="id",
    comparisons=[cl.JaroWinklerAtThresholds("first", [0.92, 0.8]), cl.JaroWinklerAtThresholds("second", [0.92, 0.8]),
                 cl.ExactMatch("born"), *[cl.ExactMatch(one) for one in columns]],
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
        seconds = time.perf_counter() - began
json.dump({"seconds": seconds, "groups": groups}, open(sys.argv[2], "w"))
"""


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


def ours(table: str) -> tuple[float, list[list[str]]]:
    """Return seconds and groups."""
    began = time.perf_counter()
    rows = register.records_from(table, name="people")
    found = register.linked(rows.records)
    return time.perf_counter() - began, [[one.row for one in group] for group in found.people]


def splinks(
    rows: Sequence[dict[str, str]], python: str, truth: dict[str, str]
) -> tuple[float, tuple[float, float, float]]:
    """Return Splink's seconds and its best scores over five thresholds."""
    with tempfile.TemporaryDirectory() as folder:
        script, table, out = (Path(folder) / name for name in ("run.py", "rows.csv", "out.json"))
        script.write_text(_SPLINK, encoding="utf-8")
        with table.open("w", encoding="utf-8", newline="") as file:
            folded = [_folded(row) for row in rows]
            writer = csv.DictWriter(file, list(folded[0]))
            writer.writeheader()
            writer.writerows(folded)
        subprocess.run([python, script, table, out], check=True, capture_output=True)
        told = json.loads(out.read_text(encoding="utf-8"))
    best = (0.0, 0.0, 0.0)
    for groups in told["groups"].values():
        members: dict[str, list[str]] = {}
        for row, group in groups.items():
            members.setdefault(group, []).append(row)
        best = max(best, scores(members.values(), truth), key=lambda one: one[2])
    return told["seconds"], best


def _folded(row: dict[str, str]) -> dict[str, str]:
    """Return a row with its name and village by their sounds, the two first words of the name in their own columns."""
    words = [*names.sound(row["name"]).split(), "", ""]
    rest = {key: names.sound(value) if key == "village" else value for key, value in row.items() if key != "truth"}
    return {**rest, "first": words[0], "second": words[1]}


def main() -> None:
    """Print one line each."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--splink", metavar="PYTHON")
    asked.add_argument("--csv", type=Path)
    asked.add_argument("--truth", default="truth")
    given = asked.parse_args()
    if given.csv:
        rows = list(csv.DictReader(given.csv.open(encoding="utf-8")))
    else:
        rows = list(populations.rows(given.rows, given.seed))
    kept = [name for name in rows[0] if name != given.truth]
    text = io.StringIO()
    table = csv.DictWriter(text, kept, extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    identity = kept[0]
    truth = {row[identity]: row[given.truth] for row in rows}
    seconds, groups = ours(text.getvalue())
    own = scores(groups, truth)
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"ours    {len(rows) / seconds:>8.0f} rows/s  P {own[0]:.4f} R {own[1]:.4f} F1 {own[2]:.4f}  {memory:.0f} MiB"
    )
    if given.splink and not given.csv:
        theirs, best = splinks(rows, given.splink, truth)
        print(f"splink  {len(rows) / theirs:>8.0f} rows/s  P {best[0]:.4f} R {best[1]:.4f} F1 {best[2]:.4f}")
        print(f"ratio   {theirs / seconds:>8.2f}")


if __name__ == "__main__":
    sys.exit(main())
