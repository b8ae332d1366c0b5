"""Owns what may be claimed: a row becomes a claim, or every reason why it does not. Pure; knows no archive."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final, TypedDict, TypeVar

from onrecord.kernel import (
    LARGEST_INTEGER,
    ClaimId,
    ItemId,
    Label,
    Level,
    PartialDate,
    Problem,
    Property,
    Qualifier,
    Quantity,
    SourceId,
    SpeakerKind,
    Value,
    ValueType,
    Visibility,
    Vocabulary,
    is_currency,
    near_text,
    nearest,
)
from onrecord.ledger.errors import BELOW_ZERO, BOUNDS, NO_NUMBER, NOT_WHOLE, REASONS, TOO_LONG, filled
from onrecord.ledger.model import Claim, ClaimStatus
from onrecord.ledger.wordings import not_as_worded
from onrecord.reading import Quote

_SHOWN: Final = 40  # declared values that a refusal lists
ID: Final = re.compile(r"[^\W_][\w.\-]{0,79}")
_NUMBER: Final = re.compile(r"\s*[-+]?\d+(?:\.\d+)?\s*")  # 20_25 is a range to a person; 2.4E+04 has lost its digits
_DIGITS: Final = 28  # that arithmetic with decimals keeps (`decimal`, default context); a longer one would be rounded
COMMON: Final = frozenset(
    {
        "id",
        "subject",
        "property",
        "low",
        "high",
        "qualifier",
        "wording",
        "unit",
        "value",
        "as_of",
        "as_of_wording",
        "said_on",
        "said_on_wording",
        "speaker",
        "speaker_kind",
        "source",
        "item",
        "quote",
        "made_by",  # as `onrecord claims` writes it; the layer itself knows, and a row's word for it is not taken
        "level",
        "visibility",
        "basis",
        "note",
        "status",
        "status_why",
        "status_basis",
        "superseded_by",
    }
)
_SOURCE_TEXTS: Final = ("publisher", "title", "address", "language", "source_kind", "connection")
_SOURCE_FIELDS: Final = frozenset(
    {
        "source",
        "published_on",
        "published_on_wording",
        "derived_from",
        "how",
        "item",
        "visibility",
        "remark",
        *_SOURCE_TEXTS,
    }
)
_LISTS: Final = frozenset({"basis", "derived_from", "status_basis", "superseded_by", "how"})
_UNKNOWN_WAY: Final = "unknown"
_DATES_KEPT: Final = 4_096  # of a million claims most are of a few thousand days
# To look a member up in its class costs as much as reading a field: a row would look up a dozen.
_UNKNOWN, _OURSELVES = SpeakerKind.UNKNOWN, SpeakerKind.OURSELVES
_IN_THE_TEXT, _TEAM, _STANDS = Level.IN_THE_TEXT, Visibility.TEAM, ClaimStatus.STANDS
_EXACT, _ONE_NUMBER = Qualifier.EXACT, (Qualifier.EXACT, Qualifier.ABOUT)
_MONEY, _NUMBERS = ValueType.MONEY, (ValueType.QUANTITY, ValueType.MONEY)
_W = TypeVar("_W", SpeakerKind, Level, Visibility, Qualifier, ClaimStatus)


class RowRefused(Exception):
    """A row with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class Said(TypedDict):
    """What a row says that is the claim's as it stands; what has to be looked up is not among it."""

    subject_kind: str
    subject_id: str
    property: str
    value: Value
    unit: str | None
    about: tuple[tuple[str, str], ...]
    as_of: PartialDate | None
    said_on: PartialDate | None
    speaker: str
    speaker_kind: SpeakerKind
    source: SourceId | None
    level: Level
    basis: tuple[ClaimId, ...]
    note: str | None
    status: ClaimStatus
    status_why: str | None
    status_basis: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A row that is right in itself: what it says, and what has to be looked up before it can stand."""

    id: ClaimId  # empty where the row names none
    visibility: Visibility
    said: Said
    quote: str | None
    item: str | None

    def claim(
        self,
        *,
        id: ClaimId | None = None,  # noqa: A002 - as the claim's own field
        visibility: Visibility | None = None,
        item: ItemId | None = None,
        quote: Quote | None = None,
    ) -> Claim:
        """Return the claim, with what was looked up: made once, since of a file of rows each is made."""
        return Claim(id=id or self.id, visibility=visibility or self.visibility, item=item, quote=quote, **self.said)


class Checked:
    """Collects problems while a row is read, so that a person hears of all of them at once."""

    def __init__(self, row: int) -> None:
        self._row = row
        self.problems: list[Problem] = []

    def refuse(self, code: str, **facts: object) -> None:
        """Note one problem."""
        self.problems.append(Problem(code=code, row=self._row, says=REASONS[code], facts=facts))

    def done(self) -> None:
        """Return when nothing is wrong.

        Raises:
            RowRefused: something is.
        """
        if self.problems:
            raise RowRefused(self.problems)


def is_source_row(fields: Mapping[str, Any]) -> bool:
    """Say whether a row describes a source rather than a claim."""
    return "source" in fields and "property" not in fields


def ids_named(fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of claims that a row may turn out to name: its own, and those it rests on."""
    if is_source_row(fields):
        names = (*_SOURCE_TEXTS, "remark", "published_on", "item")
        yield from (_id_about_source(str(fields["source"]), name) for name in names if name in fields)
        for origin in _texts(fields.get("derived_from")):
            yield _id_about_source(str(fields["source"]), "derived_from", origin)
            for how in _texts(fields.get("how")):
                yield _id_about_source(str(fields["source"]), "derived_from", origin, how)
        return
    if fields.get("id"):
        yield str(fields["id"])
    for name in ("basis", "status_basis"):
        yield from _texts(fields.get(name))


