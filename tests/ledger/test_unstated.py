"""Books of files: what is read when it is asked for is the same as what is read at once, and refused the same."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from tests.ledger.world import SOURCES, SUBJECT, TODAY, claim

from onrecord import ledger
from onrecord.kernel import ClaimId, SpeakerKind
from onrecord.ledger.row_forms import Look
from onrecord.ledger.row_shelf import RowShelf
from onrecord.ledger.shelf import ClaimQuery

_ROOT: Final = Path(__file__).parents[2]
_COMMITTED: Final = sorted([*_ROOT.glob("examples/korday/**/*.jsonl"), *_ROOT.glob("tests/dossier/**/claims.jsonl")])
_QUERIES: Final = (
    ClaimQuery(),
    ClaimQuery(subjects=frozenset({SUBJECT})),
    ClaimQuery(subjects=frozenset({"valley-2031"}), properties=frozenset({"killed"})),
    ClaimQuery(properties=frozenset({"killed", "injured"}), bounds=(Decimal(7), Decimal(7))),
    ClaimQuery(bounds=(Decimal(7), None)),
    ClaimQuery(ids=frozenset({"K3", "K5", "row-9"})),
    ClaimQuery(subject_kind="source"),
    ClaimQuery(properties=frozenset({"killed"}), about=(("group", "dungan"),)),
    ClaimQuery(status=ledger.ClaimStatus.WITHDRAWN),
    ClaimQuery(subjects=frozenset({SUBJECT}), status=ledger.ClaimStatus.STANDS),
)
_ODD: Final[dict[str, Sequence[Any]]] = {
    "id": ["", " ", "a b", 7, "K3", "_x", "Қ-1", None, True],
    "subject": ["person:P1", "incident:", "incident:a b", "valley", ":", "source:S1", "planet:X", 3, "incident:other"],
    "property": ["injured", "hidden", 1, ["killed"], "killed ", "happened_on", "outcome", "homeless", "name", "reliability"],
    "low": [-1, "7", "007", "7.5", "x", True, [], 7, 0, 10**17, "", " 7"],
    "high": [-1, "7", 7, 1, True, 2**80, "9" * 20],
    "qualifier": ["about", "at_least", "up_to", "range", "nearly", 3, ""],
    "wording": ["", " ", "seven\u2028people", 7, '"seven"', "жеті\u0000"],
    "unit": ["persons", "houses", "", "KZT", 4],
    "value": ["killed", "2031-03-08", "", True, "yes", 5, "none found"],
    "as_of": ["2031-13", "2031-03", "2099-01-01", "", "2031-03-01", " 2031-03-09 ", 2031, "2031-03-09/2031-03-01"],
    "said_on": ["2031-03-10", "2100", "soon", ["2031"]],
    "speaker": ["", "\t", 5, "мэр", "\u00a0"],
    "speaker_kind": ["ourselves", "media", "king", 1],
    "source": ["", "S9", 4, None],
    "quote": ["", " \n", 11, 'they said "seven"', "back\\slash", "п" * 3],
    "level": ["inference", "sure"],
    "visibility": ["restricted", "secret", ""],
    "basis": [["K1"], [], "K1;K2", "", [1]],
    "note": ["", "a note", 5],
    "status": ["withdrawn", "disputed", "gone", "stands"],
    "group": ["dungan", "martian", "", 3],
    "place": ["village-1", "", ["a"]],
    "nonsense": ["x", 1],
    'quo"te': ["x"],
}  # fmt: skip


def _hostile(count: int) -> list[dict[str, Any]]:
    """Return rows most of which are right and some of which are wrong in one to three ways, in any order of fields."""
    chance = random.Random(5)
    found = []
    for number in range(count):
        row = claim(f"K{number}", number % 40, property=chance.choice(["killed", "injured", "detained"]))
        for name in chance.sample(sorted(_ODD), chance.choice([0, 0, 0, 1, 1, 2, 3])):
            row[name] = chance.choice(_ODD[name])
        for name in chance.sample(sorted(row), chance.choice([0, 0, 0, 0, 1])):
            del row[name]
        names = chance.sample(list(row), len(row)) if chance.random() < 0.1 else list(row)
        found.append({name: row[name] for name in names})
    return found


def _lines(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Return rows as several programs write them, and lines that are none among them."""
    ways: list[dict[str, Any]] = [{}, {"ensure_ascii": False}, {"ensure_ascii": False, "separators": (",", ":")}]
    lines = [json.dumps(row, **ways[number % 3]) for number, row in enumerate(rows)]
    twice = '{"id": "K1", "id": "K2", ' + lines[0][1:]
    good = json.dumps(claim("K-good", 0))
    numbers = [
        good.replace('"low": 0', f'"low": {number}') for number in ("00", "1.5", "1e3", "-0", "NaN", "9" * 5_000)
    ]
    broken = [twice, good[:-1], good + "}", "[]", "", "  ", good, good + "\r", *numbers]
    return [*lines[: len(lines) // 2], *broken, *lines[len(lines) // 2 :]]


def _told(refused: Iterable[ledger.RefusedRow]) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.code, one.problem.message("en"), one.original) for one in refused]


