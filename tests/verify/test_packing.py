"""The stand-alone checker: one file, the same bytes each time, nothing but Python."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.simulator import CLAIMS, Bag, archive

from onrecord.verify import build_pyz


@pytest.fixture
def pyz(tmp_path: Path) -> Path:
    """A freshly made checker."""
    return build_pyz(tmp_path / "onrecord-verify.pyz")


def _run(pyz: Path, *words: object) -> subprocess.CompletedProcess[str]:
    isolated = [sys.executable, "-I", "-S", "-W", "error", pyz]
    return subprocess.run([*map(str, [*isolated, *words])], capture_output=True, text=True, check=False)


def test_the_same_bytes_each_time(pyz: Path, tmp_path: Path) -> None:
    """Anybody can make it from the sources and compare."""
    assert build_pyz(tmp_path / "again.pyz").read_bytes() == pyz.read_bytes()


def test_only_kernel_and_verify_are_inside(pyz: Path) -> None:
    """A court's expert reads these files and no more."""
    names = zipfile.ZipFile(pyz).namelist()
    assert {name.split("/")[1] for name in names if name.count("/") == 2} == {"kernel", "verify"}
    assert [name for name in names if name.count("/") < 2] == ["__main__.py", "onrecord/__init__.py"]


def test_it_reports_in_json_and_for_a_person(pyz: Path, tmp_path: Path) -> None:
    """Isolated from every installed package: 0 for a whole export, in each language."""
    folder = Bag(archive().files()).write(tmp_path / "bag")
    done = _run(pyz, folder, "--json", "--key", archive().key())
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["ok"] is True
    for language, word in (("en", "holds"), ("ru", "сходится"), ("kk", "сәйкес")):
        assert word in _run(pyz, folder, "--language", language).stdout


def test_it_names_what_is_broken(pyz: Path, tmp_path: Path) -> None:
    """10 for a broken export, with the claim by name."""
    bag = Bag(archive().files())
    bag.replace(CLAIMS, '"low":11', '"low":12')
    done = _run(pyz, bag.write(tmp_path / "bag"))
    assert done.returncode == 10
    assert "verify.claim-changed" in done.stdout
    assert "K1" in done.stdout


@pytest.mark.parametrize("words", [["nowhere"], ["nowhere", "--key", "rubbish"], ["--unknown"]])
def test_what_cannot_be_checked_is_refused_in_words(pyz: Path, words: list[str]) -> None:
    """2 for no export, a key that is none, an option that is none; never a traceback."""
    done = _run(pyz, *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_a_checker_inside_the_export_says_so(tmp_path: Path) -> None:
    """Whoever changed the export could have changed the checker in it."""
    folder = Bag(archive().files()).write(tmp_path / "bag")
    inside = build_pyz(folder / "onrecord-verify.pyz")
    limits = json.loads(_run(inside, folder, "--json").stdout)["cannot_exclude"]
    assert any("came inside the export" in limit for limit in limits)