def claim_from_row(fields: Mapping[str, Any], *, row: int, vocabulary: Vocabulary, today: dt.date) -> Stated:
    """Return the claim a row states; its quote and references are still to be looked up.

    Raises:
        RowRefused: with every problem of the row.
    """
    checked = Checked(row)
    _plain(fields, checked)
    declared = _property(fields, vocabulary, checked)
    kind, subject = _subject(fields, declared, vocabulary, checked)
    value, unit = _value(fields, declared, vocabulary, checked)
    about = _about(fields, declared, vocabulary, checked)
    speaker_kind = _word(fields, "speaker_kind", SpeakerKind, _UNKNOWN, checked)
    claim_id = _id(fields, "id", checked)
    as_of = _date(fields, "as_of", checked, today=today)
    if declared is not None and declared.is_dated and as_of is None:
        checked.refuse("ledger.day-missing", property=declared.name)
    said_on = _date(fields, "said_on", checked, today=today)
    level = _word(fields, "level", Level, _IN_THE_TEXT, checked)
    few = declared is not None and declared.is_restricted
    visibility = _word(fields, "visibility", Visibility, Visibility.RESTRICTED if few else _TEAM, checked)
    status = _word(fields, "status", ClaimStatus, _STANDS, checked)
    _support(fields, speaker_kind, checked)
    _finding(fields, declared, speaker_kind, checked)
    _search(fields, declared, checked)
    checked.done()
    assert declared is not None  # noqa: S101 - otherwise a problem was noted
    assert value is not None  # noqa: S101 - likewise
    said = Said(
        subject_kind=kind,
        subject_id=subject,
        property=declared.name,
        value=value,
        unit=unit,
        about=about,
        as_of=as_of,
        said_on=said_on,
        speaker=str(fields["speaker"]).strip(),
        speaker_kind=speaker_kind,
        source=SourceId(str(fields["source"])) if "source" in fields else None,
        level=level,
        basis=tuple(ClaimId(one) for one in _texts(fields.get("basis"))),
        note=str(fields["note"]) if "note" in fields else None,
        status=status,
        status_why=_text_or_none(fields, "status_why") if status is not _STANDS else None,
        status_basis=tuple(ClaimId(one) for one in _texts(fields.get(_basis_field(status)))),
    )
    return Stated(
        id=ClaimId(claim_id),
        visibility=visibility,
        said=said,
        quote=quoted_words(fields),
        item=_text_or_none(fields, "item"),
    )


