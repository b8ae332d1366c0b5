"""Owns the reading of vocabulary files: TOML to declarations, a sentence for each mistake. Knows no word itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from onrecord.kernel.labels import INTERFACE_LANGUAGES, Label
from onrecord.kernel.terms import (
    Closed,
    Counts,
    Dimension,
    Property,
    SubjectKind,
    Term,
    Unit,
    ValueType,
    VocabularyRefused,
    near_text,
    nearest,
)

NONE: Final = "none"  # said on purpose: there is no code, no mapping, no way to tell it in prose
_CODE: Final = re.compile(r"[0-9]{2,12}")
_MAPPING: Final = re.compile(r"[A-Z][A-Za-z]+(?::[a-z][A-Za-z]+)?")
_NAME: Final = re.compile(r"[^\W_][\w.\- ,']{0,79}")
_LISTS: Final = 48  # microthesauri of HURIDOCS; those from 61 on are an organisation's own
_LOCAL_LISTS: Final = range(61, 70)
_E = TypeVar("_E", bound=StrEnum)

_NOT_TOML: Final = Label(en="it is no TOML: {problem}", ru="это не TOML: {problem}", kk="бұл TOML емес: {problem}")
_UNKNOWN_TABLE: Final = Label(
    en="[{name}] is no table of a vocabulary; there are property, term, dimension, unit, subject{near}",
    ru="[{name}] — не таблица словаря; есть property, term, dimension, unit, subject{near}",
    kk="[{name}] — сөздік кестесі емес; property, term, dimension, unit, subject бар{near}",
)
_BAD_NAME: Final = Label(
    en="“{name}” cannot be a name: letters, digits, hyphens and underscores only, at most 80",
    ru="«{name}» не годится как имя: только буквы, цифры, дефисы и подчёркивания, не более 80",
    kk="«{name}» атау бола алмайды: тек әріп, цифр, сызықша, астыңғы сызық, 80-ге дейін",
)
_MISSING: Final = Label(en="{name} lacks “{field}”", ru="у {name} нет «{field}»", kk="{name} ішінде «{field}» жоқ")
_UNKNOWN_FIELD: Final = Label(
    en="{name} has an unknown field “{field}”{near}; it can have: {allowed}",
    ru="у {name} неизвестное поле «{field}»{near}; возможны: {allowed}",
    kk="{name} ішінде белгісіз «{field}» өрісі бар{near}; мүмкіндері: {allowed}",
)
_WRONG_WORD: Final = Label(
    en="“{field}” of {name} is “{value}”; it can be: {allowed}",
    ru="«{field}» у {name} — «{value}»; возможны: {allowed}",
    kk="{name} ішіндегі «{field}» — «{value}»; мүмкіндері: {allowed}",
)
_WANTED: Final[Mapping[str, Label]] = {
    "table": Label(en="{name} must be a table", ru="{name} должно быть таблицей", kk="{name} кесте болуы тиіс"),
    "text": Label(
        en="“{field}” of {name} must be a text",
        ru="«{field}» у {name} должно быть текстом",
        kk="{name} ішіндегі «{field}» мәтін болуы тиіс",
    ),
    "texts": Label(
        en="“{field}” of {name} must be a list of texts",
        ru="«{field}» у {name} должно быть списком текстов",
        kk="{name} ішіндегі «{field}» мәтіндер тізімі болуы тиіс",
    ),
    "yes_no": Label(
        en="“{field}” of {name} must be true or false",
        ru="«{field}» у {name} должно быть true или false",
        kk="{name} ішіндегі «{field}» true не false болуы тиіс",
    ),
    "label": Label(
        en="“{field}” of {name} must have exactly en, ru and kk, each a text",
        ru="«{field}» у {name} должно содержать ровно en, ru и kk, каждое — текст",
        kk="{name} ішіндегі «{field}» дәл en, ru және kk мәтіндерінен тұруы тиіс",
    ),
    "prose": Label(
        en="“{field}” of {name} must be lists of word stems by language, or “none”",
        ru="«{field}» у {name} должно быть списками основ слов по языкам или «none»",
        kk="{name} ішіндегі «{field}» тілдер бойынша сөз негіздерінің тізімі не «none» болуы тиіс",
    ),
    "code": Label(
        en="“{field}” of {name} must be the digits of a HURIDOCS code (2 to 12), or “none”",
        ru="«{field}» у {name} должно быть цифрами кода HURIDOCS (от 2 до 12) или «none»",
        kk="{name} ішіндегі «{field}» HURIDOCS кодының цифрлары (2-ден 12-ге дейін) не «none» болуы тиіс",
    ),
    "list": Label(
        en="“{field}” of {name} must be the number of a microthesaurus, 1 to 48, or 61 to 69 for your own",
        ru="«{field}» у {name} должно быть номером микротезауруса, от 1 до 48, для своих — от 61 до 69",
        kk="{name} ішіндегі «{field}» микротезаурус нөмірі болуы тиіс: 1–48, өзіңіздікі үшін 61–69",
    ),
    "mapping": Label(
        en="“{field}” of {name} must name a schema and a property, as Person:name, or “none”",
        ru="«{field}» у {name} должно называть схему и свойство, как Person:name, или «none»",
        kk="{name} ішіндегі «{field}» схема мен қасиетті атауы тиіс, Person:name сияқты, не «none»",
    ),
    "unit": Label(
        en="{name} is a quantity and must say in “units” what it counts",
        ru="{name} — величина и должна указать в «units», что она считает",
        kk="{name} — шама, «units» ішінде нені санайтынын айтуы тиіс",
    ),
}


class _Mistakes:
    """Collects what is wrong with a file, so that a person hears of all of it at once."""

    def __init__(self) -> None:
        self.found: list[tuple[Label, Mapping[str, object]]] = []

    def tell(self, label: Label, **facts: object) -> None:
        self.found.append((label, facts))


class _Body:
    """One table of the file, read field by field; what cannot be read is told, and something harmless returned."""

    def __init__(self, name: str, body: Any, fields: Iterable[str], mistakes: _Mistakes) -> None:
        self.name, self._mistakes = name, mistakes
        if not isinstance(body, Mapping):
            mistakes.tell(_WANTED["table"], name=name)
        self._body: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
        known = sorted(fields)
        for one in sorted(set(self._body) - set(known)):
            near = near_text(nearest(one, known))
            mistakes.tell(_UNKNOWN_FIELD, name=name, field=one, near=near, allowed=", ".join(known))

    def wrong(self, field_name: str, wanted: str) -> None:
        self._mistakes.tell(_WANTED[wanted], name=self.name, field=field_name)

    def label(self, field_name: str, *, default: str | None = None) -> Label:
        value = self._body.get(field_name)
        if value is None:
            if default is None:
                self._mistakes.tell(_MISSING, name=self.name, field=field_name)
            return Label.alike(default or self.name)
        texts = value if isinstance(value, Mapping) else {}
        if set(texts) != set(INTERFACE_LANGUAGES) or not all(_is_text(one) for one in texts.values()):
            self.wrong(field_name, "label")
            return Label.alike(self.name)
        return Label(**texts)

    def text(self, field_name: str) -> str | None:
        value = self._body.get(field_name)
        if value is not None and not _is_text(value):
            self.wrong(field_name, "text")
            return None
        return value

    def texts(self, field_name: str, *, or_one: bool = False) -> tuple[str, ...]:
        value = self._body.get(field_name, [])
        if or_one and _is_text(value):
            return (value,)
        if not isinstance(value, list) or not all(_is_text(one) for one in value):
            self.wrong(field_name, "texts")
            return ()
        return tuple(value)

    def yes_no(self, field_name: str) -> bool:
        value = self._body.get(field_name, False)
        if not isinstance(value, bool):
            self.wrong(field_name, "yes_no")
            return False
        return value

    def word(self, field_name: str, kind: type[_E], default: _E | None = None) -> _E:
        value = self._body.get(field_name, default)
        if value is None:
            self._mistakes.tell(_MISSING, name=self.name, field=field_name)
        elif value not in list(kind):
            allowed = ", ".join(kind)
            self._mistakes.tell(_WRONG_WORD, name=self.name, field=field_name, value=value, allowed=allowed)
        else:
            return kind(value)
        return next(iter(kind))

    def some(self, field_name: str, pattern: re.Pattern[str], wanted: str) -> str | None:
        value = self._body.get(field_name)
        if value is None or value == NONE:
            return None
        if not isinstance(value, str) or not pattern.fullmatch(value):
            self.wrong(field_name, wanted)
            return None
        return value

    def microthesaurus(self) -> int | None:
        value = self._body.get("microthesaurus")
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not (1 <= value <= _LISTS or value in _LOCAL_LISTS):
            self.wrong("microthesaurus", "list")
            return None
        return value

    def prose(self) -> dict[str, tuple[str, ...]]:
        value = self._body.get("prose", {})
        if value == NONE:
            return {}
        if not isinstance(value, Mapping) or not all(
            isinstance(stems, list) and all(_is_text(one) for one in stems) for stems in value.values()
        ):
            self.wrong("prose", "prose")
            return {}
        return {language: tuple(stems) for language, stems in value.items()}

    def must(self, field_name: str) -> None:
        if field_name not in self._body:
            self._mistakes.tell(_MISSING, name=self.name, field=field_name)


def declared_in(text: str, *, where: str) -> dict[str, Any]:
    """Return the declarations of a TOML text, by the field of a vocabulary that holds them.

    Raises:
        VocabularyRefused: with every mistake in it.
    """
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise VocabularyRefused(where=where, mistakes=[(_NOT_TOML, {"problem": str(err)})]) from err
    mistakes = _Mistakes()
    for name in sorted(set(declared) - {"property", "term", "dimension", "unit", "subject"}):
        near = near_text(nearest(name, ("property", "term", "dimension", "unit", "subject")))
        mistakes.tell(_UNKNOWN_TABLE, name=name, near=near)
    found = {
        "properties": _each(declared, "property", _property, mistakes),
        "dimensions": _each(declared, "dimension", _dimension, mistakes),
        "units": _each(declared, "unit", _unit, mistakes),
        "subjects": _each(declared, "subject", _subject, mistakes),
        "terms": {
            (dimension, name): term
            for dimension, bodies in _table(declared, "term", mistakes).items()
            for name, term in _terms(dimension, bodies, mistakes).items()
        },
    }
    if mistakes.found:
        raise VocabularyRefused(where=where, mistakes=mistakes.found)
    return found


def _each(
    declared: Mapping[str, Any], table: str, make: Callable[[str, _Body], Any], mistakes: _Mistakes
) -> dict[str, Any]:
    found = {}
    for name, body in _table(declared, table, mistakes).items():
        _check_name(name, mistakes)
        found[name] = make(name, _Body(f"{table}.{name}", body, _FIELDS[table], mistakes))
    return found


def _terms(dimension: str, bodies: Any, mistakes: _Mistakes) -> dict[str, Term]:
    if not isinstance(bodies, Mapping):
        mistakes.tell(_WANTED["table"], name=f"term.{dimension}")
        return {}
    found = {}
    for name, body in bodies.items():
        _check_name(name, mistakes)
        found[name] = _term(dimension, name, _Body(f"term.{dimension}.{name}", body, _FIELDS["term"], mistakes))
    return found


def _table(declared: Mapping[str, Any], table: str, mistakes: _Mistakes) -> Mapping[str, Any]:
    found = declared.get(table, {})
    if isinstance(found, Mapping):
        return found
    mistakes.tell(_WANTED["table"], name=table)
    return {}


def _check_name(name: str, mistakes: _Mistakes) -> None:
    if not _NAME.fullmatch(name):
        mistakes.tell(_BAD_NAME, name=name)


def _property(name: str, body: _Body) -> Property:
    body.must("subject")
    kind = body.word("value_type", ValueType)
    units = body.texts("units")
    if kind is ValueType.QUANTITY and not units:
        body.wrong("units", "unit")
    return Property(
        name=name,
        subjects=body.texts("subject", or_one=True) or ("",),
        value_type=kind,
        label=body.label("label"),
        definition=body.label("definition"),
        units=units,
        dimensions=body.texts("dimensions"),
        needs=body.texts("needs"),
        values=body.text("values"),
        prose=body.prose(),
        huridocs=body.some("huridocs", _CODE, "code"),
        microthesaurus=body.microthesaurus(),
        is_local=body.yes_no("local"),
        followthemoney=body.some("followthemoney", _MAPPING, "mapping"),
        not_before=body.texts("not_before", or_one=True),
        part_of=body.text("part_of"),
        is_dated=body.yes_no("dated"),
        is_restricted=body.yes_no("restricted"),
        is_finding=body.yes_no("finding"),
        families=body.texts("families"),
        makes_up=body.text("makes_up"),
        counts=body.word("counts", Counts, Counts.TOTAL),
        one_answer=body.yes_no("one_answer"),
        floor=body.texts("floor"),
        searched=body.texts("searched"),
        is_sensitive=body.yes_no("sensitive"),
    )


def _term(dimension: str, name: str, body: _Body) -> Term:
    return Term(
        name=name,
        dimension=dimension,
        label=body.label("label"),
        prose=body.prose(),
        broader=body.text("broader"),
        huridocs=body.some("huridocs", _CODE, "code"),
        microthesaurus=body.microthesaurus(),
        is_local=body.yes_no("local"),
        is_sensitive=body.yes_no("sensitive"),
    )


def _dimension(name: str, body: _Body) -> Dimension:
    return Dimension(
        name=name,
        label=body.label("label", default=name),
        says_how=body.yes_no("says_how"),
        closed=body.word("closed", Closed, Closed.NEVER),
    )


def _unit(name: str, body: _Body) -> Unit:
    return Unit(name=name, label=body.label("label"), is_whole=body.yes_no("whole"))


def _subject(name: str, body: _Body) -> SubjectKind:
    return SubjectKind(
        name=name,
        label=body.label("label"),
        definition=body.label("definition"),
        huridocs=body.text("huridocs"),
        followthemoney=body.some("followthemoney", _MAPPING, "mapping"),
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "property": (
        "subject",
        "value_type",
        "label",
        "definition",
        "units",
        "dimensions",
        "needs",
        "values",
        "prose",
        "huridocs",
        "microthesaurus",
        "local",
        "followthemoney",
        "not_before",
        "part_of",
        "dated",
        "restricted",
        "finding",
        "families",
        "makes_up",
        "counts",
        "one_answer",
        "floor",
        "searched",
        "sensitive",
    ),
    "term": ("label", "prose", "broader", "huridocs", "microthesaurus", "local", "sensitive"),
    "dimension": ("label", "says_how", "closed"),
    "unit": ("label", "whole"),
    "subject": ("label", "definition", "huridocs", "followthemoney"),
}
