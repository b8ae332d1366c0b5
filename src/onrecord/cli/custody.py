"""Owns the commands about hands: `custody` with all that belongs to it, `copy`, `open`, `derive`."""

from __future__ import annotations

import base64
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Broken, Label, Visibility

_NO_OUT: Final = Label(
    en="name the PDF with --out FILE, or ask for --json",
    ru="назовите PDF: --out ФАЙЛ, или попросите --json",
    kk="PDF атын --out ФАЙЛ арқылы атаңыз немесе --json сұраңыз",
)
_NO_FACT: Final = Label(
    en="--fact takes NAME=VALUE, not “{text}”",
    ru="--fact принимает ИМЯ=ЗНАЧЕНИЕ, а не «{text}»",
    kk="--fact АТАУ=МӘН түрін алады, «{text}» емес",
)
_NO_DAY: Final = Label(
    en="--since takes a day as 2021-04-01, not “{text}”",
    ru="--since принимает день вида 2021-04-01, а не «{text}»",
    kk="--since 2021-04-01 түріндегі күнді алады, «{text}» емес",
)
_MOST_IN_JSON: Final = 64 << 20
_HOLDS: Final = Label(
    en="Custody holds: {items} items, rules EV-01 to EV-10.",
    ru="Цепочка хранения цела: предметов {items}, правила EV-01–EV-10.",
    kk="Сақтау тізбегі бүтін: {items} айғақ, EV-01–EV-10 ережелері.",
)
_BROKEN: Final = Label(
    en="{count} breaches in the custody of {items} items:",
    ru="Нарушений в цепочке хранения: {count} (предметов {items}):",
    kk="Сақтау тізбегінде {count} бұзушылық бар ({items} айғақ):",
)
_WARNED: Final = Label(
    en="{count} warnings:",
    ru="Предупреждений: {count}:",
    kk="Ескерту саны: {count}:",
)
_ALIKE: Final = Label(
    en="  … and {count} more like it", ru="  … и ещё {count} таких же", kk="  … және сондай тағы {count}"
)
_COPIED: Final = Label(
    en="A working copy of {item} lies at {path}; entry {seq} says so.",
    ru="Рабочая копия {item}: {path}; запись {seq}.",
    kk="{item} айғағының жұмыс көшірмесі: {path}; {seq}-жазба.",
)
_DERIVED: Final = Label(
    en="{derived} is bound to {item} as {event}; entry {seq} says so. It is {visibility}.",
    ru="{derived} связан с {item} как {event} (запись {seq}). Доступ: {visibility}.",
    kk="{derived} {item} айғағына {event} ретінде байланған ({seq}-жазба). Көрінуі: {visibility}.",
)
_DISPOSED: Final = Label(
    en="{item} was disposed of: its bytes are gone, its digest and custody stay.",
    ru="{item} уничтожен: содержимого больше нет, хеш-сумма и история хранения остались.",
    kk="{item} жойылды: мазмұны жоқ, хеші мен сақтау тарихы қалды.",
)
_NEEDED: Final = Label(
    en="The disposal of {item} is recorded, and its bytes are still here: {needed} rests on the same ones.",
    ru="Уничтожение {item} записано, но содержимое осталось: на нём держится {needed}.",
    kk="{item} жойылуы жазылды, бірақ мазмұны осында: {needed} соған сүйенеді.",
)
_REPORTED: Final = Label(
    en="The custody of {item} is in {path}. Missing or doubtful in it: {count}.",
    ru="История хранения {item}: {path}. Недостаёт или вызывает сомнение: {count}.",
    kk="{item} сақтау тарихы: {path}. Жетіспейтіні не күмәндісі: {count}.",
)
_SPELLED: Final = Label(
    en="No font of the report has these letters; they stand in it as Unicode numbers: {letters}",
    ru="В шрифтах отчёта нет этих букв; они даны номерами Юникода: {letters}",
    kk="Есеп қаріптерінде бұл әріптер жоқ; олар Юникод нөмірімен берілген: {letters}",
)
_NOBODY: Final = Label(
    en="Nobody had an item in hand.", ru="Никто не брал предметы в руки.", kk="Айғақтарды ешкім қолына алған жоқ."
)
_TOO_LARGE: Final = Label(
    en="{item} has {size} bytes, too many for one JSON document; `onrecord copy` makes a working copy.",
    ru="{item}: {size} байт — слишком много для одного документа JSON; рабочую копию делает `onrecord copy`.",
    kk="{item}: {size} байт — бір JSON құжатына тым көп; жұмыс көшірмесін `onrecord copy` жасайды.",
)


