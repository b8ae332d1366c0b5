"""Owns the command `losses`: what was lost, by list and kind, and what nobody said of it."""

from __future__ import annotations

from typing import Final

import click

from onrecord.cli.lists import check_list
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

_ALL: Final = Label(en="all kinds", ru="все виды", kk="барлық түрі")
_NOT_ADDED: Final = Label(
    en="Each list has totals of its own: two lists may hold the same house. Currencies are not added to each other.",
    ru="У каждого списка свои итоги: один дом может быть в двух списках. Валюты между собой не складываются.",
    kk="Әр тізімнің өз қорытындысы бар: бір үй екі тізімде болуы мүмкін. Валюталар өзара қосылмайды.",
)
_LOSS_COLUMNS: Final = (
    Label(en="loss", ru="потеря", kk="шығын"),
    Label(en="kind", ru="вид", kk="түрі"),
    Label(en="state", ru="что стало", kk="не болды"),
    Label(en="how many", ru="сколько", kk="қанша"),
    Label(en="value", ru="стоимость", kk="құны"),
    Label(en="owner", ru="владелец", kk="иесі"),
)
_TOTAL_COLUMNS: Final = (
    Label(en="list", ru="список", kk="тізім"),
    Label(en="kind", ru="вид", kk="түрі"),
    Label(en="rows", ru="строк", kk="жол"),
    Label(en="how many", ru="сколько", kk="қанша"),
    Label(en="number unknown", ru="число неизвестно", kk="саны белгісіз"),
    Label(en="value", ru="стоимость", kk="құны"),
    Label(en="value unknown", ru="стоимость неизвестна", kk="құны белгісіз"),
)


@command("losses", example="onrecord losses --list losses-office --json")
@click.option("--list", "list_id", metavar="LIST", help="Those on one list.")
@click.option("--known-by", metavar="DATE", help="As the ledger was on that day.")
def losses(shell: Shell, list_id: str | None, known_by: str | None) -> None:
    """List losses, and their totals by list, kind and currency; what nobody said is counted as unknown."""
    from onrecord import ledger, register

    with shell.desk(reading_only=True) as desk:
        found = register.on_record(desk, known_by=known_by)
        words = ledger.vocabulary_of(desk.info.folder)
    check_list(found, list_id)
    wanted = [one for one in found.losses if list_id is None or one.list == list_id]
    people = {one.subject: one for one in found.people}
    rows = [register.loss_row(one, people.get(one.text("owned_by") or "")) for one in wanted]
    totals = [one.to_row() for one in register.totals_of(wanted)]
    shell.emit({"losses": rows, "totals": totals})

    def called(dimension: str, word: str | None) -> str:
        return words.term_called(dimension, word, shell.language) if word else ""

    amount = register.amount
    shell.table(
        _LOSS_COLUMNS,
        [
            (
                row["loss"],
                called("loss_kind", row["kind"]),
                called("loss_state", row["state"]),
                amount(row["count"]),
                amount(row["value"]),
                ", ".join(row["owner_names"]) or row["owner"],
            )
            for row in rows
        ],
    )
    shell.table(
        _TOTAL_COLUMNS,
        [
            (
                one["list"],
                called("loss_kind", one["kind"]) or _ALL.text(shell.language),
                one["rows"],
                amount(one["things"]),
                one["things"]["unknown"],
                "; ".join(amount(value) for value in one["values"]),
                one["without_value"],
            )
            for one in totals
        ],
    )
    shell.say(_NOT_ADDED)


COMMANDS: Final = (losses,)
