"""Owns the mapping file of a list: what the list is, and which of its columns says what. Never looks at a row.

It is a mapping of the ledger (docs/formats/mapping.md) with one table more, `[list]`; columns name fields of a person
or of a loss instead of fields of a claim.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from onrecord import ledger
from onrecord.kernel import Label, PartialDate, SpeakerKind, Visibility, file_problem, is_currency
from onrecord.register.errors import ListMapRefused

_ID: Final = re.compile(r"[^\W_][\w\-]{0,39}")
_TABLE: Final = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]")
_TEXTS: Final = (
    "id", "of", "title", "compiler", "compiler_kind", "compiled_on", "rule", "incident", "place", "period", "outcome",
    "partitioned_by", "key", "currency", "visibility",
)  # fmt: skip
_ANSWERS: Final = ("near_complete", "absorbing")
_KNOWN: Final = (*_TEXTS, *_ANSWERS, "copied_from")
_NEEDED: Final = ("id", "of", "title", "compiler", "rule", "incident")

# What a column of a list may be, and the property that holds it. Fields without one go into dimensions or the unit.
PERSON_FIELDS: Final[Mapping[str, str | None]] = {
    "name": "name", "surname": "name", "given": "name", "patronymic": "name", "alias": "alias",
    "born": "born_on", "age": "age", "sex": "sex", "age_group": "age_group",
    "father": "father_name", "document": "document_number", "residence": "residence", "outcome": "outcome",
    "injured_on": "injured_on", "died_on": "died_on", "buried_on": "buried_on", "last_seen_on": "last_seen_on",
    "hospitalised_on": "hospitalised_on", "treated_at": "treated_at", "detained_on": "detained_on",
    "released_on": "released_on", "displaced_on": "displaced_on", "returned_on": "returned_on",
    "group": None, "place": None, "cause": None,
}  # fmt: skip
LOSS_FIELDS: Final[Mapping[str, str | None]] = {
    "kind": "loss_kind", "state": "loss_state", "count": "loss_count", "value": "loss_value",
    "described": "loss_described", "owner": None, "currency": None, "group": None, "place": None,
}  # fmt: skip
# Columns that hold a name in parts, in the order in which a list in one column would have them.
NAME_PARTS: Final = ("surname", "given", "patronymic")
_SEVERAL: Final = re.compile(r"(alias)\.\d{1,2}")  # a list may write one name in several columns: alias, alias.2
_W = TypeVar("_W", bound=StrEnum)


_SAYS: Final = {
    "no-table": Label(
        en="there is no table [list]",
        ru="нет таблицы [list]",
        kk="[list] кестесі жоқ",
    ),
    "unknown": Label(
        en="[list] has no {names}; it has {known}",
        ru="в [list] не бывает {names}; бывает {known}",
        kk="[list] ішінде {names} болмайды; болатыны: {known}",
    ),
    "needed": Label(
        en="[list] needs {needed}, each a text; wrong: {wrong}",
        ru="в [list] нужны {needed}, каждое — текст; не так: {wrong}",
        kk="[list] ішінде {needed} керек, әрқайсысы мәтін; қатесі: {wrong}",
    ),
    "columns": Label(
        en="[columns] of {of} cannot be {names}; they can be {known}",
        ru="[columns] для {of} не могут быть {names}; могут: {known}",
        kk="{of} үшін [columns] {names} бола алмайды; болатыны: {known}",
    ),
    "claims": Label(
        en="a list has no [[claims]], [constants], id or quote: its rows are known by [list] key",
        ru="у списка нет [[claims]], [constants], id и quote: строки различает key в [list]",
        kk="тізімде [[claims]], [constants], id, quote болмайды: жолдарын [list] ішіндегі key ажыратады",
    ),
    "several": Label(
        en="a word of a list's column means one thing: no tables in values",
        ru="слово столбца списка значит что-то одно: таблиц в values нет",
        kk="тізім бағанының сөзі бір нәрсені білдіреді: values ішінде кесте болмайды",
    ),
    "currency": Label(
        en="currency is three letters, as KZT, not “{value}”",
        ru="currency — три буквы, как KZT, а не «{value}»",
        kk="currency — KZT сияқты үш әріп, «{value}» емес",
    ),
    "no-currency": Label(
        en="values need a currency: in [list], or a column of it",
        ru="для value нужна валюта: currency в [list] или столбец",
        kk="value үшін валюта керек: [list] ішінде currency не баған",
    ),
    "outcome": Label(
        en="outcome is of people; a list of losses has a column kind",
        ru="outcome — у людей; у списка потерь столбец kind",
        kk="outcome адамдарда болады; шығын тізімінде kind бағаны бар",
    ),
    "no-kind": Label(
        en="a list of losses needs a column that is the kind of each",
        ru="списку потерь нужен столбец kind",
        kk="шығын тізіміне kind бағаны керек",
    ),
    "no-name": Label(
        en="a list of people needs a column name, or a key by which a row is known",
        ru="списку людей нужен столбец name или key, по которому узнают строку",
        kk="адам тізіміне name бағаны не жолды танитын key керек",
    ),
    "name-twice": Label(
        en="a name stands whole in a column name, or in parts as surname, given and patronymic, not both",
        ru="имя стоит или целиком в столбце name, или частями: surname, given, patronymic, но не так и так",
        kk="есім не name бағанында тұтас, не surname, given, patronymic бөліктерінде тұрады, екеуі бірге емес",
    ),
    "id": Label(
        en="id “{value}”: letters, digits and hyphens, at most 40; it stands in the id of every row",
        ru="id «{value}»: буквы, цифры, дефисы, не более 40; он входит в id каждой строки",
        kk="id «{value}»: әріп, цифр, сызықша, 40-қа дейін; ол әр жолдың id-іне кіреді",
    ),
    "word": Label(
        en="{name} can be {known}, not “{value}”",
        ru="{name} может быть {known}, а не «{value}»",
        kk="{name} мәні {known} бола алады, «{value}» емес",
    ),
    "yes-no": Label(
        en="{name} is true or false",
        ru="{name} — true или false",
        kk="{name} — true не false",
    ),
    "lists": Label(
        en="copied_from is the id of a list, or several",
        ru="copied_from — id списка или нескольких",
        kk="copied_from — бір не бірнеше тізімнің id-і",
    ),
    "itself": Label(
        en="copied_from names the list itself",
        ru="copied_from называет сам этот список",
        kk="copied_from осы тізімнің өзін атайды",
    ),
    "date": Label(
        en="compiled_on “{value}” is no day: write 2021-02-20, 2021-02 or 2021",
        ru="compiled_on «{value}» — не дата: пишите 2021-02-20, 2021-02 или 2021",
        kk="compiled_on «{value}» күн емес: 2021-02-20, 2021-02 не 2021 деп жазыңыз",
    ),
}


class _Nonsense(ValueError):
    """What no mapping of a list can mean, in three languages."""

    def __init__(self, *, what: str, **facts: object) -> None:
        super().__init__(what)
        self.says = Label(**{one: _SAYS[what].fill(one, **facts) for one in ("en", "ru", "kk")})


class ListOf(StrEnum):
    """What stands on the rows of a list."""

    PEOPLE = "people"
    LOSSES = "losses"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMap:
    """What a list is, and how its table is read: `sheet` is the ledger's mapping with fields of ours for columns."""

    id: str
    of: ListOf
    title: str
    compiler: str
    rule: str
    incident: str
    sheet: ledger.SheetMapping
    compiler_kind: SpeakerKind = SpeakerKind.UNKNOWN
    compiled_on: PartialDate | None = None
    place: str | None = None
    period: str | None = None
    outcome: str | None = None
    copied_from: tuple[str, ...] | None = None  # none: nobody said; empty: from nothing
    partitioned_by: str | None = None
    near_complete: bool | None = None
    absorbing: bool | None = None
    key: str | None = None
    currency: str | None = None
    visibility: Visibility = Visibility.RESTRICTED

    @property
    def fields(self) -> Mapping[str, str | None]:
        """What a column may be: a field of a person or of a loss."""
        return PERSON_FIELDS if self.of is ListOf.PEOPLE else LOSS_FIELDS

    def named(self) -> set[str]:
        """Return the columns that the mapping speaks of."""
        return self.sheet.named() | ({self.key} if self.key else set())


