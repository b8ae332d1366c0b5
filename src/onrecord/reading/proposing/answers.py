"""Owns the form of a language model's answer: its schema, and what is taken of an answer that may keep to none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from onrecord.kernel import PartialDate, Qualifier, Quantity, Value, ValueType

_ABOUT: Final = ("group", "place", "article")
_TEXTS: Final = ("quote", "words", "property")
_MAYBE: Final = ("date", "unit", *_ABOUT, "as_of", "as_of_words", "speaker")
_MOST_CLAIMS: Final = 500
_MOST_DIGITS: Final = 15  # of a number: 1E+999999999 is one in JSON, and nobody's count
_THOUGHTS: Final = re.compile(r"\A.*</think>", re.DOTALL)  # some servers leave a model's thinking in its answer
_FENCE: Final = re.compile(r"\A```\w*\s*(.*?)\s*```\Z", re.DOTALL)


def _either(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "maxItems": _MOST_CLAIMS,
            "items": {
                "type": "object",
                "properties": {
                    **{name: {"type": "string"} for name in _TEXTS},
                    "number": _either("number"),
                    "to": _either("number"),
                    "qualifier": {"enum": [*(one.value for one in Qualifier), None]},
                    **{name: _either("string") for name in _MAYBE},
                },
                "required": [*_TEXTS, "number", "to", "qualifier", *_MAYBE],
                "additionalProperties": False,
            },
        }
    },
    "required": ["claims"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One claim as a model gave it; nothing of it is held against the text yet."""

    property: str
    quote: str
    words: str
    number: Decimal | None  # as the words have it: "more than 20" is 20
    to: Decimal | None  # the second number of a range
    qualifier: str | None
    date: str | None
    unit: str | None
    about: tuple[tuple[str, str], ...]
    as_of: PartialDate | None
    speaker: str | None


def answered_from(answer: str) -> tuple[Answered, ...]:
    """Return the claims of an answer; one without property, quote or words is none.

    Raises:
        ValueError: the answer is no JSON, or holds no list of claims.
    """
    text = _THOUGHTS.sub("", answer).strip()
    fenced = _FENCE.match(text)
    try:
        read = json.loads(fenced.group(1) if fenced else text, parse_float=Decimal, parse_constant=_refuse)
    except RecursionError as err:  # brackets in brackets without end
        raise ValueError(str(err)) from err
    claims = read.get("claims") if isinstance(read, dict) else None
    if not isinstance(claims, list):
        msg = "no list of claims"
        raise ValueError(msg)
    found = (_answered(one) for one in claims[:_MOST_CLAIMS] if isinstance(one, dict))
    return tuple(one for one in found if one is not None)


def _refuse(constant: str) -> None:
    msg = f"no number: {constant}"
    raise ValueError(msg)


def _answered(given: Mapping[str, Any]) -> Answered | None:
    texts = {name: _text(given.get(name)) for name in (*_TEXTS, *_MAYBE, "qualifier")}
    name, quote, words = texts["property"], texts["quote"], texts["words"]
    if name is None or quote is None or words is None:
        return None
    return Answered(
        property=name,
        quote=quote,
        words=words,
        number=_number(given.get("number")),
        to=_number(given.get("to")),
        qualifier=texts["qualifier"],
        date=texts["date"],
        unit=texts["unit"],
        about=tuple((name, value) for name in _ABOUT if (value := texts[name]) is not None),
        as_of=_day(texts["as_of"], texts["as_of_words"]),
        speaker=texts["speaker"],
    )


def _text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    is_count = number.is_finite() and number >= 0 and len(number.as_tuple().digits) <= _MOST_DIGITS
    return number if is_count and abs(number.adjusted()) < _MOST_DIGITS else None


def _day(day: str | None, words: str | None) -> PartialDate | None:
    if day is None or words is None:
        return None
    try:
        return PartialDate.parse(day, wording=words)
    except ValueError:
        return None


def value_of(one: Answered, kind: ValueType, words: str) -> Value | None:
    """Return the value that a claim of this type has, worded as the text has it; None where the answer gives none."""
    match kind:
        case ValueType.QUANTITY | ValueType.MONEY:
            return _quantity(one, words)
        case ValueType.DATE:
            return _day(one.date, words)
        case ValueType.YES_NO:
            return True
        case ValueType.TEXT | ValueType.REFERENCE:
            return words


def _quantity(one: Answered, words: str) -> Quantity | None:
    """Return the number with the bounds that its hedge gives it (METHOD 6.1); what does not go together is none."""
    if one.number is None:
        return None
    second = one.to if one.to != one.number else None
    hedge = one.qualifier or (Qualifier.EXACT if second is None else Qualifier.RANGE)
    try:
        qualifier = Qualifier(hedge)
        return Quantity.of(one.number, qualifier, words, high=second if qualifier is Qualifier.RANGE else None)
    except ValueError:
        return None
