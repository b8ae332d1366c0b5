"""The page for notebooks runs as it stands, on the demonstration archive."""

import os
import re
import shutil
from pathlib import Path

import pytest

from onrecord import app
from onrecord.kernel import SystemClock
from tests.house.source import ROOT
from tests.personas import KEEPER

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def korday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which `korday` is the demonstration archive."""
    folder = tmp_path_factory.mktemp("notebook")
    made = app.demonstrate(folder / "demo", actor=KEEPER, clock=SystemClock())
    shutil.copytree(made.archive, folder / "korday")
    return folder


def test_the_blocks_of_the_page_run(korday: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a researcher copies from the page works, block after block, and finds something."""
    monkeypatch.chdir(korday)
    names: dict[str, object] = {}
    page = (ROOT / "docs" / "howto" / "notebook.md").read_text(encoding="utf-8")
    blocks = _BLOCK.findall(page)
    assert len(blocks) >= 5
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"notebook.md, block {number}", "exec"), names)  # noqa: S102 - our own page
    assert names["rows"], "the page shows an empty table"
    assert names["dungan"], "the page narrows to nothing"
    assert names["quotes"]
    assert os.fspath(korday) == str(Path.cwd())
