"""Owns what is proven about the log from outside, up to which entry, and what is not.

What is not stamped or cosigned is said as plainly as what is. Never asks anybody and never writes.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import Label, parse_instant
from onrecord.store import Desk
from onrecord.vault.outside.entries import ABOUT_HEADS
from onrecord.vault.outside.records import (
    AnchorRecord,
    StampRecord,
    anchor_records,
    contradiction_records,
    cosignature_records,
    stamp_records,
)

DAY: Final = dt.timedelta(days=1)  # EV-06: a stamp over the log's head at least daily
# Did it give something, over how many entries, when by its own clock; when recorded, and if it gave nothing, why.
_Said = tuple[bool, int, str | None, str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How one authority or witness stands: up to which entry it has spoken, and since when it is silent."""

    name: str
    size: int = 0
    at: str | None = None  # by its own clock
    pending_since: str | None = None
    reason: str | None = None  # of its last refusal or silence

    def to_row(self) -> dict[str, Any]:
        """Return the state as one flat row."""
        return {name: getattr(self, name) for name in ("name", "size", "at", "pending_since", "reason")}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideState:
    """What is proven about the log from outside. `work` is the log's length less what only speaks of heads."""

    size: int
    work: int
    authorities: tuple[SourceState, ...]
    witnesses: tuple[SourceState, ...]
    stamped: SourceState | None  # the stamp that covers most
    cosigned: SourceState | None
    unstamped_since: str | None
    contradictions: int
    anchors: tuple[str, ...]  # what OpenTimestamps attests of the newest proof
    is_due: bool

    @property
    def unstamped(self) -> int:
        """How many entries no stamp covers."""
        return max(0, self.work - (self.stamped.size if self.stamped else 0))

    @property
    def is_stamped(self) -> bool:
        """Whether a stamp covers everything that was recorded."""
        return self.stamped is not None and not self.unstamped

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Return the state as JSON shows it, with the sentences for a person."""
        return {
            "stamped": self.is_stamped,
            "stamped_size": self.stamped.size if self.stamped else 0,
            "stamped_at": self.stamped.at if self.stamped else None,
            "stamped_by": self.stamped.name if self.stamped else None,
            "unstamped": self.unstamped,
            "unstamped_since": self.unstamped_since,
            "stamp_due": self.is_due,
            "cosigned_size": self.cosigned.size if self.cosigned else 0,
            "cosigned_at": self.cosigned.at if self.cosigned else None,
            "authorities": [one.to_row() for one in self.authorities],
            "witnesses": [one.to_row() for one in self.witnesses],
            "contradictions": self.contradictions,
            "anchors": list(self.anchors),
            "says": [label.text(language) for label in self.sentences()],
        }

    def sentences(self) -> Iterator[Label]:
        """Yield what a person has to know about time and witnesses, the unproven as plainly as the proven."""
        if self.contradictions:
            yield _filled(_CONTRADICTED, count=self.contradictions)
        yield from self._about_stamps()
        yield from self._about_cosignatures()
        for words in self.anchors:
            yield _filled(_ANCHORED, words=words)

    def _about_stamps(self) -> Iterator[Label]:
        if self.stamped is None:
            yield _NOBODY_STAMPED if self.authorities else _NO_AUTHORITY
        else:
            yield _filled(_STAMPED, size=self.stamped.size, at=self.stamped.at, name=self.stamped.name)
            if self.unstamped:
                facts = {"count": self.unstamped, "first": self.stamped.size, "since": self.unstamped_since}
                yield _filled(_UNSTAMPED, **facts)
        for one in self.authorities:
            if one.pending_since is not None:
                yield _filled(_SILENT, name=one.name, since=one.pending_since, reason=one.reason or "-")
        if self.is_due and self.stamped is not None:
            yield _DUE

    def _about_cosignatures(self) -> Iterator[Label]:
        if self.cosigned is None:
            yield _NOBODY_COSIGNED if self.witnesses else _NO_WITNESS
        else:
            yield _filled(_COSIGNED, size=self.cosigned.size, at=self.cosigned.at, name=self.cosigned.name)
            if missing := max(0, self.work - self.cosigned.size):
                yield _filled(_UNCOSIGNED, count=missing, first=self.cosigned.size)
        for one in self.witnesses:
            if one.pending_since is not None:
                yield _filled(_NOT_COSIGNING, name=one.name, since=one.pending_since, reason=one.reason or "-")


def outside_state(desk: Desk, *, authorities: Iterable[str] = (), witnesses: Iterable[str] = ()) -> OutsideState:
    """Return what is proven from outside, and how each named authority and witness stands."""
    asked = stamp_records(desk)
    seen = cosignature_records(desk)
    work = desk.log.size_without(ABOUT_HEADS)
    by_authority: dict[str, list[_Said]] = {}
    for stamp in asked:
        said = (stamp.is_stamp, stamp.size, stamp.gen_time, stamp.at, stamp.reason)
        by_authority.setdefault(stamp.authority, []).append(said)
    by_witness: dict[str, list[_Said]] = {}
    for one in seen:
        by_witness.setdefault(one.witness, []).append((one.is_cosignature, one.size, one.signed_at, one.at, one.reason))
    stamped = _most([(one.authority, one.size, one.gen_time) for one in asked if one.is_stamp])
    named = tuple(dict.fromkeys(authorities))
    return OutsideState(
        size=desk.log.size(),
        work=work,
        authorities=tuple(_standing(name, by_authority.get(name, [])) for name in named),
        witnesses=tuple(_standing(name, by_witness.get(name, [])) for name in dict.fromkeys(witnesses)),
        stamped=stamped,
        cosigned=_most([(one.witness, one.size, one.signed_at) for one in seen if one.is_cosignature]),
        unstamped_since=_recorded_at(desk, stamped.size if stamped else 0, work),
        contradictions=len(contradiction_records(desk)),
        anchors=_newest_anchor(anchor_records(desk)),
        is_due=bool(named) and work > 0 and _is_old([one.at for one in asked if one.is_stamp], desk.clock.now()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeProof:
    """What is proven about the time of one entry: `stamped`, `pending` or `unstamped`, and by when it existed."""

    state: str
    existed_before: str | None = None
    authority: str | None = None
    size: int | None = None

    def to_row(self) -> dict[str, Any]:
        """Return the proof as one flat row."""
        return {name: getattr(self, name) for name in ("state", "existed_before", "authority", "size")}


def time_proofs(desk: Desk, seqs: Iterable[int]) -> dict[int, TimeProof]:
    """Return for each entry the earliest moment before which an authority says that it existed.

    An entry that no stamp covers is `pending` where authorities were ever asked, else `unstamped`: never anything that
    reads like a time stamp.
    """
    asked = stamp_records(desk)
    held = sorted((one for one in asked if one.is_stamp), key=lambda one: one.size)
    for at in range(len(held) - 1, 0, -1):  # of all stamps over as much or more, the earliest
        held[at - 1] = min(held[at - 1], held[at], key=lambda one: one.gen_time or "")
    sizes = sorted(one.size for one in asked if one.is_stamp)
    bare = TimeProof(state="pending" if asked else "unstamped")
    places = {seq: bisect.bisect_right(sizes, seq) for seq in seqs}
    return {seq: _proof(held[place]) if place < len(held) else bare for seq, place in places.items()}


def _proof(record: StampRecord) -> TimeProof:
    return TimeProof(state="stamped", existed_before=record.gen_time, authority=record.authority, size=record.size)


def _standing(name: str, history: Sequence[_Said]) -> SourceState:
    """Return how one source stands: its furthest success, and since when it has only failed after its last one."""
    successes = [(size, at) for is_good, size, at, _, _ in history if is_good]
    size, at = max(successes, default=(0, None), key=lambda one: one[0])
    failures: list[tuple[str, str | None]] = []
    for is_good, _, _, recorded_at, reason in reversed(history):
        if is_good:
            break
        failures.append((recorded_at, reason))
    if not failures:
        return SourceState(name=name, size=size, at=at)
    return SourceState(name=name, size=size, at=at, pending_since=failures[-1][0], reason=failures[0][1])


def _most(successes: Sequence[tuple[str, int, str | None]]) -> SourceState | None:
    """Return the success that covers most entries; of several the earliest."""
    if not successes:
        return None
    name, size, at = min(successes, key=lambda one: (-one[1], one[2] or ""))
    return SourceState(name=name, size=size, at=at)


def _recorded_at(desk: Desk, seq: int, work: int) -> str | None:
    return desk.log.entry(seq).at if seq < work else None


def _is_old(recorded: Sequence[str], now: dt.datetime) -> bool:
    return not recorded or now - parse_instant(max(recorded)) > DAY


def _newest_anchor(records: Sequence[AnchorRecord]) -> tuple[str, ...]:
    if not records:
        return ()
    newest = records[-1]
    said = [f"{one.get('kind')} {one.get('where')}" for one in newest.attestations]
    return tuple(f"{newest.size}: {words}" for words in said)


def _filled(label: Label, **facts: object) -> Label:
    return Label(en=label.fill("en", **facts), ru=label.fill("ru", **facts), kk=label.fill("kk", **facts))


_NO_AUTHORITY: Final = Label(
    en="Not time-stamped from outside: no authority is named. `onrecord authorities add` names one.",
    ru="Внешней отметки времени нет: служба времени не названа. Назвать её: `onrecord authorities add`.",
    kk="Сырттан уақыт таңбасы қойылмаған: қызмет аталмаған. Атау: `onrecord authorities add`.",
)
_NOBODY_STAMPED: Final = Label(
    en="Not time-stamped from outside yet: no authority has stamped a head of this log.",
    ru="Внешней отметки времени ещё нет: ни одна служба не отметила вершину этого журнала.",
    kk="Сырттан уақыт таңбасы әлі қойылмаған: бірде-бір қызмет бұл журнал басын таңбаламады.",
)
_STAMPED: Final = Label(
    en="Time-stamped from outside: the first {size} entries existed by {at}, says {name}.",
    ru="Внешняя отметка времени: первые {size} записей существовали не позже {at}, по данным {name}.",
    kk="Сыртқы уақыт таңбасы: алғашқы {size} жазба {at} дейін болған, дейді {name}.",
)
_UNSTAMPED: Final = Label(
    en="Not time-stamped: {count} later entries, from number {first} on, the first of them recorded at {since}.",
    ru="Без отметки времени: {count} более поздних записей, начиная с номера {first}; первая внесена {since}.",
    kk="Уақыт таңбасыз: {first}-жазбадан бастап кейінгі {count} жазба, біріншісі {since} енгізілген.",
)
_SILENT: Final = Label(
    en="Pending: {name} has given no stamp since {since} ({reason}); `onrecord stamp` asks again.",
    ru="Ожидается: {name} не даёт отметки с {since} ({reason}); `onrecord stamp` спросит снова.",
    kk="Күтілуде: {name} {since} бері таңба бермейді ({reason}); `onrecord stamp` қайта сұрайды.",
)
_DUE: Final = Label(
    en="The last time stamp is older than a day; `onrecord stamp` asks for a new one.",
    ru="Последней отметке времени больше суток; `onrecord stamp` запросит новую.",
    kk="Соңғы уақыт таңбасына тәуліктен асты; `onrecord stamp` жаңасын сұрайды.",
)
_NO_WITNESS: Final = Label(
    en="Not cosigned: no witness is named. Two histories could be shown to two people.",
    ru="Второй подписи нет: свидетель не назван. Двум людям можно показать две разные истории.",
    kk="Екінші қол жоқ: куә аталмаған. Екі адамға екі түрлі тарих көрсетілуі мүмкін.",
)
_NOBODY_COSIGNED: Final = Label(
    en="Not cosigned yet: no witness has cosigned a head of this log.",
    ru="Второй подписи ещё нет: ни один свидетель не подписал вершину этого журнала.",
    kk="Екінші қол әлі жоқ: бірде-бір куә бұл журнал басына қол қойған жоқ.",
)
_COSIGNED: Final = Label(
    en="Cosigned: {name} has seen the first {size} entries, and at {at} nothing that contradicts them.",
    ru="Вторая подпись: {name} видел первые {size} записей и на {at} — ничего, что им противоречит.",
    kk="Екінші қол: {name} алғашқы {size} жазбаны көрді, {at} оларға қайшы ештеңе болмаған.",
)
_UNCOSIGNED: Final = Label(
    en="Not cosigned: {count} later entries, from number {first} on.",
    ru="Без второй подписи: {count} более поздних записей, начиная с номера {first}.",
    kk="Екінші қолсыз: {first}-жазбадан бастап кейінгі {count} жазба.",
)
_NOT_COSIGNING: Final = Label(
    en="Pending: {name} has not cosigned since {since} ({reason}); `onrecord cosign` asks again.",
    ru="Ожидается: {name} не подписывает с {since} ({reason}); `onrecord cosign` спросит снова.",
    kk="Күтілуде: {name} {since} бері қол қоймайды ({reason}); `onrecord cosign` қайта сұрайды.",
)
_CONTRADICTED: Final = Label(
    en="WARNING: {count} heads signed with this log's key contradict this log. Two histories exist; `onrecord heads "
    "list` shows the evidence.",
    ru="ВНИМАНИЕ: вершин, подписанных ключом этого журнала и противоречащих ему: {count}. Есть две истории; "
    "доказательства показывает `onrecord heads list`.",
    kk="НАЗАР АУДАРЫҢЫЗ: осы журнал кілтімен қол қойылып, оған қайшы келетін бас саны: {count}. Екі тарих бар; "
    "дәлелін `onrecord heads list` көрсетеді.",
)
_ANCHORED: Final = Label(
    en="OpenTimestamps, not verified here: head of {words}.",
    ru="OpenTimestamps, здесь не проверено: вершина {words}.",
    kk="OpenTimestamps, мұнда тексерілмеген: бас {words}.",
)
