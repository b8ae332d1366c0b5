"""Owns the site: pages of a dossier as files. They need no script and no server, and ask nobody else for anything.

The first language stands at the top, the others in folders of their own; every link is relative, so that the site
opens from a stick. All text is escaped by the templates; only charts, which escape for themselves, go in as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from onrecord import drawing
from onrecord.dossier import charts
from onrecord.dossier.model import ClaimCard, Dossier, Moment, Note, StatementPage, Trail, Use
from onrecord.dossier.phrases import Phrases
from onrecord.drawing import Picture

if TYPE_CHECKING:
    from jinja2 import Environment

STYLE: Final = "dossier.css"
# The page may load our style sheet and nothing else; `file:` is what 'self' means on a stick.
CONTENT_POLICY: Final = (
    "default-src 'none'; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'"
)
_PAGES: Final = ("figures", "timeline", "disagreements", "sources", "methodology", "verify")
_MANY_NUMBERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of one language: `path` is the same in every language, `folder` is not."""

    folder: str
    path: str

    @property
    def file(self) -> str:
        """Where it lies in the site."""
        return self.folder + self.path

    @property
    def root(self) -> str:
        """The way from here to the top of the site."""
        return "../" * self.file.count("/")

    @property
    def home(self) -> str:
        """The way from here to the top of this language."""
        return "../" * self.path.count("/")


def folder_of(dossier: Dossier, language: str) -> str:
    """Return the folder of a language, with its slash; nothing for the first."""
    return "" if language == dossier.languages[0] else f"{language}/"


def page_of(dossier: Dossier, page: StatementPage) -> str:
    """Return the path of a statement within its language: the first of a language is its start."""
    first = next(one for one in dossier.statements if one.language == page.language)
    return "index.html" if one_is(first, page) else f"{page.stem}.html"


def one_is(one: StatementPage, other: StatementPage) -> bool:
    """Say whether two pages are of the same statement."""
    return one.name == other.name


