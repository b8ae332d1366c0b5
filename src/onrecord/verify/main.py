"""Owns the stand-alone program `onrecord-verify.pyz`: arguments in, a report out. Never checks anything itself."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import INTERFACE_LANGUAGES, Broken, Fault, Label
from onrecord.verify.checking import verify_export
from onrecord.verify.codes import CHECKER_INSIDE
from onrecord.verify.verdict import Verdict

_UNUSABLE: Final = 2
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


def main(arguments: Sequence[str]) -> int:
    """Check an export; return 0 when it holds, 10 when it does not, 2 when it is none."""
    options = _parser().parse_args(arguments)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        verdict = verify_export(
            options.export,
            key=options.key,
            older_checkpoint=options.older_checkpoint,
            distrust=options.distrust,
            every_digest=options.every_digest,
            witnesses=options.witness,
            authorities=options.authority,
        )
    except (Fault, OSError) as err:
        said = err.message(options.language) if isinstance(err, Fault) else str(err)
        sys.stderr.write(f"{said}\n")
        return _UNUSABLE
    beside = (CHECKER_INSIDE,) if _came_with(options.export) else ()
    if options.json:
        record = verdict.to_record(options.language)
        record["cannot_exclude"] += [one.text(options.language) for one in beside]
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in report_lines(verdict, options.language, beside=beside))
    return 0 if verdict.ok else Broken.exit_status


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
    else:
        yield _HOLDS.text(language) if verdict.ok else _FAILS.fill(language, count=count)


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


def _came_with(export: Path) -> bool:
    """Say whether this program lies inside the export it checks."""
    return export.resolve() in Path(__file__).resolve().parents


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onrecord-verify.pyz", description="Check an export of Onrecord, offline.")
    parser.add_argument(
        "export", type=Path, nargs="?", default=Path(), help="the export: a folder (default: this one) or a ZIP file"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--key", help="the verifier key, as the keeper published it elsewhere")
    parser.add_argument(
        "--older-checkpoint",
        type=Path,
        action="append",
        metavar="PATH",
        help="a signed head from before, or an earlier export; may be given several times",
    )
    parser.add_argument("--distrust", choices=["sha256"], help="rest on SHA-512 alone")
    parser.add_argument("--every-digest", action="store_true", help="read items by every digest that is listed")
    parser.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="a witness's key, as it published it elsewhere"
    )
    parser.add_argument(
        "--authority",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a time-stamping authority's root certificate, as it published it elsewhere",
    )
    parser.add_argument("--language", choices=INTERFACE_LANGUAGES, default="en", help="the language of messages")
    return parser
