"""Owns `check --fix`: a person is asked about each fix or has named the codes; a file is written whole or not at all.

What was declined and what lies outside of the agreed places stays as it is, line ends and all.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, harmless
from onrecord.kernel import Label, file_problem, line_and_column

if TYPE_CHECKING:
    from onrecord.dossier import CheckReport, Diagnostic, Refusal, Statement
    from onrecord.ledger import Book, Claim

_QUESTION: Final = Label(
    en="{path}, line {line} ({at} of {count}): {message}",
    ru="{path}, строка {line} ({at} из {count}): {message}",
    kk="{path}, {line}-жол ({count} ішінен {at}): {message}",
)
_CHANGE: Final = Label(
    en="  now:     {old}\n  instead: {new}",
    ru="  сейчас:  {old}\n  вместо:  {new}",
    kk="  қазір:   {old}\n  орнына:  {new}",
)
_CLAIM: Final = Label(en="  claim:   {claim}", ru="  запись:  {claim}", kk="  жазба:   {claim}")
_MORE: Final = Label(en="  … and {count} more", ru="  … и ещё {count}", kk="  … тағы {count}")
_ASK: Final = Label(
    en="Make this change? y(es), n(o), q(uit)",
    ru="Сделать эту правку? y (да), n (нет), q (закончить)",
    kk="Осы түзету жасалсын ба? y (иә), n (жоқ), q (аяқтау)",
)
_MADE: Final = Label(
    en="Changes made in {path}: {made}; left as they were: {declined}.",
    ru="Сделано правок в {path}: {made}; оставлено как есть: {declined}.",
    kk="{path} файлында жасалған түзету: {made}; сол күйінде қалғаны: {declined}.",
)
_NONE: Final = Label(
    en="Nothing was changed in {path}; changes that were offered: {offered}, left as they were: {declined}.",
    ru="{path} не изменён; предложено правок: {offered}, оставлено как есть: {declined}.",
    kk="{path} өзгертілген жоқ; ұсынылған түзету: {offered}, сол күйінде қалғаны: {declined}.",
)
_NOT_MADE: Final = Label(
    en="{path}:{line}: “{words}” was left as it is: the change would bring {codes}.",
    ru="{path}:{line}: «{words}» оставлено как есть: правка привела бы к {codes}.",
    kk="{path}:{line}: «{words}» сол күйінде қалды: түзету {codes} әкелер еді.",
)
_NO_FIX: Final = Label(
    en="--yes-to says what --fix may do; give --fix as well",
    ru="--yes-to говорит, что можно сделать при --fix; дайте и --fix",
    kk="--yes-to --fix не істей алатынын айтады; --fix те беріңіз",
)
_NO_FILE: Final = Label(
    en="standard input is no file that could be changed; save it first",
    ru="стандартный ввод — не файл, его нельзя изменить; сначала сохраните его",
    kk="стандартты кіріс — файл емес, оны өзгерту мүмкін емес; алдымен сақтаңыз",
)
_NO_CODES: Final = Label(
    en="there are no such codes: {codes}",
    ru="таких кодов нет: {codes}",
    kk="мұндай кодтар жоқ: {codes}",
)
_NOBODY: Final = Label(
    en="--fix asks about each change at a terminal; in a script say --yes-to CODE,CODE",
    ru="--fix спрашивает о каждой правке в терминале; в сценарии укажите --yes-to КОД,КОД",
    kk="--fix әр түзетуді терминалда сұрайды; сценарийде --yes-to КОД,КОД деңіз",
)
_BY_HAND: Final = Label(
    en="a Word file holds more than words, and nothing else in it may be touched. Open it, mark the words that the "
    "check names, set a hyperlink (Ctrl+K) to the address that it proposes, such as fig:killed, save, and check again",
    ru="в файле Word есть не только слова, и ничего другого в нём трогать нельзя. Откройте его, выделите слова, "
    "которые называет проверка, поставьте гиперссылку (Ctrl+K) на предложенный адрес, например fig:killed, сохраните "
    "и проверьте снова",
    kk="Word файлында сөзден басқа да бар, басқасына тиюге болмайды. Оны ашып, тексеру атаған сөздерді белгілеп, "
    "ұсынылған мекенжайға (мысалы, fig:killed) гиперсілтеме (Ctrl+K) қойып, сақтап, қайта тексеріңіз",
)
_THERE: Final = Label(
    en="{target} is there already; move it away first",
    ru="{target} уже есть; сначала уберите его",
    kk="{target} бар; алдымен оны басқа жерге қойыңыз",
)
_NOT_BACK: Final = Label(
    en="its {encoding} cannot be written as it was; save it as UTF-8 first",
    ru="его {encoding} нельзя записать таким, каким он был; сначала сохраните в UTF-8",
    kk="оның {encoding} кодтауын бұрынғыдай жазу мүмкін емес; алдымен UTF-8 түрінде сақтаңыз",
)
_MEANWHILE: Final = Label(
    en="it was changed by somebody meanwhile; check it again",
    ru="его тем временем кто-то изменил; проверьте снова",
    kk="оны осы аралықта біреу өзгертті; қайта тексеріңіз",
)
_NO_LETTER: Final = Label(
    en="“{letters}” has no place in {encoding}; save it as UTF-8 first",
    ru="«{letters}» нет в {encoding}; сначала сохраните файл в UTF-8",
    kk="«{letters}» {encoding} кодтауында жоқ; алдымен UTF-8 түрінде сақтаңыз",
)
_MOST_CLAIMS: Final = 3
_MOST_BEFORE, _MOST_BEHIND = 60, 40

Answer = Callable[["_Offer"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """How it is known what a person agrees to: codes named beforehand, or a question about each."""

    codes: frozenset[str] | None
    ask: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    """One fix that is offered, as it is shown."""

    path: Path
    statement: Statement
    diagnostic: Diagnostic
    claims: Sequence[Claim]
    at: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of mending a file: where it was written, what was made, declined and not made, and what remains.

    `has_ended` says that the person wants to be asked no more, of this file or of the next.
    """

    path: Path
    was: Path
    report: CheckReport
    before: CheckReport
    offered: int
    made: tuple[Diagnostic, ...]
    declined: tuple[Diagnostic, ...]
    refused: tuple[Refusal, ...]
    has_ended: bool = False

    def to_record(self, language: str) -> dict[str, Any]:
        """Return what `--json` prints of it; places are those of the file as it was."""
        return {
            "path": str(self.path),
            "was": str(self.was),
            "made": [one.to_row(language) for one in self.made],
            "declined": [one.to_row(language) for one in self.declined],
            "not_made": [{**one.diagnostic.to_row(language), "brings": list(one.brings)} for one in self.refused],
        }


