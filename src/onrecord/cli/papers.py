"""Owns the showing of what is written down on paper, once, and its trial. Never writes it to a file.

The set-up of an encrypted archive is finished when its recovery key, and two of the shares where there are some, have
opened it (RELIABILITY L10). At a terminal some groups are asked back: the trial is of the paper, not of the screen.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell
from onrecord.kernel import Label, SystemClock, instant_text

if TYPE_CHECKING:
    from onrecord.store import ArchiveInfo, RecoveryKey, Share

_ASKED: Final = 2  # groups of each paper
_TRIES: Final = 3
_KEY: Final = Label(
    en="The recovery key. It opens the archive when passphrase and key files are lost. Write it down on paper, keep it "
    "in another place than this computer, and photograph it with nothing:\n\n  {text}\n",
    ru="Ключ восстановления. Он открывает архив, когда утрачены парольная фраза и файлы ключей. Запишите его на "
    "бумаге, храните отдельно от этого компьютера и ничем не фотографируйте:\n\n  {text}\n",
    kk="Қалпына келтіру кілті. Құпия сөйлем мен кілт файлдары жоғалса, мұрағатты осы ашады. Қағазға жазып алып, осы "
    "компьютерден бөлек сақтаңыз, суретке түсірмеңіз:\n\n  {text}\n",
)
_SHARE: Final = Label(
    en="Share {number} of 3, for one person only. Any two open the archive, one alone tells nothing:\n\n  {text}\n",
    ru="Доля {number} из 3, только для одного человека. Любые две открывают архив, одна ничего не говорит:"
    "\n\n  {text}\n",
    kk="3 үлестің {number}-сі, бір адамға ғана. Кез келген екеуі мұрағатты ашады, біреуі ештеңе айтпайды:"
    "\n\n  {text}\n",
)
_WRITTEN: Final = Label(
    en="Press Enter when it is written down; the screen is cleared then.",
    ru="Нажмите Enter, когда запишете; экран будет очищен.",
    kk="Жазып алған соң Enter басыңыз; экран тазаланады.",
)
_GROUP: Final = Label(
    en="{paper}, group {number} of {count}",
    ru="{paper}, группа {number} из {count}",
    kk="{paper}, {count} топтың {number}-сі",
)
_NAMES: Final = {
    "RK1": Label(en="Recovery key", ru="Ключ восстановления", kk="Қалпына келтіру кілті"),
    "SH1": Label(en="Share 1", ru="Доля 1", kk="1-үлес"),
    "SH2": Label(en="Share 2", ru="Доля 2", kk="2-үлес"),
    "SH3": Label(en="Share 3", ru="Доля 3", kk="3-үлес"),
}
TRIED: Final = Label(
    en="Tried: {slot} opens the archive.", ru="Испытано: {slot} открывает архив.", kk="Сыналды: {slot} мұрағатты ашады."
)
_NOT_SO: Final = Label(
    en="That is not what the paper must say. Look at it again; here it is once more.",
    ru="На бумаге должно быть не это. Вот текст ещё раз, сверьте.",
    kk="Қағазда бұлай болмауы керек. Мәтін тағы бір рет, салыстырыңыз.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    label: Label
    text: str
    number: int = 1

    def shown(self, language: str) -> str:
        return self.label.fill(language, text=self.text, number=self.number)


def texts_of(recovery_key: RecoveryKey | None, shares: Sequence[Share]) -> dict[str, object]:
    """Return the papers as `--json` prints them, once."""
    shown: dict[str, object] = {} if recovery_key is None else {"recovery_key": recovery_key.text()}
    return {**shown, "shares": [share.text() for share in shares]} if shares else shown


def show_and_try(shell: Shell, info: ArchiveInfo, recovery_key: RecoveryKey | None, shares: Sequence[Share]) -> None:
    """Show the papers and, where a person is at the terminal, ask some of it back and open the archive with it."""
    sets = [tuple(_Paper(label=_SHARE, text=one.text(), number=one.number) for one in shares)] if shares else []
    if recovery_key is not None:
        sets.insert(0, (_Paper(label=_KEY, text=recovery_key.text()),))
    is_watched = shell.unlocking.ask is not None and not shell.as_json
    for papers in sets:
        for paper in papers:
            shell.say(paper.shown(shell.language))
            if is_watched:
                _clear_when_written(shell)
        if is_watched:
            _try(shell, info, papers)


def _clear_when_written(shell: Shell) -> None:
    click.prompt(_WRITTEN.text(shell.language), default="", show_default=False, prompt_suffix=" ", err=True)
    click.clear()


def _try(shell: Shell, info: ArchiveInfo, papers: Sequence[_Paper]) -> None:
    """Ask until two papers of the set, or its one, have opened the archive; give up after a few slips."""
    from onrecord import store

    places = sorted(secrets.SystemRandom().sample(range(len(papers)), k=min(2, len(papers))))
    for _ in range(_TRIES):
        try:
            typed = [_asked_back(shell, papers[at].text) for at in places]
            slot = store.try_papers(info, typed, at=instant_text(SystemClock().now()))
        except (store.PaperMisread, store.KeyRefused, store.SharesDoNotJoin):
            shell.note(_NOT_SO)
            for at in places:
                shell.say(papers[at].shown(shell.language))
                _clear_when_written(shell)
        else:
            shell.note(TRIED, slot=slot)
            return


def _asked_back(shell: Shell, text: str) -> str:
    """Return the paper's text with some of its groups as the person typed them."""
    head, *groups = text.split("-")
    for at in sorted(secrets.SystemRandom().sample(range(len(groups)), k=_ASKED)):
        facts = {"paper": _NAMES[head].text(shell.language), "number": at + 1, "count": len(groups)}
        groups[at] = click.prompt(_GROUP.fill(shell.language, **facts), err=True).strip()
    return "-".join((head, *groups))