def quoted_words(fields: Mapping[str, Any]) -> str | None:
    """Return the words that a row quotes, None where it quotes nothing."""
    return _text_or_none(fields, "quote")


def _basis_field(status: ClaimStatus) -> str:
    return "superseded_by" if status is ClaimStatus.SUPERSEDED else "status_basis"


def source_claims(
    fields: Mapping[str, Any], *, row: int, vocabulary: Vocabulary, today: dt.date
) -> tuple[SourceId, tuple[Claim, ...], str | None]:
    """Return what a source row claims about its source, and the item it names.

    Raises:
        RowRefused: with every problem of the row.
    """
    checked = Checked(row)
    _plain(fields, checked)
    source = _id(fields, "source", checked)
    for field in sorted(set(fields) - _SOURCE_FIELDS):
        allowed = ", ".join(sorted(_SOURCE_FIELDS))
        checked.refuse("ledger.unknown-field", field=field, property="source", allowed=allowed)
    published = _date(fields, "published_on", checked, today=today)
    visibility = _word(fields, "visibility", Visibility, Visibility.TEAM, checked)
    derived = tuple(_texts(fields.get("derived_from")))
    if source in derived:
        checked.refuse("ledger.source-in-a-circle", source=source)
    ways = _ways(fields, derived, vocabulary, checked)
    if fields.get("connection") and vocabulary.term("connection", str(fields["connection"])) is None:
        _unknown_value("connection", str(fields["connection"]), vocabulary, checked)
    checked.done()
    values: list[tuple[str, Value]] = [
        (name, str(fields[name])) for name in (*_SOURCE_TEXTS, "remark") if fields.get(name)
    ]
    values += [("published_on", published)] if published else []
    claims = [_about_source(SourceId(source), name, value, visibility) for name, value in values]
    claims += [
        _about_source(SourceId(source), "derived_from", origin, visibility, how=how)
        for origin, how in zip(derived, ways, strict=True)
    ]
    return SourceId(source), tuple(claims), _text_or_none(fields, "item")


def _ways(
    fields: Mapping[str, Any], derived: Sequence[str], vocabulary: Vocabulary, checked: Checked
) -> tuple[str | None, ...]:
    """Return how a source derives from each of those that it names: one way for all, or as many as there are."""
    said = _texts(fields.get("how"))
    if len(said) not in (0, 1, len(derived)) or (said and not derived):
        checked.refuse("ledger.ways-do-not-match", ways=len(said), sources=len(derived))
        return tuple(None for _ in derived)
    for way in said:
        if way != _UNKNOWN_WAY and vocabulary.term("how", way) is None:
            _unknown_value("how", way, vocabulary, checked)
    ways = [None if way == _UNKNOWN_WAY else way for way in said] or [None]
    return tuple(ways if len(ways) == len(derived) else ways * len(derived))


def _about_source(
    source: SourceId, name: str, value: Value, visibility: Visibility, *, how: str | None = None
) -> Claim:
    """Return one claim about a source. Its id follows from what it says, so that saying it twice is saying it once."""
    return Claim(
        id=ClaimId(_id_about_source(source, name, value, how)),
        subject_kind="source",
        subject_id=source,
        property=name,
        value=value,
        about=(("how", how),) if how else (),
        speaker="ourselves",
        speaker_kind=SpeakerKind.OURSELVES,
        level=Level.INTERPRETATION,
        visibility=visibility,
    )


def _id_about_source(source: str, name: str, value: Value = "", how: str | None = None) -> str:
    return ".".join(
        ["source", source, name, *([str(value)] if name == "derived_from" else []), *([how] if how else [])]
    )


