"""Owns how a verdict is told to a person, in three languages: the answer first, then problems, then the limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from onrecord.kernel import Label
from onrecord.verify.verdict import Verdict

_HOLDS: Final = Label(
    en="Everything that was checked holds.",
    ru="Всё проверенное сходится.",
    kk="Тексерілгеннің бәрі сәйкес.",
)
_FAILS: Final = Label(
    en="This export does not hold. Problems: {count}.",
    ru="Эта выгрузка не сходится. Проблем: {count}.",
    kk="Бұл шығарылым сәйкес емес. Мәселе саны: {count}.",
)
_OTHER_BAG: Final = Label(
    en="This is no export of Onrecord but another BagIt bag. There is no log in it: nothing shows who had these files, "
    "or when.",
    ru="Это не выгрузка Onrecord, а другой пакет BagIt. Журнала в нём нет: ничто не показывает, у кого и когда были "
    "эти файлы.",
    kk="Бұл — Onrecord шығарылымы емес, басқа BagIt пакеті. Онда журнал жоқ: бұл файлдар кімде, қашан болғаны "
    "көрінбейді.",
)
_BAG_HOLDS: Final = Label(
    en="Its manifests hold: {count} files are as they list them.",
    ru="Его описи сходятся: файлов, совпавших с ними: {count}.",
    kk="Оның тізімдемелері сәйкес: {count} файл солардағыдай.",
)
_BAG_FAILS: Final = Label(
    en="This bag is not valid. Problems: {count}.",
    ru="Этот пакет недействителен. Проблем: {count}.",
    kk="Бұл пакет жарамсыз. Мәселе саны: {count}.",
)
_STANDS: Final = Label(
    en="Proven: entry {seq} ({kind}, {at}, by {actor}) stands in the log of the signed head. What it says is not "
    "shown.",
    ru="Доказано: запись {seq} ({kind}, {at}, внёс {actor}) стоит в журнале подписанной вершины. Её содержание не "
    "раскрыто.",
    kk="Дәлелденді: {seq}-жазба ({kind}, {at}, енгізген {actor}) қол қойылған бастың журналында тұр. Мазмұны "
    "ашылмаған.",
)
_STANDS_AND_SAYS: Final = Label(
    en="Proven: entry {seq} ({kind}, {at}, by {actor}) stands in the log of the signed head and says: {says}",
    ru="Доказано: запись {seq} ({kind}, {at}, внёс {actor}) стоит в журнале подписанной вершины и гласит: {says}",
    kk="Дәлелденді: {seq}-жазба ({kind}, {at}, енгізген {actor}) қол қойылған бастың журналында тұр, онда: {says}",
)
_BEGINNING: Final = Label(
    en="Proven: the log of {first} entries is the beginning of the log of {second}.",
    ru="Доказано: журнал из {first} записей — начало журнала из {second} записей.",
    kk="Дәлелденді: {first} жазбалық журнал {second} жазбалық журналдың басы.",
)
_PROOF_FAILS: Final = Label(
    en="This proof does not hold. Problems: {count}.",
    ru="Это доказательство не сходится. Проблем: {count}.",
    kk="Бұл дәлел расталмады. Мәселе саны: {count}.",
)
_WARNINGS: Final = Label(
    en="Allowed, and not well:", ru="Допустимо, но нехорошо:", kk="Рұқсат етілген, бірақ дұрыс емес:"
)
_CHECKED: Final = Label(en="Checked: {counts}", ru="Проверено: {counts}", kk="Тексерілді: {counts}")
_LIMITS: Final = Label(
    en="What this check cannot exclude:",
    ru="Чего эта проверка исключить не может:",
    kk="Бұл тексеру жоққа шығара алмайтыны:",
)
_STAMP: Final = Label(
    en="Time stamp by {name} over the first {size} entries, {at}; {rests}",
    ru="Отметка времени {name} над первыми {size} записями, {at}; {rests}",
    kk="{name} уақыт таңбасы алғашқы {size} жазбаға, {at}; {rests}",
)
_COSIGNATURE: Final = Label(
    en="Cosigned by {name}: the first {size} entries, {at}; {rests}",
    ru="Вторая подпись {name}: первые {size} записей, {at}; {rests}",
    kk="{name} екінші қолы: алғашқы {size} жазба, {at}; {rests}",
)
_RESTS: Final = {
    "given": Label(
        en="checked with what you gave", ru="проверено по тому, что вы указали", kk="сіз берген бойынша тексерілді"
    ),
    "own": Label(
        en="checked only with what came in the export, which proves nothing by itself",
        ru="проверено лишь по тому, что лежит в выгрузке; само по себе это ничего не доказывает",
        kk="тек шығарылымдағы бойынша тексерілді, бұл өздігінен ештеңені дәлелдемейді",
    ),
    "unchecked": Label(en="NOT CHECKED", ru="НЕ ПРОВЕРЕНО", kk="ТЕКСЕРІЛМЕДІ"),
}
_KEY: Final = Label(en="Signed with: {key}", ru="Подписано ключом: {key}", kk="Қол қойылған кілт: {key}")


def report_lines(verdict: Verdict, language: str, *, beside: Sequence[Label] = ()) -> Iterator[str]:
    """Yield the report for a person: the answer first, then each problem, then the limits."""
    yield from _answer(verdict, language)
    yield _CHECKED.fill(language, counts=", ".join(f"{name} {count}" for name, count in verdict.checked.items()))
    if verdict.key:
        yield _KEY.fill(language, key=verdict.key)
    yield from _from_outside(verdict, language)
    for defect in verdict.problems:
        yield f"  {defect.code}: {defect.message(language)}"
    if verdict.warnings:
        yield _WARNINGS.text(language)
    for warning in verdict.warnings:
        yield f"  {warning.code}: {warning.message(language)}"
    yield _LIMITS.text(language)
    for limit in (*verdict.cannot_exclude, *beside):
        yield f"  - {limit.text(language)}"


def _answer(verdict: Verdict, language: str) -> Iterator[str]:
    count = len(verdict.problems)
    if verdict.kind == "bag":
        yield _OTHER_BAG.text(language)
        files = verdict.checked["files"]
        yield _BAG_HOLDS.fill(language, count=files) if verdict.ok else _BAG_FAILS.fill(language, count=count)
    elif verdict.proven is not None:
        yield _proven(verdict, language)
    else:
        yield _HOLDS.text(language) if verdict.ok else _FAILS.fill(language, count=count)


def _proven(verdict: Verdict, language: str) -> str:
    """Return what a proof that travels alone proves."""
    if not verdict.ok or not verdict.proven:
        return _PROOF_FAILS.fill(language, count=len(verdict.problems))
    if verdict.kind == "consistency":
        return _BEGINNING.fill(language, **verdict.proven)
    facts = {**verdict.proven["leaf"], "says": json.dumps(verdict.proven.get("payload"), ensure_ascii=False)}
    return (_STANDS_AND_SAYS if "payload" in verdict.proven else _STANDS).fill(language, **facts)


def _from_outside(verdict: Verdict, language: str) -> Iterator[str]:
    """Yield the furthest stamp of each authority and the furthest signature of each witness, and what they rest on."""
    for label, name, at, group in (
        (_STAMP, "authority", "gen_time", verdict.stamps),
        (_COSIGNATURE, "witness", "signed_at", verdict.cosignatures),
    ):
        furthest = {(said[name], said["checked"]): said for said in sorted(group, key=_size)}
        for one in furthest.values():
            facts = {"name": one[name], "size": one["size"], "at": one[at] or "-"}
            yield label.fill(language, **facts, rests=_RESTS[one["checked"]].text(language))


def _size(said: Mapping[str, Any]) -> int:
    return int(said["size"])
