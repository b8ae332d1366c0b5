"""Owns the comparison of two groups: exact tests, effects with intervals, and a plain word on what they cannot say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.justice.counts import Count, NotJoined, not_joined, share
from onrecord.justice.exact import Table, difference, fisher, mid_p, odds_interval, odds_ratio
from onrecord.justice.naming import group_called
from onrecord.justice.persons import Person, Standing, standings
from onrecord.justice.stages import SentenceKind, Stage
from onrecord.kernel import Label, Vocabulary

FEW: Final = 5  # in a cell, as W. G. Cochran (1954) advises
_FEW_PERSONS: Final = 20
_TELLING_APART: Final = ("group", "trial")
WARNINGS: Final[Mapping[str, Label]] = {
    "small": Label(
        en="Few persons: one more or less would change the result. No difference found is not “no difference”.",
        ru="Мало людей: один человек меняет результат. «Различие не найдено» не значит «различия нет».",
        kk="Адам аз: бір адам нәтижені өзгертеді. «Айырма табылмады» — «айырма жоқ» деген емес.",
    ),
    "charges_differ": Label(
        en="The groups were not charged under the same articles ({one} / {other}): "
        "different charges carry different sentences.",
        ru="Группы обвинялись не по одним и тем же статьям ({one} / {other}): за разное наказывают по-разному.",
        kk="Топтарға әртүрлі баптар бойынша айып тағылған ({one} / {other}): әр айыптың жазасы әрқалай.",
    ),
    "charges_unknown": Label(
        en="Under which articles they were charged is not on record for all: the charges may explain the difference.",
        ru="Не у всех записано, по каким статьям их обвиняли: различие может объясняться обвинениями.",
        kk="Қай баптар бойынша айып тағылғаны бәрінде жазылмаған: айырманы айыптар түсіндіруі мүмкін.",
    ),
    "approximate": Label(
        en="One of the numbers is a round one (“about”): the test takes it as exact.",
        ru="Одно из чисел округлено («около»): критерий считает его точным.",
        kk="Сандардың бірі дөңгелектелген («шамамен»): сынақ оны дәл деп алады.",
    ),
}
ALWAYS: Final = Label(
    en="A test compares what is on record. It says nothing of why, and nothing of whom no record names.",
    ru="Критерий сравнивает то, что есть в записях. Он не говорит почему и не говорит о тех, кого в записях нет.",
    kk="Сынақ жазбадағыны салыстырады. Неге екенін де, жазбада жоқтар туралы да айтпайды.",
)

_ALL_OTHERS: Final = Label(en="all others", ru="все остальные", kk="қалғандардың бәрі")
_OTHERS: Final = "others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two shares of one kind, of two groups, and what has to be said with them."""

    what: str
    one: str
    other: str
    table: Table
    warnings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    claims: tuple[str, ...]

    def warnings_told(self, language: str) -> list[str]:
        """Return the warnings as sentences, the one that always holds last."""
        return [*(WARNINGS[code].fill(language, **dict(facts)) for code, facts in self.warnings), ALWAYS.text(language)]

    def sides_told(self, language: str, vocabulary: Vocabulary | None = None) -> tuple[str, str]:
        """Return what the two are called: groups by the archive's vocabulary, else by ours, else as written."""
        one, other = (group_called(side, language, vocabulary) for side in (self.one, self.other))
        return one, _ALL_OTHERS.text(language) if other == _OTHERS else other  # no group that somebody declared

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        apart, low, high = difference(self.table)
        ratio, (least, most) = odds_ratio(self.table), odds_interval(self.table)
        p = fisher(self.table)
        return {
            "what": self.what,
            "groups": [
                {"group": self.one, "n": self.table.one, "of": self.table.of_one},
                {"group": self.other, "n": self.table.other, "of": self.table.of_other},
            ],
            "fisher_p": float(p),
            "fisher_p_exact": f"{p.numerator}/{p.denominator}",
            "mid_p": float(mid_p(self.table)),
            "difference": {"value": float(apart), "low": low, "high": high, "method": "Newcombe 1998, method 10, 95 %"},
            "odds_ratio": {
                "value": None if ratio is None else float(ratio),
                "low": least,
                "high": most,
                "method": "exact conditional, 95 %",
            },
            "warnings": [
                {"code": code, "says": WARNINGS[code].fill(language, **dict(facts))} for code, facts in self.warnings
            ],
            "caution": ALWAYS.text(language),
            "claims": list(self.claims),
        }


_Part = Callable[[Standing], bool]


def _reached(stage: Stage) -> _Part:
    return lambda one: stage in one.reached


def _sentenced(kind: SentenceKind) -> _Part:
    def is_so(one: Standing) -> bool:
        told = one.own.get(Stage.CONVICTED, ())
        return any(s.kind is kind for event in told for s in (*event.sentences, event.sentence) if s is not None)

    return is_so


def _decided(one: Standing) -> bool:
    return Stage.CONVICTED in one.reached or Stage.ACQUITTED in one.reached


def _is_sentence_known(one: Standing) -> bool:
    return any(e.sentences or e.sentence for e in one.own.get(Stage.CONVICTED, ()))