def list_map_from(path: Path) -> ListMap:
    """Return the mapping that a file declares.

    Raises:
        ListMapRefused: it cannot be read, is no TOML, or says what no mapping of a list can mean.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise ListMapRefused(path=str(path), problem=file_problem(err)) from err
    return list_map_of(text, where=str(path))


def list_map_of(text: str, *, where: str) -> ListMap:
    """Return the mapping that a TOML text declares.

    Raises:
        ListMapRefused: it is no TOML, or says what no mapping of a list can mean.
    """
    try:
        said = tomllib.loads(text).get("list")
        if not isinstance(said, dict):
            raise _Nonsense(what="no-table")
        return _list_map(said, ledger.mapping_of(_without_list(text), where=where))
    except ledger.MappingRefused as err:
        raise ListMapRefused(path=where, problem=str(err.facts.get("problem", ""))) from err
    except _Nonsense as err:
        raise ListMapRefused(path=where, problem=err.says) from err
    except tomllib.TOMLDecodeError as err:
        raise ListMapRefused(path=where, problem=f"TOML: {err}") from err


def _without_list(text: str) -> str:
    """Return the text as the ledger reads it: line for line the same, the lines of `[list]` empty."""
    lines, is_list = [], False
    for line in text.split("\n"):
        table = _TABLE.match(line)
        if table is not None and not line.lstrip().startswith("#"):
            is_list = table[1].strip().strip("\"'") == "list"
        lines.append("" if is_list else line)
    return "\n".join(lines)


def _list_map(said: Mapping[str, Any], sheet: ledger.SheetMapping) -> ListMap:
    _check_names(said)
    texts = {name: said[name].strip() for name in _TEXTS if name in said}
    made = ListMap(
        id=_id(texts["id"]),
        of=_word(ListOf, "of", texts["of"]),
        title=texts["title"],
        compiler=texts["compiler"],
        rule=texts["rule"],
        incident=texts["incident"].removeprefix("incident:"),
        sheet=sheet,
        compiler_kind=_word(SpeakerKind, "compiler_kind", texts.get("compiler_kind", SpeakerKind.UNKNOWN)),
        compiled_on=_date(texts["compiled_on"]) if "compiled_on" in texts else None,
        place=texts.get("place"),
        period=texts.get("period"),
        outcome=texts.get("outcome"),
        copied_from=_lists(said["copied_from"], texts["id"]) if "copied_from" in said else None,
        partitioned_by=texts.get("partitioned_by"),
        near_complete=_yes_no(said, "near_complete"),
        absorbing=_yes_no(said, "absorbing"),
        key=texts.get("key"),
        currency=texts.get("currency"),
        visibility=_word(Visibility, "visibility", texts.get("visibility", Visibility.RESTRICTED)),
    )
    _check(made)
    return made


def _check_names(said: Mapping[str, Any]) -> None:
    unknown = sorted(set(said) - set(_KNOWN))
    if unknown:
        raise _Nonsense(what="unknown", names=", ".join(unknown), known=", ".join(_KNOWN))
    not_text = [name for name in _TEXTS if name in said and not (isinstance(said[name], str) and said[name].strip())]
    missing = [name for name in _NEEDED if name not in said]
    if missing or not_text:
        raise _Nonsense(what="needed", needed=", ".join(_NEEDED), wrong=", ".join(missing + not_text))


def base_of(field: str) -> str:
    """Return the field that a column is, whichever of several alike: `alias` for `alias.2`."""
    several = _SEVERAL.fullmatch(field)
    return several[1] if several else field


def _check(made: ListMap) -> None:
    fields = [base_of(into.field) for into in made.sheet.columns.values()]
    unknown = sorted(set(fields) - set(made.fields))
    if unknown:
        raise _Nonsense(what="columns", of=made.of.value, names=", ".join(unknown), known=", ".join(made.fields))
    if made.sheet.measures or made.sheet.constants or made.sheet.id or made.sheet.quote:
        raise _Nonsense(what="claims")
    if any(into.several for into in made.sheet.columns.values()):
        raise _Nonsense(what="several")
    if made.currency is not None and not is_currency(made.currency):
        raise _Nonsense(what="currency", value=made.currency)
    if "value" in fields and made.currency is None and "currency" not in fields:
        raise _Nonsense(what="no-currency")
    if made.of is ListOf.LOSSES and made.outcome is not None:
        raise _Nonsense(what="outcome")
    if made.of is ListOf.LOSSES and "kind" not in fields:
        raise _Nonsense(what="no-kind")
    in_parts = set(NAME_PARTS) & set(fields)
    if in_parts and "name" in fields:
        raise _Nonsense(what="name-twice")
    if made.of is ListOf.PEOPLE and "name" not in fields and not in_parts and made.key is None:
        raise _Nonsense(what="no-name")


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise _Nonsense(what="id", value=text)
    return text


def _word(kind: type[_W], name: str, text: str) -> _W:
    try:
        return kind(text)
    except ValueError as err:
        raise _Nonsense(what="word", name=name, known=", ".join(kind), value=text) from err


def _date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError as err:
        raise _Nonsense(what="date", value=text) from err


def _yes_no(said: Mapping[str, Any], name: str) -> bool | None:
    value = said.get(name)
    if value is not None and not isinstance(value, bool):
        raise _Nonsense(what="yes-no", name=name)
    return value


def _lists(value: Any, own: str) -> tuple[str, ...]:
    named: Iterable[Any] = [value] if isinstance(value, str) else value
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        raise _Nonsense(what="lists")
    found = tuple(dict.fromkeys(one.removeprefix("list:") for one in named))
    if own in found:
        raise _Nonsense(what="itself")
    return found