def consent_of(shell: Shell, *, is_wanted: bool, codes: str | None, statements: Sequence[Path]) -> Consent | None:
    """Return how consent is given; None where nothing is to be mended.

    Raises:
        Misused: nobody can be asked, or codes are named that there are not.
    """
    from onrecord import dossier

    if not is_wanted:
        if codes is not None:
            raise Misused(_NO_FIX)
        return None
    if any(str(path) == "-" for path in statements):
        raise Misused(_NO_FILE)
    named = frozenset(one.strip().upper() for one in codes.split(",") if one.strip()) if codes is not None else None
    unknown = sorted((named or frozenset()) - set(dossier.CODES))
    if unknown:
        raise Misused(_NO_CODES, codes=", ".join(unknown))
    if named is None and not sys.stdin.isatty():
        raise Misused(_NOBODY)
    return Consent(codes=named, ask=lambda offer: _asked(shell, offer))


def mend(
    path: Path,
    content: bytes,
    report: CheckReport,
    book: Book,
    consent: Consent,
    check: Callable[[Statement], CheckReport],
) -> Outcome:
    """Make the fixes that are agreed to and that hold, and write the file; the rest is told.

    Raises:
        NotMended: this form of file is not written, or it changed meanwhile, or a letter has no place in it.
    """
    from onrecord import dossier

    statement = report.statement
    if statement.form is dossier.Form.DOCX:
        raise dossier.NotMended(path=str(path), problem=_BY_HAND)
    offers = dossier.fixable(report)
    agreed, has_ended = _agreed(path, statement, offers, book, consent)
    declined = tuple(one for one in offers if one not in agreed)
    if not agreed:
        return Outcome(path=path, was=path, report=report, before=report, offered=len(offers), made=(),
                       declined=declined, refused=(), has_ended=has_ended)  # fmt: skip
    done = dossier.mended(report, agreed, check)
    target = path.with_suffix(".md") if statement.form is dossier.Form.PLAIN else path
    if done.made:
        _write(path, target, content, statement, done.text)
    return Outcome(
        path=target if done.made else path,
        was=path,
        report=done.report if done.made else report,
        before=report,
        offered=len(offers),
        made=done.made,
        declined=declined,
        refused=done.refused,
        has_ended=has_ended,
    )


def tell(shell: Shell, outcome: Outcome) -> None:
    """Print what was changed and what was not."""
    for one in outcome.refused:
        shell.say(
            _NOT_MADE,
            path=outcome.was,
            line=one.diagnostic.line,
            words=one.diagnostic.text,
            codes=", ".join(one.brings),
        )
    facts = {"path": outcome.path, "made": len(outcome.made), "declined": len(outcome.declined)}
    shell.say(_MADE if outcome.made else _NONE, offered=outcome.offered, **facts)


