"""Owns pictures of words that tests draw, in letters that are there on every machine, and what spoils them."""

from __future__ import annotations

import functools
import io
import tempfile
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image, ImageFilter, ImageOps

from onrecord import reading

# Invented sentences with every letter that one alphabet of the region has and another has not.
SAID: Final = {
    "ru": "В ночь на восьмое апреля в сёлах долины погибли одиннадцать человек, сообщило министерство. Ещё 178 человек "
    "были ранены, сгорели 33 жилых дома. Прокуратура возбудила 120 уголовных дел по статье 272 Уголовного кодекса.",
    "kk": "Түнде ауылдарда он бір адам қаза тапты, деп хабарлады министрлік. Тағы 178 адам жарақат алды, отыз үш үй "
    "өртеніп кетті. Прокуратура жүз жиырма қылмыстық іс қозғады, оның ішінде әкімдіктің ғимараты мен шаһар да бар.",
    "ky": "Түнкүсүн айылдарда он бир адам каза болду, деп билдирди министрлик. Дагы 178 адам жаракат алды, отуз үч үй "
    "өрттөнүп кетти. Прокуратура жүз жыйырма кылмыш ишин козгоду, муну өкмөттүн өкүлдөрү да ырастады, өңдөн азган эл.",
    "en": "In the night eleven people were killed in the villages of the valley, the ministry said. Another 178 people "
    "were wounded and 33 houses burned down. Prosecutors opened 120 criminal cases under article 272 of the code.",
}


def _engine() -> reading.OcrEngine | str:
    try:
        engine = reading.Recognition().engine()
    except reading.OcrMissing as err:
        return err.message()
    return engine if not engine.missing else f"no language data of {', '.join(engine.missing)}"


ENGINE: Final = _engine()
needs_data = pytest.mark.skipif(isinstance(ENGINE, str), reason=str(ENGINE))


@functools.cache
def drawn(text: str, *, dots: int = 150, width_cm: int = 16, size_pt: int = 12) -> Image.Image:
    """Return words as black letters on white paper, at so many dots to the inch."""
    import typst

    source = f"#set page(width: {width_cm}cm, height: auto, margin: 1cm)\n#set text(size: {size_pt}pt)\n"
    source += text.replace("\n", " \\\n")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.typ"
        file.write_text(source, encoding="utf-8")
        content = typst.compile(str(file), format="png", ppi=float(dots))
    assert isinstance(content, bytes)
    return Image.open(io.BytesIO(content)).convert("L")


def noisy(picture: Image.Image, strength: int) -> Image.Image:
    """Return a picture with grain of this standard deviation."""
    import numpy as np

    grain = np.random.default_rng(7).normal(0, strength, (picture.height, picture.width))
    return Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype("uint8"))


def shadowed(picture: Image.Image) -> Image.Image:
    """Return a picture that gets dark towards one side, as a photograph of a page under a lamp."""
    import numpy as np

    light = np.linspace(0.25, 1.0, picture.width)[None, :]
    return Image.fromarray((np.asarray(picture) * light).astype("uint8"))


# How papers come: scanned well, badly, photographed, seen on a screen, put in the wrong way round.
SPOILED: Final = {
    "clean": lambda text: drawn(text, dots=300),
    "a degree askew": lambda text: drawn(text, dots=300).rotate(1, Image.Resampling.BICUBIC, True, fillcolor=255),
    "seven degrees askew": lambda text: drawn(text, dots=300).rotate(-7, Image.Resampling.BICUBIC, True, fillcolor=255),
    "noisy": lambda text: noisy(drawn(text, dots=300), 40),
    "of few dots": lambda text: drawn(text, dots=80),
    "blurred": lambda text: drawn(text, dots=300).filter(ImageFilter.GaussianBlur(2.5)),
    "in a shadow": lambda text: shadowed(drawn(text, dots=300)),
    "a dark screen": lambda text: ImageOps.invert(drawn(text, dots=96)).point(lambda one: 24 + one * 200 // 255),
    "upside down": lambda text: drawn(text, dots=300).rotate(180),
    "on its side": lambda text: drawn(text, dots=300).transpose(Image.Transpose.ROTATE_90),
    "a worn photograph": lambda text: jpeg(noisy(shadowed(drawn(text, dots=200)), 15)),
}


def jpeg(picture: Image.Image) -> Image.Image:
    """Return a picture after JPEG has been at it."""
    return Image.open(io.BytesIO(saved(picture, "JPEG", quality=40)))


def saved(picture: Image.Image, form: str, **settings: Any) -> bytes:
    """Return a picture as the bytes of a file."""
    out = io.BytesIO()
    picture.save(out, form, **settings)
    return out.getvalue()


def error_rate(wanted: str, found: str) -> float:
    """Return how many letters have to be changed, added or taken, for each that should be there; blanks are one."""
    wanted, found = " ".join(wanted.split()), " ".join(found.split())
    row = list(range(len(found) + 1))
    for count, letter in enumerate(wanted, start=1):
        above, row = row, [count]
        for at, other in enumerate(found, start=1):
            row.append(min(above[at] + 1, row[-1] + 1, above[at - 1] + (letter != other)))
    return row[-1] / len(wanted)
