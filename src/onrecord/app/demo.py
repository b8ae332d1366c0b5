"""Owns the demonstration: the Korday example from its sources to a published, verified dossier.

It does nothing that a person could not do with the commands; it calls the same doors in the same order.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onrecord.app.errors import DemoDoesNotHold, ExampleMissing, OutputInTheWay
from onrecord.app.wiring import create_archive, open_desk
from onrecord.kernel import Actor, Clock, IdSupply, Label, Visibility

if TYPE_CHECKING:
    from onrecord.store import Desk

_MARK: Final = ".onrecord-demo"
_TITLE: Final = "Korday district, February 2020"

Step = Callable[[Label], None]

SEALING: Final = Label(en="Sealing the sources", ru="Запечатываем источники", kk="Дереккөздер мөрленуде")
READING: Final = Label(en="Reading their text", ru="Читаем их текст", kk="Мәтіндері оқылуда")
STATING: Final = Label(
    en="Stating the claims, each with its quote",
    ru="Вносим утверждения с цитатами",
    kk="Мәлімдемелер дәйексөзімен енгізілуде",
)
PUBLISHING: Final = Label(
    en="Checking the statements and publishing the dossier",
    ru="Проверяем заявления и публикуем досье",
    kk="Мәлімет тексеріліп, досье жариялануда",
)
VERIFYING: Final = Label(
    en="Exporting, and verifying as a stranger would",
    ru="Выгружаем и проверяем, как проверил бы посторонний",
    kk="Шығарылып, бөгде адамша тексерілуде",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """Where the demonstration's results lie."""

    archive: Path
    site: Path
    pdf: Path
    export: Path
    verified: bool
    items: int
    claims: int
    cannot_exclude: tuple[str, ...]


def demonstrate(
    out: Path,
    *,
    actor: Actor,
    language: str = "en",
    on_step: Step = lambda _label: None,
    clock: Clock | None = None,
    ids: IdSupply | None = None,
) -> Demonstration:
    """Build the Korday archive in `out`, publish its dossier, export it and verify the export.

    An earlier demonstration in the same folder is replaced; anything else there is left alone.

    Raises:
        ExampleMissing: this installation has no example.
        OutputInTheWay: the folder holds something that this did not make.
        DemoDoesNotHold: a row was refused or the export does not verify.
    """
    example = _example_folder()
    _make_room(out)
    info = create_archive(out / "archive", title=_TITLE, clock=clock, ids=ids)
    with open_desk(info.folder, actor=actor, clock=clock, ids=ids) as desk:
        on_step(SEALING)
        items = _seal(desk, example)
        on_step(READING)
        _read(desk)
        on_step(STATING)
        claims = _state(desk, example)
        on_step(PUBLISHING)
        site, pdf = _publish(desk, example, out / "dossier", language)
        on_step(VERIFYING)
        export = _export(desk, out / "export")
    cannot_exclude = _verify(export, language)
    return Demonstration(
        archive=out / "archive",
        site=site,
        pdf=pdf,
        export=export,
        verified=True,
        items=items,
        claims=claims,
        cannot_exclude=cannot_exclude,
    )


def _example_folder() -> Path:
    """Return the example's folder: inside an installed package, or beside `src` in a copy of the repository."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "examples" / "korday", package.parent.parent / "examples" / "korday"):
        if (place / "sources.jsonl").is_file():
            return place
    raise ExampleMissing(place=str(package / "examples" / "korday"))


def _make_room(out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        if not (out / _MARK).is_file():
            raise OutputInTheWay(folder=str(out))
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text("made by `onrecord demo`; it may be deleted\n", encoding="utf-8")


def _seal(desk: Desk, example: Path) -> int:
    from onrecord import vault

    report = vault.seal(
        desk,
        [example / "sources"],
        received_from="the editors of this example",
        note="our digest of a public page; the original is at the address the digest names",
        visibility=Visibility.PUBLIC,
    )
    if report.refused:
        raise DemoDoesNotHold(step="seal", problem=str(report.refused[0]))
    return len(report.sealed)


def _read(desk: Desk) -> None:
    from onrecord import reading

    for outcome in reading.read(desk):
        if outcome.status != "read":
            raise DemoDoesNotHold(step="read", problem=f"{outcome.item}: {outcome.status}")


def _state(desk: Desk, example: Path) -> int:
    from onrecord import ledger

    stated = 0
    for file in _row_files(example):
        report = ledger.state_rows(desk, ledger.rows_from(file))
        if report.refused:
            first = report.refused[0]
            raise DemoDoesNotHold(
                step="state", problem=f"{file.name}, row {first.row}: {first.problem.code}: {first.problem.message()}"
            )
        stated += report.stated if file.parent.name == "claims" else 0
    return stated


def _row_files(example: Path) -> Iterator[Path]:
    yield example / "sources.jsonl"
    yield from sorted((example / "claims").glob("*.jsonl"))


def _publish(desk: Desk, example: Path, out: Path, language: str) -> tuple[Path, Path]:
    """Publish, and return where a reader of this language begins: in that language where the example has it."""
    from onrecord import dossier

    statements = sorted(example.glob("*.md"))
    statements = [file for file in statements if file.name != "README.md"]
    publication = dossier.publish(desk, statements, edition="public", out=out)
    own = (out / language / "index.html", out / f"statement.{language}.pdf")
    return own if all(file.is_file() for file in own) else (publication.site, publication.pdf)


def _export(desk: Desk, out: Path) -> Path:
    from onrecord import dossier

    return dossier.export(desk, out, edition="public").path


def _verify(export: Path, language: str) -> tuple[str, ...]:
    from onrecord import verify

    verdict = verify.verify_export(export)
    if not verdict.ok:
        raise DemoDoesNotHold(step="verify", problem=verdict.problems[0].code)
    return tuple(label.text(language) for label in verdict.cannot_exclude)