def _agreed(
    path: Path, statement: Statement, offers: Sequence[Diagnostic], book: Book, consent: Consent
) -> tuple[list[Diagnostic], bool]:
    """Return what is agreed to, and whether the person wants to be asked no more."""
    if consent.codes is not None:
        return [one for one in offers if one.fix is not None and consent.codes.issuperset(one.fix.codes)], False
    agreed: list[Diagnostic] = []
    for at, one in enumerate(offers, start=1):
        claims = [claim for name in one.claims if (claim := book.claim(name)) is not None]
        offer = _Offer(path=path, statement=statement, diagnostic=one, claims=claims, at=at, count=len(offers))
        answer = consent.ask(offer)
        if answer == "q":
            return agreed, True
        if answer == "y":
            agreed.append(one)
    return agreed, False


def _asked(shell: Shell, offer: _Offer) -> str:
    """Show a fix with its sentence and its claims on standard error, and return `y`, `n` or `q`."""
    one, file = offer.diagnostic, offer.statement.file
    fix = one.fix
    assert fix is not None  # noqa: S101 - only what has one is offered
    line, _ = line_and_column(file, fix.start)
    shell.note("")
    shell.note(
        _QUESTION, path=offer.path, line=line, at=offer.at, count=offer.count, message=one.message(shell.language)
    )
    before, after = _around(file, fix.start, fix.end)
    old, new = file[fix.start : fix.end], fix.replacement
    shell.note(_CHANGE, old=f"{before}{old}{after}", new=f"{before}{new}{after}")
    for claim in offer.claims[:_MOST_CLAIMS]:
        shell.note(_CLAIM, claim=_told(claim))
    if len(offer.claims) > _MOST_CLAIMS:
        shell.note(_MORE, count=len(offer.claims) - _MOST_CLAIMS)
    choice = click.Choice(["y", "n", "q"], case_sensitive=False)
    answer: str = click.prompt(_ASK.text(shell.language), type=choice, default="n", show_choices=False, err=True)
    return answer


def _around(file: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and behind on the same line, cut between words where it is long."""
    begin = file.rfind("\n", 0, start) + 1
    stop = file.find("\n", end)
    before = file[begin:start]
    after = file[end : stop if stop >= 0 else len(file)].rstrip("\r")
    if len(before) > _MOST_BEFORE:
        before = "… " + before[-_MOST_BEFORE:].partition(" ")[2]
    if len(after) > _MOST_BEHIND:
        after = after[:_MOST_BEHIND].rpartition(" ")[0] + " …"
    return harmless(before), harmless(after)


def _told(claim: Claim) -> str:
    when = claim.as_of or claim.said_on
    quote = f" — “{' '.join(claim.quote.text.split())[:120]}”" if claim.quote else ""
    return f"{claim.id}: “{claim.value_text()}”, {claim.speaker}{f', {when.text()}' if when else ''}{quote}"


def _write(path: Path, target: Path, content: bytes, statement: Statement, text: str) -> None:
    """Put the new file in its place in one step.

    Raises:
        NotMended: another file stands in the place of a new one, the old one was changed meanwhile, its letters cannot
            be written back as they were, or it cannot be written.
    """
    from onrecord import dossier

    try:
        if target != path:
            with _beside(target, text.encode("utf-8"), like=path) as written:
                _unchanged(path, content)
                _place_new(path, written, target)
            return
        letters = dossier.letters_of(statement.form, content)
        if letters.bytes_of(letters.text) != content:
            raise dossier.NotMended(path=str(path), problem=_NOT_BACK.filled(encoding=letters.encoding))
        place = path.resolve()  # a link to a file stays a link
        with _beside(place, letters.bytes_of(text), like=path) as written:
            _unchanged(path, content)
            written.replace(place)
    except UnicodeEncodeError as err:
        problem = _NO_LETTER.filled(letters=err.object[err.start : err.end], encoding=err.encoding)
        raise dossier.NotMended(path=str(path), problem=problem) from err
    except OSError as err:
        raise dossier.NotMended(path=str(path), problem=file_problem(err)) from err


@contextmanager
def _beside(target: Path, content: bytes, *, like: Path) -> Iterator[Path]:
    """Have the new bytes whole on disk beside their place: whoever reads the file finds the old or the new one."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(like, name)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _unchanged(path: Path, content: bytes) -> None:
    """Look once more, right before the new file takes the place of what was checked."""
    from onrecord import dossier

    if path.read_bytes() != content:
        raise dossier.NotMended(path=str(path), problem=_MEANWHILE)


def _place_new(path: Path, written: Path, target: Path) -> None:
    """Give the new file its name, unless something has it.

    A link is made or refused in one step; on file systems without links the name is taken first.
    """
    from onrecord import dossier

    try:
        try:
            target.hardlink_to(written)
        except FileExistsError:
            raise
        except OSError:  # FAT and some network folders have no links
            target.touch(exist_ok=False)
            written.replace(target)
    except FileExistsError as err:
        raise dossier.NotMended(path=str(path), problem=_THERE.filled(target=target)) from err
