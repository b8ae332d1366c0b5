"""The page for notebooks runs as it stands, on the demonstration archive."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.house.source import ROOT

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_blocks_of_the_page_run(korday: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a researcher copies from the page works, block after block, and finds something."""
    shutil.copytree(korday / "archive", tmp_path / "korday")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    page = (ROOT / "docs" / "howto" / "notebook.md").read_text(encoding="utf-8")
    blocks = _BLOCK.findall(page)
    assert len(blocks) >= 5
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"notebook.md, block {number}", "exec"), names)  # noqa: S102 - our own page
    assert names["rows"], "the page shows an empty table"
    assert names["dungan"], "the page narrows to nothing"
    assert names["quotes"]
    assert os.fspath(tmp_path) == str(Path.cwd())
