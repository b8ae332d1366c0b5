"""Owns the charts of a dossier: drawn by hand as SVG, the same for screen and paper, legible without colour.

Nothing is drawn sharper than it was said: "at least ten" is open at the top, a month is as wide as a month. Shape says
who speaks, colour only repeats it. Every chart has a title and a description, and its numbers stand in a table nearby.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from onrecord.dossier.model import ClaimCard, Moment, Trail
from onrecord.dossier.phrases import Phrases, said_numbers
from onrecord.drawing import NumberAxis, Panel, TimeAxis, width_of
from onrecord.kernel import PartialDate, Quantity, number_text

WIDE: Final = 720
NARROW: Final = 350
_SIZE: Final = 13.0
_LANE: Final = 19.0
_RADIUS: Final = 5.0
# What a chart looks like where no style sheet reaches it: on paper. On screen `dossier.css` says the same by class.
PRINT_STYLE: Final = (
    "text{font-size:13px;fill:#1b1b1a;font-family:Libertinus Serif}"
    "text{paint-order:stroke;stroke:#ffffff;stroke-width:3px}.soft{fill:#5c5c58}.grid{stroke:#d9d8d2;stroke-width:1}"
    ".axis{stroke:#5c5c58;stroke-width:1}.mark{fill:#1b1b1a;stroke:#1b1b1a;stroke-width:1.5}"
    ".hollow{fill:#ffffff;stroke:#1b1b1a;stroke-width:1.5}.own{fill:#0b5563;stroke:#0b5563;stroke-width:1.5}"
    ".span{stroke:#1b1b1a;stroke-width:2}.span.own{stroke:#0b5563}.arrow{fill:none;stroke:#1b1b1a;stroke-width:1.5}"
    ".arrow.own{stroke:#0b5563;fill:none}.latest{fill:none;stroke:#0b5563;stroke-width:3}"
    ".link{fill:none;stroke:#0b5563;stroke-width:1;stroke-dasharray:2 3}.strong{font-weight:bold}"
)
_SHAPES: Final = {
    "official": ("circle", "own"),
    "court": ("square", "own"),
    "un_body": ("diamond", "own"),
    "ngo": ("triangle", "mark"),
    "media": ("circle", "hollow"),
    "witness": ("square", "hollow"),
    "community": ("diamond", "hollow"),
    "company": ("square", "mark"),
    "ourselves": ("diamond", "mark"),
    "unknown": ("triangle", "hollow"),
}
_OFFICIAL: Final = ("official", "court")
_ORDER: Final = tuple(_SHAPES)


def numbers_over_time(trail: Trail, phrases: Phrases, *, width: int = WIDE, ident: str = "time") -> str:
    """Return who gave which number when: a row per number, time from left to right. Empty where nothing is dated."""
    cards = [card for card in trail.cards if card.quantity is not None and card.moment is not None]
    if not cards:
        return ""
    return _OverTime(trail=trail, cards=cards, phrases=phrases, width=width, ident=ident).draw()


def numbers_side_by_side(trail: Trail, phrases: Phrases, *, width: int = WIDE, ident: str = "range") -> str:
    """Return the different numbers of a figure on one scale, with who gives each."""
    cards = [card for card in trail.cards if card.quantity is not None]
    if not cards:
        return ""
    return _SideBySide(trail=trail, cards=cards, phrases=phrases, width=width, ident=ident).draw()


def timeline_strip(moments: Sequence[Moment], phrases: Phrases, *, width: int = WIDE, ident: str = "strip") -> str:
    """Return where the lines of the timeline lie in time, by kind."""
    return _Strip(moments=moments, phrases=phrases, width=width, ident=ident).draw() if moments else ""


def on_paper(svg: str) -> bytes:
    """Return a chart as a file of its own, with its look inside."""
    return svg.replace("<title", f"<style>{PRINT_STYLE}</style><title", 1).encode("utf-8")


@dataclass
class _Canvas:
    """The marks of one drawing, in the order they are painted."""

    parts: list[str] = field(default_factory=list)

    def line(self, x1: float, y1: float, x2: float, y2: float, look: str) -> None:
        self.parts.append(f'<line class="{look}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')

    def path(self, points: Iterable[tuple[float, float]], look: str, *, closed: bool = False) -> None:
        steps = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.parts.append(f'<path class="{look}" d="M{steps}{" Z" if closed else ""}"/>')

    def text(self, x: float, y: float, words: str, look: str = "", anchor: str = "start") -> None:
        self.parts.append(f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>')

    def symbol(self, kind: str, x: float, y: float) -> None:
        """Draw the mark of a kind of speaker."""
        shape, look = _SHAPES.get(kind, _SHAPES["unknown"])
        r = _RADIUS
        match shape:
            case "circle":
                self.parts.append(f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="{r - 0.4}"/>')
            case "square":
                self.path([(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)], look, closed=True)
            case "diamond":
                self.path([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], look, closed=True)
            case _:
                self.path([(x, y - r), (x + r, y + 4), (x - r, y + 4)], look, closed=True)

    def arrow(self, x: float, y: float, kind: str, *, dx: float = 0, dy: float = 0) -> None:
        """Draw an open end: the number goes on that way, nobody said how far."""
        look = "arrow own" if _SHAPES.get(kind, ("", ""))[1] == "own" else "arrow"
        self.line(x, y, x + dx, y + dy, look)
        back_x, back_y = (4 if dx < 0 else -4 if dx else 0), (4 if dy < 0 else -4 if dy else 0)
        side_x, side_y = (3 if dy else 0), (3 if dx else 0)
        tip = (x + dx, y + dy)
        ends = [
            (tip[0] + back_x - side_x, tip[1] + back_y - side_y),
            tip,
            (tip[0] + back_x + side_x, tip[1] + back_y + side_y),
        ]
        self.path(ends, look)

    def legend(self, entries: Sequence[tuple[str, str]], *, top: float, left: float, right: float) -> float:
        """Draw what the marks mean, in as many lines as it takes; return where the last one ends."""
        x, y = left, top
        for kind, words in entries:
            needed = 20 + width_of(words, _SIZE) + 16
            if x + needed > right and x > left:
                x, y = left, y + 21
            self._legend_mark(kind, x + 7, y)
            self.text(x + 20, y + 4.5, words, "soft")
            x += needed
        return y + 12

    def _legend_mark(self, kind: str, x: float, y: float) -> None:
        match kind:
            case "=open":
                self.arrow(x, y + 6, "", dy=-12)
            case "=span":
                self.line(x - 7, y, x + 7, y, "span")
            case "=latest":
                self.line(x - 7, y, x + 7, y, "latest")
            case "=event" | "=figure" | "=said":
                self.symbol({"=event": "official", "=figure": "media", "=said": "ngo"}[kind], x, y)
            case _:
                self.symbol(kind, x, y)

    def svg(self, *, width: float, height: float, ident: str, title: str, description: str) -> str:
        """Return the whole drawing."""
        names = quoteattr(f"{ident}-title {ident}-desc")
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'role="img" aria-labelledby={names}>'
            f"<title id={quoteattr(ident + '-title')}>{escape(title)}</title>"
            f"<desc id={quoteattr(ident + '-desc')}>{escape(description)}</desc>"
        )
        return head + "".join(self.parts) + "</svg>"


@dataclass(frozen=True, slots=True)
class _Spot:
    """Claims that say the same at the same time in the same capacity: one mark."""

    kind: str
    way: int  # 1 open at the top, -1 open at the bottom, 0 closed
    date: PartialDate
    count: int

    def edges(self, axis: TimeAxis) -> tuple[float, float]:
        """Return what the mark takes up, its count included."""
        middle = self.x(axis)
        left = min(axis.x(self.date.earliest), middle - _RADIUS - 2)
        return left, self.count_at(axis) + self.room()

    def count_at(self, axis: TimeAxis) -> float:
        """Return where the count begins: right of the mark and of its stretch of days."""
        return max(axis.x(self.date.latest), self.x(axis) + _RADIUS) + 3

    def room(self) -> float:
        return width_of(f"×{self.count}", _SIZE) if self.count > 1 else 0.0

    def x(self, axis: TimeAxis) -> float:
        return (axis.x(self.date.earliest) + axis.x(self.date.latest)) / 2


@dataclass
class _OverTime:
    trail: Trail
    cards: Sequence[ClaimCard]
    phrases: Phrases
    width: int
    ident: str
    canvas: _Canvas = field(default_factory=_Canvas)

    def draw(self) -> str:
        rows = _rows(self.cards)
        labels = {row: _row_label(row) for row in rows}
        left = max(width_of(label, _SIZE) for label in labels.values()) + 22
        right = self.width - 34.0
        axis = TimeAxis.of([card.moment for card in self.cards if card.moment], left=left, right=right)
        top = 30.0 if len(axis.panels) > 1 else 8.0
        lanes = {row: list(_packed(_spots(cards), axis)) for row, cards in rows.items()}
        y, places = top, {}
        for row in rows:
            height = max((lane for _, lane in lanes[row]), default=0) * _LANE + _LANE + 15
            places[row] = (y, y + height)
            y += height
        self._frame(axis, places, labels, y)
        has_latest = self._latest(axis, places, right)
        for row, placed in lanes.items():
            for spot, lane in placed:
                self._spot(spot, axis, places[row][0] + 12 + lane * _LANE)
        bottom = self.canvas.legend(
            self._meanings(rows, has_latest=has_latest), top=y + 44, left=4, right=self.width - 4.0
        )
        return self._finished(bottom)

    def _finished(self, bottom: float) -> str:
        numbers = sorted({number for card in self.cards if card.quantity for number in _row_of(card.quantity)})
        facts = {
            "claims": self.phrases.count("claims", len(self.cards)),
            "low": number_text(numbers[0]),
            "high": number_text(numbers[-1]),
        }
        return self.canvas.svg(
            width=self.width,
            height=bottom,
            ident=self.ident,
            title=self.phrases.text("chart.over_time", figure=self.phrases.heading(self.trail)),
            description=self.phrases.text("chart.over_time_desc", **facts),
        )

    def _frame(
        self,
        axis: TimeAxis,
        places: dict[tuple[Decimal, Decimal], tuple[float, float]],
        labels: dict[tuple[Decimal, Decimal], str],
        bottom: float,
    ) -> None:
        canvas, first = self.canvas, axis.panels[0].left
        for row, (top, end) in places.items():
            canvas.text(first - 16, (top + end) / 2 + 3, labels[row], "strong", "end")
            for panel in axis.panels:
                canvas.line(panel.left - 8, end, panel.right + 8, end, "grid")
        if len(axis.panels) > 1:
            for panel in axis.panels:
                canvas.text(panel.left - 8, 16, _panel_name(panel, self.phrases), "soft")
        for x, words in axis.ticks(self.phrases.tick, _SIZE):
            canvas.line(x, bottom, x, bottom + 5, "axis")
            canvas.text(x, bottom + 19, words, "soft", "middle")

    def _spot(self, spot: _Spot, axis: TimeAxis, y: float) -> None:
        canvas, x = self.canvas, spot.x(axis)
        if not spot.date.is_exact_day:
            own = _SHAPES.get(spot.kind, ("", ""))[1] == "own"
            canvas.line(axis.x(spot.date.earliest), y, axis.x(spot.date.latest), y, "span own" if own else "span")
        if spot.way:
            canvas.arrow(x, y, spot.kind, dy=-10.0 * spot.way)
        canvas.symbol(spot.kind, x, y)
        if spot.count > 1:
            canvas.text(spot.count_at(axis), y + 4.5, f"×{spot.count}", "soft")

    def _latest(self, axis: TimeAxis, places: dict[tuple[Decimal, Decimal], tuple[float, float]], right: float) -> bool:
        """Draw which number was the latest official one, and until when; say whether there is such a line."""
        steps = _official_steps(self.cards)
        if len(steps) < 2:
            return False
        before: float | None = None
        for place, (row, since) in enumerate(steps):
            x, y = axis.x(since.latest), places[row][1] - 3
            end = axis.x(steps[place + 1][1].latest) if place + 1 < len(steps) else right
            if before is not None:
                self.canvas.line(x, before, x, y, "link")
            self.canvas.line(x, y, max(end, x + 1), y, "latest")
            before = y
        return True

    def _meanings(
        self, rows: dict[tuple[Decimal, Decimal], list[ClaimCard]], *, has_latest: bool
    ) -> list[tuple[str, str]]:
        spots = [spot for cards in rows.values() for spot in _spots(cards)]
        kinds = sorted({spot.kind for spot in spots}, key=_rank)
        found = [(kind, self.phrases.named("speaker", kind)) for kind in kinds]
        if any(spot.way > 0 for spot in spots):
            found.append(("=open", self.phrases.text("chart.open")))
        if any(not spot.date.is_exact_day for spot in spots):
            found.append(("=span", self.phrases.text("chart.span")))
        if has_latest:
            found.append(("=latest", self.phrases.text("chart.latest_official")))
        return found


@dataclass
class _SideBySide:
    trail: Trail
    cards: Sequence[ClaimCard]
    phrases: Phrases
    width: int
    ident: str
    canvas: _Canvas = field(default_factory=_Canvas)

    def draw(self) -> str:
        together: dict[tuple[str, Decimal, Decimal], list[ClaimCard]] = defaultdict(list)
        for card in self.cards:
            if card.quantity:
                together[self.phrases.sign(card.quantity), *_row_of(card.quantity)].append(card)
        ordered = sorted(together.items(), key=lambda one: (one[0][1], one[0][2], one[0][0]))
        left = max(width_of(key[0], _SIZE) for key in together) + 18
        right = self.width - 18.0
        axis = NumberAxis.of(_bounds(self.cards), left=left + 10, right=right)
        step = 40.0
        for place, ((label, *_), cards) in enumerate(ordered):
            self._row(label, cards, axis, 22 + place * step)
        bottom = 10 + len(ordered) * step
        self.canvas.line(axis.left - 10, bottom, right, bottom, "axis")
        for x, words in axis.ticks(number_text, _SIZE):
            self.canvas.line(x, bottom, x, bottom + 5, "axis")
            self.canvas.text(x, bottom + 19, words, "soft", "middle")
        return self._finished(bottom + 28)

    def _row(self, label: str, cards: list[ClaimCard], axis: NumberAxis, y: float) -> None:
        canvas, quantity = self.canvas, cards[0].quantity
        if quantity is None:
            return
        kinds = Counter(card.speaker_kind for card in cards)
        kind = min(kinds, key=_rank)
        canvas.line(axis.left - 10, y + 18, axis.right, y + 18, "grid")
        canvas.text(axis.left - 18, y + 4.5, label, "strong", "end")
        first, second = said_numbers(quantity)
        left = right = axis.x(first)
        if second is not None:
            look = "span own" if _SHAPES.get(kind, ("", ""))[1] == "own" else "span"
            right = axis.x(second)
            canvas.line(left, y, right, y, look)
            for edge in (left, right):
                canvas.line(edge, y - 5, edge, y + 5, look)
        else:
            way = _way(quantity)
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
            for kind, count in sorted(kinds.items(), key=lambda one: _rank(one[0]))
        )
        for text in (words, f"×{sum(kinds.values())}"):
            needed = width_of(text, _SIZE)
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


@dataclass
class _Strip:
    moments: Sequence[Moment]
    phrases: Phrases
    width: int
    ident: str
    canvas: _Canvas = field(default_factory=_Canvas)

    def draw(self) -> str:
        kinds = [kind for kind in ("event", "figure", "said") if any(one.kind == kind for one in self.moments)]
        axis = TimeAxis.of([one.date for one in self.moments], left=14, right=self.width - 34.0)
        y = 34.0 if len(axis.panels) > 1 else 12.0
        for panel in axis.panels if len(axis.panels) > 1 else ():
            self.canvas.text(panel.left - 8, 16, _panel_name(panel, self.phrases), "soft")
        for kind in kinds:
            y = self._row(kind, axis, y)
        for panel in axis.panels:
            self.canvas.line(panel.left - 8, y, panel.right + 8, y, "axis")
        for x, words in axis.ticks(self.phrases.tick, _SIZE):
            self.canvas.line(x, y, x, y + 5, "axis")
            self.canvas.text(x, y + 19, words, "soft", "middle")
        meanings = [(f"={kind}", self.phrases.text(f"timeline.{kind}")) for kind in kinds]
        bottom = self.canvas.legend(meanings, top=y + 44, left=4, right=self.width - 14.0)
        return self.canvas.svg(
            width=self.width,
            height=bottom,
            ident=self.ident,
            title=self.phrases.text("chart.strip"),
            description=self.phrases.text("chart.strip_desc", count=len(self.moments)),
        )

    def _row(self, kind: str, axis: TimeAxis, y: float) -> float:
        mark = {"event": "official", "figure": "media", "said": "ngo"}[kind]
        spots = Counter(one.date for one in self.moments if one.kind == kind)
        placed = list(_packed([_Spot(mark, 0, date, count) for date, count in spots.items()], axis))
        for spot, lane in placed:
            at = y + 8 + lane * _LANE
            if not spot.date.is_exact_day:
                self.canvas.line(axis.x(spot.date.earliest), at, axis.x(spot.date.latest), at, "span")
            self.canvas.symbol(mark, spot.x(axis), at)
            if spot.count > 1:
                self.canvas.text(spot.count_at(axis), at + 4.5, f"×{spot.count}", "soft")
        return y + 8 + (max(lane for _, lane in placed) + 1) * _LANE


def _panel_name(panel: Panel, phrases: Phrases) -> str:
    """Return what stretch of time a panel shows, as fully as there is room."""
    room = panel.right - panel.left + 10
    full = phrases.date(PartialDate(earliest=panel.first, latest=panel.last, wording=""))
    first, last = (phrases.tick(day, "month") for day in (panel.first, panel.last))
    months = first if first == last else f"{first} – {last}"
    years = "–".join(dict.fromkeys(f"{day.year}" for day in (panel.first, panel.last)))
    return next((words for words in (full, months) if width_of(words, _SIZE) <= room), years)


def _rank(kind: str) -> tuple[int, str]:
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), kind)


def _row_of(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the row a quantity stands in: the number that was said, or both of a range."""
    first, second = said_numbers(quantity)
    return first, second if second is not None else first


