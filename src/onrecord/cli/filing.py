"""Owns stating recommendations: from the item that a report or a table is to claims with quotes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from onrecord.cli.shell import Shell
from onrecord.kernel import Label, Role

if TYPE_CHECKING:
    from onrecord import duties
    from onrecord.ledger import Row, StateReport
    from onrecord.reading import Layer
    from onrecord.store import Desk

_STATED: Final = Label(
    en="Of {recommendations} recommendations {rows} rows were made: {stated} stated, {known} said nothing new.",
    ru="Из рекомендаций ({recommendations}) сделано строк: {rows}; внесено {stated}, без новизны {known}.",
    kk="{recommendations} ұсынымнан {rows} жол жасалды: {stated} енгізілді, {known} жаңалықсыз.",
)
_CUT: Final = Label(
    en="The quotes of {count} hold the beginning of the words only: a page ends within them.",
    ru="Цитаты ({count}) содержат только начало слов: внутри них кончается страница.",
    kk="{count} дәйексөзде сөздің басы ғана бар: ішінде бет аяқталады.",
)
_SAME: Final = Label(
    en="{count} rows say the same as another row: one recommendation each (document, words, States).",
    ru="Строк, повторяющих другую строку: {count}; это одна рекомендация (документ, слова, государства).",
    kk="{count} жол басқа жолды қайталайды: бұл бір ұсыным (құжат, сөздер, мемлекеттер).",
)
_DOUBLED: Final = Label(
    en="{count} recommendations of {document} are on record without a number: the same ones now stand twice. Withdraw "
    "the rows without numbers, or state a report before a table.",
    ru="Рекомендации документа {document} без номера уже внесены ({count}): те же теперь записаны дважды. Отзовите "
    "строки без номеров или вносите доклад раньше таблицы.",
    kk="{document} құжатының нөмірсіз {count} ұсынымы енгізілген: солар енді екі рет тұр. Нөмірсіз жолдарды кері "
    "қайтарыңыз не баяндаманы кестеден бұрын енгізіңіз.",
)
_DRY: Final = Label(
    en="Dry run: nothing was recorded.", ru="Пробный прогон: ничего не записано.", kk="Сынақ: ештеңе жазылмады."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How the person wants recommendations to be stated."""

    document: str | None
    source: str
    speaker: str
    addressee: str | None
    incident: str | None
    as_of: str | None
    visibility: str | None
    dry_run: bool


def state_recommendations(
    shell: Shell,
    report: Path,
    wanted: Wanted,
    *,
    read: tuple[duties.Recommendation, ...] = (),
    rows: Sequence[duties.PublishedRow] = (),
    refused: Sequence[duties.RefusedPublished] = (),
) -> int:
    """Put recommendations that were read from a report, or the rows of a table, on record as claims of its item.

    What was refused is told, with why; `refused` are rows that were no recommendations in the first place.

    Raises:
        NotAllowed: the actor may only read.
        ReportNotSealed: the file is no item of the archive, or was not read.
    """
    from onrecord import duties, ledger

    with shell.desk() as desk:
        desk.require(Role.ANALYST)
        item, layer, text = _sealed(desk, report)
        known = duties.recorded(ledger.book(desk))
        filing = duties.Filing(
            recorded=known,
            document=wanted.document.removeprefix("document:") if wanted.document else None,
            source=wanted.source,
            item=item,
            speaker=wanted.speaker,
            addressee=wanted.addressee,
            incident=wanted.incident,
            fields=_given({"as_of": wanted.as_of, "visibility": wanted.visibility}),
        )
        made = [*duties.filed_from_report(read, text, filing), *duties.filed_from_table(rows, text, filing)]
        filed = [one for one in made if isinstance(one, duties.Filed)]
        told = ledger.state_rows(desk, _rows(filed, layer, text), dry_run=wanted.dry_run)
    not_filed = [one for one in made if isinstance(one, duties.NotFiled)]
    same = {one.row for one in rows} - {one.of for one in filed} - {one.row for one in not_filed}
    if same:
        shell.note(_SAME, count=len(same))
    if read and filing.document and (doubled := known.unnumbered.get(filing.document)):
        shell.note(_DOUBLED, count=doubled, document=filing.document)
    every = [*refused, *not_filed, *told.refused]
    return _report(shell, report, filed, told, every, wanted, count=len(read) + len(rows))


def _sealed(desk: Desk, report: Path) -> tuple[str, Layer, str]:
    """Return the item that has the bytes of a file, and its newest text."""
    from onrecord import duties, reading, vault

    digest = hashlib.sha256(report.read_bytes()).hexdigest()
    try:
        item = vault.item(desk, digest)
    except (vault.NoSuchItem, vault.AmbiguousItem) as err:
        raise duties.ReportNotSealed(path=str(report)) from err
    for layer in reading.layers(desk, item.id):
        if layer.sha256 is not None and layer.kind is reading.LayerKind.CONTENT:
            return item.id, layer, reading.layer_text(desk, layer.id)
    raise duties.ReportNotSealed(path=str(report))


def _rows(filed: Iterable[duties.Filed], layer: Layer, text: str) -> Iterable[Row]:
    from onrecord import ledger, reading

    for one in filed:
        quote = reading.quote_at(layer, text, one.place.start, one.place.end)
        fields = {**one.fields, "quote": quote.text}
        yield ledger.Row(number=one.of, fields=fields, original=json.dumps(fields, ensure_ascii=False), at=quote)


def _given(fields: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def _report(
    shell: Shell,
    report: Path,
    filed: list[duties.Filed],
    told: StateReport,
    refused: Sequence[Any],
    wanted: Wanted,
    *,
    count: int,
) -> int:
    cut = len({one.of for one in filed if not one.is_whole})
    shell.emit(
        {
            "recommendations": count,
            "rows": len(filed),
            "stated": told.stated,
            "known": told.known,
            "cut": cut,
            "dry_run": wanted.dry_run,
            "claims": [str(one) for one in told.claims],
            "refused": [one.to_row(shell.language) for one in refused],
        }
    )
    shell.say(_STATED, recommendations=count, rows=len(filed), stated=told.stated, known=told.known)
    if cut:
        shell.say(_CUT, count=cut)
    if wanted.dry_run:
        shell.say(_DRY)
    for one in refused:
        shell.note(f"{report}:{one.row}: {one.problem.code}: {one.problem.message(shell.language)}")
    return 2 if refused else 0
