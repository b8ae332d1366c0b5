"""The repository speaks of itself: no path of somebody's machine, no real person's data, no note left behind."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT, shown

_MACHINE = re.compile(r"(?<![\w.])/(?:work|home|Users|root)/|(?<![\w.])/tmp/(?!x\b)|[A-Z]:\\\\?Users")
_LEFT_BEHIND = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|^<{7} |^>{7} ", re.MULTILINE)
_TEXT = {".py", ".md", ".toml", ".cfg", ".sh", ".txt", ".jsonl", ".css", ".html", ".typ", ".j2", ".json", ".svg", ""}


def _ours() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
    else:  # an archive of the source has no git
        places = ("src", "docs", "tools", "tests", "examples", "benchmarks")
        names = [str(file.relative_to(ROOT)) for place in places for file in (ROOT / place).rglob("*")]
        names += [file.name for file in ROOT.iterdir()]
    here = Path(__file__).resolve()
    found = [ROOT / name for name in sorted(set(names))]
    return [file for file in found if file.is_file() and file != here and file.suffix in _TEXT]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Return every text of the repository by its path."""
    found = {}
    for file in _ours():
        try:
            found[shown(file)] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a test's bytes on purpose
            continue
    return found


def _where(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()}"
        for name, text in texts.items()
        for hit in pattern.finditer(text)
    ]


def test_no_path_of_a_machine(texts: dict[str, str]) -> None:
    """What works on one desk only is no documentation."""
    assert _where(texts, _MACHINE) == []


def test_nothing_was_left_for_later(texts: dict[str, str]) -> None:
    """Later has a place: the list of issues."""
    sources = {name: text for name, text in texts.items() if name.startswith(("src/", "tools/", "docs/"))}
    assert _where(sources, _LEFT_BEHIND) == []


def test_there_is_a_lot_to_read(texts: dict[str, str]) -> None:
    """Guards the tests above against reading nothing."""
    assert len(texts) > 100