def item_claim(source: SourceId, item: str, visibility: Visibility) -> Claim:
    """Return the claim that a source lies before us as this item."""
    return _about_source(source, "item", item, visibility)


def _plain(fields: Mapping[str, Any], checked: Checked) -> None:
    """Note each field that holds several things where one is meant: written out, they would be one strange name.

    Raises:
        RowRefused: there is one; what the row says else cannot be told.
    """
    for name, value in fields.items():
        if type(value) is str or type(value) is int:
            continue
        may_be_several = name in _LISTS and isinstance(value, list | tuple)
        if may_be_several and all(type(one) is str for one in value):
            continue
        if not isinstance(value, str | int | None) or (isinstance(value, bool) and name != "value"):
            checked.refuse("ledger.field-not-plain", field=name)
    checked.done()


def _property(fields: Mapping[str, Any], vocabulary: Vocabulary, checked: Checked) -> Property | None:
    if "property" not in fields:
        checked.refuse("ledger.field-missing", field="property")
        return None
    name = str(fields["property"])
    declared = vocabulary.property(name)
    if declared is None:
        near = ", ".join(nearest(name, vocabulary.properties)) or "—"
        checked.refuse("ledger.unknown-property", property=name, near=near)
    return declared


def _subject(
    fields: Mapping[str, Any], declared: Property | None, vocabulary: Vocabulary, checked: Checked
) -> tuple[str, str]:
    if "subject" not in fields:
        checked.refuse("ledger.field-missing", field="subject")
        return "", ""
    text = str(fields["subject"])
    kind, colon, subject = text.partition(":")
    if colon and vocabulary.subjects and kind not in vocabulary.subjects:
        near = near_text(nearest(kind, vocabulary.subjects))
        known = ", ".join(sorted(vocabulary.subjects))
        checked.refuse("ledger.unknown-subject-kind", kind=kind, near=near, known=known)
        return kind, subject
    wrong_kind = declared is not None and kind not in declared.subjects
    if not colon or not ID.fullmatch(subject) or wrong_kind:
        expected = ", ".join(declared.subjects) if declared else "kind"
        name = declared.name if declared else str(fields.get("property", ""))
        checked.refuse("ledger.wrong-subject", property=name, expected=expected, subject=text)
    return kind, subject


def _value(
    fields: Mapping[str, Any], declared: Property | None, vocabulary: Vocabulary, checked: Checked
) -> tuple[Value | None, str | None]:
    if declared is None:
        return None, None
    if declared.value_type in _NUMBERS:
        quantity, name = _quantity(fields, checked), _unit(fields, declared, vocabulary, checked)
        _whole(quantity, name, vocabulary, checked)
        return quantity, name
    if declared.value_type is ValueType.DATE:
        return _date_value(fields, checked), None
    if declared.value_type is ValueType.YES_NO:
        return _yes_no(fields, checked), None
    text = _text_or_none(fields, "value")
    if text is None:
        checked.refuse("ledger.field-missing", field="value")
    elif declared.values is not None and vocabulary.term(declared.values, text) is None:
        _unknown_value(declared.values, text, vocabulary, checked)
    return text, None


def _unknown_value(dimension: str, value: str, vocabulary: Vocabulary, checked: Checked) -> None:
    near = near_text(vocabulary.near(dimension, value))
    known = sorted(term.name for term in vocabulary.terms_of(dimension))
    shown = ", ".join(known if len(known) <= _SHOWN else [*known[:_SHOWN], "…"])
    checked.refuse("ledger.unknown-value", dimension=dimension, value=value, near=near, known=shown)


