"""The whole chain by its commands: item -> quote -> claim -> figure -> statement -> export, and what breaks it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import status_of

_EN = """---
source: S1
language: en
---
The regional office said on 9 March 2019 that eleven people had been killed in the valley.
It added that more than 120 criminal cases had been opened.
"""
_RU = """---
source: S2
language: ru
---
Областное управление сообщило 9 марта 2019 года, что погибли одиннадцать человек.
"""
_SOURCES = [
    {"source": "S1", "publisher": "Valley Herald", "published_on": "2019-03-09", "language": "en",
     "address": "https://example.org/herald/1", "source_kind": "media_news", "item": "herald.md", "visibility": "public"},
    {"source": "S2", "publisher": "Вестник долины", "published_on": "2019-03-10", "language": "ru",
     "address": "https://example.org/vestnik/1", "source_kind": "media_news", "item": "vestnik.md",
     "visibility": "public"},
]  # fmt: skip
_OFFICIAL = {"speaker": "regional office", "speaker_kind": "official", "as_of": "2019-03-09", "visibility": "public"}
_CLAIMS = [
    {"id": "K1", "subject": "incident:valley-2019", "property": "killed", "low": 11, "high": 11, "qualifier": "exact",
     "wording": "eleven people", "unit": "persons", "source": "S1", "quote": "eleven people had been killed", **_OFFICIAL},
    {"id": "K2", "subject": "incident:valley-2019", "property": "killed", "low": 11, "high": 11, "qualifier": "exact",
     "wording": "одиннадцать человек", "unit": "persons", "source": "S2", "quote": "погибли одиннадцать человек",
     **_OFFICIAL},
    {"id": "K3", "subject": "incident:valley-2019", "property": "criminal_cases", "low": 121, "high": None,
     "qualifier": "more_than", "wording": "more than 120 criminal cases", "unit": "cases", "source": "S1",
     "quote": "more than 120 criminal cases had been opened", **_OFFICIAL},
]  # fmt: skip
_STATEMENT = """---
title: One month after
language: en
incident: valley-2019
as_of: 2019-04-09
edition: public
---

# One month after

According to the regional office, [eleven people](fig:killed?by=official&as_of=2019-04) were killed
and [more than 120](fig:criminal_cases?by=official&as_of=2019-04) criminal cases were opened.
"""
_ZAYAVLENIE = """---
title: Месяц спустя
language: ru
incident: valley-2019
as_of: 2019-04-09
edition: public
---

# Месяц спустя

По данным областного управления, [одиннадцать человек](fig:killed?by=official&as_of=2019-04) погибли.
"""


class Person:
    """Somebody who types commands and reads the JSON that comes back."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def types(self, *words: str | Path, status: int = 0) -> Any:
        """Run a command in the archive; return its JSON. The exit status must be the expected one."""
        self._capsys.readouterr()
        found = status_of(["-C", str(self.folder), *map(str, words), "--json"])
        shown = self._capsys.readouterr()
        assert found == status, f"{words}: exit {found}\n{shown.out}\n{shown.err}"
        return json.loads(shown.out)


