"""Owns the command `demo`: the Korday example, from its sources to a published, verified dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

_DONE: Final = Label(
    en="""
The export verifies. {items} sources, {claims} claims.

  Read the dossier   {site}
  The same as PDF    {pdf}
  Check it yourself  {python} {export}/onrecord-verify.pyz {export}
  The archive        {archive}

What this cannot exclude:""",
    ru="""
Выгрузка прошла проверку. Источников {items}, утверждений {claims}.

  Читать досье         {site}
  То же в PDF          {pdf}
  Проверить самим      {python} {export}/onrecord-verify.pyz {export}
  Архив                {archive}

Чего это не исключает:""",
    kk="""
Шығарылым тексерістен өтті. {items} дереккөз, {claims} мәлімдеме.

  Досьені оқу          {site}
  PDF түрінде          {pdf}
  Өзіңіз тексеріңіз    {python} {export}/onrecord-verify.pyz {export}
  Мұрағат              {archive}

Бұл жоққа шығара алмайтыны:""",
)


@command("demo", example="onrecord demo --out korday-demo --no-open")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("korday-demo"),
    show_default=True,
    help="Where to build it.",
)
@click.option("--no-open", is_flag=True, help="Do not open the dossier in a browser.")
def demo(shell: Shell, out: Path, *, no_open: bool) -> None:
    """Build the Korday example from its sources to a published, verified dossier."""
    from onrecord import app

    made = app.demonstrate(out, actor=shell.settings.actor, language=shell.language, on_step=shell.note)
    document = {
        "archive": str(made.archive),
        "site": str(made.site),
        "pdf": str(made.pdf),
        "export": str(made.export),
        "verified": made.verified,
        "items": made.items,
        "claims": made.claims,
        "cannot_exclude": list(made.cannot_exclude),
    }
    shell.emit(document)
    shell.say(_DONE, python="python3", **{name: value for name, value in document.items() if name != "cannot_exclude"})
    for sentence in made.cannot_exclude:
        shell.say(f"  - {sentence}")
    if not no_open and not shell.as_json:
        click.launch(made.site.resolve().as_uri())


COMMANDS: Final = (demo,)
