"""Owns the chart of the different numbers of a figure on one scale, with who gives each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from onrecord.dossier.charts.canvas import SHAPES, SIZE, WIDE, Canvas, rank
from onrecord.dossier.charts.spots import row_of, way_of
from onrecord.dossier.model import ClaimCard, Trail
from onrecord.dossier.phrases import Phrases, said_numbers
from onrecord.drawing import NumberAxis, width_of
from onrecord.kernel import number_words


def numbers_side_by_side(trail: Trail, phrases: Phrases, *, width: int = WIDE, ident: str = "range") -> str:
    """Return the different numbers of a figure on one scale, with who gives each."""
    cards = [card for card in trail.cards if card.quantity is not None]
    if not cards:
        return ""
    return _SideBySide(trail=trail, cards=cards, phrases=phrases, width=width, ident=ident).draw()


@dataclass
class _SideBySide:
    trail: Trail
    cards: Sequence[ClaimCard]
    phrases: Phrases
    width: int
    ident: str
    canvas: Canvas = field(default_factory=Canvas)

    def draw(self) -> str:
        together: dict[tuple[str, Decimal, Decimal], list[ClaimCard]] = defaultdict(list)
        for card in self.cards:
            if card.quantity:
                together[self.phrases.sign(card.quantity), *row_of(card.quantity)].append(card)
        ordered = sorted(together.items(), key=lambda one: (one[0][1], one[0][2], one[0][0]))
        left = max(width_of(key[0], SIZE) for key in together) + 18
        right = self.width - 18.0
        axis = NumberAxis.of(_bounds(self.cards), left=left + 10, right=right)
        step = 40.0
        for place, ((label, *_), cards) in enumerate(ordered):
            self._row(label, cards, axis, 22 + place * step)
        bottom = 10 + len(ordered) * step
        self.canvas.line(axis.left - 10, bottom, right, bottom, "axis")
        for x, words in axis.ticks(lambda one: number_words(one, self.phrases.language), SIZE):
            self.canvas.line(x, bottom, x, bottom + 5, "axis")
            self.canvas.text(x, bottom + 19, words, "soft", "middle")
        return self._finished(bottom + 28)

    def _row(self, label: str, cards: list[ClaimCard], axis: NumberAxis, y: float) -> None:
        canvas, quantity = self.canvas, cards[0].quantity
        if quantity is None:
            return
        kinds = Counter(card.speaker_kind for card in cards)
        kind = min(kinds, key=rank)
        canvas.line(axis.left - 10, y + 18, axis.right, y + 18, "grid")
        canvas.text(axis.left - 18, y + 4.5, label, "strong", "end")
        first, second = said_numbers(quantity)
        left = right = axis.x(first)
        if second is not None:
            look = "span own" if SHAPES.get(kind, ("", ""))[1] == "own" else "span"
            right = axis.x(second)
            canvas.line(left, y, right, y, look)
            for edge in (left, right):
                canvas.line(edge, y - 5, edge, y + 5, look)
        else:
            way = way_of(quantity)
            length = max(12.0, min(26.0, axis.right + 12 - right if way > 0 else left - axis.left + 8))
            if way:
                canvas.arrow(left, y, kind, dx=way * length)
            canvas.symbol(kind, left, y)
            left, right = left - length * (way < 0), right + length * (way > 0)
        self._who(kinds, left, right, y, axis)

    def _who(self, kinds: Counter[str], left: float, right: float, y: float, axis: NumberAxis) -> None:
        """Write who says so beside the mark, on the side where it fits; how many do, where no side is wide enough."""
        words = ", ".join(
            self.phrases.named("speaker", kind) + (f" ×{count}" if count > 1 else "")
            for kind, count in sorted(kinds.items(), key=lambda one: rank(one[0]))
        )
        for text in (words, f"×{sum(kinds.values())}"):
            needed = width_of(text, SIZE)
            if needed <= self.width - right - 14:
                self.canvas.text(right + 12, y + 4.5, text, "soft")
                return
            if needed <= left - axis.left - 4:
                self.canvas.text(left - 12, y + 4.5, text, "soft", "end")
                return
        self.canvas.text((left + right) / 2, y - 8, f"×{sum(kinds.values())}", "soft", "middle")

    def _finished(self, bottom: float) -> str:
        return self.canvas.svg(
            width=self.width,
            height=bottom,
            ident=self.ident,
            title=self.phrases.text("chart.side_by_side", figure=self.phrases.heading(self.trail)),
            description=self.phrases.text(
                "chart.side_by_side_desc",
                range=self.phrases.range(self.trail),
                claims=self.phrases.count("claims", len(self.cards)),
                origins=self.phrases.count("origins", len(self.trail.origins)),
            ),
        )


def _bounds(cards: Iterable[ClaimCard]) -> Iterator[Decimal]:
    for card in cards:
        if card.quantity is not None:
            yield from row_of(card.quantity)
