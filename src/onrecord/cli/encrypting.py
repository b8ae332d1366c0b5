"""Owns the commands `encrypt` and `keys renew`: a whole archive written anew, encrypted, in the place of the former."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli import papers
from onrecord.cli.shell import Shell, command
from onrecord.cli.ways import ways_from, ways_options
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.store import KeySource

_COPYING: Final = Label(en="Encrypting", ru="Шифруем", kk="Шифрлануда")
_DONE: Final = Label(
    en="{folder} is encrypted now, compared with what it was, entry by entry and byte by byte.\n"
    "The former folder lies in {former}, as it was. Remove it when you have opened the archive with the new keys, and "
    "leave folders that you stand in (`cd`). A disk with flash memory may keep old cells: encrypt it as a whole too.",
    ru="{folder} теперь зашифрован и сверен с прежним по записям и байтам.\n"
    "Прежняя папка, без изменений, — {former}. Удалите её, когда откроете архив новыми ключами, и выйдите из папок, в "
    "которых стоите (`cd`). Твердотельный диск может хранить старые ячейки: шифруйте и его целиком.",
    kk="{folder} енді шифрланған, бұрынғысымен жазба-жазба, байт-байт салыстырылды.\n"
    "Бұрынғы қалта сол күйінде {former} ішінде. Мұрағатты жаңа кілттермен ашқан соң оны өшіріңіз, тұрған "
    "қалталарыңыздан шығыңыз (`cd`). Флеш жадты диск ескі ұяшықтарды сақтауы мүмкін: оны да тұтас шифрлаңыз.",
)
_LEFT: Final = Label(
    en="No part of the archive, and still in the former folder: {names}",
    ru="Не относится к архиву и осталось в прежней папке: {names}",
    kk="Мұрағатқа жатпайды, бұрынғы қалтада қалды: {names}",
)


@command("encrypt", example="onrecord encrypt korday\nonrecord encrypt korday --escrow --key-file stick.age")
@click.argument("directory", required=False, type=click.Path(path_type=Path, file_okay=False))
@ways_options
def encrypt(shell: Shell, directory: Path | None, **ways: Any) -> None:
    """Encrypt an archive that lies in clear; the former folder is kept beside it until you remove it."""
    from onrecord import store

    shell.folder = directory or shell.folder
    info = store.read_info(shell.archive_folder())
    if info.is_encrypted:
        raise store.AlreadyEncrypted(place=str(info.folder))
    _written_anew(shell, info.folder, ways, title=info.title, source=None)


@command("renew", example="onrecord keys renew")
@ways_options
def renew(shell: Shell, **ways: Any) -> None:
    """Give an encrypted archive new keys throughout, when somebody else may have the former. All ways in are new."""
    info, opened = shell.opened()
    keys = opened.master.keys(info.id)
    _written_anew(shell, info.folder, ways, title=info.opened(keys).title, source=lambda _info: keys)


def _written_anew(shell: Shell, folder: Path, ways: dict[str, Any], *, title: str, source: KeySource | None) -> None:
    from onrecord import app

    wanted = ways_from(shell, ways, known=(title,))
    with shell.progress(_COPYING) as progress:
        made = app.encrypt_archive(
            folder,
            wanted,
            actor=shell.settings.actor,
            keys=source,
            again=source is not None,
            on_progress=progress,
        )
    app.forget_keys(shell.settings, made.info.id)
    document = {
        "archive": str(made.info.folder),
        "former": str(made.former),
        "left_behind": list(made.left_behind),
    }
    if made.left_behind:
        shell.note(_LEFT, names=", ".join(made.left_behind))
    founded = made.founded
    on_paper = papers.Papers(
        info=made.info, keys=founded.keys, recovery_key=founded.recovery_key, shares=founded.shares
    )
    page = _DONE.fill(shell.language, folder=made.info.folder, former=made.former)
    papers.hand_out(shell, on_paper, document, page)


COMMANDS: Final = (encrypt,)
