"""Whole items on their way through Tesseract: scans in PDF beside typed pages, a run of the command, the published mark."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from tests.reading import scans

from onrecord import reading, vault
from onrecord.cli import status_of
from onrecord.store import Desk

pytestmark = scans.needs_data
_RECOGNITION = reading.Recognition()


def _pdf(folder: Path, source: str, **pictures: Image.Image) -> bytes:
    import typst

    for name, picture in pictures.items():
        picture.save(folder / f"{name}.png")
    file = folder / "paper.typ"
    file.write_text("#set page(width: 18cm, height: 24cm, margin: 1cm)\n" + source, encoding="utf-8")
    content = typst.compile(str(file))
    assert isinstance(content, bytes)
    return content


def _sealed(desk: Desk, folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    vault.seal(desk, [folder / name])


_TYPED = "Погибли десять человек, сообщило министерство в понедельник утром после обхода домов."
_SCANNED = "Ранены 178 человек, сообщила больница."


def test_scans_among_typed_pages_stand_in_their_place(desk: Desk, tmp_path: Path) -> None:
    """The typed page keeps its letters, the scan gets some, each quote says which it is, and both have boxes."""
    source = f'{_TYPED}\n#pagebreak()\n#image("a.png")\n#pagebreak()\n#pagebreak()\n{_TYPED.replace("десять", "сто")}'
    _sealed(desk, tmp_path, "mixed.pdf", _pdf(tmp_path, source, a=scans.drawn(_SCANNED, dots=200)))
    (outcome,) = reading.read(desk, recognition=_RECOGNITION)
    assert outcome.made_by is reading.MadeBy.OCR
    layer = reading.layer(desk, outcome.layers[0])
    assert layer.recognised == (2,)
    assert [one.page for one in layer.pages] == [1, 2, 3, 4]
    text = reading.layer_text(desk, layer.id)
    assert text.index("десять") < text.index("178") < text.index("сто человек")
    told = {}
    for words in ("десять", "178 человек", "сто человек"):
        start = text.index(words)
        quote = reading.quote_at(layer, text, start, start + len(words))
        (box,) = reading.boxes_of(desk, quote)
        assert 0 < box.left < box.right < 18 / 2.54 * 72
        assert 0 < box.bottom < box.top < 24 / 2.54 * 72
        assert box.top - box.bottom < 40
        told[words] = (quote.page, quote.made_by, box.page)
    assert told == {
        "десять": (1, None, 1),
        "178 человек": (2, reading.MadeBy.OCR, 2),
        "сто человек": (4, None, 4),
    }
    size = desk.log.size()
    assert reading.read(desk, recognition=_RECOGNITION)[0].layers[0] == layer.id
    assert desk.log.size() == size


def test_a_scan_with_a_number_typed_on_it_is_recognised(desk: Desk, tmp_path: Path) -> None:
    """Offices stamp a number on scans; that is no text layer."""
    source = 'Лист 7\n#place(top + left, dy: 1cm, image("a.png", width: 16cm))'
    words = scans.drawn(scans.SAID["ru"], dots=200)
    sheet = Image.new("L", (words.width, words.width * 18 // 16), 255)
    sheet.paste(words)
    _sealed(desk, tmp_path, "a.pdf", _pdf(tmp_path, source, a=sheet))
    (outcome,) = reading.read(desk, recognition=_RECOGNITION)
    assert outcome.made_by is reading.MadeBy.OCR
    assert reading.find_quote(desk, "a.pdf", "одиннадцать") is not None


def test_a_short_last_page_is_no_scan(desk: Desk, tmp_path: Path) -> None:
    """Nothing is recognised that can be read, and it is not tried again."""
    _sealed(desk, tmp_path, "a.pdf", _pdf(tmp_path, f"{_TYPED}\n#pagebreak()\nКонец."))
    first = reading.read(desk, recognition=_RECOGNITION)
    assert (first[0].made_by, first[0].problem) == (None, None)
    size = desk.log.size()
    assert reading.read(desk, recognition=_RECOGNITION) == first
    assert desk.log.size() == size


def test_a_scan_that_lies_turned_is_read_and_that_is_told(desk: Desk, tmp_path: Path) -> None:
    """As it comes out of a feeder."""
    if " osd" not in _RECOGNITION.engine().tool:
        pytest.skip("no data that tell the orientation")
    out = io.BytesIO()
    pages = [scans.drawn(scans.SAID["kk"], dots=200).convert("RGB").rotate(turn, expand=True) for turn in (0, 180)]
    pages[0].save(out, "PDF", resolution=200.0, save_all=True, append_images=pages[1:])
    _sealed(desk, tmp_path, "a.pdf", out.getvalue())
    (outcome,) = reading.read(desk, recognition=_RECOGNITION)
    assert outcome.problem == "read turned, since they lie 180 degrees clockwise: pages 2"
    assert reading.layer_text(desk, outcome.layers[0]).count("жүз\nжиырма") == 2


def test_the_commands_show_what_a_machine_put_into_letters(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`read`, `proposals` and `item`, in the language of whoever asks; `--no-ocr` leaves pictures alone."""
    monkeypatch.setenv("ONRECORD_LANGUAGE", "ru")
    (tmp_path / "a.png").write_bytes(scans.saved(scans.drawn(_SCANNED, dots=200), "PNG"))

    def said(*words: str) -> str:
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words]) == 0
        return " ".join(capsys.readouterr().out.split())

    said("add", str(tmp_path / "a.png"))
    assert "not_supported" in said("read", "--no-ocr")
    assert "read (OCR)" in said("read")
    for command in (("proposals",), ("item", "a.png")):
        assert "распознано машиной на изображении (OCR)" in said(*command)
    assert "наименее надёжное слово:" in said("proposals")
