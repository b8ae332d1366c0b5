"""Owns the commands of the ledger, from `claims` to `vocabulary`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

import click

from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, command
from onrecord.cli.vault import PartialDateParameter
from onrecord.kernel import Label, PartialDate, Visibility

_WRITTEN: Final = Label(
    en="Written to {path}. Correct it there, then: `onrecord update {path} --dry-run --why REASON`.",
    ru="Записано в {path}. Исправьте там, затем: `onrecord update {path} --dry-run --why ПРИЧИНА`.",
    kk="{path} ішіне жазылды. Сонда түзетіп, содан кейін: `onrecord update {path} --dry-run --why СЕБЕП`.",
)
_ALONE: Final = Label(
    en="Judged before, and no longer found: {verdict}, {why} ({claims}).",
    ru="Об этом судили раньше, теперь не находится: {verdict}, {why} ({claims}).",
    kk="Бұрын пайымдалған, қазір табылмайды: {verdict}, {why} ({claims}).",
)
_ONE_OF_TWO: Final = Label(
    en="Give either --as KIND or --take-back.",
    ru="Укажите либо --as ВИД, либо --take-back.",
    kk="Не --as ТҮР, не --take-back беріңіз.",
)
_JUDGED: Final = Label(
    en="The program found: {kind}. Judged: {verdict}, because: {why}",
    ru="Программа нашла: {kind}. Суждение: {verdict}, причина: {why}",
    kk="Бағдарлама тапқаны: {kind}. Пайым: {verdict}, себебі: {why}",
)
_UNJUDGED: Final = Label(
    en="{contradiction} was judged before these claims came; nobody has judged of them: {claims}.",
    ru="О {contradiction} судили до того, как появились эти утверждения; о них не судил никто: {claims}.",
    kk="{contradiction} туралы мына мәлімдемелерге дейін пайымдалған; бұларды ешкім пайымдамаған: {claims}.",
)
_REFUTED: Final = Label(
    en="{claim}: refuted by {basis}",
    ru="{claim}: опровергнуто утверждениями {basis}",
    kk="{claim}: {basis} теріске шығарды",
)
_REVIEWED: Final = Label(
    en="{by} signed off: {claims}",
    ru="{by}, проверено: {claims}",
    kk="{by} тексерді: {claims}",
)
_NO_FIGURES: Final = Label(en="No such figure.", ru="Такой величины нет.", kk="Ондай шама жоқ.")


@command("claims", example="onrecord claims --property killed\nonrecord claims --xlsx claims.xlsx")
@click.option("--subject", help="Of one subject, as kind:id.")
@click.option("--property", "property_name", help="Of one property.")
@click.option("--known-by", metavar="DATE", help="As the ledger was on that day.")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Write them to be edited, for `update`.")
@click.option("--csv", type=click.Path(path_type=Path, dir_okay=False), help="Likewise, as CSV.")
def claims(
    shell: Shell,
    subject: str | None,
    property_name: str | None,
    known_by: str | None,
    xlsx: Path | None,
    csv: Path | None,
) -> None:
    """List claims in the order they were recorded; or write those that count as a sheet, to be corrected there."""
    from onrecord import ledger

    with shell.desk(reading_only=True) as desk:
        found = ledger.claims(desk, subject=subject, property=property_name, known_by=known_by)
        for target in (xlsx, csv):
            if target is not None:
                ledger.write_sheet(found, target, log_size=desk.log.size())
                shell.note(_WRITTEN, path=target)
    rows = [{**claim.to_row(), "status": claim.status.value, "seq": claim.seq} for claim in found]
    shell.emit({"claims": rows})
    shell.table(
        ("id", "property", "value", "as_of", "speaker", "source", "status"),
        [
            (c.id, c.property, c.value_text(), c.as_of.text() if c.as_of else "", c.speaker, c.source, c.status.value)
            for c in found
        ],
    )


@command("withdraw", example='onrecord withdraw K-killed-003 --why "the office corrected itself"')
@click.argument("claim")
@click.option("--why", required=True, help="The reason; it stays on record.")
def withdraw(shell: Shell, claim: str, why: str) -> None:
    """Take a claim back; it stays on record and counts no more."""
    from onrecord import ledger

    with shell.desk() as desk:
        ledger.withdraw(desk, claim, why=why)
    shell.emit({"claim": claim, "status": "withdrawn", "why": why})
    shell.say(f"{claim}: withdrawn")


@command("dispute", example='onrecord dispute K-killed-003 --why "the list names nine"')
@click.argument("claim")
@click.option("--why", required=True, help="The reason; it stays on record.")
def dispute(shell: Shell, claim: str, why: str) -> None:
    """Put a dispute beside a claim; it goes on being read, marked."""
    from onrecord import ledger

    with shell.desk() as desk:
        ledger.dispute(desk, claim, why=why)
    shell.emit({"claim": claim, "status": "disputed", "why": why})
    shell.say(f"{claim}: disputed")


@command("refute", example='onrecord refute K-killed-003 --why "the list of names has eleven" --basis K-killed-011')
@click.argument("claim")
@click.option("--why", required=True, help="The reason; it stays on record.")
@click.option("--basis", "basis", required=True, metavar="CLAIM,...", help="The claims that refute it.")
def refute(shell: Shell, claim: str, why: str, basis: str) -> None:
    """Say that a claim is false, and by which claims; it stays, is shown beside the others, and counts no more."""
    from onrecord import ledger

    rests_on = [one for one in re.split(r"[,;\s]+", basis) if one]
    with shell.desk() as desk:
        ledger.refute(desk, claim, why=why, basis=rests_on)
    shell.emit({"claim": claim, "status": "refuted", "why": why, "basis": rests_on})
    shell.say(_REFUTED, claim=claim, basis=", ".join(rests_on))


@command(
    "review",
    example='onrecord review "killed?group=dungan" --note "read both lists against the register of 9 March"',
)
@click.argument("what", nargs=-1, required=True, metavar="CLAIM|FIGURE...")
@click.option("--note", required=True, help="What was looked at; it stays on record.")
def review(shell: Shell, what: tuple[str, ...], note: str) -> None:
    """Sign off claims, or all claims of a figure, as a second person; it lapses when another claim comes."""
    from onrecord import ledger

    with shell.desk() as desk:
        signed = ledger.review(desk, what, note=note)
    shell.emit({"review": signed.to_row()})
    shell.say(_REVIEWED, by=signed.by, claims=", ".join(signed.claims))


@command("figures", example="onrecord figures killed --group dungan --as-of 2020-02-14")
@click.argument("property_name", metavar="[PROPERTY]", required=False)
@click.option("--subject", metavar="KIND:ID", help="Of one subject, such as incident:valley-2020.")
@click.option("--group", help="Of one group.")
@click.option("--place", help="Of one place.")
@click.option("--about", "more", multiple=True, metavar="NAME=VALUE", help="Of one value of any dimension; repeatable.")
@click.option("--by", metavar="KIND", help="By one kind of speaker: official, court, ngo, media, …")
@click.option("--as-of", type=PartialDateParameter(), metavar="DATE", help="What was so up to that day.")
@click.option("--known-by", metavar="DATE", help="As the ledger was on that day.")
def figures(
    shell: Shell,
    property_name: str | None,
    subject: str | None,
    group: str | None,
    place: str | None,
    more: tuple[str, ...],
    by: str | None,
    as_of: PartialDate | None,
    known_by: str | None,
) -> None:
    """Show every reading of a quantity, side by side, by origin."""
    from onrecord import ledger

    about = dict(one.partition("=")[::2] for one in more)
    about |= {name: value for name, value in (("group", group), ("place", place)) if value}
    with shell.desk(reading_only=True) as desk:
        found = ledger.figures(desk, property_name, about=about, by=by, as_of=as_of, subject=subject, known_by=known_by)
    shell.emit({"figures": [figure.to_row(shell.language) for figure in found]})
    if not found:
        shell.say(_NO_FIGURES)
    for figure in found:
        row = figure.to_row()
        name = " ".join(value for _, value in figure.about)
        title = (
            f"{figure.property} {name} [{figure.unit}]  {row['range']['low']}–{row['range']['high']}  {row['status']}"
        )
        shell.table(
            ("as_of", "wording", "speaker", "origin", "claim"),
            [
                (
                    r.claim.as_of.text() if r.claim.as_of else "",
                    r.quantity.wording,
                    r.claim.speaker,
                    r.origin,
                    r.claim.id,
                )
                for r in figure.readings
            ],
            title=title,
        )
        shell.say(f"{int(figure.confirmation.level)} {figure.confirmation.reason().text(shell.language)}")
        if figure.floor:
            shell.say(figure.floor.to_row(shell.language)["says"])
        for refuted in figure.refuted:
            facts = {"claim": refuted.claim.id, "basis": ", ".join(refuted.claim.status_basis) or "—"}
            shell.say(_REFUTED, **facts)


@command("contradictions", example="onrecord contradictions killed")
@click.argument("property_name", metavar="[PROPERTY]", required=False)
@click.option("--known-by", metavar="DATE", help="As the ledger was on that day.")
def contradictions(shell: Shell, property_name: str | None, known_by: str | None) -> None:
    """Show which claims do not agree, of what kind each disagreement is, and what a person has judged of it."""
    from onrecord import ledger

    with shell.desk(reading_only=True) as desk:
        book = ledger.book(desk, known_by=known_by)
        found = book.contradictions(property_name)
        alone = book.judgements_alone(found) if property_name is None else ()
    shell.emit(
        {
            "contradictions": [one.to_row(shell.language) for one in found],
            "judgements": [one.to_row() for one in alone],
        }
    )
    shell.table(
        ("id", "property", "about", "kind", "judged", "reading"),
        [
            (
                one.id,
                one.property,
                " ".join(v for _, v in one.about),
                one.kind,
                f"{one.judged.verdict}: {one.judged.why}" if one.judged else "",
                one.reading.text(shell.language),
            )
            for one in found
        ],
    )
    for one in found:
        if one.unjudged:
            shell.say(_UNJUDGED, contradiction=one.id, claims=", ".join(one.unjudged))
    for judgement in alone:
        shell.say(_ALONE, verdict=judgement.verdict, why=judgement.why, claims=", ".join(judgement.claims))


@command("overrule", example='onrecord overrule D-4f1c09be72aa --as no_contradiction --why "two villages, see the map"')
@click.argument("contradiction")
@click.option("--as", "verdict", metavar="KIND", help="What it is: a kind that contradictions shows, no_contradiction.")
@click.option("--take-back", is_flag=True, help="Take the last judgement back; it stays on record.")
@click.option("--why", required=True, help="The reason; it stays on record.")
@click.option(
    "--visibility",
    type=click.Choice(["public", "team"]),
    default="team",
    show_default=True,
    help="Who may read it: public is published with its reason.",
)
def overrule(shell: Shell, contradiction: str, verdict: str | None, take_back: bool, why: str, visibility: str) -> None:
    """Put a person's judgement beside a contradiction; the kind that the program found stays."""
    from onrecord import ledger

    if (verdict is None) is not take_back:
        raise Misused(_ONE_OF_TWO)
    with shell.desk() as desk:
        seen_by = Visibility(visibility)
        judged = ledger.overrule(desk, contradiction, verdict=verdict, why=why, visibility=seen_by)
    shell.emit({"contradiction": judged.to_row(shell.language)})
    shell.say(_JUDGED, kind=judged.kind, verdict=judged.judged.verdict if judged.judged else "—", why=why)


@command("vocabulary", example="onrecord vocabulary --json\nonrecord vocabulary --markdown > vocabulary.md")
@click.option("--markdown", is_flag=True, help="As a page: definitions, units, order, codes.")
def vocabulary(shell: Shell, markdown: bool) -> None:
    """List what may be claimed: properties, units, dimensions, kinds of subject, and the declared groups and places."""
    from onrecord import ledger
    from onrecord.kernel import NotFound

    try:
        folder = shell.archive_folder()
    except NotFound:
        folder = None  # the shipped words need no archive
    words = ledger.vocabulary_of(folder)
    shell.emit(ledger.vocabulary_record(words))
    if markdown and not shell.as_json:
        sys.stdout.write(ledger.vocabulary_page(words, shell.language))
        return
    shell.table(
        ("property", "label", "units", "dimensions"),
        [
            (one.name, one.label.text(shell.language), ", ".join(one.units), ", ".join(one.dimensions))
            for one in words.properties.values()
        ],
    )


COMMANDS: Final = (claims, withdraw, dispute, refute, review, figures, contradictions, overrule, vocabulary)
