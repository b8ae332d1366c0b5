"""Pictures and texts beside their peers in one run: fingerprints a second, search, examination, what is found.

    python benchmarks/pictures.py [--pictures 60] [--scenes 120] [--texts 400]

Same work means the same pictures, from the same bytes, to a hash and a quality. `pdqhash` and `imagehash` are measured
where they are installed; they open the picture with Pillow, whole, as a thumbnail and by JPEG's draft mode. The peers
run in this process; `examine` is what a user waits for: every picture in a fork of the confined child, three examiners,
the entries on the log. Quality is told on scenes made here, of which every truth is known.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from onrecord import app, vault
from onrecord.kernel import Actor, Role
from onrecord.vault import fingerprints, pdq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests import pictures  # the scenes of the tests

_KEEPER = Actor(name="keeper", role=Role.KEEPER)
_SEARCHED = 1_000_000
_SEARCH_MS = 43.0
_PHOTO = (4032, 3024)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _line(name: str, value: str, note: str = "") -> None:
    print(f"  {name:46} {value:>14}  {note}")


def _ours(content: bytes) -> str:
    found = fingerprints._fingerprint(io.BytesIO(content), "jpeg")  # noqa: SLF001 - what is measured
    return str(found["hashes"]["as_it_is"])


def _peers() -> dict[str, Callable[[bytes], Any]]:
    """Return the peers that are installed: opened whole, as a thumbnail, in draft mode."""
    found: dict[str, Callable[[bytes], Any]] = {}
    try:
        import pdqhash

        def thumbnail(content: bytes) -> Any:
            picture = Image.open(io.BytesIO(content)).convert("RGB")
            picture.thumbnail((512, 512))
            return pdqhash.compute(np.asarray(picture))

        def draft(content: bytes) -> Any:
            picture = Image.open(io.BytesIO(content))
            picture.draft("RGB", (512, 512))
            picture = picture.convert("RGB")
            picture.thumbnail((512, 512))
            return pdqhash.compute(np.asarray(picture))

        found["pdqhash, 512-pixel thumbnail"] = thumbnail
        found["pdqhash, draft mode"] = draft
    except ImportError:
        _line("pdqhash", "not installed")
    try:
        import imagehash

        found["imagehash phash (64 bits, no quality)"] = lambda content: imagehash.phash(
            Image.open(io.BytesIO(content))
        )
    except ImportError:
        _line("imagehash", "not installed")
    return found


def _speed(count: int) -> bool:
    """Print fingerprints a second, in this process, for photos of a telephone; ours has to be the fastest."""
    photos = [pictures.saved(pictures.scene(seed, _PHOTO)) for seed in range(3)]
    turns = [photos[number % len(photos)] for number in range(count)]
    print(f"Fingerprints of {count} JPEGs of {_PHOTO[0]} x {_PHOTO[1]}, one core")
    ours = count / _timed(lambda: [_ours(one) for one in turns])
    _line("onrecord, hash in eight turns and quality", f"{ours:.1f} /s")
    fastest = 0.0
    for name, work in _peers().items():
        rate = count / _timed(lambda work=work: [work(one) for one in turns])  # type: ignore[misc]
        fastest = max(fastest, rate)
        _line(name, f"{rate:.1f} /s", f"we are {ours / rate:.2f} times as fast")
    small = [pictures.saved(pictures.scene(seed, (512, 384))) for seed in range(6)] * (count // 3)
    ours_small = len(small) / _timed(lambda: [_ours(one) for one in small])
    _line(f"onrecord, {len(small)} JPEGs of 512 x 384", f"{ours_small:.1f} /s")
    for name, work in _peers().items():
        rate = len(small) / _timed(lambda work=work: [work(one) for one in small])  # type: ignore[misc]
        _line(f"{name}, the same", f"{rate:.1f} /s", f"we are {ours_small / rate:.2f} times as fast")
    return ours > fastest


def _search() -> bool:
    """Print how long an exact search over a million hashes takes, beside the plain way to write it."""
    dice = np.random.default_rng(2031)
    hashes = [dice.bytes(32).hex() for _ in range(_SEARCHED)]
    index = pdq.Index(hashes)
    rows = np.frombuffer(bytes.fromhex("".join(hashes)), dtype=np.uint64).reshape(-1, 4)
    wanted = [hashes[place] for place in range(0, _SEARCHED, _SEARCHED // 20)]
    ours = min(_timed(lambda one=one: index.search(one)) for one in wanted)  # type: ignore[misc]
    plain = min(_timed(lambda row=row: np.bitwise_count(rows ^ rows[row]).sum(axis=1) <= 31) for row in range(5))  # type: ignore[misc]
    print(f"Exact search among {_SEARCHED:,} hashes of 256 bits, distance 31, a query at a time")
    _line("onrecord", f"{ours * 1000:.1f} ms", f"bar {_SEARCH_MS:.0f} ms")
    _line("numpy as one would write it", f"{plain * 1000:.1f} ms", f"we are {plain / ours:.1f} times as fast")
    return ours * 1000 <= _SEARCH_MS


def _examination(count: int) -> None:
    """Print what a user waits for: everything examined, in confined forks, on the log."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "given")
        folder.mkdir()
        for seed in range(count):
            picture = pictures.scene(seed, (1600, 1200))
            (folder / f"{seed}.jpg").write_bytes(pictures.saved(picture, exif=pictures.exif(picture)))
        info = app.create_archive(Path(place, "archive"), title="Valley 2031")
        with app.open_desk(info.folder, actor=_KEEPER) as desk:
            vault.seal(desk, [folder])
            seconds = _timed(lambda: vault.examine(desk))
            again = _timed(lambda: vault.examine(desk))
            found = _timed(lambda: vault.alike_pictures(desk))
    print(f"Examining {count} photos of 1600 x 1200: metadata, fingerprint, credentials, confined and logged")
    _line("onrecord examine", f"{count / seconds:.1f} /s", f"{seconds / count * 1000:.0f} ms a photo, start included")
    _line("a second run, nothing left to do", f"{again * 1000:.0f} ms")
    _line("all photos against all", f"{found * 1000:.0f} ms")