def _is_same_both_ways(path: Path) -> list[tuple[int, str, str, str]]:
    """Hold a file that is read when asked to the same file read at once, and return what was refused."""
    at_once: list[ledger.RefusedRow] = []
    when_asked: list[ledger.RefusedRow] = []
    whole = ledger.book_from_rows(ledger.rows_from(path), today=TODAY, on_refused=at_once.append)
    found = ledger.book_from_file(path, today=TODAY, on_refused=when_asked.append)
    assert _told(when_asked) == _told(at_once)
    for query in (*_QUERIES[1:], *_QUERIES):  # first with nothing made, then with all
        assert found.shelf.claims(query) == whole.shelf.claims(query), query
    assert dict(found.sources) == dict(whole.sources)
    assert list(found.shelf.by_subject("killed")) == list(whole.shelf.by_subject("killed"))
    return _told(at_once)


def test_hostile_lines_are_judged_as_rules_judge_them(tmp_path: Path) -> None:
    """Whatever a form lets pass unread, the rules let pass; whatever they refuse is refused with their words."""
    path = tmp_path / "claims.jsonl"
    rows = [*SOURCES, *_hostile(1_500)]
    path.write_text("\n".join(_lines(rows)), encoding="utf-8")
    refused = {code for _, code, _, _ in _is_same_both_ways(path)}
    assert len(refused) > 12
    assert "ledger.not-a-row" in refused


def test_hostile_sheets_are_judged_as_rules_judge_them(tmp_path: Path) -> None:
    """The same of CSV, where every number is text."""
    path = tmp_path / "claims.csv"
    rows = [{k: v for k, v in row.items() if isinstance(v, str | int) and k != 'quo"te'} for row in _hostile(300)]
    names = sorted({name for row in rows for name in row})
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, names)
        sheet.writeheader()
        sheet.writerows(rows)
    assert _is_same_both_ways(path)


@pytest.mark.parametrize("path", _COMMITTED, ids=lambda path: str(path.relative_to(_ROOT)))
def test_committed_files_are_the_same_both_ways(path: Path) -> None:
    """The claims that this project keeps."""
    _is_same_both_ways(path)


def test_few_rows_are_read_for_a_narrow_question(tmp_path: Path) -> None:
    """Of a thousand rows about a hundred incidents, those about one; the rest stay lines."""
    made: list[int] = []

    def read(number: int, _kept: object) -> ledger.Claim:
        made.append(number)
        return ledger.Claim(
            id=ClaimId(f"K{number}"), subject_kind="incident", subject_id=f"I{number % 100}", property="killed",
            value="x", speaker="s", speaker_kind=SpeakerKind.MEDIA,
        )  # fmt: skip

    shelf = RowShelf(read)
    for number in range(1_000):
        shelf.put_row(number, Look("form", f"K{number}", f"incident:I{number % 100}", "killed", (None, None), None), "")
    asked = ClaimQuery(subjects=frozenset({"incident:I7"}), properties=frozenset({"killed"}))
    assert [one.id for one in shelf.claims(asked)] == [f"K{number}" for number in range(7, 1_000, 100)]
    assert made == list(range(7, 1_000, 100))
    assert shelf.claims(ClaimQuery(ids=frozenset({"K8"})))[0].id == "K8"
    assert len(made) == 11


def test_a_file_is_held_to_the_order_of_things(tmp_path: Path) -> None:
    """A number as of a day on which its incident lay ahead, though many of its form are right; a verdict before."""
    happened = {"property": "happened_on", "value": "2031-03-07", "high": None, "qualifier": None}
    charged = {"subject": "person:P1", "high": None, "qualifier": None, "wording": None}
    rows = [
        claim("D1", None, **happened, wording=None),
        *(claim(f"K{number}", 5) for number in range(20)),
        claim("K-early", 5, as_of="2031-03-06"),
        claim("K-month", 5, as_of="2031-03"),
        claim("V1", None, **charged, property="charged_on", value="2031-05-02"),
        claim("V2", None, **charged, property="verdict_on", value="2031-04-01"),
    ]
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert [(row, code) for row, code, _, _ in _is_same_both_ways(path)] == [
        (22, "ledger.impossible-order"),
        (25, "ledger.impossible-order"),
    ]


def test_a_line_of_any_length_is_gone_through_once(tmp_path: Path) -> None:
    """Spaces without end, quotes without an end: a line that almost has a known form costs what its length costs."""
    good = json.dumps(claim("K1", 5))
    long = [good, good.replace("5 people were killed", " " * 200_000), good.replace("office", "o " * 100_000)[:-2]]
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(long * 3), encoding="utf-8")
    assert {row for row, _, _, _ in _is_same_both_ways(path)} == {3, 6, 9}
