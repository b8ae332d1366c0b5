"""Owns publication: statements checked, made into a site, PDFs and data, moved to their place whole, and recorded.

It refuses while an error stands. What it writes comes from the page model alone, and the page model of the public
edition from a book that holds public claims alone.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from onrecord import ledger, vault
from onrecord.dossier import data, site
from onrecord.dossier.bindings import Binding
from onrecord.dossier.composing import Checked, compose, head_of
from onrecord.dossier.diagnostics import Diagnostic, Severity
from onrecord.dossier.entries import statement_published
from onrecord.dossier.errors import (
    ChangedMeanwhile,
    NamedTwice,
    NotPublishable,
    StatementDoesNotHold,
    StatementUnreadable,
)
from onrecord.dossier.forms import form_of
from onrecord.dossier.holding import Books, holding
from onrecord.dossier.model import Dossier
from onrecord.dossier.pdf import Pdf, pdf_of
from onrecord.dossier.phrases import texts
from onrecord.dossier.statement import Form
from onrecord.kernel import INTERFACE_LANGUAGES, Label, Problem, Role, Visibility, file_problem, sha256_hex
from onrecord.store import AlreadyThere, Desk, DigestMismatch, ObjectMissing, ObjectUnreadable

# Lists what a publication wrote, so that a later one may take its place and nothing else is ever removed.
LISTING: Final = "files.json"
_PUBLIC: Final = "public"
_NEEDED: Final = {_PUBLIC: Role.ANALYST, "restricted": Role.KEEPER}
# What was written before one of these was recorded may say what no longer holds, or show what was closed.
_UPSETTING: Final = frozenset(
    {
        "claim-stated@1",
        "claim-withdrawn@1",
        "claim-disputed@1",
        "claim-refuted@1",
        "claims-reviewed@1",
        "claim-superseded@1",
        "visibility-changed@1",
        "expunging-approved@1",
        "expunging-replayed@1",
    }
)

_CALLED: Final = {Form.PLAIN: "plain text", Form.HTML: "HTML", Form.DOCX: "DOCX"}

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A file of a publication: its path within it, and its digest."""

    path: str
    sha256: str

    def to_record(self) -> dict[str, str]:
        """Return `{"path", "sha256"}`."""
        return {"path": self.path, "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What was published where. `warnings`: what the check let pass or could not see, and what no PDF could draw."""

    folder: Path
    site: Path
    pdf: Path
    edition: str
    files: tuple[Published, ...]
    warnings: tuple[Label, ...]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord publish --json` prints."""
        return {
            "files": [str(self.folder / one.path) for one in self.files],
            "warnings": [one.text(language) for one in self.warnings],
            "site": str(self.site),
            "pdf": str(self.pdf),
            "edition": self.edition,
        }


def publish(
    desk: Desk,
    statements: Sequence[Path],
    *,
    edition: str = _PUBLIC,
    out: Path,
    on_progress: Progress | None = None,
) -> Publication:
    """Check the statements, write their dossier to the folder `out` and record the publication.

    Nothing is at `out` until all is written; an earlier publication there is replaced, anything else is left alone.

    Raises:
        RoleTooNarrow: the public edition needs an analyst, the restricted one a keeper.
        StatementUnreadable: a file is no text.
        NotPublishable: a file is no Markdown.
        NamedTwice: two statements have one name.
        StatementDoesNotHold: an error stands in a statement; all are told.
        MethodologyEmpty: nothing is on record that a methodology could be written from.
        PdfNotMade: the PDF could not be set.
        AlreadyThere: something that is no publication of this archive is at `out`.
        ChangedMeanwhile: a claim or who may see what was changed while the dossier was made.
    """
    desk.require(_NEEDED[edition])
    tell = on_progress or _unseen
    known = desk.log.size()
    today = desk.clock.now().date()
    read = _read(statements)
    book = ledger.book(desk, public_only=edition == _PUBLIC)
    books = Books(edition=edition, shown=book, everything=ledger.book(desk))
    checked = _checked(read, books, today)
    _may_replace(desk, out)
    tell(1, 4)
    dossier = _composed(desk, book, checked, edition, today)
    tell(2, 4)
    pdfs = {page.name: pdf_of(dossier, page) for page in dossier.statements}
    files = dict(sorted(_files(dossier, pdfs)))
    tell(3, 4)
    published = tuple(Published(path=path, sha256=sha256_hex(content)) for path, content in files.items())
    with _written(desk, out, files):
        _record(desk, dossier, checked, read, published, files, known=known)
    tell(4, 4)
    first = dossier.statements[0]
    return Publication(
        folder=out,
        site=out / "index.html",
        pdf=out / f"{first.stem}.pdf",
        edition=edition,
        files=published,
        warnings=(*_unweighed(desk), *_damage(dossier), *_warnings(checked, pdfs)),
    )


def _read(statements: Sequence[Path]) -> dict[str, bytes]:
    """Return the statements' bytes by the names they are published under."""
    found: dict[str, bytes] = {}
    for path in statements:
        name = vault.safe_name(path.name)
        if name in found:
            raise NamedTwice(name=name)
        try:
            found[name] = path.read_bytes()
            form = form_of(path.name, found[name])
            if form is not Form.MARKDOWN:
                raise NotPublishable(path=str(path), form=_CALLED[form])
            found[name].decode("utf-8")
        except OSError as err:
            raise StatementUnreadable(path=str(path), problem=file_problem(err)) from err
        except UnicodeDecodeError as err:
            raise StatementUnreadable(path=str(path), problem=file_problem(err)) from err
    return found


def _checked(read: dict[str, bytes], books: Books, today: dt.date) -> tuple[Checked, ...]:
    """Return the statements that hold.

    Each is checked twice: against the book of the edition, which is what its figures are bound to, and against all that
    the actor sees.
    """
    problems: list[Problem] = []
    checked = []
    for name, content in read.items():
        text = content.decode("utf-8-sig")
        found = holding(books, text, today=today)
        problems += [_problem(name, one) for one in found.errors]
        checked.append(Checked(name=name, sha256=sha256_hex(content), report=found.bound))
    if problems:
        raise StatementDoesNotHold(problems, count=len(problems), statements=sorted(read))
    return tuple(checked)


def _problem(name: str, found: Diagnostic) -> Problem:
    says = Label(**{language: "{place}: " + text for language, text in found.code.says.to_record().items()})
    place = f"{name}:{found.line}:{found.column}"
    return Problem(
        code=found.code.name, says=says, row=found.line, facts={**found.facts, "text": found.text, "place": place}
    )


def _said_outside(desk: Desk) -> tuple[Label, ...]:
    """Return what authorities and witnesses have said of the log; nothing where nobody has said anything."""
    state = vault.outside_state(desk)
    return tuple(state.sentences()) if state.stamped or state.cosigned or state.contradictions else ()


def _composed(desk: Desk, book: ledger.Book, checked: Sequence[Checked], edition: str, today: dt.date) -> Dossier:
    shown = frozenset({Visibility.PUBLIC}) if edition == _PUBLIC else desk.sees
    items = {str(item.id): item for item in vault.items(desk) if item.visibility in shown}
    head = head_of(desk.log.checkpoint(), desk.info.verifier_key, outside=_said_outside(desk))

    def composed(items: Mapping[str, vault.Item]) -> Dossier:
        return compose(
            book,
            items,
            checked,
            archive=desk.info.id,
            title=desk.info.title,
            edition=edition,
            published_on=today,
            head=head,
        )

    dossier = composed(items)
    rotten = _rotten(desk, [items[card.id] for card in dossier.items if not card.is_damaged])
    return composed(items | rotten) if rotten else dossier


def _rotten(desk: Desk, cited: Iterable[vault.Item]) -> dict[str, vault.Item]:
    """Read every item that the dossier cites and return, marked as damaged, those that are not what was sealed.

    What rotted since somebody last looked is never shown as whole (RELIABILITY P3, B6).
    """
    gone = vault.disposed_items(desk)
    found: dict[str, vault.Item] = {}
    for item in cited:
        try:
            if item.id not in gone:
                desk.blobs.check(item.sha256)
        except (DigestMismatch, ObjectMissing, ObjectUnreadable):
            found[str(item.id)] = replace(item, is_damaged=True)
    return found


def _files(dossier: Dossier, pdfs: dict[str, Pdf]) -> Iterator[tuple[str, bytes]]:
    places = {page.name: f"{page.stem}.pdf" for page in dossier.statements}
    yield from site.pages(dossier, pdfs=places)
    yield from data.files(dossier)
    for name, made in pdfs.items():
        yield places[name], made.content


def _may_replace(desk: Desk, out: Path) -> None:
    """Return when `out` is free, or holds nothing but an earlier publication of this archive.

    Raises:
        AlreadyThere: it holds something else, or one of its files was changed since.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise AlreadyThere(place=str(out))
    there = {file.relative_to(out).as_posix() for file in out.rglob("*") if not file.is_dir()}
    if there and not there <= {*_listed(desk, out), LISTING}:
        raise AlreadyThere(place=str(out))


def _listed(desk: Desk, out: Path) -> frozenset[str]:
    try:
        listing = json.loads((out / LISTING).read_text(encoding="utf-8"))
        return frozenset(listing["files"]) if listing["archive"] == desk.info.id else frozenset()
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


@contextmanager
def _written(desk: Desk, out: Path, files: dict[str, bytes]) -> Iterator[None]:
    """Write all files beside `out`; give the folder its name when the `with` is left without a fault."""
    out = out.absolute()
    unfinished, before = (out.with_name(f".{out.name}.{word}") for word in ("unfinished", "before"))
    for left_over in (unfinished, before):
        shutil.rmtree(left_over, ignore_errors=True)
    listing = {"archive": desk.info.id, "files": {path: sha256_hex(content) for path, content in files.items()}}
    shown = json.dumps(listing, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        for path, content in {**files, LISTING: shown.encode("utf-8")}.items():
            place = unfinished / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        yield
        if out.exists():
            out.rename(before)
        unfinished.rename(out)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(before, ignore_errors=True)


def _record(
    desk: Desk,
    dossier: Dossier,
    checked: Sequence[Checked],
    read: dict[str, bytes],
    published: Sequence[Published],
    files: dict[str, bytes],
    *,
    known: int,
) -> None:
    """Keep every file under its digest and put an entry for each statement on the log.

    Whether all of it still holds is asked in the transaction that records it, so that nothing is published after it
    was closed or expunged (RELIABILITY I4).
    """
    for content in (*read.values(), *files.values()):
        desk.blobs.put(io.BytesIO(content))
    payloads = [_payload(desk, dossier, one, published) for one in checked]
    with desk.writing() as transaction:
        for entry in transaction.entries(start=known):
            if entry.kind in _UPSETTING:
                raise ChangedMeanwhile(seq=entry.seq, kind=entry.kind)
        transaction.append([statement_published(payload) for payload in payloads])


def _payload(desk: Desk, dossier: Dossier, one: Checked, published: Sequence[Published]) -> dict[str, object]:
    page = next(page for page in dossier.statements if page.name == one.name)
    others = tuple(
        folder
        for language in dossier.languages
        if language != page.language and (folder := site.folder_of(dossier, language))
    )
    return {
        "statement": desk.ids.new("statement"),
        "name": one.name,
        "language": page.language,
        "edition": dossier.edition,
        "sha256": one.sha256,
        "files": [file.to_record() for file in published if not file.path.startswith(others)],
        "bindings": [_binding(binding, one.report.statement.text) for binding in one.report.bindings],
    }


def _binding(binding: Binding, text: str) -> dict[str, object]:
    """Return a binding with words and target as the file has them, so that a stranger finds them in it."""
    link = binding.link
    target = text[link.words.end : link.end].removeprefix("](").removesuffix(")")
    return {"text": link.text, "target": target, "claims": list(binding.claims)}


def _unweighed(desk: Desk) -> Iterator[Label]:
    """Yield a warning where the actor may not see all: a child or a hidden name may have gone unnoticed."""
    if Visibility.RESTRICTED not in desk.sees:
        yield texts()["sources.unweighed_warning"]


def _damage(dossier: Dossier) -> Iterator[Label]:
    label = texts()["sources.damaged_warning"]
    for card in dossier.items:
        if card.is_damaged:
            yield Label(**{one: label.fill(one, item=card.id) for one in INTERFACE_LANGUAGES})


def _warnings(checked: Sequence[Checked], pdfs: dict[str, Pdf]) -> Iterator[Label]:
    for one in checked:
        for found in one.report.diagnostics:
            if found.severity is Severity.WARNING:
                place = f"{one.name}:{found.line}:{found.column}: {found.code.name} "
                yield Label(**{language: place + found.message(language) for language in INTERFACE_LANGUAGES})
    for name, made in pdfs.items():
        if made.missing:
            letters = " ".join(made.missing)
            label = texts()["pdf.missing_letters"]
            yield Label(**{one: f"{name}: {label.fill(one, letters=letters)}" for one in INTERFACE_LANGUAGES})


def _unseen(_done: int, _total: int | None) -> None:
    """Let progress go where nobody watches."""
