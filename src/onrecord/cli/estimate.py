"""Owns the command `estimate`: from a capture table to an estimate or a reasoned refusal, without an archive."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, file_problem, number_text

if TYPE_CHECKING:
    from onrecord.register import Answer, CaptureTable, Estimate, Settings, TimesTable

_DECISIONS: Final = {
    "estimated": Label(
        en="{path}: estimated. {warning} Documented: {documented}.",
        ru="{path}: оценено. {warning} Задокументировано: {documented}.",
        kk="{path}: бағаланды. {warning} Құжатталғаны: {documented}.",
    ),
    "exploratory": Label(
        en="{path}: exploratory, NOT FOR PUBLICATION: questions are unanswered. {warning} Documented: {documented}.",
        ru="{path}: пробно, НЕ ДЛЯ ПУБЛИКАЦИИ: не на всё есть ответ. {warning} Задокументировано: {documented}.",
        kk="{path}: сынама, ЖАРИЯЛАУҒА БОЛМАЙДЫ: кейбір сұраққа жауап жоқ. {warning} Құжатталғаны: {documented}.",
    ),
    "not_estimated": Label(
        en="{path}: not estimated. Documented: {documented}; say so, and that the true number may be higher.",
        ru="{path}: не оценивается. Задокументировано: {documented}; так и скажите, и что на деле может быть больше.",
        kk="{path}: бағаланбайды. Құжатталғаны: {documented}; солай деңіз, шын саны одан көп болуы мүмкін.",
    ),
}
_GATE_STATES: Final = {
    True: Label(en="holds", ru="выполнено", kk="орындалды"),
    False: Label(en="FAILS", ru="НЕ ВЫПОЛНЕНО", kk="ОРЫНДАЛМАДЫ"),
    None: Label(en="unanswered", ru="нет ответа", kk="жауап жоқ"),
}
_COLUMNS: Final = (
    Label(en="method", ru="метод", kk="әдіс"),
    Label(en="point", ru="точка", kk="нүкте"),
    Label(en="low", ru="нижняя", kk="төменгі"),
    Label(en="high", ru="верхняя", kk="жоғарғы"),
    Label(en="kind", ru="вид", kk="түрі"),
)
_GATE_COLUMNS: Final = (
    Label(en="gate", ru="условие", kk="шарт"),
    Label(en="what", ru="о чём", kk="мәні"),
    Label(en="state", ru="итог", kk="күйі"),
    Label(en="why", ru="почему", kk="себебі"),
)
_COMPARED: Final = Label(
    en="What the methods would answer, to compare with published work. These are no estimates and not for publication:",
    ru="Что ответили бы методы — для сверки с опубликованными работами. Это не оценки и не для публикации:",
    kk="Әдістер не жауап берер еді — жарияланған еңбектермен салыстыру үшін. Бұл баға емес, жариялауға болмайды:",
)
_BOUNDS: Final = Label(
    en="Lower bounds only, since coverage is low:",
    ru="Только нижние границы, так как покрытие низкое:",
    kk="Қамту төмен болғандықтан, тек төменгі шектер:",
)
_ASSUMED: Final = Label(en="What each assumes:", ru="Что каждый предполагает:", kk="Әрқайсысы нені болжайды:")
_AGAIN: Final = Label(
    en="To have the same numbers again: --repeat {version} --seed {seed}{more}.",
    ru="Чтобы получить те же числа снова: --repeat {version} --seed {seed}{more}.",
    kk="Дәл сол сандарды қайта алу үшін: --repeat {version} --seed {seed}{more}.",
)
_TOTAL: Final = Label(en="All tables together:", ru="Все таблицы вместе:", kk="Барлық кесте бірге:")
_METHODS: Final = ("all", "chao", "closed", "loglinear", "stepwise", "decomposable", "latent_class")
_MOST_PATIENCE: Final = 12  # some hundred times the work
_VERSIONS: Final = ("estimate_v1", "estimate_v2")


@command(
    "estimate",
    example="onrecord estimate table.csv --meta lists.json\nonrecord estimate north.csv south.csv --method all --json",
)
@click.argument(
    "tables", type=click.Path(path_type=Path, dir_okay=False), nargs=-1, required=True, metavar="TABLE.csv..."
)
@click.option("--meta", type=click.Path(path_type=Path, dir_okay=False), help="What is known of the lists, as JSON.")
@click.option(
    "--method",
    type=click.Choice(_METHODS),
    help="Also print what methods answer where a gate fails, to compare with published work; never an estimate.",
)
@click.option("--cap", type=click.IntRange(min=1), metavar="N", help="Most unlisted people a method may think of.")
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Of the random numbers; printed with the result.")
@click.option("--classes", type=click.IntRange(2, 20), default=10, show_default=True, help="Most hidden groups.")
@click.option(
    "--patience",
    type=click.IntRange(0, _MOST_PATIENCE),
    default=0,
    metavar="N",
    help="Before giving up on hidden groups draw on N times more, half as long again each time.",
)
@click.option(
    "--repeat",
    type=click.Choice(_VERSIONS),
    help="Compute as this version did, to have a published number again. The newest is the default.",
)
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="OUT.svg",
    help="Also draw answers and overlaps into this file.",
)
@click.option("--replicates", is_flag=True, help="The tables are replicates of one linkage, not strata to be added.")
@click.option("--strata", type=click.IntRange(min=1), metavar="N", help="Replicates of N tables each.")
def estimate(
    shell: Shell,
    tables: Sequence[Path],
    meta: Path | None,
    method: str | None,
    cap: int | None,
    seed: int | None,
    classes: int,
    patience: int,
    repeat: str | None,
    picture: Path | None,
    strata: int | None,
    *,
    replicates: bool,
) -> None:
    """Estimate how many no list has, or say why not. Not estimating is the default answer.

    Several tables are strata, and their answers are added draw by draw. With --strata N they are replicates of one
    linkage, each of N strata, one replicate after the other.
    """
    from onrecord import register

    replicates = replicates or strata is not None
    register.tables_each(len(tables), replicates=replicates, strata=strata or 1)
    how = register.Settings(
        seed=register.SEED if seed is None else seed,
        cap=cap,
        classes=classes,
        method=method,
        patience=patience,
        version=repeat or register.VERSION,
    )
    parts = [_part(path, meta, how) for path in tables]
    several = len(parts) > 1
    total = register.total(parts, replicates=replicates, strata=strata or 1) if several else []
    known = register.documented(parts, replicates=replicates, strata=strata or 1)
    if picture:
        _draw(shell, picture, list(zip(tables, parts, strict=True)), total, known)
    if not several:
        shell.emit(parts[0].to_record(shell.language))
    else:
        shell.emit(_together(shell, tables, parts, total, known))
    for path, part in zip(tables, parts, strict=True):
        _show(shell, path, part)
    if total:
        shell.say(_TOTAL)
        _table(shell, total)


def _draw(
    shell: Shell, out: Path, parts: Sequence[tuple[Path, Estimate]], total: Sequence[Answer], documented: int
) -> None:
    from onrecord import register

    drawn = register.picture(
        [(path.stem, part) for path, part in parts], total, documented=documented, language=shell.language
    )
    try:
        out.write_text(drawn, encoding="utf-8")
    except OSError as err:
        raise register.PictureUnwritable(path=str(out), problem=file_problem(err)) from err


def _part(path: Path, meta: Path | None, how: Settings) -> Estimate:
    from onrecord import register

    table: CaptureTable | TimesTable = register.read_table(path)
    lists = table.lists if isinstance(table, register.CaptureTable) else ()
    said = register.Said() if meta is None else register.read_meta(meta, lists)
    return register.estimated(table, said, how)


def _together(
    shell: Shell, tables: Sequence[Path], parts: Sequence[Estimate], total: Sequence[Answer], documented: int
) -> dict[str, Any]:
    """Return several tables as one document: a total stands among the estimates only where every part has one."""
    from onrecord import register

    decision = register.together(parts)
    rows = [one.to_record() for one in total]
    refused = decision is register.Decision.NOT_ESTIMATED
    return {
        "decision": decision.value,
        "parts": [
            {"table": str(path), **part.to_record(shell.language)} for path, part in zip(tables, parts, strict=True)
        ],
        "gates": [],
        "estimates": [] if refused else rows,
        "answers": [{**row, "for_publication": False} for row in rows] if refused else [],
        "documented": documented,
        "seed": parts[0].settings.seed,
        "patience": parts[0].settings.patience,
        "version": parts[0].settings.version,
    }


def _show(shell: Shell, path: Path, found: Estimate) -> None:
    from onrecord import register

    language = shell.language
    warning = register.WARNING.text(language)
    shell.say(_DECISIONS[found.decision.value], path=path, documented=found.documented, warning=warning)
    for gate in found.reasons:
        shell.say(f"  {gate.code}: {gate.why(language)}")
    rows = [
        (gate.code, gate.to_record(language)["name"], _GATE_STATES[gate.passed].text(language), gate.why(language))
        for gate in found.gates
    ]
    shell.table(_GATE_COLUMNS, rows)
    if found.estimates:
        if found.decision is register.Decision.NOT_ESTIMATED:
            shell.say(_BOUNDS)
        _table(shell, found.estimates)
    if found.answers and found.decision is register.Decision.NOT_ESTIMATED:
        shell.say(_COMPARED)
        _table(shell, [*found.answers, *found.checks])
    if found.estimates or found.answers:
        _assumed(shell, found)
        how = found.settings
        named = {"cap": how.cap, "classes": how.classes, "patience": how.patience or None}
        usual = {"cap": None, "classes": register.Settings().classes, "patience": None}
        more = "".join(f" --{name} {value}" for name, value in named.items() if value != usual[name])
        shell.say(_AGAIN, version=how.version, seed=how.seed, more=more)


def _assumed(shell: Shell, found: Estimate) -> None:
    """Say below the numbers what each method stands on: none of them is told without."""
    from onrecord import register

    shell.say(_ASSUMED)
    told = [register.assumed(one, shell.language) for one in (*found.estimates, *found.answers)]
    for words in dict.fromkeys(one for one in told if one):
        shell.say(f"  {words}")


def _table(shell: Shell, answers: Sequence[Answer]) -> None:
    from onrecord import register

    rows = []
    for one in answers:
        kind = register.INTERVALS[one.interval].text(shell.language) if one.interval else one.reason(shell.language)
        rows.append((one.method, *(_number(value) for value in (one.point, one.low, one.high)), kind))
    shell.table(_COLUMNS, rows)


def _number(value: float | None) -> str:
    return "" if value is None else number_text(Decimal(round(value)))


COMMANDS: Final = (estimate,)
