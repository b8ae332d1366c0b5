"""Owns the commands about containers and lists of digests: `unpack`, `match-digests`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.cli.vault import tell_report
from onrecord.kernel import Label

_MATCHING: Final = Label(en="Matching", ru="Сопоставляем", kk="Салыстырылуда")
_COUNTS: Final = Label(
    en="{here} of {count} digests are here; {missing} are not.",
    ru="Из {count} контрольных сумм здесь есть {here}; нет {missing}.",
    kk="{count} бақылау қосындысының {here} осында бар; {missing} жоқ.",
)
_WEAK: Final = Label(
    en="MD5 and SHA-1 only help to find: two different files can be made to share one, so they prove nothing.",
    ru="MD5 и SHA-1 годятся лишь для поиска: можно изготовить два разных файла с одной суммой, поэтому они ничего не "
    "доказывают.",
    kk="MD5 мен SHA-1 тек іздеуге жарайды: бірдей қосындылы екі түрлі файл жасауға болады, сондықтан ештеңе "
    "дәлелдемейді.",
)
_UNREAD: Final = Label(
    en="Lines that hold no digest: {lines}.",
    ru="Строки без контрольной суммы: {lines}.",
    kk="Бақылау қосындысы жоқ жолдар: {lines}.",
)
_SEALED_AS: Final = Label(
    en="The list was sealed as {item}, and its claims were recorded.",
    ru="Список запечатан как {item}, его утверждения записаны.",
    kk="Тізім {item} болып мөрленді, мәлімдері жазылды.",
)
_SHOWN: Final = 20


@command("unpack", example="onrecord unpack bundle.zip")
@click.argument("item")
def unpack(shell: Shell, item: str) -> int:
    """Seal the members of a container that was sealed as it was."""
    from onrecord import vault

    with shell.desk() as desk:
        report = vault.unpack(desk, item)
    return tell_report(shell, report)


@command("match-digests", example="onrecord match-digests MD5SUMS")
@click.argument("digests", metavar="LIST", type=click.Path(path_type=Path))
@click.option("--record", is_flag=True, help="Seal the list as well, and record what it claims of each item.")
def match_digests(shell: Shell, digests: Path, *, record: bool) -> None:
    """Tell which lines of a list of digests are which items here (md5sum, sha1sum, sha256sum, hashdeep, tables)."""
    from onrecord import vault

    with shell.desk() as desk, shell.progress(_MATCHING, in_bytes=True) as progress:
        found = vault.match_digests(desk, digests, record=record, on_progress=progress)
    rows = [one.to_row() for one in found.lines]
    missing = [row for row in rows if not row["items"]]
    is_weak = any(row["weak"] for row in rows)
    document = {
        "lines": rows,
        "here": len(rows) - len(missing),
        "missing": len(missing),
        "unread": list(found.unread),
        "weak": is_weak,
        "sealed_as": found.sealed_as,
    }
    shell.emit(document)
    columns = ("line", "algorithm", "name", "items")
    shell.table(
        columns,
        [[row["line"], row["algorithm"], row["name"], ", ".join(row["items"]) or "-"] for row in rows],
    )
    shell.say(_COUNTS, here=len(rows) - len(missing), count=len(rows), missing=len(missing))
    if found.sealed_as:
        shell.say(_SEALED_AS, item=found.sealed_as)
    if is_weak:
        shell.note(_WEAK)
    if found.unread:
        shell.note(_UNREAD, lines=", ".join(map(str, found.unread[:_SHOWN])) + ("…" if found.unread[_SHOWN:] else ""))


COMMANDS: Final = (unpack, match_digests)
