"""`onrecord export-to` and `import-from`: out of one archive and into another, with what was lost on the way."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import claim, source

from onrecord.cli import status_of

Types = Callable[..., Any]

_TEXT = "Eleven people were killed, the office said. Later it said that at least forty were injured."
_ROWS = [
    source("S1", item="herald.md", language="en", title="Eleven dead"),
    claim("K1", 11, quote="Eleven people were killed", wording="eleven people", as_of="2021-03-09", group="dungan"),
    claim("K2", 40, high=None, qualifier="at_least", property="injured", quote="at least forty were injured", wording="at least forty",
          as_of="2021-03-09", visibility="team", note="heard twice"),
]  # fmt: skip


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Types:
    """Type a command at an archive with two claims, or at another one."""

    def typed(*words: str, status: int = 0, at: Path = archive) -> Any:
        capsys.readouterr()
        assert status_of(["-C", str(at), *words, "--json"]) == status, (words, capsys.readouterr())
        return json.loads(capsys.readouterr().out)

    (tmp_path / "herald.md").write_text(_TEXT)
    (tmp_path / "rows.jsonl").write_text(
        "\n".join(
            json.dumps({**row, "published_on": "2021-03-10"} if "source" in row and "id" not in row else row)
            for row in _ROWS
        )
    )
    typed("add", str(tmp_path / "herald.md"), "--visibility", "public")
    typed("read")
    typed("state", str(tmp_path / "rows.jsonl"))
    return typed


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx", "ftm", "ftm-statements", "huridocs", "wikibase"])
def test_each_form_goes_out_with_its_losses(types: Types, tmp_path: Path, form: str) -> None:
    """A public edition holds what anybody may see; nothing is written over."""
    out = tmp_path / f"out.{form if form in ('csv', 'xlsx') else 'txt'}"
    made = types("export-to", form, str(out))
    assert made["claims"] == 1
    assert b"forty" not in out.read_bytes()
    kept = json.loads(Path(f"{out}.losses.json").read_text())["losses"]
    assert [(one["field"], one["count"], one["why"]) for one in kept] == [
        (one["field"], one["count"], one["why"]) for one in made["losses"]
    ]
    types("export-to", form, str(out), status=5)
    types("export-to", "punched-cards", str(tmp_path / "x"), status=2)
    restricted = types("export-to", form, str(tmp_path / f"all.{out.suffix[1:]}"), "--edition", "restricted")
    assert restricted["claims"] == 2


@pytest.mark.parametrize("form", ["ftm", "wikibase", "huridocs"])
def test_what_went_out_comes_into_another_archive(types: Types, tmp_path: Path, form: str) -> None:
    """The file is sealed and quoted; figures are the same there, and the same file twice changes nothing."""
    out, other = tmp_path / "out.json", tmp_path / "other"
    types("export-to", form, str(out), "--edition", "restricted")
    types("init", str(other))
    words = ("import-from", form, str(out), "--speaker", "Valley archive", "--speaker-kind", "ngo")
    dry = types(*words, "--dry-run", at=other)
    assert (dry["item"], dry["stated"], types("claims", at=other)["claims"]) == (None, 0, [])
    done = types(*words, at=other)
    assert (done["refused"], done["dry_run"]) == ([], False)
    assert len(dry["would_state"]) == done["rows"]
    figures = {one["property"]: one["range"] for one in types("figures", at=other)["figures"]}
    assert figures == {one["property"]: one["range"] for one in types("figures")["figures"]}
    (item,) = types("items", at=other)["items"]
    assert item["name"] == "out.json"
    again = types(*words, at=other)
    assert (again["stated"], again["known"]) == (0, done["rows"])


def test_what_is_none_of_the_form_is_refused_and_not_sealed(types: Types, tmp_path: Path) -> None:
    """Nothing of it is left behind."""
    (tmp_path / "x.json").write_text("[")
    types("import-from", "bayanat", str(tmp_path / "x.json"), "--speaker", "x", status=2)
    assert [one["name"] for one in types("items")["items"]] == ["herald.md"]
