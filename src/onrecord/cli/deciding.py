"""Owns the commands by which a person decides about proposals: `proposals`, `accept`, `refuse`, `reading report`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, PartialDate, Quantity, value_text

if TYPE_CHECKING:
    from onrecord.ledger import AcceptReport
    from onrecord.reading import Proposal
    from onrecord.store import Desk

_DECISIONS: Final = ("waiting", "accepted", "refused", "all")
_NONE: Final = Label(
    en="No such proposal. `onrecord read` makes them.",
    ru="Таких предложений нет. Их создаёт `onrecord read`.",
    kk="Мұндай ұсыныс жоқ. Оларды `onrecord read` жасайды.",
)
_IN_ITEM: Final = Label(
    en="{name} ({item}): {count} proposals",
    ru="{name} ({item}), предложений: {count}",
    kk="{name} ({item}): {count} ұсыныс",
)
_UNDATED: Final = Label(
    en="      no day is said in the text: --with as_of=YYYY-MM-DD says up to when it was so",
    ru="      в тексте нет даты: до какого дня это так, задайте через --with as_of=ГГГГ-ММ-ДД",
    kk="      мәтінде күн айтылмаған: қай күнге дейін солай екенін --with as_of=ЖЖЖЖ-АА-КК арқылы беріңіз",
)
_ACCEPTED: Final = Label(
    en="{proposal} is the claim {claim} now.",
    ru="{proposal} — теперь утверждение {claim}.",
    kk="{proposal} енді {claim} мәлімдемесі.",
)
_CORRECTED: Final = Label(en="corrected: {fields}", ru="исправлено: {fields}", kk="түзетілген: {fields}")
_REFUSED: Final = Label(
    en="Refused: {count}. They stay on record with the reason.",
    ru="Отклонено: {count}. Они остаются в записях вместе с причиной.",
    kk="Қабылданбады: {count}. Олар себебімен бірге жазбада қалады.",
)
_WAIT: Final = Label(
    en="{count} go on waiting; give what is missing with --with FIELD=VALUE.",
    ru="Ждут дальше: {count}; недостающее задайте через --with ПОЛЕ=ЗНАЧЕНИЕ.",
    kk="{count} әлі күтуде; жетпегенін --with ӨРІС=МӘН арқылы беріңіз.",
)
_NOT_A_PAIR: Final = Label(
    en="“{given}” is not FIELD=VALUE, as in speaker=Ministry.",
    ru="«{given}» — не ПОЛЕ=ЗНАЧЕНИЕ, как speaker=Министерство.",
    kk="«{given}» ӨРІС=МӘН емес; мысалы: speaker=Министрлік.",
)
_NOTHING_CHOSEN: Final = Label(
    en="Name proposals, or with --of the item whose proposals are meant.",
    ru="Назовите предложения или через --of файл, о предложениях которого речь.",
    kk="Ұсыныстарды атаңыз немесе --of арқылы ұсыныстары көзделген нысанды көрсетіңіз.",
)


@command("proposals", example="onrecord proposals\nonrecord proposals --of herald.md --property killed --json")
@click.option("--of", "item", metavar="ITEM", help="From one item.")
@click.option("--property", "property_name", metavar="PROPERTY", help="Of one property.")
@click.option("--language", metavar="CODE", help="From texts in one language.")
@click.option("--decision", type=click.Choice(_DECISIONS), default="waiting", show_default=True)
def proposals(shell: Shell, item: str | None, property_name: str | None, language: str | None, decision: str) -> None:
    """List claims that reading suggests, each with the sentence it rests on; those that wait for a decision."""
    from onrecord import reading as room
    from onrecord import vault

    chosen = None if decision == "all" else room.Decision(decision)
    with shell.desk(reading_only=True) as desk:
        found = room.proposals(desk, item=item, property_name=property_name, language=language, decision=chosen)
        names = {one.id: one.name for one in vault.items(desk)}
        sure = {one.id: room.certainty_of(desk, one.quote) for one in found if one.quote.made_by}
    rows = [{**one.to_row(), "name": names[one.item], "certainty": sure.get(one.id)} for one in found]
    shell.emit({"proposals": rows})
    if not found:
        shell.say(_NONE)
    for source in dict.fromkeys(one.item for one in found):
        some = [one for one in found if one.item == source]
        shell.say(_IN_ITEM, name=names[source], item=source, count=len(some))
        for one in some:
            _show(shell, one, sure.get(one.id))


def _show(shell: Shell, one: Proposal, certainty: int | None) -> None:
    from onrecord.reading import marks_of

    dimensions = (value for _, value in one.about)
    about = ", ".join(filter(None, (*dimensions, one.as_of.text() if one.as_of else None, one.speaker)))
    shell.say(f"  {one.id}  {one.property}: {_said(one)}{f' ({about})' if about else ''}")
    place = f"{one.quote.start}–{one.quote.end}"
    shell.say(f"      {' '.join(one.quote.text.split())}  [{place}]")
    if one.rule.endswith(".undated"):
        shell.say(_UNDATED)
    if marks := marks_of(one.quote, shell.language, certainty=certainty):
        shell.say(f"      {marks}")
    if one.why:
        shell.say(f"      {one.why}")


def _said(one: Proposal) -> str:
    """Return the value as a person has to judge it: bounds and days beside the words they were read from."""
    if isinstance(one.value, PartialDate):
        return f"{one.value.text()} “{one.value.wording}”"
    if not isinstance(one.value, Quantity):
        return f"“{value_text(one.value)}”"
    record = one.value.to_record()
    low, high = record["low"], record["high"]
    number = str(low) if low == high else f"{'' if low is None else low}–{'' if high is None else high}"
    return f"{number} {one.unit or ''} {record['qualifier']} “{one.value.wording}”".replace("  ", " ")


@command(
    "accept",
    example="onrecord accept proposal-1 --with subject=incident:valley-2021 --with speaker=Ministry\n"
    'onrecord accept --of herald.md --with subject=incident:valley-2021 --with speaker="the publisher"',
)
@click.argument("ids", nargs=-1)
@click.option("--of", "item", metavar="ITEM", help="All that wait of one item.")
@click.option("--with", "given", metavar="FIELD=VALUE", multiple=True, help="What to add or to correct; repeatable.")
def accept(shell: Shell, ids: tuple[str, ...], item: str | None, given: tuple[str, ...]) -> int:
    """Make claims of proposals, corrected where they were wrong; who decided is on the log."""
    from onrecord import ledger

    pairs = dict(_pair(shell, one) for one in given)
    with shell.desk() as desk:
        report = ledger.accept(desk, _chosen(shell, desk, ids, item), pairs)
    shell.emit(
        {
            "accepted": [
                {"proposal": one.proposal, "claim": one.claim, "corrected": list(one.corrected)}
                for one in report.accepted
            ],
            "refused": [one.to_row(shell.language) for one in report.refused],
        }
    )
    _tell(shell, report)
    return 2 if report.refused else 0


def _tell(shell: Shell, report: AcceptReport) -> None:
    for one in report.accepted:
        shell.say(_ACCEPTED, proposal=one.proposal, claim=one.claim)
        if one.corrected:
            shell.say(_CORRECTED, fields=", ".join(one.corrected))
    for refused in report.refused:
        row = refused.to_row(shell.language)
        shell.note(f"{row['proposal']}: {row['code']}: {row['problem']}")
    waiting = len({one.proposal for one in report.refused})
    if waiting:
        shell.note(_WAIT, count=waiting)


@command("refuse", example='onrecord refuse proposal-2 --why "a road, not people"')
@click.argument("ids", nargs=-1)
@click.option("--of", "item", metavar="ITEM", help="All that wait of one item.")
@click.option("--why", required=True, help="The reason, for those who mend the rules.")
def refuse(shell: Shell, ids: tuple[str, ...], item: str | None, why: str) -> None:
    """Refuse proposals, all or none; they are not proposed again."""
    from onrecord import reading as room

    with shell.desk() as desk:
        found = room.refuse(desk, _chosen(shell, desk, ids, item), why=why)
    shell.emit({"refused": [one.id for one in found]})
    shell.say(_REFUSED, count=len(found))


@click.group("reading")
def reading() -> None:
    """Look at how reading does."""


@command("report", example="onrecord reading report --json")
def report(shell: Shell) -> None:
    """Count what people decided about proposals, by language and rule."""
    from onrecord import reading as room

    with shell.desk(reading_only=True) as desk:
        rows = [one.to_row() for one in room.tallies(room.proposals(desk, decision=None))]
    shell.emit({"rules": rows})
    columns = ("rule", "language", "as_proposed", "corrected", "refused", "waiting", "precision")
    shell.table(columns, [[row[name] for name in columns] for row in rows])


reading.add_command(report)


def _pair(shell: Shell, given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(_NOT_A_PAIR.fill(shell.language, given=given), param_hint="--with")
    return name.strip(), value.strip()


def _chosen(shell: Shell, desk: Desk, ids: tuple[str, ...], item: str | None) -> Iterable[str]:
    from onrecord import reading as room

    if not ids and item is None:
        raise click.BadParameter(_NOTHING_CHOSEN.text(shell.language), param_hint="IDS")
    of_item = [one.id for one in room.proposals(desk, item=item)] if item is not None else []
    return [*ids, *of_item]


COMMANDS: Final = (proposals, accept, refuse, reading)