def _row_label(row: tuple[Decimal, Decimal]) -> str:
    low, high = row
    return number_text(low) if low == high else f"{number_text(low)}–{number_text(high)}"


def _rows(cards: Iterable[ClaimCard]) -> dict[tuple[Decimal, Decimal], list[ClaimCard]]:
    """Return the rows, the highest number at the top."""
    found: dict[tuple[Decimal, Decimal], list[ClaimCard]] = defaultdict(list)
    for card in cards:
        if card.quantity is not None:
            found[_row_of(card.quantity)].append(card)
    return dict(sorted(found.items(), reverse=True))


def _spots(cards: Iterable[ClaimCard]) -> list[_Spot]:
    counted: Counter[tuple[str, int, PartialDate]] = Counter()
    for card in cards:
        if card.moment is not None and card.quantity is not None:
            moment = PartialDate(earliest=card.moment.earliest, latest=card.moment.latest, wording="")
            counted[card.speaker_kind, _way(card.quantity), moment] += 1
    return [_Spot(kind, way, date, count) for (kind, way, date), count in counted.items()]


def _way(quantity: Quantity) -> int:
    if quantity.high is None:
        return 1
    return -1 if quantity.qualifier.value in ("up_to", "less_than") else 0


def _packed(spots: Iterable[_Spot], axis: TimeAxis) -> Iterator[tuple[_Spot, int]]:
    """Yield every mark with its lane: marks of one lane never touch. The shortest stretches lie in front."""
    ends: list[float] = []
    ordered = sorted(spots, key=lambda one: (one.edges(axis)[0], one.edges(axis)[1], _rank(one.kind), one.way))
    for spot in ordered:
        left, right = spot.edges(axis)
        lane = next((place for place, end in enumerate(ends) if end + 4 <= left), len(ends))
        if lane == len(ends):
            ends.append(right)
        else:
            ends[lane] = right
        yield spot, lane


def _official_steps(cards: Iterable[ClaimCard]) -> list[tuple[tuple[Decimal, Decimal], PartialDate]]:
    """Return the rows of official numbers in the order of their dates, each change once."""
    dated = [
        (card.moment.latest, card.seq, _row_of(card.quantity), card.moment)
        for card in cards
        if card.speaker_kind in _OFFICIAL
        and card.moment
        and card.quantity
        and (card.moment.latest - card.moment.earliest).days < 32
    ]
    steps: list[tuple[tuple[Decimal, Decimal], PartialDate]] = []
    for _, _, row, moment in sorted(dated, key=lambda one: one[:3]):
        if not steps or steps[-1][0] != row:
            steps.append((row, moment))
    return steps


def _bounds(cards: Iterable[ClaimCard]) -> Iterator[Decimal]:
    for card in cards:
        if card.quantity is not None:
            yield from _row_of(card.quantity)
