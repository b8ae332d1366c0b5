"""What a test asks of a picture: its words with the boxes they take up, its numbers, and whether it reads for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

from lxml import etree

from onrecord.drawing import Picture, width_of

WIDTHS: Final = (720.0, 350.0)
LANGUAGES: Final = ("en", "ru", "kk")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Box:
    """Words and where they stand."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        """Say whether two of them overlap."""
        return not (
            self.right <= other.left or other.right <= self.left or self.bottom <= other.top or other.bottom <= self.top
        )


def parsed(svg: str) -> Any:
    """Return a picture as a tree; it has to be well-formed."""
    return etree.fromstring(svg.encode())


def boxes(svg: str) -> list[Box]:
    """Return every text with the box it takes up, by the measure that is known to be wide."""
    found = []
    for one in parsed(svg).iter("{*}text"):
        look = one.get("class") or ""
        size = 16 if "title" in look else 13
        wide = width_of(one.text, size, is_bold="strong" in look)
        left = float(one.get("x")) - {"middle": wide / 2, "end": wide}.get(one.get("text-anchor"), 0.0)
        moved = one.getparent().get("transform") or "translate(0 0)"
        base = float(one.get("y")) + float(moved.removesuffix(")").split()[-1])
        found.append(Box(one.text, left, base - 10, left + wide, base + 3))
    return found


def numbers(words: str) -> set[str]:
    """Return the numbers in words."""
    return set(_NUMBER.findall(words))


def written(picture: Picture) -> str:
    """Return all that is written in a picture, for eyes."""
    return " ".join(box.words for box in boxes(picture.file()))


def _near(found: list[Box]) -> Iterator[tuple[Box, Box]]:
    """Yield every pair that shares a height."""
    ordered = sorted(found, key=lambda box: box.top)
    for place, one in enumerate(ordered):
        yield from ((one, other) for other in takewhile(lambda box: box.top < one.bottom, ordered[place + 1 :]))  # noqa: B023


def faults(picture: Picture) -> Iterator[str]:
    """Yield what makes a picture unfit: words that touch or leave it, words that are not heard, anything that runs."""
    svg = picture.file()
    tree = parsed(svg)
    found = boxes(svg)
    yield from (f"touch: {one.words!r} and {other.words!r}" for one, other in _near(found) if one.touches(other))
    left, _, wide, _ = map(float, tree.get("viewBox").split())
    yield from (f"outside: {box.words!r}" for box in found if box.left < left or box.right > left + wide)
    names = [one.get("id") for one in tree.iter("{*}title", "{*}desc")]
    if (
        tree.get("role") != "img"
        or tree.get("aria-labelledby").split() != names
        or not all(one.text for one in tree.iter("{*}title", "{*}desc"))
    ):
        yield "cannot be heard"
    heard = numbers(f"{picture.title} {picture.description}")
    shown = " ".join(one.text for one in tree.iter("{*}text") if "scale" not in (one.get("class") or ""))
    yield from (f"seen and not heard: {one}" for one in numbers(shown) - heard)
    tags = {etree.QName(one).localname for one in tree.iter()}
    yield from (
        f"tag: {one}"
        for one in tags - {*["svg", "title", "desc", "style", "g", "rect", "line", "path", "circle", "text"]}
    )
    for one in tree.iter():
        yield from (f"runs or reaches outside: {name}" for name in one.attrib if re.match("on|.*href|style", name))
    if any("url(" in one.text or "@import" in one.text for one in tree.iter("{*}style")):
        yield "loads something"
    if svg != picture.file():
        yield "not the same twice"
