"""Owns the page model of a dossier: what the site and the PDF are made from, and nothing else they may show.

Everything here is chosen field by field: a field added to a claim, an item or a source is not published until somebody
puts it here on purpose (RELIABILITY J13). It never reads an archive and knows neither HTML nor PDF.
"""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from onrecord.dossier.pictured import Pictured
from onrecord.kernel import Label, PartialDate, Quantity, Vocabulary
from onrecord.ledger import Confirmation
from onrecord.reading import MadeBy

Value = Quantity | PartialDate | str | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A piece of prose. Blocks: heading paragraph bullets numbers point quotation rule preformatted table row cell.

    Inlines: text emphasis strong code break link item figure. `number` is a heading's level or a figure's note.
    """

    kind: str
    text: str = ""
    children: tuple[Node, ...] = ()
    number: int | None = None
    href: str | None = None

    def plain(self) -> str:
        """Return the words without their form."""
        return (" " if self.kind == "break" else self.text) + "".join(one.plain() for one in self.children)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCard:
    """A sealed item as a stranger may see it."""

    id: str
    name: str
    sha256: str
    size: int
    media_type: str
    sealed_at: str
    seq: int
    is_damaged: bool = False  # its bytes are not those that were sealed, and no copy has given them back yet


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """Where claims come from. `claims` counts those in this dossier, `derived_from` names what it repeats."""

    id: str
    publisher: str | None
    title: str | None
    published_on: PartialDate | None
    address: str | None
    language: str | None
    kind: str | None
    remark: str | None
    derived_from: tuple[str, ...]
    item: ItemCard | None
    claims: int
    ways: tuple[tuple[str, str], ...] = ()  # how it derives from each, where somebody knows
    reliability: str | None = None  # as one of us holds it, on the scale of HURIDOCS; none where nobody has judged
    admiralty: str | None = None  # source and information by the Admiralty code, apart, as B3

    def how(self, source: str) -> str:
        """Return how it derives from another; `unknown` where unsaid."""
        return dict(self.ways).get(source, "unknown")

    @property
    def name(self) -> str:
        """The publisher, or what else names it."""
        return self.publisher or self.title or self.id

    @property
    def web_address(self) -> str | None:
        """The address where it is one of the web; a source may name anything, and nothing else becomes a link."""
        return self.address if self.address and self.address.startswith(("https://", "http://")) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCard:
    """Words of an item in their own language, and where they stand."""

    text: str
    language: str | None
    layer: str
    start: int
    end: int
    page: int | None
    places: tuple[tuple[str, str], ...] = ()
    made_by: MadeBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """One claim as it is published."""

    id: str
    seq: int
    stated_at: str
    property: str
    subject: str
    about: tuple[tuple[str, str], ...]
    value: Value
    unit: str | None
    as_of: PartialDate | None
    said_on: PartialDate | None
    speaker: str
    speaker_kind: str
    level: str
    status: str
    source: str | None
    quote: QuoteCard | None
    item: ItemCard | None
    origins: tuple[str, ...]
    basis: tuple[str, ...]
    replaces: tuple[str, ...] = ()

    @builtins.property  # `property` is a field here
    def quantity(self) -> Quantity | None:
        """The value where it is a quantity."""
        return self.value if isinstance(self.value, Quantity) else None

    @builtins.property  # `property` is a field here
    def moment(self) -> PartialDate | None:
        """The time it speaks of: as of when, else when it was said."""
        return self.as_of or self.said_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A place in a statement that rests on a trail: statement, note, and its sentence with the words marked."""

    statement: str
    number: int
    words: str
    sentence: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Everything on record about one quantity or fact: claims side by side, newest first, and who uses them."""

    slug: str
    property: str
    subject: str
    about: tuple[tuple[str, str], ...]
    unit: str | None
    cards: tuple[ClaimCard, ...]
    origins: tuple[str, ...]
    status: str
    low: Decimal | None
    high: Decimal | None
    latest_official: str | None
    confirmation: Confirmation
    confirmation_reason: Label
    refuted: tuple[ClaimCard, ...] = ()  # stronger evidence speaks against them: shown, and in no total
    floor: int | None = None
    uses: tuple[Use, ...] = ()

    @builtins.property  # `property` is a field here
    def is_quantity(self) -> bool:
        """Whether the claims say a number."""
        return any(card.quantity is not None for card in (*self.cards, *self.refuted))

    @builtins.property  # `property` is a field here
    def items(self) -> tuple[ItemCard, ...]:
        """The items behind the claims, each once, in the order they were sealed."""
        found = {card.item.id: card.item for card in (*self.cards, *self.refuted) if card.item is not None}
        return tuple(sorted(found.values(), key=lambda one: one.seq))

    @builtins.property  # `property` is a field here
    def numbers_said(self) -> int:
        """How many different numbers there are."""
        return len({(q.low, q.high, q.qualifier) for card in self.cards if (q := card.quantity)})

    def card(self, claim: str) -> ClaimCard | None:
        """Return one of the claims."""
        return next((card for card in self.cards if card.id == claim), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a marked figure of a statement rests on: the claims that carry its words, and the whole trail."""

    number: int
    words: str
    trail: Trail
    carrying: tuple[ClaimCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """A statement as it is published."""

    name: str
    title: str
    language: str
    incident: str | None
    as_of: PartialDate | None
    authors: str | None
    sha256: str
    blocks: tuple[Node, ...]
    notes: tuple[Note, ...]
    pictured: Pictured | None = None  # what is drawn with it
    dossier: str | None = None  # what it calls the dossier in its language

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.name.removesuffix(".md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A line of the timeline. `kind`: `event` (a dated fact), `figure` (a number first said), `said` (words)."""

    date: PartialDate
    kind: str
    card: ClaimCard
    repeated: int
    trail: Trail | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a person holds a disagreement to be, with the reason, and the claims that came since."""

    verdict: str
    why: str
    on: dt.date
    unjudged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Claims of one quantity that do not agree, what that means, and what a person has judged of it, if anybody has."""

    kind: str
    reading: Label
    trail: Trail | None
    cards: tuple[ClaimCard, ...]
    judged: Judged | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the methodology: paragraphs, then terms with their definitions."""

    name: str
    title: Label
    paragraphs: tuple[Label, ...]
    terms: tuple[tuple[Label, Label], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not any(one.en.strip() for one in self.paragraphs) and not self.terms


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """The signed head of the log that a dossier rests on."""

    origin: str
    size: int
    root: str
    note: str
    verifier_key: str
    key_id: str
    key_sha256: str
    outside: tuple[Label, ...] = ()  # what authorities and witnesses have said of the log; none if nobody has

    def limits(self, language: str, alone: str, narrowed: str) -> list[str]:
        """Return what is said of a rewrite: `alone`, or what others said of the log and then `narrowed`."""
        return [*(one.text(language) for one in self.outside), narrowed] if self.outside else [alone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One edition of a dossier: everything that its pages show."""

    archive: str
    title: str
    edition: str
    published_on: dt.date
    head: LogHead
    statements: tuple[StatementPage, ...]
    trails: tuple[Trail, ...]
    sources: Mapping[str, SourceCard]
    moments: tuple[Moment, ...]
    disagreements: tuple[Disagreement, ...]
    methodology: tuple[Section, ...]
    vocabulary: Vocabulary

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the statements, each once, in their order."""
        return tuple(dict.fromkeys(page.language for page in self.statements))

    def title_in(self, language: str) -> str:
        """Return what the dossier is called in a language: by a statement of that language, else as the archive is."""
        named = (page.dossier for page in self.statements if page.language == language and page.dossier)
        return next(named, self.title)

    @property
    def cards(self) -> tuple[ClaimCard, ...]:
        """Every claim shown, each once, in the order of the log."""
        shown = {card.id: card for trail in self.trails for card in (*trail.cards, *trail.refuted)}
        shown |= {moment.card.id: moment.card for moment in self.moments}
        return tuple(sorted(shown.values(), key=lambda card: (card.seq, card.id)))

    @property
    def items(self) -> tuple[ItemCard, ...]:
        """Every item shown, each once, in the order they were sealed."""
        cited = [*(card.item for card in self.cards), *(source.item for source in self.sources.values())]
        found = {item.id: item for item in cited if item is not None}
        return tuple(sorted(found.values(), key=lambda one: one.seq))
