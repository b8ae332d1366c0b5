"""`onrecord diff` and `onrecord watch`: one JSON document each, words for a person, exit statuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import status_of

Types = Callable[..., Any]


_ROWS: list[dict[str, Any]] = [
    {"source": "S1", "publisher": "Valley Herald", "published_on": "2021-03-10", "language": "en", "item": "herald.md",
     "source_kind": "media_news", "address": "https://example.org/1", "visibility": "public"},
    {"id": "K1", "subject": "incident:valley-2021", "property": "killed", "low": 11, "qualifier": "exact",
     "wording": "eleven people", "source": "S1", "quote": "eleven people were killed", "as_of": "2021-03-09",
     "speaker": "regional office", "speaker_kind": "official", "visibility": "public"},
    {"id": "K2", "subject": "incident:valley-2021", "property": "injured", "low": 40, "qualifier": "exact",
     "wording": "40", "source": "S1", "quote": "40 were injured", "as_of": "2021-03-09",
     "speaker": "regional office", "speaker_kind": "official", "visibility": "public"},
]  # fmt: skip
_STATEMENT = (
    "---\ntitle: The valley\nlanguage: en\nincident: valley-2021\nedition: public\n---\n\n"
    "According to the regional office [eleven people](fig:killed?by=official) were killed. "
    "It also says that [40](fig:injured?by=official) were injured.\n"
)


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Types:
    """Type a command at an archive of which one statement was published."""

    def typed(*words: str, status: int = 0, as_json: bool = True) -> Any:
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words, *(["--json"] if as_json else [])]) == status, words
        shown = capsys.readouterr()
        return json.loads(shown.out) if as_json else shown.out + shown.err

    (tmp_path / "herald.md").write_text("The office said that eleven people were killed. It said that 40 were injured.")
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, _ROWS)))
    (tmp_path / "statement.en.md").write_text(_STATEMENT)
    typed("add", str(tmp_path / "herald.md"), "--visibility", "public")
    typed("read")
    typed("state", str(tmp_path / "rows.jsonl"))
    typed("publish", str(tmp_path / "statement.en.md"), "--out", str(tmp_path / "site"))
    return typed


def test_the_watch_names_what_needs_a_correction(types: Types) -> None:
    """Holding, it says so and leaves with 0; then the place, the code and the reason, and status 2."""
    (before,) = types("watch")["statements"]
    assert (before["name"], before["standing"], before["diagnostics"]) == ("statement.en.md", "holds", [])
    types("withdraw", "K2", "--why", "the paper took it back")
    (after,) = types("watch", status=2)["statements"]
    assert (after["standing"], after["diagnostics"][0]["code"]) == ("needs_correction", "OR116")
    shown = types("watch", status=2, as_json=False)
    assert "statement.en.md (public" in shown
    assert "OR116" in shown


def test_the_ledger_between_two_days(types: Types) -> None:
    """From before the beginning everything came; between two days of rest nothing did."""
    found = types("diff", "--from", "2021-01-01")
    assert {one["claim"] for one in found["claims"]} >= {"K1", "K2"}
    assert {tuple(one["moved"]) for one in found["figures"]} == {("appeared",)}
    assert types("diff", "--from", "2041-01-01", "--to", "2041-02-01")["claims"] == []
    assert "Nothing changed" in types("diff", "--from", "2041-01-01", "--to", "2041-02-01", as_json=False)
    types("withdraw", "K2", "--why", "the paper took it back")
    assert "K2" in types("diff", "--from", "2021-01-01", as_json=False)


def test_a_statement_between_two_releases(types: Types, tmp_path: Path) -> None:
    """Sentences taken out and put in; a name that was never published is told."""
    file = tmp_path / "statement.en.md"
    file.write_text(file.read_text(encoding="utf-8").replace("It also says", "The office also says"), encoding="utf-8")
    types("publish", str(file), "--out", str(tmp_path / "site"))
    found = types("diff", "statement.en.md", "--from", "2041-01-01")
    assert (found["removed"], found["added"]) == ([], [])
    types("diff", "other.md", status=4)
    types("diff", "statement.en.md", "--from", "2001-01-01", status=4)


def test_two_days_in_the_wrong_order_are_refused(types: Types) -> None:
    """Read backwards, every figure on record would be shown as gone; for a statement, what was put in as taken out."""
    for words in (("diff",), ("diff", "statement.en.md")):
        found = types(*words, "--from", "2041-02-01", "--to", "2041-01-01", status=2)
        assert found["error"]["code"] == "ledger.moments-reversed"
    assert types("diff", "--from", "2041-02-01", "--to", "2041-02-01")["claims"] == []


def test_a_statement_without_a_first_day_is_told_from_its_first_release_on(types: Types, tmp_path: Path) -> None:
    """Nobody has to know by heart when it was published; a name that never was is still told."""
    file = tmp_path / "statement.en.md"
    found = types("diff", "statement.en.md")
    assert (found["before"], found["removed"], found["added"]) == (found["after"], [], [])
    file.write_text(file.read_text(encoding="utf-8").replace("It also says", "The office also says"), encoding="utf-8")
    types("publish", str(file), "--out", str(tmp_path / "site"))
    found = types("diff", "statement.en.md")
    assert [len(found[side]) for side in ("removed", "added")] == [1, 1]
    assert types("diff", "other.md", status=4)["error"]["code"] == "dossier.no-such-release"
