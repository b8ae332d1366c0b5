"""Tesseract in its confined child: letters of four languages, spoiled papers, pictures that are made to hurt."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import Image, ImageOps
from tests.reading import scans

from onrecord.reading import OcrEngine, ReadStatus
from onrecord.reading.recognition import Seen
from onrecord.reading.recognition.asking import Recogniser
from onrecord.reading.unread import Unread

pytestmark = scans.needs_data

# How many letters in a hundred may come out wrong, of papers in the fonts that Typst brings.
_MOST_WRONG = {
    "clean": 1,
    "a degree askew": 1,
    "seven degrees askew": 2,
    "noisy": 2,
    "of few dots": 4,
    "blurred": 3,
    "in a shadow": 3,
    "a dark screen": 2,
    "upside down": 1,
    "on its side": 1,
    "a worn photograph": 3,
}


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    """Return Tesseract with the data of this machine."""
    assert isinstance(scans.ENGINE, OcrEngine)
    with Recogniser(engine=scans.ENGINE) as started:
        yield started


def _seen(recogniser: Recogniser, content: bytes, page: int = 1) -> Seen:
    return recogniser.page(content, page, is_pdf=False)


def _papers() -> Iterator[object]:
    """Yield every state in every language: all of them for the long run, since a page takes seconds.

    At every run each language is read clean, and each state in one language.
    """
    languages = list(scans.SAID)
    for place, spoiled in enumerate(_MOST_WRONG):
        for language in languages:
            is_short = spoiled == "clean" or language == languages[place % len(languages)]
            yield pytest.param(spoiled, language, marks=() if is_short else pytest.mark.soak)


@pytest.mark.parametrize(("spoiled", "language"), list(_papers()))
def test_words_come_back_from_papers_as_they_are(recogniser: Recogniser, spoiled: str, language: str) -> None:
    """Russian, Kazakh, Kyrgyz and English with one and the same set of data, from papers in any state."""
    if "side" in spoiled and "osd" not in str(recogniser.engine.tool).split():
        pytest.skip("no data that tell the orientation")
    text = scans.SAID[language]
    seen = _seen(recogniser, scans.saved(scans.SPOILED[spoiled](text), "PNG"))
    wrong = 100 * scans.error_rate(text, seen.text())
    assert wrong <= _MOST_WRONG[spoiled], f"{wrong:.1f} % wrong: {seen.text()}"


_WORDS = "Погибли десять человек.\nРанены 178."
_PLAIN = scans.drawn(_WORDS, dots=200)


def _on_nothing(light: int) -> Image.Image:
    """Return the words on a transparent ground."""
    ground = Image.new("RGBA", _PLAIN.size, (0, 0, 0, 0))
    ground.paste((light, light, light, 255), mask=ImageOps.invert(_PLAIN))
    return ground


def _turned(form: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return scans.saved(_PLAIN.transpose(Image.Transpose.ROTATE_90), form, exif=exif)


_FORMS: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: scans.saved(_PLAIN, "JPEG"),
    "JPEG of four inks": lambda: scans.saved(_PLAIN.convert("CMYK"), "JPEG"),
    "JPEG turned by its EXIF": lambda: _turned("JPEG"),
    "PNG turned by its EXIF": lambda: _turned("PNG"),
    "PNG of sixteen bits": lambda: scans.saved(Image.fromarray(np.asarray(_PLAIN).astype("uint16") * 257), "PNG"),
    "PNG of light letters on nothing": lambda: scans.saved(_on_nothing(255), "PNG"),
    "PNG of dark letters on nothing": lambda: scans.saved(_on_nothing(0), "PNG"),
    "TIFF of one bit": lambda: scans.saved(_PLAIN.convert("1"), "TIFF", compression="group4"),
    "TIFF of fractions": lambda: scans.saved(Image.fromarray(np.asarray(_PLAIN).astype("float32")), "TIFF"),
    "WebP": lambda: scans.saved(_PLAIN.convert("RGB"), "WEBP"),
    "AVIF": lambda: scans.saved(_PLAIN.convert("RGB"), "AVIF"),
    "GIF": lambda: scans.saved(_PLAIN.convert("P"), "GIF"),
    "GIF that moves": lambda: scans.saved(
        _PLAIN.convert("P"), "GIF", save_all=True, append_images=[Image.new("P", _PLAIN.size)] * 30
    ),
    "BMP": lambda: scans.saved(_PLAIN, "BMP"),
}


@pytest.mark.parametrize("form", _FORMS)
def test_every_form_of_picture_gives_its_words(recogniser: Recogniser, form: str) -> None:
    """However its points are stored, turned, inked or left out."""
    content = _FORMS[form]()
    assert recogniser.pages(content, is_pdf=False) == (1,)
    assert "десять человек" in _seen(recogniser, content).text()


def test_every_page_of_a_tiff_is_a_page(recogniser: Recogniser) -> None:
    """A fax of three pages has three."""
    others = [scans.drawn(f"Страница {word}.", dots=200) for word in ("вторая", "третья")]
    content = scans.saved(_PLAIN, "TIFF", save_all=True, append_images=others)
    assert recogniser.pages(content, is_pdf=False) == (1, 2, 3)
    assert "третья" in _seen(recogniser, content, 3).text()


@pytest.mark.parametrize("turn", [0, 90, 180])
def test_a_word_has_its_place_on_the_page_as_it_is_shown(recogniser: Recogniser, turn: int) -> None:
    """Whatever was done to read it: enlarged, straightened, turned."""
    if turn and "osd" not in str(recogniser.engine.tool).split():
        pytest.skip("no data that tell the orientation")
    picture = scans.drawn(scans.SAID["ru"] + "\n" * 8 + "Конец", dots=200)
    seen = _seen(recogniser, scans.saved(picture.rotate(turn, expand=True), "PNG"))
    line = next(one for one in seen.lines if "Конец" in one.text)
    word = line.words[-1]
    ink = np.argwhere(np.asarray(picture)[picture.height * 9 // 10 - 40 :] < 128)  # of the last line alone
    top, left = ink.min(axis=0)
    wide, high = picture.width, picture.height
    x, y = left, top + high * 9 // 10 - 40  # the upper left corner of the word, in the picture as it was drawn
    corner = {0: (x, high - y), 90: (y, x), 180: (wide - x, y), 270: (high - y, wide - x)}[turn]
    sides = [(word.left / 100, word.right / 100), (word.bottom / 100, word.top / 100)]
    for at, side in zip(corner, sides, strict=True):
        assert min(abs(at - one) for one in side) < 6, (corner, sides)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _bomb(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + _chunk(b"IEND", b"")
    )


def _blank(width: int, height: int, shade: int = 255) -> bytes:
    return scans.saved(Image.new("L", (width, height), shade), "PNG")


_REFUSED = {
    "a bomb of 3,600 million points": (_bomb(60_000, 60_000), "too large"),
    "a bomb below the library's own limit": (_bomb(10_000, 10_000), "too large"),
    "a line of points": (_blank(1, 60_000), "too narrow"),
    "one point": (_blank(1, 1), "too narrow"),
    "a JPEG cut off": (scans.saved(_PLAIN, "JPEG")[:4_000], "damaged"),
    "a PNG cut off": (scans.saved(_PLAIN, "PNG")[:3_000], "damaged"),
    "nothing": (b"", "no picture"),
    "no picture": (b"\xff" * 100_000, "no picture"),
    "a program for a printer": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture"),
}


@pytest.mark.parametrize("name", _REFUSED)
def test_a_picture_made_to_hurt_is_refused_with_a_reason(recogniser: Recogniser, name: str) -> None:
    """D3: by its header, before anything is decoded; what is damaged gives no half of its words."""
    content, reason = _REFUSED[name]
    with pytest.raises(Unread) as told:
        _seen(recogniser, content)
    assert told.value.status is ReadStatus.NOT_READABLE
    assert reason in told.value.problem


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("white", _blank(800, 600)),
        ("black", _blank(800, 600, 0)),
        ("long and thin", _blank(40_000, 12)),
        ("79 million points", _blank(8_900, 8_900)),
        ("grain", scans.saved(scans.noisy(Image.new("L", (700, 500), 128), 60), "PNG")),
    ],
)
def test_a_picture_of_no_words_gives_none(recogniser: Recogniser, name: str, content: bytes) -> None:
    """Neither a crash nor letters that are none."""
    assert _seen(recogniser, content).lines == ()


def test_the_child_has_every_fence(recogniser: Recogniser) -> None:
    """D7: no network, no files beside the libraries and the language data, no processes."""
    from onrecord import vault

    with vault.Confined(recogniser.engine.work, places=recogniser.engine.places) as child:
        fences = child.fences()
    with vault.Confined("onrecord.reading.parsers") as child:
        assert fences == child.fences()


def test_what_is_recognised_is_the_same_each_time(recogniser: Recogniser) -> None:
    """A layer that was lost is made again to the same bytes."""
    content = scans.saved(scans.SPOILED["noisy"](_WORDS), "PNG")
    assert _seen(recogniser, content).to_bytes() == _seen(recogniser, content).to_bytes()
    assert Seen.from_bytes(_seen(recogniser, content).to_bytes()) == _seen(recogniser, content)