def _quantity(fields: Mapping[str, Any], checked: Checked) -> Quantity | None:
    qualifier = _word(fields, "qualifier", Qualifier, _EXACT, checked)
    if "low" not in fields and "high" not in fields:
        checked.refuse("ledger.field-missing", field="low")
        return None
    try:
        low, high = _decimal(fields.get("low")), _decimal(fields.get("high"))
    except _NoNumber as err:
        checked.refuse("ledger.bad-number", problem=err.says)
        return None
    if high is None and qualifier in _ONE_NUMBER:
        high = low
    wording = str(fields.get("wording") or fields.get("low") or fields.get("high"))
    try:
        said = Quantity(low=low, high=high, qualifier=qualifier, wording=wording)
    except ValueError:  # what is said, and in which order, is all that can be wrong with bounds that are numbers
        shown = {"low": fields.get("low", "…"), "high": fields.get("high", "…"), "qualifier": qualifier.value}
        checked.refuse("ledger.bad-number", problem=filled(BOUNDS, **shown))
        return None
    if (problem := not_as_worded(said)) is not None:
        checked.refuse("ledger.bad-number", problem=problem)
        return None
    return said


class _NoNumber(Exception):
    """A bound that is none, and why."""

    def __init__(self, why: Label, value: object) -> None:
        super().__init__()
        self.says = filled(why, value=str(value)[:_SHOWN])


