"""The second checker, in another language and from the format's page alone, comes to the same verdict (C3)."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.exports import sample
from tests.personas import KEEPER
from tests.simulator import Bag, archive

from onrecord import app, dossier
from onrecord.kernel import RandomIds
from onrecord.verify import verify_export

_CHECKER = Path(__file__).parents[2] / "second-verifier" / "check-export.js"
_NODE = shutil.which("node")
_CHROMIUM = shutil.which("chromium")
_BATCH = """
const {checkExport, openFolder} = require(process.argv[1]);
(async () => {
  for (const path of process.argv.slice(2)) {
    const said = await checkExport(openFolder(path)).catch((fault) => ({fault: String(fault.stack)}));
    console.log(JSON.stringify(said));
  }
})();
"""
_IN_BROWSER = """<!doctype html><meta charset="utf-8"><pre id="said"></pre><script src="{checker}"></script><script>
(async () => {{
  const bytes = Uint8Array.from(atob("{content}"), (letter) => letter.charCodeAt(0));
  const slice = async (from, to) => bytes.slice(from, to);
  const said = await checkExport(await openZip({{size: bytes.length, slice}})).catch((fault) => ({{fault: fault.stack}}));
  document.getElementById("said").textContent = JSON.stringify(said);
}})();
</script>"""

pytestmark = pytest.mark.skipif(_NODE is None, reason="node is not on this machine")


def _second(folders: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Yield what the second checker says of each."""
    command = [str(_NODE), "-e", _BATCH, str(_CHECKER), *map(str, folders)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    yield from map(json.loads, filter(None, done.stdout.split("\n")))


def _run(*arguments: object) -> tuple[int, dict[str, Any]]:
    """Return exit status and document of the second checker as a command."""
    command = [str(_NODE), str(_CHECKER), "--json", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    return done.returncode, json.loads(done.stdout) if done.stdout else {"said": done.stderr}


def _agree_on(numbers: range, real: Sequence[Path], folder: Path) -> tuple[int, int]:
    """Hold both checkers against each other; return how many exports held, and how many did not."""
    samples = [sample(number, real) for number in numbers]
    folders = [one.write(folder / str(number)) for number, one in zip(numbers, samples, strict=True)]
    held = 0
    for one, place, second in zip(samples, folders, _second(folders), strict=True):
        first = verify_export(place, every_digest=True)
        told = [(problem.code, dict(problem.facts)) for problem in first.problems]
        assert second.get("ok") == first.ok, (one.name, told, second)
        held += first.ok
    return held, len(samples) - held


def _folders(real: dict[str, Path]) -> list[Path]:
    return [path for path in real.values() if path.is_dir()]


def test_both_checkers_agree_on_exports_made_at_random(real: dict[str, Path], tmp_path: Path) -> None:
    """C3: whole ones and damaged ones, by clumsy hands and by those who make every list anew."""
    held, failed = _agree_on(range(120), _folders(real), tmp_path)
    assert held > 25
    assert failed > 50


@pytest.mark.soak
def test_both_checkers_agree_on_five_hundred_exports(real: dict[str, Path], tmp_path: Path) -> None:
    """C3: the same verdict, 500 of 500."""
    held, failed = _agree_on(range(1_000, 1_500), _folders(real), tmp_path)
    assert held > 100
    assert failed > 200


@pytest.mark.parametrize("name", ["before", "public", "restricted", "one", "bare", "zip"])
def test_every_kind_of_export_holds_for_both(real: dict[str, Path], name: str) -> None:
    """Editions, selections and a ZIP; both count the same evidence and say that there are limits."""
    first = verify_export(real[name])
    status, second = _run(real[name])
    assert (status, second["ok"], first.ok) == (0, True, True), (second, first.problems)
    for what in ("entries", "payloads", "claims", "quotes", "heads", "items"):
        assert second["checked"][what] == first.checked[what]
    assert any("whole log was written anew" in limit for limit in second["cannot_exclude"])


def test_an_older_head_narrows_what_is_possible_and_finds_a_rewrite(tmp_path: Path) -> None:
    """C4 by the other hand: an insider with the key who changes an entry is found, and the entry is named."""
    made = archive()
    older = Bag(made.files()).write(tmp_path / "older")
    made.rows[2].payload["speaker"] = "nobody"
    rewritten = Bag(made.files()).write(tmp_path / "rewritten")
    assert _run(rewritten)[0] == 0
    status, said = _run("--older-checkpoint", older, rewritten)
    assert (status, {one["code"] for one in said["problems"]}) == (10, {"verify.entry-rewritten"})
    assert said["problems"][0]["seq"] == 2
    status, said = _run("--older-checkpoint", older / "data/log/checkpoint", rewritten)
    assert (status, {one["code"] for one in said["problems"]}) == (10, {"verify.log-rewritten"})
    status, said = _run("--key", made.key(), "--older-checkpoint", older, older)
    assert status == 0
    assert not any("whole log was written anew" in limit for limit in said["cannot_exclude"])


def test_another_key_is_refused(tmp_path: Path) -> None:
    """The key that the reader brings decides."""
    folder = Bag(archive().files()).write(tmp_path / "bag")
    other = archive()
    other.seed = b"\x08" * 32
    status, said = _run("--key", other.key(), folder)
    assert status == 10
    assert {"verify.key-differs", "verify.signature-false"} <= {one["code"] for one in said["problems"]}


def test_proofs_that_travel_alone_are_checked_by_both(real: dict[str, Path], tmp_path: Path) -> None:
    """Inclusion and consistency hold; with one letter changed neither takes them."""
    with app.open_desk(real["before"].parent / "archive", actor=KEEPER, ids=RandomIds()) as desk:
        inclusion = dossier.prove_inclusion(desk, "K3", disclose=True)
        ((size, _), *_others) = desk.log.heads()
        consistency = dossier.prove_consistency(desk, size)
    texts = {"K3": inclusion.to_text(), "heads": consistency.to_text()}
    for name, text in texts.items():
        whole, broken = tmp_path / name, tmp_path / f"{name}-broken"
        whole.write_text(text, encoding="utf-8")
        at = text.index("\n\n") - 5 if name == "K3" else text.index('"hashes":["') + 12
        broken.write_text(text[:at] + ("b" if text[at] == "a" else "a") + text[at + 1 :], encoding="utf-8")
        for path, is_whole in ((whole, True), (broken, False)):
            assert verify_export(path).ok is is_whole
            assert (_run(path)[0] == 0) is is_whole


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    """An empty folder, a bag of somebody else, a path that is not there: exit status 2, with a sentence."""
    (tmp_path / "bag/data").mkdir(parents=True)
    (tmp_path / "bag/bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    for path in (tmp_path, tmp_path / "bag", tmp_path / "nothing"):
        status, said = _run(path)
        assert status == 2
        assert said["said"]


@pytest.mark.skipif(_CHROMIUM is None, reason="chromium is not on this machine")
def test_it_runs_in_a_browser_as_well(real: dict[str, Path], tmp_path: Path) -> None:
    """The same file, with the browser's own digests, over a ZIP."""
    content = base64.b64encode(real["zip"].read_bytes()).decode()
    page = tmp_path / "page.html"
    page.write_text(_IN_BROWSER.format(checker=_CHECKER.as_uri(), content=content), encoding="utf-8")
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000", "--dump-dom"]
    command = [str(_CHROMIUM), *quiet, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=120)
    found = re.search(r'<pre id="said">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr
    said = json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert said["ok"], said
    assert said["checked"]["items"] == 4


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("data/claims.jsonl", rb'"low":1,', b'"low":true,'),
        ("data/claims.jsonl", rb'"high":1,', b'"high":true,'),
        ("data/claims.jsonl", rb'"claim":"[^"]*"', b'"claim":5'),
        ("data/README.txt", rb"\Z", b"so\rKEY  onrecord/another+00000000+AAAA\n"),
        ("data/README.txt", rb"\Z", "so\u2028KEY  onrecord/another+00000000+AAAA\n".encode()),
    ],
)
def test_what_looks_the_same_to_a_language_is_told_by_both(tmp_path: Path, path: str, old: bytes, new: bytes) -> None:
    """C3: Python takes 1 for true, JavaScript breaks lines where Python does not; neither may decide."""
    made = archive()
    stated = next(row for row in made.rows if row.kind == "claim-stated@1")
    stated.payload["value"] = {"high": 1, "low": 1, "qualifier": "exact", "wording": "one"}
    files = made.files()
    files.setdefault("data/README.txt", f"KEY  {made.key()}\n".encode())
    whole = Bag(dict(files)).write(tmp_path / "whole")
    assert verify_export(whole).ok
    assert _run(whole)[0] == 0
    changed = re.sub(old, new, files[path], count=1)
    assert changed != files[path]
    files[path] = changed
    broken = Bag(files).write(tmp_path / "broken")
    assert not verify_export(broken).ok
    assert _run(broken)[0] == 10
