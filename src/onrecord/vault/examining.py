"""Owns the examination of items: which of them an examiner has not seen yet, and the entries for what it found.

Every byte of evidence is looked at in a confined child. It can be run again at any time and does only what is left;
what cannot be examined here, because a tool is missing, is told and leaves no entry. It never judges what was found.
"""

from __future__ import annotations

import io
import os
import queue
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

from onrecord.kernel import Role, Visibility
from onrecord.store import Desk, DigestMismatch, Draft, ObjectMissing, ObjectUnreadable
from onrecord.vault import films
from onrecord.vault.confined import Answer, Confined, Ending, Fences
from onrecord.vault.entries import item_examined
from onrecord.vault.examinations import Examination, ExaminationState, done
from onrecord.vault.examiners import BadAnswer, Examiner, examiners
from onrecord.vault.forms import HEAD_BYTES, form_of
from onrecord.vault.handouts import read_by_program
from onrecord.vault.model import Item
from onrecord.vault.queries import disposed_items, find_item, items

WORK: Final = "onrecord.vault.decoding"
Progress = Callable[[int, int | None], None]

_IN_MEMORY: Final = 64 << 20
_BATCH: Final = 50
_MOST_CHILDREN: Final = 4
_FRAMES: Final = "key_frames"
_ENDINGS: Final = {
    Ending.ANSWERED: ExaminationState.EXAMINED,
    Ending.REFUSED: ExaminationState.REFUSED,
    Ending.FAILED: ExaminationState.FAILED,
    Ending.STOPPED: ExaminationState.STOPPED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamineReport:
    """What was examined now, what cannot be here, and how well the children were fenced in."""

    outcomes: tuple[Examination, ...]
    already: int
    fences: Fences | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    item: Item
    form: str
    examiners: tuple[Examiner, ...]


def examine(
    desk: Desk,
    references: Sequence[str] | None = None,
    *,
    again: bool = False,
    on_progress: Progress = lambda _done, _total: None,
) -> ExamineReport:
    """Let every examiner look at these items (at all by default) that has not yet, in its present version.

    `again` repeats the examinations that failed or were stopped. What was found is on the log batch by batch, so that
    a run that is killed goes on where it was.

    Raises:
        RoleTooNarrow: the actor may only read.
        NoSuchItem: one of the items is not there, or not to be seen.
        NotConfined: no confined child can be started on this machine.
        DigestMismatch, ObjectMissing, ObjectUnreadable: an object is damaged; what was found before is on the log.
    """
    desk.require(Role.ANALYST)
    chosen, known = _chosen(desk, references)
    pending, absent, already = _pending(desk, chosen, known, again=again)
    outcomes: list[Examination] = list(absent)
    if not pending:
        return ExamineReport(outcomes=tuple(outcomes), already=already, fences=None)
    batch: list[tuple[Item, list[Examination]]] = []
    with _Children(min(_MOST_CHILDREN, len(pending), os.cpu_count() or 1)) as children:
        fences = children.fences()
        try:
            for count, (item, found) in enumerate(children.results(desk, pending), start=1):
                batch.append((item, found))
                if len(batch) >= _BATCH:
                    outcomes += _recorded(desk, batch)
                    batch = []
                on_progress(count, len(pending))
        finally:
            outcomes += _recorded(desk, batch)
    return ExamineReport(outcomes=tuple(outcomes), already=already, fences=fences)


def absences(desk: Desk, item: Item) -> tuple[Examination, ...]:
    """Return what cannot be found out about an item here, since a tool is missing, for who may see examinations at all.

    Of an object that is gone or damaged nothing is said here: the check of the store tells of that.
    """
    if Visibility.TEAM not in desk.sees:
        return ()
    try:
        form = form_of_item(desk, item)
    except (ObjectMissing, ObjectUnreadable, DigestMismatch):
        return ()
    missing = [one for one in examiners() if form in one.forms and one.version is None]
    return tuple(_absent(item, one) for one in missing)


def form_of_item(desk: Desk, item: Item) -> str | None:
    """Return the form that an item's first bytes show; texts are not opened for it.

    Raises:
        ObjectMissing, ObjectUnreadable, DigestMismatch: the object is not to be had.
    """
    if item.media_type.startswith("text/") or item.media_type in ("application/json", "application/jsonl"):
        return None
    with desk.blobs.open(item.sha256) as file:
        try:
            return form_of(file.read(HEAD_BYTES))
        except ValueError as err:  # an envelope whose bytes are not what was put there
            raise DigestMismatch(expected=item.sha256, found=str(err)) from err


def _chosen(desk: Desk, references: Sequence[str] | None) -> tuple[tuple[Item, ...], Mapping[Any, str]]:
    """Return the items to look at and what is known of them; those that were disposed of have no bytes left."""
    gone = disposed_items(desk)
    with desk.reading() as connection:
        known = done(connection, desk)
        asked = None if references is None else [find_item(connection, desk, one) for one in references]
    chosen = items(desk) if asked is None else dict.fromkeys(asked)
    return tuple(one for one in chosen if one.id not in gone), known


def _pending(
    desk: Desk, chosen: Sequence[Item], known: Mapping[Any, str], *, again: bool
) -> tuple[list[_Pending], list[Examination], int]:
    """Return the work that is left, what cannot be done here, and how many examinations there are already."""
    pending, absent, already = [], [], 0
    there = {one: one.version for one in examiners()}
    for item in chosen:
        form = form_of_item(desk, item)
        fitting = [one for one in there if form in one.forms]
        missing = [one for one in fitting if there[one] is None]
        left = [one for one in fitting if one not in missing and _is_left(known, item, one, there[one], again=again)]
        already += len(fitting) - len(left) - len(missing)
        absent += [_absent(item, one) for one in missing]
        if left and form is not None:
            pending.append(_Pending(item=item, form=form, examiners=tuple(left)))
    return pending, absent, already


def _is_left(known: Mapping[Any, str], item: Item, examiner: Examiner, version: str | None, *, again: bool) -> bool:
    state = known.get((item.id, examiner.name, examiner.tool, version))
    return state is None or (again and state in (ExaminationState.FAILED, ExaminationState.STOPPED))


def _recorded(desk: Desk, batch: Sequence[tuple[Item, Sequence[Examination]]]) -> list[Examination]:
    """Put the outcomes on the log, and that restricted items were read for them; return the outcomes."""
    drafts = [draft for item, found in batch for draft in _drafts(item, found)]
    if drafts:
        with desk.writing() as transaction:
            transaction.append(drafts)
    return [one for _, found in batch for one in found]


def _drafts(item: Item, found: Sequence[Examination]) -> Iterator[Draft]:
    if found:
        tools = ", ".join(dict.fromkeys(one.tool for one in found))
        yield from read_by_program(item, tool=tools, purpose="examination")
    for one in found:
        result = {"state": one.state.value, "problem": one.problem, "found": one.found}
        yield item_examined(item.id, examiner=one.examiner, tool=one.tool, version=one.version, result=result)


class _Children:
    """Some confined children and as many threads that wait for them; results come in the order of the work."""

    def __init__(self, count: int) -> None:
        self._free: queue.SimpleQueue[Confined] = queue.SimpleQueue()
        self._all = [Confined(WORK) for _ in range(count)]
        self._threads = ThreadPoolExecutor(count)
        self._is_over = False

    def __enter__(self) -> _Children:
        for one in self._all:
            self._free.put(one)
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the children first: a thread that waits for one sees it gone, and finds that it is over."""
        self._is_over = True
        for one in self._all:
            one.close()
        self._threads.shutdown(cancel_futures=True)
        for one in self._all:
            one.close()

    def fences(self) -> Fences:
        return self._all[0].fences()

    def results(self, desk: Desk, pending: Sequence[_Pending]) -> Iterator[tuple[Item, list[Examination]]]:
        """Yield what was found of each item. Bytes are read here, checked against their digest; threads only wait."""
        running: deque[tuple[Item, Future[list[Examination]]]] = deque()
        for work in pending:
            running.append((work.item, self._threads.submit(self._examined, work, _source(desk, work.item))))
            if len(running) > len(self._all):
                item, found = running.popleft()
                yield item, found.result()
        yield from ((item, found.result()) for item, found in running)

    def _examined(self, work: _Pending, source: BinaryIO) -> list[Examination]:
        child = self._free.get()
        try:
            with source:
                return [] if self._is_over else _examined(child, work, source)
        finally:
            self._free.put(child)


def _examined(child: Confined, work: _Pending, source: BinaryIO) -> list[Examination]:
    """Let the examiners look at one item, in one fork as far as it lives, and return what each found."""
    inside = [one for one in work.examiners if one.task != _FRAMES]
    answers = child.ask_all([one.task for one in inside], source, work.item.size)
    found = [_examination(work.item, *pair) for pair in zip(inside, answers, strict=True)]
    frames = [one for one in work.examiners if one.task == _FRAMES]
    return found + [_examination(work.item, one, _key_frames(child, work, source)) for one in frames]


def _examination(item: Item, examiner: Examiner, answer: Answer) -> Examination:
    """Return what an examiner found, held against what it may say."""
    state, problem, found = _ENDINGS[answer.ending], answer.problem, None
    if answer.ending is Ending.ANSWERED:
        try:
            found = examiner.checked(answer.value)
        except BadAnswer as err:
            state, problem = ExaminationState.STOPPED, f"garbage: {err}"[:200]
    return _outcome(item, examiner, state, problem, found)


def _key_frames(child: Confined, work: _Pending, source: BinaryIO) -> Answer:
    """Return the fingerprints of a film's key frames; each frame is opened as any other hostile picture."""
    program = shutil.which(films.PROGRAM)
    if program is None:
        return Answer(ending=Ending.FAILED, problem="the decoder has gone")
    answer, frames = films.key_frames(program, source, work.item.size, work.form)
    if not frames:
        return answer if answer.ending is not Ending.ANSWERED else Answer(ending=Ending.REFUSED, problem="no key frame")
    pictures: list[Any] = []
    for milliseconds, frame in frames:
        told = child.ask("frame", io.BytesIO(frame), len(frame), milliseconds=milliseconds)
        if told.ending is Ending.ANSWERED and isinstance(told.value, dict):
            pictures += told.value.get("pictures", [])[:1]
    found: dict[str, Any] = {"form": work.form, "pictures": pictures}
    return Answer(ending=Ending.ANSWERED, value=found | ({"cut": answer.problem} if answer.problem else {}))


def _absent(item: Item, examiner: Examiner) -> Examination:
    return _outcome(item, examiner, ExaminationState.ABSENT, f"not examined: {examiner.absent}")


def _outcome(
    item: Item,
    examiner: Examiner,
    state: ExaminationState,
    problem: str | None,
    found: Mapping[str, Any] | None = None,
) -> Examination:
    return Examination(
        item=item.id,
        examiner=examiner.name,
        tool=examiner.tool,
        version=examiner.version or "",
        state=state,
        problem=_plain(problem),
        found=found,
    )


def _plain(text: str | None) -> str | None:
    """Return a child's words as one line that a record can hold."""
    return None if text is None else " ".join(text.encode("utf-8", errors="replace").decode("utf-8").split())[:300]


def _source(desk: Desk, item: Item) -> BinaryIO:
    """Return the item's bytes, held against their digest first: what rotted here must not be taken for a forgery."""
    if item.size <= _IN_MEMORY:
        return io.BytesIO(desk.blobs.read(item.sha256))
    desk.blobs.check(item.sha256)
    file = desk.blobs.open(item.sha256)
    if file.seekable():
        return file
    return cast("BinaryIO", _Rewinding(file, lambda: desk.blobs.open(item.sha256), item.size))


class _Rewinding(io.RawIOBase):
    """A large object that can only be read in order, as one that can be read anywhere: it is opened anew to go back."""

    def __init__(self, file: BinaryIO, opener: Callable[[], BinaryIO], size: int) -> None:
        super().__init__()
        self._file, self._opener, self._size = file, opener, size
        self._at = self._wanted = 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Remember where to read next."""
        self._wanted = {io.SEEK_SET: 0, io.SEEK_CUR: self._wanted, io.SEEK_END: self._size}[whence] + offset
        return self._wanted

    def read(self, size: int = -1) -> bytes:
        """Return the bytes there, going on or beginning anew."""
        if self._wanted < self._at:
            self._file.close()
            self._file, self._at = self._opener(), 0
        while self._at < self._wanted:
            skipped = self._file.read(min(self._wanted - self._at, 1 << 20))
            if not skipped:
                return b""
            self._at += len(skipped)
        content = self._file.read(size)
        self._at += len(content)
        self._wanted = self._at
        return content

    def close(self) -> None:
        """Let go of the object."""
        self._file.close()
        super().close()