def _decimal(value: object) -> Decimal | None:
    """Return a bound. What a record cannot hold to the last digit is no bound: it would come back as another number."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise _NoNumber(NO_NUMBER, value)
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise _NoNumber(NO_NUMBER, value)
    number = Decimal(value)
    if number < 0:
        raise _NoNumber(BELOW_ZERO, value)
    _, digits, exponent = number.as_tuple()
    if number > LARGEST_INTEGER or max(-int(exponent), len(digits)) > _DIGITS:
        raise _NoNumber(TOO_LONG, value)
    return number


def _unit(fields: Mapping[str, Any], declared: Property, vocabulary: Vocabulary, checked: Checked) -> str | None:
    unit = _text_or_none(fields, "unit")
    if declared.value_type is _MONEY:
        if unit is None or not is_currency(unit):
            checked.refuse("ledger.wrong-unit", property=declared.name, expected="KZT, USD, EUR …", unit=unit)
        return unit
    if unit is not None and unit not in declared.units:
        expected = ", ".join(declared.units)
        if vocabulary.units and unit not in vocabulary.units:
            near = near_text(nearest(unit, vocabulary.units))
            checked.refuse("ledger.unknown-unit", property=declared.name, expected=expected, unit=unit, near=near)
        else:
            checked.refuse("ledger.wrong-unit", property=declared.name, expected=expected, unit=unit)
    return unit or declared.unit


def _whole(quantity: Quantity | None, name: str | None, vocabulary: Vocabulary, checked: Checked) -> None:
    """Refuse a part of what has none: nobody counts two and a half persons."""
    unit = vocabulary.units.get(name or "")
    if quantity is None or unit is None or not unit.is_whole:
        return
    said = (bound for bound in (quantity.low, quantity.high) if bound is not None and bound % 1)
    for bound in dict.fromkeys(said):
        checked.refuse("ledger.bad-number", problem=filled(NOT_WHOLE, value=bound, unit=unit.label))


def _date_value(fields: Mapping[str, Any], checked: Checked) -> PartialDate | None:
    text = _text_or_none(fields, "value")
    if text is None:
        checked.refuse("ledger.field-missing", field="value")
        return None
    try:
        return day_of(text, _text_or_none(fields, "wording"))
    except ValueError:
        checked.refuse("ledger.bad-date", field="value", value=text)
        return None


def _yes_no(fields: Mapping[str, Any], checked: Checked) -> bool | None:
    value = fields.get("value")
    known = {"yes": True, "no": False, "true": True, "false": False}
    found = value if isinstance(value, bool) else known.get(str(value).lower())
    if found is None:
        checked.refuse("ledger.bad-word", field="value", value=value, allowed="yes, no")
    return found


def _about(
    fields: Mapping[str, Any], declared: Property | None, vocabulary: Vocabulary, checked: Checked
) -> tuple[tuple[str, str], ...]:
    if declared is None:
        return ()
    about: list[tuple[str, str]] = []
    for name in sorted(fields.keys() - COMMON):
        value = str(fields[name]).strip()
        if name not in declared.dimensions:
            allowed = ", ".join(declared.dimensions) or "—"
            checked.refuse("ledger.unknown-field", field=name, property=declared.name, allowed=allowed)
        elif vocabulary.is_closed(name) and vocabulary.term(name, value) is None:
            _unknown_value(name, value, vocabulary, checked)
        else:
            about.append((name, value))
    for name in declared.needs:
        if name not in fields:
            checked.refuse("ledger.dimension-missing", property=declared.name, dimension=name)
    return tuple(about)


def _support(fields: Mapping[str, Any], speaker_kind: SpeakerKind, checked: Checked) -> None:
    """Note what a claim lacks to stand on: a speaker, a source and its words, or a basis where we speak."""
    if not str(fields.get("speaker", "")).strip():
        checked.refuse("ledger.field-missing", field="speaker")
    if speaker_kind is _OURSELVES:
        if not _texts(fields.get("basis")):
            checked.refuse("ledger.basis-missing")
        return
    if "source" not in fields:
        checked.refuse("ledger.field-missing", field="source")
    elif not fields.get("quote"):
        checked.refuse("ledger.quote-missing")


def _finding(fields: Mapping[str, Any], declared: Property | None, speaker_kind: SpeakerKind, checked: Checked) -> None:
    """Note what a finding lacks: it is ours, and says why, so that others can weigh it."""
    if declared is None or not declared.is_finding:
        return
    if speaker_kind is not SpeakerKind.OURSELVES:
        checked.refuse("ledger.only-a-finding", property=declared.name)
    if not _is_said(fields, "note"):
        checked.refuse("ledger.finding-without-reason", property=declared.name)


def _search(fields: Mapping[str, Any], declared: Property | None, checked: Checked) -> None:
    """Note what a claim that nothing was found lacks: the search, and the day of it (METHOD R0.3, 5.3)."""
    value = str(fields.get("value", ""))
    if declared is None or value not in declared.searched:
        return
    if not _is_said(fields, "note"):
        checked.refuse("ledger.search-missing", property=declared.name, value=value)
    if not _is_said(fields, "as_of"):
        checked.refuse("ledger.day-missing", property=declared.name)


def _is_said(fields: Mapping[str, Any], name: str) -> bool:
    return bool(str(fields.get(name, "")).strip())


def _date(fields: Mapping[str, Any], name: str, checked: Checked, *, today: dt.date) -> PartialDate | None:
    text = _text_or_none(fields, name)
    if text is None:
        return None
    try:
        date = day_of(text, _text_or_none(fields, f"{name}_wording"))
    except ValueError:
        checked.refuse("ledger.bad-date", field=name, value=text)
        return None
    if date.earliest > today:
        checked.refuse("ledger.in-the-future", field=name, value=text)
    return date


def _word(fields: Mapping[str, Any], name: str, kind: type[_W], default: _W, checked: Checked) -> _W:
    text = _text_or_none(fields, name)
    if text is None:
        return default
    found: _W | None = _words_of(kind).get(text)
    if found is None:
        checked.refuse("ledger.bad-word", field=name, value=text, allowed=", ".join(kind))
        return default
    return found


@cache
def _words_of(kind: type[_W]) -> Mapping[str, _W]:
    return {one.value: one for one in kind}


@lru_cache(_DATES_KEPT)
def day_of(text: str, wording: str | None) -> PartialDate:
    """Return the day that a row gives, in the words it gives it.

    Raises:
        ValueError: the text is no day.
    """
    return PartialDate.parse(text, wording=wording)


def _id(fields: Mapping[str, Any], name: str, checked: Checked) -> str:
    text = _text_or_none(fields, name) or ""
    if text and not ID.fullmatch(text):
        checked.refuse("ledger.bad-id", value=text)
    elif not text and name != "id":
        checked.refuse("ledger.field-missing", field=name)
    return text


def _text_or_none(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    text = str(value)
    return None if not text or text.isspace() else text


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [part.strip() for part in str(value).split(";") if part.strip()]
