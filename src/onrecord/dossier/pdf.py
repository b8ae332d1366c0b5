"""Owns the PDF of a statement: one file to print, send and keep, from the same page model as the site.

Typst sets it, to PDF/UA-1, with the fonts it carries and no other, so that the bytes are the same on every machine.
Every word goes in as data; the template never sees one as markup.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from onrecord.dossier import charts
from onrecord.dossier.model import ClaimCard, Disagreement, Dossier, ItemCard, Node, Note, StatementPage, Trail
from onrecord.dossier.phrases import Phrases
from onrecord.dossier.typesetting import compiled as _compiled
from onrecord.dossier.typesetting import letters as _letters
from onrecord.dossier.typesetting import missing as _missing
from onrecord.dossier.typesetting import spelled as _spelled

_SHOWN_CARDS: Final = 2
_HIGHEST: Final = 1_080.0  # of a picture 720 wide, with its caption, on a page of A4 with these margins
_GRAVE: Final = ("conflict", "sum_mismatch", "outlier", "split_differs")  # a paper shows these; the site shows all


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """The file, and the letters that no font of it has: they stand in it as their Unicode numbers."""

    content: bytes
    missing: tuple[str, ...]


def pdf_of(dossier: Dossier, page: StatementPage) -> Pdf:
    """Return the PDF of one statement with its notes, figures, timeline, sources, methodology and how to check it.

    Raises:
        PdfNotMade: Typst refuses the document.
    """
    data = _Sheet(dossier, page).data()
    missing = _missing(_letters(data))
    if missing:
        data = _spelled(data, missing)
    content = _compiled(_template(), {"data": json.dumps(data, ensure_ascii=False)}, dossier.published_on)
    return Pdf(content=content, missing=missing)


def _template() -> bytes:
    return resources.files(__package__).joinpath("print", "dossier.typ").read_bytes()


class _Sheet:
    """What the template is given."""

    def __init__(self, dossier: Dossier, page: StatementPage) -> None:
        self._dossier = dossier
        self._page = page
        self._say = Phrases(language=page.language, vocabulary=dossier.vocabulary)

    def data(self) -> dict[str, Any]:
        page, dossier, say = self._page, self._dossier, self._say
        day = dossier.published_on
        return {
            "language": page.language,
            "title": page.title,
            "authors": [page.authors] if page.authors else [],
            "description": dossier.title_in(page.language),
            "date": {"year": day.year, "month": day.month, "day": day.day},
            "labels": self._labels(),
            "header": self._header(),
            "footer": f"{dossier.head.origin} · {dossier.head.size} · {dossier.head.root[:32]}",
            "edition": say.text(f"edition.{dossier.edition}"),
            "dateline": self._dateline(),
            "blocks": [self._node(node) for node in page.blocks],
            "notes": [self._note(note) for note in page.notes],
            "charts": self._charts(),
            "pictures": self._pictures(),
            "figures": [self._figure(trail) for trail in self._used() if trail.is_quantity],
            "disagreements": self._disagreements(),
            "timeline": self._timeline(),
            "sources": self._sources(),
            "methodology": [
                {
                    "title": say.label(section.title),
                    "paragraphs": [say.label(one) for one in section.paragraphs],
                    "terms": [[say.label(term), say.label(definition)] for term, definition in section.terms],
                }
                for section in dossier.methodology
            ],
            "verify": self._verify(),
        }

    def _labels(self) -> dict[str, Any]:
        say = self._say
        names = {
            "notes": "statement.notes",
            "notes_how": "pdf.notes_how",
            "figures": "figures.used",
            "pictures": "picture.title",
            "floor": "figures.floor",
            "disagreements": "disagreements.title",
            "disagreements_lead": "disagreements.lead",
            "timeline": "timeline.title",
            "timeline_lead": "timeline.lead",
            "sources": "sources.title",
            "methodology": "methodology.title",
            "verify": "verify.title",
            "head": "verify.head",
            "limits": "verify.limits",
        }
        columns = {
            "figure_columns": [f"figures.{one}" for one in ("figure", "range", "official", "support", "status")],
            "disagreement_columns": [
                f"trail.{one}" for one in ("number", "wording", "as_of_column", "speaker", "source")
            ],
            "timeline_columns": ["pdf.date", "pdf.what", "trail.source"],
        }
        found: dict[str, Any] = {name: say.text(text) for name, text in names.items()}
        return found | {name: [say.text(one) for one in texts] for name, texts in columns.items()}

    def _header(self) -> dict[str, str]:
        say, page = self._say, self._page
        words = [say.text(f"edition.{self._dossier.edition}")]
        if page.as_of:
            words.append(say.text("edition.as_of", date=say.date(page.as_of)))
        return {"left": self._dossier.title_in(self._page.language), "right": " · ".join(words)}

    def _dateline(self) -> str:
        say, page = self._say, self._page
        words = [say.text("edition.as_of", date=say.date(page.as_of))] if page.as_of else []
        if page.authors:
            words.append(say.text("statement.by", authors=page.authors))
        words.append(say.text("edition.published", date=say.date(self._dossier.published_on)))
        return " · ".join(words)

    def _node(self, node: Node) -> dict[str, Any]:
        note = next((one for one in self._page.notes if one.number == node.number), None)
        is_mark = node.kind == "figure" and note is not None
        return {
            "k": node.kind,
            "t": node.text,
            "n": node.number if is_mark or node.kind != "figure" else None,
            "h": node.href,
            "contested": is_mark and note is not None and note.trail.status == "contested",
            "c": [self._node(one) for one in node.children],
        }

    def _note(self, note: Note) -> dict[str, Any]:
        say, trail = self._say, note.trail
        rest = len(note.carrying) - _SHOWN_CARDS
        more = None
        if rest > 0:
            origins = say.count("origins", len(trail.origins))
            more = say.text("statement.more", claims=say.count("claims", rest), origins=origins)
        return {
            "number": note.number,
            "words": say.text("value.quoted", words=note.words),
            "heading": say.heading(trail),
            "contested": f"{say.text('status.contested')}: {say.range(trail)}" if trail.status == "contested" else None,
            "cards": [self._card(card) for card in note.carrying[:_SHOWN_CARDS]],
            "more": more,
        }

    def _card(self, card: ClaimCard) -> dict[str, Any]:
        say = self._say
        source = self._dossier.sources.get(card.source) if card.source else None
        place = [card.id, say.text("trail.entry", seq=card.seq)]
        if card.quote and card.item:
            facts = {"start": card.quote.start, "end": card.quote.end, "layer": card.quote.layer}
            place.append(say.text("trail.quote_at", **facts))
            place += filter(None, (say.place(card.quote), say.mark(card.quote)))
        place.append(card.item.id if card.item else self._no_item(card))
        place += [say.text("sources.damaged")] if card.item and card.item.is_damaged else []
        return {
            "speaker": self._say.speaker(card),
            "kind": say.named("speaker", card.speaker_kind),
            "when": self._when(card),
            "standing": _standing(card, say),
            "quote": {"text": card.quote.text, "language": _tag(card.quote.language)} if card.quote else None,
            "source": say.source(source) if source else card.source or "",
            "address": source.web_address if source else None,
            "place": place,
            "digest": card.item.sha256 if card.item else None,
        }

    def _item(self, item: ItemCard) -> str:
        damaged = (self._say.text("sources.damaged"),) if item.is_damaged else ()
        return ", ".join((item.id, item.name, *damaged))

    def _no_item(self, card: ClaimCard) -> str:
        if card.basis:
            return self._say.text("trail.finding", claims=", ".join(card.basis))
        return self._say.text("trail.no_item")

    def _when(self, card: ClaimCard) -> str:
        say = self._say
        if card.as_of:
            return say.text("trail.as_of", date=say.date(card.as_of))
        return say.text("trail.said_on", date=say.date(card.said_on)) if card.said_on else say.text("trail.undated")

    def _used(self) -> list[Trail]:
        slugs = dict.fromkeys(note.trail.slug for note in self._page.notes)
        return [trail for slug in slugs for trail in self._dossier.trails if trail.slug == slug]

    def _charts(self) -> list[dict[str, str]]:
        """Return a chart for each contested figure of the statement that has a course in time."""
        drawn = []
        for place, trail in enumerate(self._used()):
            dated = {card.moment.text() for card in trail.cards if card.quantity and card.moment}
            if trail.status != "contested" or len(dated) < 2:
                continue
            svg = charts.numbers_over_time(trail, self._say, ident=f"chart-{place}")
            caption = self._say.text("chart.over_time", figure=self._say.heading(trail))
            alt = f"{caption} {self._say.range(trail)}; {self._support(trail)}"
            drawn.append({"svg": charts.on_paper(svg).decode(), "alt": alt, "caption": caption})
        return drawn

    def _pictures(self) -> list[dict[str, str]]:
        """Return what is drawn of what stands behind the statement, parted where it is higher than a page."""
        found: list[dict[str, str]] = []
        pictured, say = self._page.pictured, self._say
        pictures = pictured.pictures(say.language, say.vocabulary) if pictured is not None else ()
        for place, picture in enumerate(pictures):
            parts = list(picture.on_paper(f"picture-{place}", _HIGHEST))
            for part, svg in enumerate(parts, start=1):
                title = picture.title
                if len(parts) > 1:
                    title = say.text("picture.part", title=title, part=part, parts=len(parts))
                alt = f"{title}. {picture.description}" if part == 1 else title
                found.append({"svg": svg, "alt": alt, "caption": title})
        return found

    def _figure(self, trail: Trail) -> list[str]:
        say = self._say
        official = trail.card(trail.latest_official) if trail.latest_official else None
        said = (
            f"{say.value(official.value)}: {self._say.speaker(official)}, {self._when(official)}" if official else None
        )
        return [
            say.heading(trail),
            say.range(trail),
            said or say.text("figures.none"),
            self._support(trail),
            say.text(f"status.{trail.status}"),
        ]

    def _support(self, trail: Trail) -> str:
        say = self._say
        return f"{say.count('claims', len(trail.cards))}, {say.count('origins', len(trail.origins))}"

    def _disagreements(self) -> list[dict[str, Any]]:
        say = self._say
        used = {trail.slug for trail in self._used()}
        return [
            {
                "title": say.heading(one.trail),
                "kind": say.text(f"disagreements.{one.kind}"),
                "says": say.label(one.reading)
                if one.kind == "sum_mismatch"
                else say.text(f"disagreements.{one.kind}_says"),
                "judged": self._judged(one),
                "rows": [self._differing(card) for card in one.cards],
            }
            for one in self._dossier.disagreements
            if one.trail is not None and one.trail.slug in used and one.kind in _GRAVE
        ]

    def _judged(self, one: Disagreement) -> str:
        """Return what a person holds it to be, or nothing."""
        if one.judged is None:
            return ""
        say, judged = self._say, one.judged
        verdict = say.text(f"disagreements.{judged.verdict}")
        told = say.text("disagreements.judged", verdict=verdict, date=say.date(judged.on), why=judged.why)
        if not judged.unjudged:
            return told
        return f"{told} {say.text('disagreements.unjudged', claims=', '.join(judged.unjudged))}"

    def _differing(self, card: ClaimCard) -> list[str]:
        wording = self._say.text("value.quoted", words=card.quantity.wording) if card.quantity else ""
        when = self._say.date(card.moment) or self._say.text("trail.undated")
        return [self._say.value(card.value), wording, when, self._say.speaker(card), self._publisher(card)]

    def _publisher(self, card: ClaimCard) -> str:
        source = self._dossier.sources.get(card.source) if card.source else None
        return source.name if source else card.source or ""

    def _timeline(self) -> list[list[str]]:
        """Return the dated facts, and the numbers of figures that the statement uses."""
        say, rows = self._say, []
        used = {trail.slug for trail in self._used()}
        for moment in self._dossier.moments:
            card = moment.card
            if moment.kind == "figure" and moment.trail is not None:
                if moment.trail.slug not in used:
                    continue
                what = f"{say.heading(moment.trail)}: {say.value(card.value)}"
            elif moment.kind == "event":
                own = "" if card.subject.startswith("incident:") else f" ({card.subject.partition(':')[2]})"
                what = say.moment(card) + own
            else:
                what = f"{say.subject_line(card.property, card.about, None)}: {say.value(card.value)}"
            rows.append(
                [say.date(moment.date), what, ", ".join(filter(None, (self._say.speaker(card), self._publisher(card))))]
            )
        return rows

    def _sources(self) -> list[dict[str, Any]]:
        say = self._say
        cited = {card.source for note in self._page.notes for card in note.trail.cards}
        return [
            {
                "name": source.name,
                "facts": " · ".join(
                    filter(None, (say.date(source.published_on), say.language_of(source.language), source.id))
                ),
                "address": source.address,
                "href": source.web_address,
                "item": self._item(source.item) if source.item else None,
                "digest": source.item.sha256 if source.item else None,
            }
            for source in self._dossier.sources.values()
            if source.id in cited
        ]

    def _verify(self) -> dict[str, Any]:
        say, head = self._say, self._dossier.head
        return {
            "lead": say.text("verify.lead"),
            "steps": [
                {"words": say.text("verify.step_export"), "code": None},
                {"words": say.text("verify.step_check"), "code": "python3 -I onrecord-verify.pyz ."},
                {"words": say.text("verify.step_key"), "code": f"--key '{head.verifier_key}'"},
            ],
            "head_says": say.text("verify.head_says"),
            "head": [
                [say.text("verify.origin"), head.origin],
                [say.text("verify.size"), str(head.size)],
                [say.text("verify.root"), head.root],
                [say.text("verify.key"), head.verifier_key],
                [say.text("verify.fingerprint"), head.key_sha256],
            ],
            "limits": [
                *head.limits(say.language, say.text("verify.limit_keeper"), say.text("verify.limit_outside")),
                say.text("verify.limit_truth"),
            ],
        }


def _standing(card: ClaimCard, say: Phrases) -> str | None:
    """Return that a claim is disputed, and which claims it came in the place of."""
    told = [say.text("standing.disputed")] if card.status == "disputed" else []
    told += [say.text("standing.replaces", claims=", ".join(card.replaces))] if card.replaces else []
    return " · ".join(told) or None


def _tag(language: str | None) -> str | None:
    """Return the primary subtag, which is all that Typst takes."""
    primary = language.split("-", maxsplit=1)[0].lower() if language else ""
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else None