def _jsonl(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Person:
    """An archive with two sources read and three claims stated."""
    person = Person(tmp_path / "archive", capsys)
    made = person.types("init", tmp_path / "archive", "--title", "Valley 2019")
    assert set(made) >= {"archive", "log_key"}
    (tmp_path / "herald.md").write_text(_EN, encoding="utf-8")
    (tmp_path / "vestnik.md").write_text(_RU, encoding="utf-8")
    added = person.types("add", tmp_path / "herald.md", tmp_path / "vestnik.md", "--visibility", "public")
    assert [item["name"] for item in added["items"]] == ["herald.md", "vestnik.md"]
    outcomes = person.types("read")["items"]
    assert {(one["status"], one["language"]) for one in outcomes} == {("read", "en"), ("read", "ru")}
    (tmp_path / "rows.jsonl").write_text(_jsonl(_SOURCES + _CLAIMS), encoding="utf-8")
    stated = person.types("state", tmp_path / "rows.jsonl")
    assert stated["refused"] == []
    (tmp_path / "statement.en.md").write_text(_STATEMENT, encoding="utf-8")
    (tmp_path / "statement.ru.md").write_text(_ZAYAVLENIE, encoding="utf-8")
    return person


@pytest.fixture
def bag(person: Person, tmp_path: Path) -> Path:
    """The export of a published dossier."""
    published = person.types(
        "publish",
        tmp_path / "statement.en.md",
        tmp_path / "statement.ru.md",
        "--edition",
        "public",
        "--out",
        tmp_path / "site",
    )
    assert published["files"]
    person.types("export", tmp_path / "bag", "--edition", "public")
    return tmp_path / "bag"


def test_a_figure_shows_who_said_it_where(person: Person) -> None:
    """Two outlets, two origins, one figure; every reading names its claim, speaker and origin."""
    (figure,) = person.types("figures", "killed")["figures"]
    assert {reading["claim"] for reading in figure["readings"]} == {"K1", "K2"}
    assert figure["range"] == {"low": 11, "high": 11}
    assert figure["readings"][0]["speaker"] == "regional office"


def test_a_statement_that_holds_passes(person: Person, tmp_path: Path) -> None:
    """No error in either language; every figure found is bound."""
    for name in ("statement.en.md", "statement.ru.md"):
        report = person.types("check", tmp_path / name)
        assert not [one for one in report["diagnostics"] if one["severity"] == "error"]
        assert report["figures_found"] == report["figures_bound"] > 0


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("statement.en.md", "eleven", "twelve"),
        ("statement.en.md", "more than 120", "more than 210"),
        ("statement.ru.md", "одиннадцать", "двенадцать"),
    ],
)
def test_a_changed_figure_fails_the_check_and_is_not_published(
    person: Person, tmp_path: Path, name: str, right: str, wrong: str
) -> None:
    """The one promise: a figure its claims do not carry does not build."""
    file = tmp_path / name
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    report = person.types("check", file, status=2)
    (error,) = [one for one in report["diagnostics"] if one["severity"] == "error"]
    assert wrong in error["text"]
    assert error["claims"]
    person.types("publish", file, "--edition", "public", "--out", tmp_path / "site", status=2)
    assert not (tmp_path / "site").exists()


def test_a_withdrawn_claim_stops_the_statement(person: Person, tmp_path: Path) -> None:
    """What nobody stands by any more cannot be published."""
    for claim in ("K1", "K2"):
        person.types("withdraw", claim, "--why", "the office corrected itself")
    report = person.types("check", tmp_path / "statement.en.md", status=2)
    assert [one for one in report["diagnostics"] if one["severity"] == "error"]


def test_an_unbound_statement_gets_useful_diagnostics(person: Person, tmp_path: Path) -> None:
    """Any text nobody bound: each figure is found, and the claim that could carry it is named."""
    loose = tmp_path / "loose.md"
    loose.write_text("Eleven people were killed. More than 120 criminal cases were opened.\n", encoding="utf-8")
    report = person.types("check", loose, status=2)
    assert report["figures_found"] == 2
    assert report["figures_bound"] == 0
    assert all(one["suggestion"] for one in report["diagnostics"] if one["code"] == "OR101")


def test_refused_rows_are_reported_and_lost_nowhere(person: Person, tmp_path: Path) -> None:
    """Unknown property, wrong unit, a quote that is not in the item: each row by number and code; good rows stand."""
    base = _CLAIMS[0]
    rows = [
        {**base, "id": "R1", "property": "slain"},
        {**base, "id": "R2", "unit": "cases"},
        {**base, "id": "R3", "quote": "eleven people had been wounded"},
        {**base, "id": "R4", "quote": "people had been killed in the valley"},
        {**base, "id": "R5", "as_of": "9 March"},
        {**base, "id": "R6"},
    ]
    file = tmp_path / "more.jsonl"
    file.write_text(_jsonl(rows), encoding="utf-8")
    report = person.types("state", file, status=2)
    assert report["stated"] == 1
    refused = {(one["row"], one["code"]) for one in report["refused"]}
    assert {row for row, _ in refused} == {1, 2, 3, 4, 5}
    assert (1, "ledger.unknown-property") in refused
    assert (2, "ledger.wrong-unit") in refused
    assert (3, "ledger.quote-not-in-text") in refused
    assert {claim["id"] for claim in person.types("claims", "--property", "killed")["claims"]} >= {"K1", "K2", "R6"}