# What may happen to a picture on its way, and what ought to be found again.


def _captioned(picture: Image.Image) -> Image.Image:
    out = picture.copy()
    width, height = out.size
    ImageDraw.Draw(out).rectangle([0, int(height * 0.9), width, height], fill="black")
    return out


def _cropped(share: float) -> Callable[[Image.Image], Image.Image]:
    def crop(picture: Image.Image) -> Image.Image:
        width, height = picture.size
        left, top = int(width * share / 2), int(height * share / 2)
        return picture.crop((left, top, width - left, height - top))

    return crop


_CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "recompressed, quality 25": lambda one: Image.open(io.BytesIO(pictures.saved(one, quality=25))),
    "half the size": lambda one: one.resize((one.width // 2, one.height // 2)),
    "an eighth of the size": lambda one: one.resize((one.width // 8, one.height // 8)),
    "squeezed into a square": lambda one: one.resize((256, 256)),
    "turned right": lambda one: one.transpose(Image.Transpose.ROTATE_270),
    "turned upside down": lambda one: one.transpose(Image.Transpose.ROTATE_180),
    "mirrored": lambda one: one.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "grey": lambda one: one.convert("L"),
    "brighter by half": lambda one: ImageEnhance.Brightness(one).enhance(1.5),
    "more contrast": lambda one: ImageEnhance.Contrast(one).enhance(1.6),
    "blurred": lambda one: one.filter(ImageFilter.GaussianBlur(3)),
    "sharpened": lambda one: one.filter(ImageFilter.SHARPEN),
    "cropped by 2 %": _cropped(0.02),
    "cropped by 5 %": _cropped(0.05),
    "cropped by 10 %": _cropped(0.10),
    "cropped by 25 %": _cropped(0.25),
    "captioned, a tenth covered": _captioned,
    "turned by 2 degrees": lambda one: one.rotate(2),
}


def _print_of(picture: Image.Image) -> tuple[dict[str, str], int]:
    found = fingerprints._fingerprint(io.BytesIO(pictures.saved(picture, "PNG")), "png")  # noqa: SLF001
    return found["hashes"], found["quality"]


def _apart(first: dict[str, str], second: dict[str, str]) -> int:
    return min(pdq.distance(value, second["as_it_is"]) for value in first.values())


def _picture_quality(count: int) -> None:
    """Print how many copies are found again by change, and how many proposals among all pairs are wrong."""
    scenes = [pictures.scene(1_000 + seed, (640, 480)) for seed in range(count)]
    originals = [_print_of(one)[0] for one in scenes]
    print(f"Copies found again, of {count} scenes each, at distance {pdq.ALIKE}")
    right = 0
    for name, change in _CHANGES.items():
        apart = [_apart(original, _print_of(change(one))[0]) for original, one in zip(originals, scenes, strict=True)]
        hits = sum(1 for one in apart if one <= pdq.ALIKE)
        right += hits
        _line(name, f"{hits / count:.1%}", f"distance {int(np.median(apart))} in the middle")
    pairs = list(combinations(originals, 2))
    wrong = sum(1 for one, other in pairs if _apart(one, other) <= pdq.ALIKE)
    closest = min(_apart(one, other) for one, other in pairs)
    print(f"Proposals among {len(pairs):,} pairs of scenes that have nothing in common, in eight turns each")
    _line("wrong proposals", str(wrong), f"the closest two differ in {closest} bits")
    _line("precision of all proposals above", f"{right / (right + wrong):.4f}")
    _line(
        "recall over all changes", f"{right / (count * len(_CHANGES)):.3f}", "crops by a quarter are not PDQ's to find"
    )


_WORDS = [
    "ауыл", "көпір", "түн", "жол", "тұрғын", "әкімдік", "адам", "үй", "жарық", "таң", "дауыс", "көмек", "дәрігер",
    "күзет", "тексеру", "хабар", "мост", "ночь", "дорога", "житель", "управа", "дом", "свет", "утро", "помощь",
    "врач", "проверка", "сообщение", "район", "жители", "долина", "огонь", "the", "bridge", "night", "road", "office",
    "people", "houses", "light", "morning", "help", "doctor", "inquiry", "report", "district", "residents", "valley",
    "fire", "gathered", "closed", "waited", "said",
]  # fmt: skip


def _article(dice: random.Random, words: int) -> list[str]:
    return [dice.choice(_WORDS) + dice.choice(("", "", "да", "ға", "s", "у", "ом")) for _ in range(words)]


def _changed(dice: random.Random, article: list[str], share: float) -> list[str]:
    return [dice.choice(_WORDS) if dice.random() < share else word for word in article]


def _text_quality(count: int) -> None:
    """Print how many reprints are found by share of changed words, how many proposals are wrong, and how fast."""
    dice = random.Random(2031)
    articles = [_article(dice, dice.randint(80, 600)) for _ in range(count)]
    print(f"Texts: {count} articles of 80 to 600 words and a reprint of each")
    for share in (0.0, 0.01, 0.02, 0.05, 0.10, 0.20):
        reprints = [" ".join(_changed(dice, one, share)).upper() for one in articles]
        texts = [" ".join(one) for one in articles] + reprints
        start = time.perf_counter()
        cut = [vault.shingled(text) for text in texts]
        found = list(vault.alike(cut, lambda place, texts=texts: texts[place]))  # type: ignore[misc]
        seconds = time.perf_counter() - start
        right = sum(1 for one in found if one.second == one.first + count)
        _line(
            f"{share:.0%} of the words changed",
            f"{right / count:.1%}",
            f"{len(found) - right} wrong, {sum(map(len, texts)) / seconds / 1e6:.1f} million letters a second",
        )
    held = [" ".join(_article(dice, 400) + one[:120] + _article(dice, 400)) for one in articles]
    texts = [" ".join(one[:120]) for one in articles] + held
    found = list(vault.alike([vault.shingled(text) for text in texts], lambda place: texts[place]))
    right = sum(1 for one in found if one.second == one.first + count)
    _line("120 words inside of 800 others", f"{right / count:.1%}", f"{len(found) - right} wrong")


def _numbers() -> Iterator[tuple[str, int]]:
    yield from (("pictures", 60), ("scenes", 120), ("texts", 400))


def main() -> int:
    """Measure everything and return 0 when the bars are held."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    for name, number in _numbers():
        reader.add_argument(f"--{name}", type=int, default=number)
    given = reader.parse_args()
    is_fast = _speed(given.pictures)
    is_found = _search()
    _examination(given.pictures)
    _picture_quality(given.scenes)
    _text_quality(given.texts)
    return 0 if is_fast and is_found else 1


if __name__ == "__main__":
    sys.exit(main())