class Custody(click.Command):
    """A command whose first word may name another: `custody ITEM EVENT` records, `custody check` checks.

    It is no group, so that what it does by itself has options, help and an example of its own.
    """

    def __init__(self, plain: click.Command, commands: Mapping[str, click.Command]) -> None:
        super().__init__("custody", callback=plain.callback, params=plain.params, help=plain.help, epilog=plain.epilog)
        self.commands = dict(commands)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the command that the first word names, else of this one."""
        if args and args[0] in self.commands:
            named, rest = self.commands[args[0]], args[1:]
            return named.make_context(f"{info_name} {args[0]}", rest, parent=parent, **extra)
        return super().make_context(info_name, args, parent=parent, **extra)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the other commands below them."""
        super().format_options(ctx, formatter)
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str()) for name, one in sorted(self.commands.items())])


@command("record", example='onrecord custody report.pdf transferred_out --fact to_custodian="a lawyer"')
@click.argument("item")
@click.argument("event")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="What belongs to the event; repeatable.")
def record(shell: Shell, item: str, event: str, facts: tuple[str, ...]) -> None:
    """Record what happened to an item: a hand-over, a copy made elsewhere, a check. `record` may be left out."""
    from onrecord import vault

    pairs = dict(_pair(fact) for fact in facts)
    with shell.desk() as desk:
        recorded = vault.record_custody(desk, item, event, **pairs)
    shell.emit({"item": recorded.item, **recorded.to_row()})
    shell.say(f"{recorded.seq}  {recorded.event.value}  {recorded.at}  {recorded.actor}")


@command("check", example="onrecord custody check\nonrecord custody check report.pdf --bag ../korday-export --json")
@click.argument("items", nargs=-1)
@click.option(
    "--bag",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Also hold an export against EV-08: can common tools check it?",
)
def check(shell: Shell, items: tuple[str, ...], bag: Path | None) -> int:
    """Hold the custody of all items, or of some, against the rules EV-01 to EV-10. It changes nothing."""
    from onrecord import dossier, store, vault

    with shell.desk(reading_only=True) as desk:
        try:
            shown = dossier.disclosed(desk)
        except store.LogDamaged:
            shown = ()  # EV-05 names the entry; what an export would show cannot be known, and none would be made
        more = [*vault.accesses(desk).alarms, *(vault.manifest_findings(bag) if bag else ())]
        report = vault.check_custody(desk, items, disclosed=shown, more=more)
    shell.emit(report.to_record(shell.language))
    if report.ok:
        shell.say(_HOLDS, items=report.items)
    else:
        shell.say(_BROKEN, count=len(report.problems), items=report.items)
        _tell(shell, report.problems)
    if report.warnings:
        shell.say(_WARNED, count=len(report.warnings))
        _tell(shell, report.warnings)
    return 0 if report.ok else Broken.exit_status


@command("verify", example="onrecord custody verify report.pdf")
@click.argument("item")
def verify(shell: Shell, item: str) -> int:
    """Read an item's bytes from the disk, hold them against the sealed digest, and record what came of it."""
    from onrecord import vault

    with shell.desk() as desk:
        event = vault.verify_item(desk, item)
    shell.emit({"item": event.item, **event.to_row()})
    shell.say(f"{event.seq}  {event.event.value}  {event.at}  {event.facts.get('hash_after', event.facts.get('note'))}")
    return 0 if event.event is vault.CustodyEventName.VERIFIED_OK else Broken.exit_status