def test_the_tables_are_the_logs_shadow(person: Person) -> None:
    """Rebuilding gives the same digest, and the deep check reads everything."""
    assert person.types("store", "rebuild", "--check")["ok"] is True
    assert person.types("store", "check", "--deep") == {
        **person.types("store", "check", "--deep"), "ok": True, "problems": [],
    }  # fmt: skip


def test_a_changed_object_is_named_by_the_deep_check(person: Person) -> None:
    """One bit in one object: exit status 10, the object and what was expected of it."""
    (blob, *_) = [one for one in sorted((person.folder / "blobs").rglob("*")) if one.is_file() and one.stat().st_size]
    content = bytearray(blob.read_bytes())
    content[len(content) // 2] ^= 1
    blob.chmod(0o600)
    blob.write_bytes(content)
    report = person.types("store", "check", "--deep", status=10)
    assert report["problems"][0]["expected"] == blob.name


def test_the_export_verifies_with_the_standard_library_alone(bag: Path) -> None:
    """P4: the checker in the bag, isolated from every installed package, agrees and says what it cannot exclude."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", bag / "onrecord-verify.pyz", bag, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    verdict = json.loads(done.stdout)
    assert verdict["ok"] is True
    assert verdict["cannot_exclude"]


def _flip_letter(file: Path, at: int) -> None:
    text = file.read_text(encoding="utf-8")
    changed = "x" if text[at] != "x" else "y"
    file.write_text(text[:at] + changed + text[at + 1 :], encoding="utf-8")


@pytest.mark.parametrize(
    "place", ["items/*/*.md", "claims.jsonl", "log/leaves.jsonl", "log/payloads.jsonl", "statements/*.md"]
)
def test_one_changed_character_in_the_export_is_found_and_named(
    person: Person, bag: Path, tmp_path: Path, place: str
) -> None:
    """An item, a claim, an entry, the statement: the checker fails and names the file, even in a copy of the bag."""
    copy = tmp_path / "copy"
    shutil.copytree(bag, copy)
    victim = sorted((copy / "data").glob(place))[0]
    _flip_letter(victim, len(victim.read_text(encoding="utf-8")) // 2)
    verdict = person.types("verify", copy, status=10)
    assert verdict["ok"] is False
    assert any(victim.name in json.dumps(problem, ensure_ascii=False) for problem in verdict["problems"])


def test_a_restricted_source_leaves_no_trace_in_the_public_export(person: Person, tmp_path: Path) -> None:
    """G4 in small: a canary in an item, its name and its claim is in no byte of the public edition."""
    canary = "zimorodok-7719"
    (tmp_path / f"{canary}.md").write_text(f"The witness {canary} counted twelve dead.\n", encoding="utf-8")
    person.types(
        "add", tmp_path / f"{canary}.md", "--visibility", "restricted", "--in-clear", "--from", f"{canary}-giver"
    )
    person.types("read")
    rows = [
        {"source": "S9", "publisher": canary, "published_on": "2019-03-12", "language": "en", "source_kind": "witness",
         "item": f"{canary}.md", "visibility": "restricted"},
        {**_CLAIMS[0], "id": f"K-{canary}", "source": "S9", "quote": f"{canary} counted twelve dead", "low": 12,
         "high": 12, "wording": "twelve dead", "visibility": "restricted", "speaker": canary, "speaker_kind": "witness"},
    ]  # fmt: skip
    (tmp_path / "restricted.jsonl").write_text(_jsonl(rows), encoding="utf-8")
    assert person.types("state", tmp_path / "restricted.jsonl")["refused"] == []
    person.types("publish", tmp_path / "statement.en.md", "--edition", "public", "--out", tmp_path / "site")
    person.types("export", tmp_path / "bag", "--edition", "public")
    leaks = [
        str(file.relative_to(tmp_path))
        for folder in (tmp_path / "site", tmp_path / "bag")
        for file in folder.rglob("*")
        if canary in file.name or (file.is_file() and canary.encode() in file.read_bytes())
    ]
    assert leaks == []


def test_the_library_door_gives_rows(person: Person) -> None:
    """`onrecord.open(path).figures("killed")`: plain rows that a data frame takes as they are."""
    import onrecord

    with onrecord.open(person.folder) as archive:
        rows = archive.figures("killed")
        assert {row["claim"] for row in rows} == {"K1", "K2"}
        assert archive.figures("killed", known_by="2020-01-01") == []
        assert archive.title == "Valley 2019"
