"""What of recognition is there: the engine and the language data, named so that a layer can be told from another."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from onrecord.reading import OcrMissing, Recognition
from onrecord.reading.recognition import finding


def _data(folder: Path, *names: str, content: bytes = b"data") -> Path:
    for name in names:
        (folder / f"{name}.traineddata").write_bytes(content)
    return folder


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract is there, in a version of its own: what is tested is what becomes of the data."""
    monkeypatch.setattr(finding, "_version", lambda: "Tesseract 9.9.9")


def test_the_data_that_are_there_are_used_together_and_named(tmp_path: Path) -> None:
    """All of the region's languages, in one order; which release of the data stands in the name of the tool."""
    engine = Recognition(folder=_data(tmp_path, "eng", "kaz", "rus", "fra")).engine()
    assert engine.languages == ("kaz", "rus", "eng")
    assert engine.missing == ("kir",)
    assert engine.tool.startswith("onrecord ocr@1, Tesseract 9.9.9, kaz:3a6eb079 rus:3a6eb079 eng:")
    assert engine.places == (str(tmp_path.resolve()),)
    assert dict(engine.arguments)["tells_orientation"] is False


def test_other_data_make_another_tool(tmp_path: Path) -> None:
    """A layer is versioned by what it was made with."""
    first = Recognition(folder=_data(tmp_path, "rus")).engine().tool
    assert Recognition(folder=_data(tmp_path, "rus", "osd")).engine().tool == first + " osd"
    _data(tmp_path, "rus", content=b"newer data")
    assert Recognition(folder=tmp_path).engine().tool != first + " osd"


def test_a_folder_without_data_is_told_with_what_to_install(tmp_path: Path) -> None:
    """The sentence names the folder that was looked into, the packages and the setting."""
    with pytest.raises(OcrMissing) as told:
        Recognition(folder=tmp_path).engine()
    for language in ("en", "ru", "kk"):
        assert str(tmp_path) in told.value.message(language)
        assert "ONRECORD_TESSDATA" in told.value.message(language)
    assert told.value.exit_status == 20


def test_the_usual_folders_are_looked_into_where_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The newest release first; of several folders the first that has any data."""
    for release in ("4.00", "5"):
        (tmp_path / release / "tessdata").mkdir(parents=True)
    _data(tmp_path / "4.00" / "tessdata", "rus")
    monkeypatch.setattr(finding, "USUAL_FOLDERS", (f"{tmp_path}/*/tessdata",))
    assert Recognition().engine().languages == ("rus",)
    _data(tmp_path / "5" / "tessdata", "rus", "kaz")
    assert Recognition().engine().languages == ("kaz", "rus")


def test_a_missing_extra_is_told_and_is_no_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Optional means optional."""
    monkeypatch.undo()
    finding._version.cache_clear()
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "tesserocr", None)
        with pytest.raises(OcrMissing, match=r"reading\.ocr-missing"):
            Recognition(folder=_data(tmp_path, "rus")).engine()
    finding._version.cache_clear()