def pages(dossier: Dossier, *, pdfs: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site with its path. `pdfs` has the PDF's path for each statement's name."""
    environment = _environment()
    for language in dossier.languages:
        yield from _Language(dossier, language, environment, pdfs).pages()
    yield STYLE, resources.files(__package__).joinpath("static", STYLE).read_bytes()


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("onrecord.dossier", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class _Language:
    """The pages of one language."""

    def __init__(self, dossier: Dossier, language: str, environment: Environment, pdfs: Mapping[str, str]) -> None:
        self.dossier = dossier
        self.language = language
        self.folder = folder_of(dossier, language)
        self.say = Phrases(language=language, vocabulary=dossier.vocabulary)
        self.pdfs = pdfs
        self._environment = environment
        self._statements = [page for page in dossier.statements if page.language == language]

    def pages(self) -> Iterator[tuple[str, bytes]]:
        for page in self._statements:
            yield self._page("statement", page_of(self.dossier, page), page=page, title=page.title)
        for name in _PAGES:
            yield self._page(name, f"{name}.html", title=self.say.text(f"{name}.title"), **self._facts(name))
        for trail in self.dossier.trails:
            title = self.say.heading(trail)
            yield self._page("trail", f"figures/{trail.slug}.html", here="figures", trail=trail, title=title)

    def _facts(self, name: str) -> dict[str, Any]:
        quantities = [trail for trail in self.dossier.trails if trail.is_quantity]
        match name:
            case "figures":
                return {
                    "used": [trail for trail in quantities if trail.uses],
                    "others": sorted((one for one in quantities if not one.uses), key=self.say.heading),
                    "facts": [trail for trail in self.dossier.trails if not trail.is_quantity],
                    "lead_trail": lead_trail(self.dossier),
                }
            case "timeline":
                return {"months": _by_month(self.dossier, self.say)}
        return {}

    def _page(self, template: str, path: str, *, here: str | None = None, **facts: Any) -> tuple[str, bytes]:
        place = Place(folder=self.folder, path=path)
        page = _Page(self, place)
        text = self._environment.get_template(f"{template}.html").render(
            dossier=self.dossier,
            say=self.say,
            page_place=place,
            on=page,
            language=self.language,
            here=here or template,
            nav=("statement", *_PAGES),
            policy=CONTENT_POLICY,
            style=STYLE,
            **facts,
        )
        return place.file, text.encode("utf-8")


class _Page:
    """What templates ask about the page they are on: links to others, and charts."""

    def __init__(self, of: _Language, place: Place) -> None:
        self._of = of
        self._place = place
        self._charts = 0

    def home(self, path: str) -> str:
        """Return the way to a page of the same language."""
        return self._place.home + path

    def nav(self, name: str) -> str:
        """Return the way to one of the main pages."""
        return self.home("index.html" if name == "statement" else f"{name}.html")

    def trail(self, trail: Trail) -> str:
        """Return the way to a trail."""
        return self.home(f"figures/{trail.slug}.html")

    def card(self, card: ClaimCard, trail: Trail) -> str:
        """Return the way to a claim on its trail."""
        return f"{self.trail(trail)}#claim-{card.id}"

    def source(self, source: str) -> str:
        """Return the way to a source."""
        return self.home(f"sources.html#source-{source}")

    def statement(self, name: str) -> tuple[StatementPage, str]:
        """Return a statement and the way to its page, whatever its language."""
        page = self.statement_page(name)
        file = folder_of(self._of.dossier, page.language) + page_of(self._of.dossier, page)
        return page, self._place.root + file

    def statement_page(self, name: str) -> StatementPage:
        """Return the statement of this name."""
        return next(page for page in self._of.dossier.statements if page.name == name)

    def languages(self) -> Iterator[tuple[str, str, bool]]:
        """Yield each language, the way to this same page in it, and whether it is the one shown."""
        dossier = self._of.dossier
        for language in dossier.languages:
            path = self._place.path
            shared = path == "index.html" or path.removesuffix(".html") in _PAGES or path.startswith("figures/")
            target = folder_of(dossier, language) + (path if shared else "index.html")
            yield language, self._place.root + target, language == self._of.language

    def siblings(self, page: StatementPage) -> Iterator[tuple[StatementPage, str]]:
        """Yield the other statements of this language with the way to each."""
        for one in self._of.dossier.statements:
            if one.language == page.language and not one_is(one, page):
                yield one, self.home(page_of(self._of.dossier, one))

    def pdf(self, page: StatementPage) -> str:
        """Return the way to a statement's PDF."""
        return self._place.root + self._of.pdfs[page.name]

    def data(self, name: str) -> str:
        """Return the way to a file of data."""
        return f"{self._place.root}data/{name}"

    def time_chart(self, trail: Trail) -> Any:
        """Return who said which number when, for wide and narrow pages; nothing where there is no course to see."""
        dated = {card.moment.text() for card in trail.cards if card.quantity and card.moment}
        return self._both(charts.numbers_over_time, trail) if len(dated) >= _MANY_NUMBERS else ""

    def range_chart(self, trail: Trail) -> Any:
        """Return the numbers side by side; nothing where there is only one."""
        return self._both(charts.numbers_side_by_side, trail) if trail.numbers_said >= _MANY_NUMBERS else ""

    def strip(self) -> Any:
        """Return the timeline at a glance."""
        return self._both(charts.timeline_strip, self._of.dossier.moments)

    def pictures(self, page: StatementPage) -> Iterator[tuple[Picture, Any]]:
        """Yield the pictures of what stands behind a statement, each with its drawing for wide and narrow pages."""
        from markupsafe import Markup

        if page.pictured is None:
            return
        say, pictured = self._of.say, page.pictured
        widths = (drawing.WIDE, drawing.NARROW)
        drawn = (pictured.pictures(say.language, say.vocabulary, width=width) for width in widths)
        for place, both in enumerate(zip(*drawn, strict=True)):
            # Drawn by `drawing`, which escapes every text it is given.
            svgs = (one.inside(f"picture-{place}-{one.width:.0f}") for one in both)
            yield both[0], Markup('<div class="wide">{}</div><div class="narrow">{}</div>').format(*map(Markup, svgs))

    def trail_of(self, card: ClaimCard) -> Trail | None:
        """Return the trail a claim stands on."""
        return next((trail for trail in self._of.dossier.trails if trail.card(card.id) is not None), None)

    def sentences(self, trail: Trail) -> list[tuple[tuple[Use, ...], set[int]]]:
        """Return the places that rest on a trail, sentence by sentence: those of this language where there are any."""
        own = [one for one in trail.uses if self.statement_page(one.statement).language == self._of.language]
        together: dict[object, list[Use]] = {}
        for use in own or trail.uses:
            together.setdefault((use.statement, use.sentence), []).append(use)
        return [(tuple(uses), {use.number for use in uses}) for uses in together.values()]

    def notes_on(self, card: ClaimCard, trail: Trail) -> list[tuple[StatementPage, Note]]:
        """Return the notes of this language whose words a claim carries."""
        return [
            (page, note)
            for page in self._of.dossier.statements
            if page.language == self._of.language
            for note in page.notes
            if note.trail.slug == trail.slug and any(one.id == card.id for one in note.carrying)
        ]

    def _both(self, draw: Any, what: Any) -> Any:
        from markupsafe import Markup

        self._charts += 1
        drawn = [
            draw(what, self._of.say, width=width, ident=f"chart-{self._charts}-{name}")
            for name, width in (("wide", charts.WIDE), ("narrow", charts.NARROW))
        ]
        if not drawn[0]:
            return ""
        # Drawn by `charts`, which escapes every text it is given.
        return Markup('<div class="wide">{}</div><div class="narrow">{}</div>').format(*map(Markup, drawn))


def lead_trail(dossier: Dossier) -> Trail | None:
    """Return the figure that opens the page of figures: the dead of all groups, or what most is said about."""
    quantities = [trail for trail in dossier.trails if trail.is_quantity]
    killed = [trail for trail in quantities if trail.property == "killed" and not trail.about]
    if killed:
        return killed[0]
    return max(quantities, key=lambda trail: (len(trail.cards), trail.slug), default=None)


def _by_month(dossier: Dossier, say: Phrases) -> list[tuple[str, list[tuple[str, list[Moment]]]]]:
    """Return the timeline under its months, and under its days in them."""
    months: dict[str, dict[str, list[Moment]]] = {}
    for moment in dossier.moments:
        days = months.setdefault(say.month_heading(moment.date), {})
        days.setdefault(say.date(moment.date), []).append(moment)
    return [(month, list(days.items())) for month, days in months.items()]
