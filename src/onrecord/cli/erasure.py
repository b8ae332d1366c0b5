"""Owns the commands of erasure and visibility: `expunge`, `expungings`, `hold`, `holds`, `lift-hold`, `visibility`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, TextIO

import click

from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, Visibility

if TYPE_CHECKING:
    from onrecord.erasure import Expunged, Worklist

_NOTHING_NAMED: Final = Label(
    en="name items or claims, or give --words-file",
    ru="назовите предметы или утверждения, либо дайте --words-file",
    kk="айғақтарды не мәлімдемелерді атаңыз, немесе --words-file беріңіз",
)
_LISTED: Final = Label(
    en="Worklist {code}: {entries} entries, {items} items, {claims} claims, {statements} publications would go.",
    ru="Список {code}: ушло бы записей {entries}, предметов {items}, утверждений {claims}, публикаций {statements}.",
    kk="{code} тізімі: {entries} жазба, {items} айғақ, {claims} мәлімдеме, {statements} жарияланым жойылар еді.",
)
_FLAGGED: Final = Label(
    en="Rests on it and stays: {kind} {name} ({subject})",
    ru="Опирается на это и остаётся: {kind} {name} ({subject})",
    kk="Осыған сүйенеді және қалады: {kind} {name} ({subject})",
)
_TELL: Final = Label(
    en="Was given out: {item} to {to} at {at}; tell them.",
    ru="Передано: {item} → {to}, {at}; сообщите им.",
    kk="Берілген: {item} → {to}, {at}; хабарлаңыз.",
)
_UNSEARCHED: Final = Label(
    en="Nobody could look into {count} items (pictures, packed documents); look at them yourself: {items}",
    ru="В {count} предметов заглянуть нельзя (снимки, упакованные документы); посмотрите сами: {items}",
    kk="{count} айғақтың ішін қарау мүмкін болмады (сурет, қапталған құжат); өзіңіз қараңыз: {items}",
)
_ONLY_PROOF: Final = Label(
    en="Nothing else on record would say: {fact}",
    ru="Больше ничто на учёте не говорило бы: {fact}",
    kk="Тіркеуде мұны басқа ештеңе айтпас еді: {fact}",
)
_HELD: Final = Label(
    en="Held: {subject}, {ground}; looked at again on {review_on}",
    ru="Под запретом: {subject}, {ground}; пересмотр {review_on}",
    kk="Тыйымда: {subject}, {ground}; қайта қаралады {review_on}",
)
_NOTHING_YET: Final = Label(
    en="Nothing was expunged. To do it: --reason WHY --approved-by A --approved-by B --worklist {code}",
    ru="Ничего не уничтожено. Чтобы уничтожить: --reason ПОЧЕМУ --approved-by А --approved-by Б --worklist {code}",
    kk="Ештеңе жойылған жоқ. Жою үшін: --reason СЕБЕП --approved-by А --approved-by Б --worklist {code}",
)
_DONE: Final = Label(
    en="{expunging}: {entries} entries and {objects} objects are destroyed; every other proof stands. Run "
    "`onrecord backup` so that copies learn of it, and publish again what is now outdated: {outdated}",
    ru="{expunging}: уничтожено записей {entries}, объектов {objects}; остальные доказательства в силе. Выполните "
    "`onrecord backup`, чтобы узнали копии, и опубликуйте заново устаревшее: {outdated}",
    kk="{expunging}: {entries} жазба, {objects} нысан жойылды; қалған дәлелдердің бәрі күшінде. Көшірмелер білуі үшін "
    "`onrecord backup` орындаңыз, ескіргенін қайта жариялаңыз: {outdated}",
)
_HOLDING: Final = Label(
    en="{subject} is held until it is looked at again on {review_on}.",
    ru="{subject} под запретом до пересмотра {review_on}.",
    kk="{subject} {review_on} күнгі қайта қарауға дейін тыйымда.",
)
_LIFTED: Final = Label(
    en="{subject} is not held any more.", ru="Запрет с {subject} снят.", kk="{subject} тыйымы алынды."
)
_SEEN: Final = Label(
    en="{item} is “{visibility}” from now on. What went out before stays out.",
    ru="{item}: отныне видимость «{visibility}». Что ушло раньше, не вернётся.",
    kk="{item}: бұдан былай көрінуі «{visibility}». Бұрын шыққаны қайтпайды.",
)
_FOLLOWING: Final = Label(
    en="Of the claims that rest on it, {count} may be seen less far than they were stated to be. A finding that "
    "repeats what they say has its own visibility: look at what has them for its basis.",
    ru="Из опирающихся на него утверждений {count} теперь видны не так широко, как были заявлены. У вывода, который их "
    "повторяет, видимость своя: проверьте, что на них основано.",
    kk="Соған сүйенетін мәлімдемелердің {count} енді мәлімделгеннен азырақ көрінеді. Оларды қайталайтын қорытындының "
    "көрінуі өзінше: соларға негізделгенін қараңыз.",
)
_WORDS_HELP: Final = "A file with names and their spellings, one a line; - reads standard input. Never an argument."


@command("expunge", example="onrecord expunge item-x7k2m9q4t8w3c5zr\nonrecord expunge --words-file - < names.txt")
@click.argument("references", nargs=-1)
@click.option("--words-file", type=click.File(encoding="utf-8"), metavar="FILE", help=_WORDS_HELP)
@click.option("--keep", multiple=True, metavar="ID", help="Leave this out; repeatable.")
@click.option("--reason", help="Why; it stays on the log, so it must not name anybody.")
@click.option("--approved-by", multiple=True, metavar="WHO", help="Who decided; two different people.")
@click.option("--worklist", "code", metavar="CODE", help="The list that was approved, by its code.")
@click.option("--although-only-proof", "despite", metavar="WHY", help="Why the last claim of a figure goes as well.")
def expunge(
    shell: Shell,
    references: tuple[str, ...],
    words_file: TextIO | None,
    keep: tuple[str, ...],
    reason: str | None,
    approved_by: tuple[str, ...],
    code: str | None,
    despite: str | None,
) -> None:
    """Show all that would have to go with an item, a claim or a person; destroy it once two people approved.

    Without --reason and --approved-by nothing is destroyed. Numbers, times and proofs of the log stand.
    """
    from onrecord import erasure

    words = [line.strip() for line in words_file or () if line.strip()]
    if not references and not words:
        raise Misused(_NOTHING_NAMED)
    with shell.desk() as desk:
        try:
            listed = erasure.worklist(desk, references, words=words, keep=keep)
        except ValueError as err:
            raise click.UsageError(str(err)) from err
        done = None
        if reason or approved_by:
            if code is not None and code != listed.code:
                raise erasure.WorklistMoved()
            done = erasure.expunge(
                desk, listed, reason=reason or "", approved_by=approved_by, words=words, despite=despite
            )
    shell.emit({"worklist": listed.to_record(), "expunged": done.to_record() if done else None})
    _show(shell, listed, done)


def _show(shell: Shell, listed: Worklist, done: Expunged | None) -> None:
    counts = {name: len(getattr(listed, name)) for name in ("items", "claims", "statements")}
    shell.say(_LISTED, code=listed.code, entries=len(listed.parts), **counts)
    if done is None:
        shell.table(("seq", "kind", "subject", "why"), [(p.seq, p.kind, p.subject, p.why.value) for p in listed.parts])
    for flag in listed.flags:
        shell.say(_FLAGGED, **flag.to_row())
    for recipient in listed.recipients:
        shell.say(_TELL, **{**recipient.to_row(), "to": recipient.to or "?"})
    if listed.unsearched:
        shell.say(_UNSEARCHED, count=len(listed.unsearched), items=", ".join(listed.unsearched))
    for fact in listed.only_proof_of:
        shell.say(_ONLY_PROOF, fact=fact)
    for hold in listed.held:
        shell.say(_HELD, **hold.to_row())
    if done is None:
        shell.note(_NOTHING_YET, code=listed.code)
    else:
        shell.say(_DONE, **{**done.to_record(), "outdated": ", ".join(done.outdated) or "-"})


@command("expungings", example="onrecord expungings --json")
def expungings(shell: Shell) -> None:
    """List what was expunged so far: who decided and why, in numbers."""
    from onrecord import erasure

    with shell.desk(reading_only=True) as desk:
        rows = [one.to_row() for one in erasure.expungings(desk)]
    shell.emit({"expungings": rows})
    columns = ("expunging", "at", "actor", "reason", "entries")
    shell.table(columns, [[row[column] for column in columns] for row in rows])


@command(
    "hold",
    example='onrecord hold list.pdf --ground "court order 12" --review-on 2032-01-31 --approved-by A --approved-by B',
)
@click.argument("reference")
@click.option("--ground", required=True, help="Why it has to be kept.")
@click.option("--review-on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="When that is looked at again.")
@click.option("--approved-by", multiple=True, metavar="WHO", help="Who decided; two different people.")
def hold(shell: Shell, reference: str, ground: str, review_on: dt.datetime, approved_by: tuple[str, ...]) -> None:
    """Keep an item or a claim from being expunged for now."""
    from onrecord import erasure

    with shell.desk() as desk:
        placed = erasure.place_hold(desk, reference, ground=ground, approved_by=approved_by, review_on=review_on.date())
    shell.emit(placed.to_row())
    shell.say(_HOLDING, **placed.to_row())


@command("holds", example="onrecord holds")
def holds(shell: Shell) -> None:
    """List what has to be kept for now, and when that is looked at again."""
    from onrecord import erasure

    with shell.desk(reading_only=True) as desk:
        rows = [one.to_row() for one in erasure.holds(desk)]
    shell.emit({"holds": rows})
    columns = ("subject", "ground", "review_on", "placed_at")
    shell.table(columns, [[row[column] for column in columns] for row in rows])


@command(
    "lift-hold", example='onrecord lift-hold item-x7k2m9q4t8w3c5zr --why "order lifted" --approved-by A --approved-by B'
)
@click.argument("subject")
@click.option("--why", required=True, help="Why it need not be kept any more.")
@click.option("--approved-by", multiple=True, metavar="WHO", help="Who decided; two different people.")
def lift_hold(shell: Shell, subject: str, why: str, approved_by: tuple[str, ...]) -> None:
    """End a hold."""
    from onrecord import erasure

    with shell.desk() as desk:
        erasure.lift_hold(desk, subject, why=why, approved_by=approved_by)
    shell.emit({"subject": subject, "held": False})
    shell.say(_LIFTED, subject=subject)


@command("visibility", example='onrecord visibility list.pdf restricted --why "names a witness"')
@click.argument("item")
@click.argument("visibility", type=click.Choice([one.value for one in Visibility]))
@click.option("--why", required=True, help="Why; it stays on the log.")
def visibility(shell: Shell, item: str, visibility: str, why: str) -> None:
    """Let an item be seen further, or less far, from now on.

    What was claimed from it before is seen no further than it; once it is seen again as far as it was, so are they.
    """
    from onrecord import ledger, vault

    with shell.desk() as desk:
        resting = ledger.claims_of_item(desk, vault.item(desk, item).id)
        changed = vault.change_visibility(desk, item, Visibility(visibility), why=why)
        narrowed = ledger.narrowed_claims(desk).intersection(resting)
    shell.emit({**changed.to_row(), "narrowed_claims": sorted(narrowed)})
    shell.say(_SEEN, item=changed.id, visibility=changed.visibility.value)
    if narrowed:
        shell.say(_FOLLOWING, count=len(narrowed))


COMMANDS: Final = (expunge, expungings, hold, holds, lift_hold, visibility)