@command("report", example="onrecord custody report report.pdf --out report-custody.pdf --language ru")
@click.argument("item")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where the PDF is written."
)
@click.option("--language", type=click.Choice(["en", "ru", "kk"]), help="Of the report; as of messages by default.")
@click.option(
    "--edition",
    type=click.Choice(["restricted", "public"]),
    default="restricted",
    show_default=True,
    help="The public one names nobody who gave, held or handled the item.",
)
def report(shell: Shell, item: str, out: Path | None, language: str | None, edition: str) -> None:
    """Print the whole custody of an item for a court: as PDF with --out, as JSON with --json, with proofs and gaps."""
    from onrecord import dossier, vault

    if out is None and not shell.as_json:
        raise Misused(_NO_OUT)
    with shell.desk() as desk:
        made = vault.custody_report(
            desk, item, language=language or shell.language, edition=edition, tool=_tool("custody report")
        )
    if out is not None:
        paper = dossier.custody_paper(made)
        vault.write_new(out, paper.content)
        if paper.missing:
            shell.note(_SPELLED, letters=" ".join(paper.missing))
    shell.emit({**made.to_record(), "pdf": None if out is None else str(out)})
    if out is not None:
        shell.say(_REPORTED, item=made.values["item"]["item"], path=out, count=len(made.values["gaps"]))


@command("accesses", example="onrecord custody accesses --since 2021-04-01")
@click.option("--since", metavar="DAY", help="From this day on, UTC: 2021-04-01.")
def accesses(shell: Shell, since: str | None) -> None:
    """List who had which items in hand: by day, for a second person to read, and the alarms among it."""
    from onrecord import vault

    with shell.desk(reading_only=True) as desk:
        found = vault.accesses(desk, since=_day(since))
    rows = [one.to_row() for one in found.accesses]
    alarms = [one.to_record(shell.language) for one in found.alarms]
    shell.emit({"since": since, "days": found.days(), "accesses": rows, "alarms": alarms})
    if not rows:
        shell.say(_NOBODY)
        return
    columns = ("day", "actor", "events", "items", "restricted_items")
    shell.table(columns, [[row[column] for column in columns] for row in found.days()])
    shell.say("")
    each = ("seq", "at", "actor", "event", "item", "visibility", "purpose")
    shell.table(each, [[row.get(column) for column in each] for row in rows])
    _tell(shell, found.alarms, to_note=True)


@command(
    "dispose",
    example='onrecord custody dispose report.pdf --reason "a court ordered it" --approved-by keeper --approved-by B.',
)
@click.argument("item")
@click.option("--reason", required=True, metavar="WHY", help="Why; it stays on the log.")
@click.option("--approved-by", "approvers", multiple=True, required=True, metavar="WHO", help="Two people; repeat it.")
def dispose(shell: Shell, item: str, reason: str, approvers: tuple[str, ...]) -> None:
    """Destroy an item's bytes on the decision of two people; its digest and its custody stay (EV-09)."""
    from onrecord import vault

    with shell.desk() as desk:
        done = vault.dispose(desk, item, reason=reason, approved_by=approvers)
    shell.emit({"item": done.item.id, "is_gone": done.is_gone, "needed_by": list(done.needed_by)})
    shell.say(_DISPOSED if done.is_gone else _NEEDED, item=done.item.id, needed=", ".join(done.needed_by))


@command("copy", example='onrecord copy report.pdf ../desk/ --purpose "to be translated"')
@click.argument("item")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--purpose", metavar="WHY", help="What the copy is for.")
def copy(shell: Shell, item: str, out: Path, purpose: str | None) -> None:
    """Make a working copy, held against the sealed digest, and record it. The sealed bytes are never worked on."""
    from onrecord import vault

    with shell.desk() as desk:
        made = vault.copy_item(desk, item, out, tool=_tool("copy"), purpose=purpose)
        alarms = vault.accesses(desk, since=_an_hour_ago(made.event.at)).alarms
    shell.emit({**made.to_record(), "warnings": [one.to_record(shell.language) for one in alarms]})
    shell.say(_COPIED, item=made.item.id, path=made.path, seq=made.event.seq)
    _tell(shell, alarms, to_note=True)


