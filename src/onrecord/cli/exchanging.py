"""Owns the commands that exchange claims with other programs: `export-to` and `import-from`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.ledger import Incoming, Loss
    from onrecord.store import Desk

_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_KINDS: Final = ("official", "court", "un_body", "ngo", "media", "witness", "community", "company", "unknown")
_OUT: Final = Label(
    en="{claims} claims written to {path}; what it could not carry is in {losses}.",
    ru="Утверждений записано: {claims}, файл {path}; что не вместилось — в {losses}.",
    kk="{path} ішіне жазылған мәлімдеме: {claims}; сыймағаны {losses} ішінде.",
)
_IN: Final = Label(
    en="{records} records: {stated} rows stated, {known} said nothing new, {refused} refused; "
    "what is no claim is in {losses}.",
    ru="Записей: {records}; внесено строк: {stated}; без нового: {known}; отклонено: "
    "{refused}; что не утверждение — в {losses}.",
    kk="Жазба: {records}; енгізілген жол: {stated}; жаңалығы жоқ: {known}; қабылданбаған: {refused}; "
    "мәлімдеме емесі {losses} ішінде.",
)
_DRY: Final = Label(
    en="Dry run, nothing was recorded: {records} records give {rows} rows, {refused} of which would be refused.",
    ru="Пробный прогон, ничего не записано: записей {records}, строк из них {rows}, отклоняется {refused}.",
    kk="Сынақ, ештеңе жазылмады: жазба {records}, олардан шыққан жол {rows}, қабылданбайды {refused}.",
)


@command(
    "export-to",
    example="onrecord export-to wikibase valley.json\\nonrecord export-to ftm entities.ftm.json --edition restricted",
)
@click.argument("form", metavar="FORM")
@click.argument("out", type=_FILE)
@click.option("--edition", type=click.Choice(["public", "restricted"]), default="public", show_default=True)
def export_to(shell: Shell, form: str, out: Path, edition: str) -> None:
    """Write claims for another program: jsonl csv xlsx ftm ftm-statements huridocs wikibase.

    What the form cannot carry is listed in a file beside it: which field, how often, one example, and why.
    """
    from onrecord import ledger

    losses = out.with_name(out.name + ".losses.json")
    for path in (out, losses):
        if path.exists():
            raise ledger.AlreadyThere(path=str(path))
    with shell.desk(reading_only=True) as desk:
        made = ledger.export_to(desk, form, is_public=edition == "public")
    out.write_bytes(made.content)
    _write_losses(losses, made.losses)
    lost = [one.to_row(shell.language) for one in made.losses]
    shell.emit({"file": str(out), "form": form, "edition": edition, "claims": made.claims, "losses": lost})
    shell.say(_OUT, claims=made.claims, path=out, losses=losses)
    _show_losses(shell, made.losses)


@command(
    "import-from",
    example='onrecord import-from uwazi entities.csv --speaker "Valley archive" --speaker-kind ngo --dry-run',
)
@click.argument("form", metavar="FORM")
@click.argument("file", type=_FILE)
@click.option("--speaker", required=True, help="Who keeps the database: what it says is their word.")
@click.option("--speaker-kind", type=click.Choice(_KINDS), default="unknown", show_default=True)
@click.option("--subject", help="The incident that all of it is about, as incident:ID.")
@click.option("--address", help="Where the database can be found.")
@click.option("--text-language", default="en", show_default=True, help="Of numbers and dates in words.")
@click.option("--visibility", type=click.Choice(["public", "team", "restricted"]), default="team", show_default=True)
@click.option("--dry-run", is_flag=True, help="Say what would be stated; record and write nothing.")
def import_from(
    shell: Shell,
    form: str,
    file: Path,
    speaker: str,
    speaker_kind: str,
    subject: str | None,
    address: str | None,
    text_language: str,
    visibility: str,
    dry_run: bool,
) -> int:
    """Take claims from another database: ftm ftm-statements huridocs wikibase bayanat uwazi.

    The file is sealed and read as an item, and each claim quotes it. What has no number, no words or no property is
    listed in a file beside it and not made up.
    """
    from onrecord import ledger

    incoming = ledger.Incoming(
        item="",
        name=file.name,
        speaker=speaker,
        speaker_kind=speaker_kind,
        vocabulary=ledger.shipped_vocabulary(),
        subject=subject,
        address=address,
        language=text_language,
        visibility=visibility,
    )
    with shell.desk() as desk:
        document = _import(desk, file, form, incoming, shell.language, dry_run=dry_run)
    losses = file.with_name(file.name + ".losses.json")
    found, kept = document.pop("found"), losses if not dry_run else None
    if kept is not None:
        _write_losses(kept, found)
    shell.emit({**document, "losses_file": str(kept) if kept else None})
    for row in document["refused"]:
        shell.note(f"{file}:{row['row']}: {row['code']}: {row['problem']}")
    refused = len(document["refused"])
    if dry_run:
        shell.say(_DRY, records=document["records"], rows=document["rows"], refused=refused)
    else:
        counts = {name: document[name] for name in ("records", "stated", "known")}
        shell.say(_IN, refused=refused, losses=losses, **counts)
    _show_losses(shell, found)
    return 2 if refused else 0


def _import(desk: Desk, file: Path, form: str, incoming: Incoming, language: str, *, dry_run: bool) -> dict[str, Any]:
    from dataclasses import replace

    from onrecord import ledger

    ledger.read_from(file, form, incoming)  # what cannot be read is refused before anything is sealed
    item = _item(desk, file, incoming, dry_run=dry_run)
    taken = replace(incoming, item=item or file.name)
    if item is None:
        found = ledger.read_from(file, form, replace(taken, vocabulary=ledger.vocabulary_of(desk.info.folder)))
        refused: list[Any] = []
        ledger.book_from_rows(found.rows, today=desk.clock.now().date(), on_refused=refused.append)
        counts = {"stated": 0, "known": 0, "claims": []}
    else:
        found, report = ledger.import_from(desk, file, form, incoming=taken, dry_run=dry_run)
        refused = list(report.refused)
        counts = {"stated": report.stated, "known": report.known, "claims": list(report.claims)}
    return {
        "form": form,
        "item": item,
        "records": found.records,
        "rows": len(found.rows),
        **counts,
        "refused": [one.to_row(language) for one in refused],
        "losses": [one.to_row(language) for one in found.losses],
        "dry_run": dry_run,
        "would_state": [dict(row.fields or {}) for row in found.rows] if dry_run else [],
        "found": found.losses,
    }


def _item(desk: Desk, file: Path, incoming: Incoming, *, dry_run: bool) -> str | None:
    """Return the item that the file is; it is sealed and read unless it was before. None where a dry run may not."""
    from onrecord import reading, vault
    from onrecord.kernel import Visibility

    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    known = next((one.id for one in vault.items(desk) if one.sha256 == digest), None)
    if known is None and not dry_run:
        visibility = Visibility(incoming.visibility)
        vault.seal(desk, [file], received_from=incoming.speaker, visibility=visibility, unpack=False)
        known = next(one.id for one in vault.items(desk) if one.sha256 == digest)
    if known is not None and not dry_run:
        reading.read(desk, [known])
    return known


def _write_losses(path: Path, losses: Sequence[Loss]) -> None:
    rows = [one.to_row() for one in losses]
    path.write_text(json.dumps({"losses": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _show_losses(shell: Shell, losses: Sequence[Loss]) -> None:
    rows = [one.to_row(shell.language) for one in losses]
    if rows:
        shell.table(
            ("field", "count", "example", "why"),
            [(r["field"], r["count"], r["example"], r["reason"]) for r in rows],
        )


COMMANDS: Final = (export_to, import_from)
