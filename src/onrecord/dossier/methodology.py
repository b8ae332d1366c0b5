"""Owns the published methodology: the eight sections that Every Casualty's standards ask for (METHOD 1.4, S14).

It is generated from what is on record, from the vocabulary and from the rules of the check, so that it cannot say what
the program does not do. A release with an empty section is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from onrecord.dossier.diagnostics import CODES, Severity
from onrecord.dossier.errors import MethodologyEmpty
from onrecord.dossier.model import Dossier, Section
from onrecord.dossier.phrases import Phrases, texts
from onrecord.kernel import INTERFACE_LANGUAGES, Label, PartialDate, Property, Qualifier, Vocabulary
from onrecord.ledger import Book, ClaimStatus, Confirmation, facts_of
from onrecord.vault import Item

Write = Callable[[Phrases], str]


def sections_of(dossier: Dossier, book: Book, items: Mapping[str, Item]) -> tuple[Section, ...]:
    """Return the eight sections.

    Raises:
        MethodologyEmpty: one of them would be empty.
    """
    sections = (
        _sources(dossier),
        _collection(dossier, items),
        _evaluation(dossier),
        _corroboration(dossier),
        _quality(dossier),
        _categories(dossier),
        _inclusion(dossier),
        _upkeep(dossier, book),
    )
    for section in sections:
        if section.is_empty:
            raise MethodologyEmpty(section=section.title.en)
    return sections


def _sources(dossier: Dossier) -> Section:
    sources = dossier.sources.values()
    if not sources:
        return _section("sources")
    kinds = Counter(source.kind or "unknown" for source in sources)
    languages = Counter(source.language for source in sources if source.language)
    return _section(
        "sources",
        lambda say: say.text(
            "method.sources_counted",
            sources=say.count("sources", len(sources)),
            kinds=_listed(say, kinds, "source_kind"),
            languages=", ".join(f"{say.language_of(tag)} ({n})" for tag, n in _by_count(languages)),
        ),
        lambda say: say.text("method.sources_digests"),
    )


def _collection(dossier: Dossier, items: Mapping[str, Item]) -> Section:
    shown = {card.item.id for card in dossier.cards if card.item is not None}
    if not shown:
        return _section("collection")
    days = sorted(items[one].sealed_at[:10] for one in shown)
    sealed = PartialDate.parse(f"{days[0]}/{days[-1]}")
    return _section(
        "collection",
        lambda say: say.text("method.collection_sealed", items=say.count("items", len(shown)), dates=say.date(sealed)),
        lambda say: say.text("method.collection_custody"),
    )


def _evaluation(dossier: Dossier) -> Section:
    kinds = Counter(card.speaker_kind for card in dossier.cards)
    if not kinds:
        return _section("evaluation")
    levels = Counter(card.level for card in dossier.cards)
    return _section(
        "evaluation",
        lambda say: say.text(
            "method.evaluation_speakers",
            claims=say.count("claims", sum(kinds.values())),
            kinds=_listed(say, kinds, "speaker"),
        ),
        lambda say: say.text("method.evaluation_levels", levels=_listed(say, levels, "level")),
        lambda say: say.text("method.evaluation_numbers"),
        terms=[
            (_label(f"method.qualifier_{one.value}_name"), _label(f"method.qualifier_{one.value}")) for one in Qualifier
        ],
    )


def _corroboration(dossier: Dossier) -> Section:
    levels = Counter(trail.confirmation for trail in dossier.trails if trail.is_quantity)
    return _section(
        "corroboration",
        lambda say: say.text("method.corroboration_origins"),
        lambda say: say.text("method.corroboration_range"),
        terms=[
            (
                _label(f"confirmation.level_{level.value}"),
                _counted(levels[level]),
            )
            for level in Confirmation
        ],
    )


def _quality(dossier: Dossier) -> Section:
    errors = [code for code in CODES.values() if code.severity is Severity.ERROR]
    bound = sum(len(page.notes) for page in dossier.statements)
    return _section(
        "quality",
        lambda say: say.text("method.quality_quotes"),
        lambda say: say.text("method.quality_check", bound=bound, rules=len(errors)),
        terms=[(Label.alike(code.name), _label(f"rule.{code.name}")) for code in errors],
    )


def _categories(dossier: Dossier) -> Section:
    names = sorted({card.property for card in dossier.cards})
    declared = [found for name in names if (found := dossier.vocabulary.property(name)) is not None]
    terms = [(_capital(one.label), _defined(one, dossier.vocabulary)) for one in declared]
    if not terms:
        return _section("categories")
    return _section("categories", lambda say: say.text("method.categories_declared"), terms=terms)


def _defined(declared: Property, vocabulary: Vocabulary) -> Label:
    """Return a definition with what claims are held to: units, order, parts, codes."""
    texts = {}
    for language, definition in declared.definition.to_record().items():
        facts = [": ".join(filter(None, fact)) for fact in facts_of(declared, vocabulary, language)]
        texts[language] = f"{definition} {_capital_text('; '.join(facts))}." if facts else definition
    return Label(**texts)


def _inclusion(dossier: Dossier) -> Section:
    return _section(
        "inclusion",
        lambda say: say.text(f"method.inclusion_{dossier.edition}"),
        lambda say: say.text("method.inclusion_rules"),
        lambda say: say.text("method.inclusion_estimate"),
    )


def _upkeep(dossier: Dossier, book: Book) -> Section:
    gone = len(book.claims_of(status=ClaimStatus.WITHDRAWN))
    disputed = len(book.claims_of(status=ClaimStatus.DISPUTED))
    return _section(
        "upkeep",
        lambda say: say.text(
            "method.upkeep_log",
            entries=say.count("entries", dossier.head.size),
            date=say.date(dossier.published_on),
            withdrawn=say.count("claims", gone),
            disputed=say.count("claims", disputed),
        ),
        lambda say: say.text("method.upkeep_changes"),
    )


def _section(name: str, *paragraphs: Write, terms: Iterable[tuple[Label, Label]] = ()) -> Section:
    return Section(
        name=name,
        title=_label(f"method.{name}"),
        paragraphs=tuple(_written(one) for one in paragraphs),
        terms=tuple(terms),
    )


def _written(write: Write) -> Label:
    """Return a text in all three languages."""
    return Label(**{language: write(_SAYING[language]) for language in INTERFACE_LANGUAGES})


def _counted(figures: int) -> Label:
    return _written(lambda say: say.text("method.corroboration_count", figures=figures))


def _label(name: str) -> Label:
    return texts()[name]


def _capital(label: Label) -> Label:
    return Label(**{language: _capital_text(text) for language, text in label.to_record().items()})


def _capital_text(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(say: Phrases, counted: Counter[str], group: str) -> str:
    return ", ".join(f"{say.named(group, name)} ({number})" for name, number in _by_count(counted))


def _by_count(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def _saying() -> dict[str, Phrases]:
    return {language: Phrases(language=language, vocabulary=Vocabulary()) for language in INTERFACE_LANGUAGES}


_SAYING: Final = _saying()