@command("open", example='onrecord open report.pdf --purpose "to look at the stamp" > report.pdf')
@click.argument("item")
@click.option("--purpose", metavar="WHY", default="reading", show_default=True, help="What it is read for.")
def open_(shell: Shell, item: str, purpose: str) -> None:
    """Write an item's bytes to standard output, checked first. Opening a restricted item is recorded."""
    from onrecord import vault

    with shell.desk() as desk:
        found = vault.item(desk, item)
        if shell.as_json and found.size > _MOST_IN_JSON:
            raise Misused(_TOO_LARGE, item=found.id, size=found.size)
        desk.blobs.check(found.sha256)
        with vault.open_item(desk, found.id, purpose=purpose) as file:
            if shell.as_json:
                content = base64.b64encode(file.read()).decode("ascii")
                shell.emit({**found.to_row(), "content": content})
            else:
                shutil.copyfileobj(file, sys.stdout.buffer, 1 << 20)
                sys.stdout.buffer.flush()
        if found.visibility is Visibility.RESTRICTED:
            _tell(
                shell,
                vault.accesses(desk, since=_an_hour_ago(vault.custody(desk, found.id)[-1].at)).alarms,
                to_note=True,
            )


@command(
    "derive",
    example='onrecord derive list.pdf list-redacted.pdf --event redacted_copy_made --tool "a scanner" --recipe "names '
    'covered, then scanned"',
)
@click.argument("item")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--event",
    type=click.Choice(["redacted_copy_made", "transcoded", "ocr"]),
    default="redacted_copy_made",
    show_default=True,
    help="What was done.",
)
@click.option("--tool", required=True, metavar="TOOL", help="By what: a program or a device.")
@click.option("--tool-version", metavar="VERSION", help="Which version of it.")
@click.option("--recipe", required=True, metavar="HOW", help="How, so that somebody else could do the same.")
@click.option(
    "--visibility",
    type=click.Choice([one.value for one in Visibility]),
    help="How far it may be seen; as its source by default. Further needs --decision.",
)
@click.option("--decision", metavar="WHY", help="Who decided, and why, that more people may see it.")
def derive(
    shell: Shell,
    item: str,
    file: Path,
    event: str,
    tool: str,
    tool_version: str | None,
    recipe: str,
    visibility: str | None,
    decision: str | None,
) -> None:
    """Seal what was made of an item, and bind it to that: a redacted copy, another format, recognised text."""
    from onrecord import vault

    with shell.desk() as desk:
        made = vault.derive(
            desk,
            item,
            file,
            event=event,
            tool=tool,
            tool_version=tool_version,
            recipe=recipe,
            visibility=Visibility(visibility) if visibility else None,
            decision=decision,
        )
    shell.emit(made.to_record())
    facts = {"derived": made.derived.id, "visibility": made.derived.visibility.value}
    shell.say(_DERIVED, item=made.source.id, event=made.event.event.value, seq=made.event.seq, **facts)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier() or not value.strip():
        raise Misused(_NO_FACT, text=text)
    return name, value


def _tell(shell: Shell, findings: Sequence[Any], *, to_note: bool = False) -> None:
    """Tell findings, a few of each kind: ten thousand alike are one thing to do."""
    for alike in _by_code(findings).values():
        for one in alike[:_SHOWN]:
            words = f"  {one.code}: {one.message(shell.language)}"
            shell.note(words) if to_note else shell.say(words)
        if len(alike) > _SHOWN:
            shell.say(_ALIKE, count=len(alike) - _SHOWN)


_SHOWN: Final = 10


def _by_code(findings: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in findings:
        found.setdefault(one.code, []).append(one)
    return found


def _day(text: str | None) -> str | None:
    import datetime as dt

    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as err:
        raise Misused(_NO_DAY, text=text) from err


def _an_hour_ago(at: str) -> str:
    import datetime as dt

    from onrecord.kernel import instant_text, parse_instant

    return instant_text(parse_instant(at) - dt.timedelta(hours=1))


def _tool(name: str) -> str:
    from onrecord import __version__

    return f"onrecord {name} {__version__}"


custody: Final = Custody(record, {one.name or "": one for one in (record, check, verify, report, accesses, dispose)})
COMMANDS: Final[tuple[click.Command, ...]] = (custody, copy, open_, derive)