# What is compared: how many of whom. Of those convicted, only who has a sentence on record can be told apart by it.
_COMPARED: Final[tuple[tuple[str, _Part, _Part], ...]] = (
    ("charged", _reached(Stage.CHARGED), lambda one: bool(one.events)),
    ("convicted", _reached(Stage.CONVICTED), _decided),
    ("imprisoned", _sentenced(SentenceKind.PRISON), _is_sentence_known),
    ("altered", _reached(Stage.ALTERED), _reached(Stage.CONVICTED)),
)


def compare(persons: Sequence[Person], one: str, other: str, as_of: dt.date) -> tuple[Comparison, ...]:
    """Return each share of one group beside that of the other as of a day; none where a group has nobody in it."""
    return tuple(_comparisons(persons, one, other, as_of))


def _comparisons(persons: Sequence[Person], one: str, other: str, as_of: dt.date) -> Iterator[Comparison]:
    groups = [standings((p for p in persons if p.group == group), as_of) for group in (one, other)]
    for what, is_part, is_whole in _COMPARED:
        wholes = [[p for p in group if is_whole(p)] for group in groups]
        parts = [[p for p in whole if is_part(p)] for whole in wholes]
        if not all(wholes):
            continue
        table = Table(one=len(parts[0]), of_one=len(wholes[0]), other=len(parts[1]), of_other=len(wholes[1]))
        claims = [claim for whole in wholes for p in whole for event in p.events for claim in event.claims]
        yield Comparison(
            what=what,
            one=one,
            other=other,
            table=table,
            warnings=(*_small(table), *_charges(wholes[0], wholes[1])),
            claims=tuple(dict.fromkeys(claims)),
        )


def compare_counts(one: tuple[Count, Count], other: tuple[Count, Count]) -> Comparison | NotJoined:
    """Return two reported shares beside each other, or why not.

    Each has to be a share by itself. Where the second is of everybody and the first of a group among them, by one
    source, it is made the share of all others: a group is not compared with a whole that holds it.
    """
    minus = _held_in(one[0], other[0]) and _held_in(one[1], other[1])
    for refused in _unlike(one, other, is_held=minus):
        return refused
    n = other[0].value - one[0].value if minus else other[0].value
    of = other[1].value - one[1].value if minus else other[1].value
    if not 0 <= n <= of or of == 0:
        return not_joined(
            "justice.greater-than-the-whole",
            {"part": one[0].id, "whole": other[1].id, "value": str(n), "other": str(of)},
        )
    table = Table(one=one[0].value, of_one=one[1].value, other=n, of_other=of)
    is_about = any(count.is_about for count in (*one, *other))
    return Comparison(
        what=one[0].what,
        one=_named(one[1]),
        other=_OTHERS if minus else _named(other[1]),
        table=table,
        warnings=(*_small(table), ("charges_unknown", ()), *((("approximate", ()),) if is_about else ())),
        claims=tuple(dict.fromkeys(count.id for count in (*one, *other))),
    )


def _unlike(one: tuple[Count, Count], other: tuple[Count, Count], *, is_held: bool) -> Iterator[NotJoined]:
    """Yield what may stand between two shares, the first that does being the reason that is told."""
    for joined in (share(*one), share(*other)):
        if isinstance(joined, NotJoined):
            yield joined
    facts = {"part": one[1].id, "whole": other[1].id}
    if one[0].what != other[0].what or one[1].what != other[1].what:
        yield not_joined("justice.not-alike", {"part": one[0].id, "whole": other[0].id})
    if one[1].incident != other[1].incident:
        incidents = {"incident": one[1].incident or "—", "other": other[1].incident or "—"}
        yield not_joined("justice.incidents-differ", {**facts, **incidents})
    if not is_held and not _are_apart(one[1], other[1]):
        yield not_joined("justice.groups-overlap", facts)
    if not is_held and _else(one[1]) != _else(other[1]):  # FG-06
        yield not_joined("justice.places-differ", {**facts, "what": _else(one[1]), "other": _else(other[1])})


def _held_in(part: Count, whole: Count) -> bool:
    """Say whether one count is of a group among those of another, by the same source."""
    return part.source == whole.source and set(whole.about) < set(part.about)


def _are_apart(one: Count, other: Count) -> bool:
    """Say whether nobody can be counted in both: two groups, or two trials."""
    ours, theirs = dict(one.about), dict(other.about)
    return any(name in theirs and theirs[name] != value for name, value in ours.items() if name in _TELLING_APART)


def _else(count: Count) -> str:
    """Return of what a count is beside the group and the trial by which two are told apart: a place, a period."""
    return ", ".join(f"{name} {value}" for name, value in count.about if name not in _TELLING_APART) or "—"


def _named(count: Count) -> str:
    return dict(count.about).get("group") or ", ".join(value for _, value in count.about) or count.id


def _small(table: Table) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    cells = (table.one, table.of_one - table.one, table.other, table.of_other - table.other)
    if min(cells) < FEW or min(table.of_one, table.of_other) < _FEW_PERSONS:
        yield "small", ()


def _charges(one: Sequence[Standing], other: Sequence[Standing]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    articles = [[p.articles for p in whole] for whole in (one, other)]
    ours, theirs = (frozenset().union(*whole) for whole in articles)
    if ours != theirs:
        yield "charges_differ", (("one", ", ".join(sorted(ours)) or "—"), ("other", ", ".join(sorted(theirs)) or "—"))
    if not all(found for whole in articles for found in whole):
        yield "charges_unknown", ()
