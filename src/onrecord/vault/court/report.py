"""Owns the custody report of one item: its values gathered, narrowed to an edition, and put into sentences.

The public edition leaves out who gave, held, asked and acted, and where (EV-10). Every value is JSON, so that a program
can check the proofs; how a person sees it is the dossier's. It writes nothing but a signed head of the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.kernel import Checkpoint, PartialDate, SignedNote, Tree, Visibility, instant_text, parse_instant
from onrecord.store import Desk, Entry, KeyMissing
from onrecord.vault.court.holding import Hold, holds
from onrecord.vault.court.words import Say
from onrecord.vault.entries import RECEIPTS
from onrecord.vault.fixity import readings
from onrecord.vault.history import gather
from onrecord.vault.joining import is_disposed, is_frozen
from onrecord.vault.model import CustodyEvent, CustodyEventName, Item
from onrecord.vault.outside.proven import outside_state, time_proofs
from onrecord.vault.outside.records import cosignature_records, stamp_records
from onrecord.vault.queries import custody, find_item, for_anybody
from onrecord.vault.rota import LIMIT_DAYS
from onrecord.vault.rules import findings

EDITIONS: Final = ("public", "restricted")
# ISO/IEC 27037, 6.1: where, why and on whose authority; who and when the log says of every event.
_MINIMUM: Final = ("place", "purpose", "authority")
_ASKED_OF: Final = frozenset(
    {
        CustodyEventName.TRANSFERRED_OUT,
        CustodyEventName.TRANSFERRED_IN,
        CustodyEventName.WORKING_COPY_MADE,
        CustodyEventName.REDACTED_COPY_MADE,
        CustodyEventName.EXPORTED,
        CustodyEventName.DISPOSED,
    }
)
_TOLD: Final = (
    "received_on", "from_custodian", "to_custodian", "name", "path", "place", "purpose", "authority", "approved_by",
    "actor_role", "recipe", "derived", "derived_visibility", "derived_from", "decision", "edition", "log_size",
    "unavoidable_change", "justification", "note", "tool", "tool_version", "tz", "clock_offset",
)  # fmt: skip
_FOR_ANYBODY: Final = frozenset(
    {"seq", "item_id", "event", "at_utc", "at", "process", "hash_before", "hash_after", "tool", "tool_version"}
)
_NAMING: Final = frozenset({"vault.on-its-way", "vault.hand-over-gap", "vault.received-long-before"})
_READ_BY_EVENT: Final = {
    CustodyEventName.SEALED: True,
    CustodyEventName.VERIFIED_OK: True,
    CustodyEventName.WORKING_COPY_MADE: True,
    CustodyEventName.EXPORTED: True,
    CustodyEventName.RESTORED: True,
    CustodyEventName.INTEGRITY_FAILURE: False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyReport:
    """All that a custody report says, as JSON values, in one language and edition."""

    language: str
    edition: str
    values: Mapping[str, Any]

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord custody report --json` prints."""
        return dict(self.values)


def custody_report(
    desk: Desk, reference: str, *, language: str = "en", edition: str = "restricted", tool: str = "onrecord"
) -> CustodyReport:
    """Return the custody report of an item, resting on a head of the log signed now, where it can be signed.

    Whoever sees only what is public gets the public edition.

    Raises:
        NoSuchItem: there is none, or none that the actor may see.
        LogDamaged: the log does not hold: nothing can be proven by it.
    """
    if edition not in EDITIONS:
        msg = f"no such edition: {edition!r}"
        raise ValueError(msg)
    edition = edition if Visibility.TEAM in desk.sees else "public"
    with desk.reading() as connection:
        item = find_item(connection, desk, reference)
    note = _head(desk)
    made = _Making(
        desk=desk,
        item=item,
        events=custody(desk, item.id),
        say=Say(language=language),
        is_public=edition == "public",
        note=note,
        tool=tool,
    )
    return CustodyReport(language=language, edition=edition, values=made.values())


def _head(desk: Desk) -> str | None:
    """Return a signed head over the whole log, or the newest there is where none can be signed now."""
    if not desk.is_reading_only:
        try:
            return desk.log.checkpoint()
        except KeyMissing:
            pass  # the key is kept elsewhere; what was signed before still proves what it covers
    heads = desk.log.heads()
    return heads[-1][1] if heads else None


@dataclass(frozen=True, kw_only=True)
class _Making:
    """One report in the making."""

    desk: Desk
    item: Item
    events: tuple[CustodyEvent, ...]
    say: Say
    is_public: bool
    note: str | None
    tool: str

    def values(self) -> dict[str, Any]:
        """Return the report."""
        entries = {event.seq: self.desk.log.entry(event.seq) for event in self.events}
        return {
            "report": self._heading(),
            "item": {**self.item.to_row(), "state": self._state()},
            "receipts": [self._receipt(entry) for entry in entries.values() if entry.kind in RECEIPTS],
            "holders": [self._hold(one) for one in holds(self.events)],
            "events": [self._event(one, entries[one.seq]) for one in self.events],
            "gaps": list(self._gaps()),
            "fixity": self._fixity(),
            "log": self._log(entries),
            "stamps": self._stamps(),
            "limits": [self.say(f"limits.{name}") for name in ("content", "before", "unrecorded", "names", "clock")]
            + [label.text(self.say.language) for label in outside_state(self.desk).sentences()],
            "method": [self.say(f"method.{name}") for name in ("digest", "log", "rules", "iso", "check")],
        }

    def _heading(self) -> dict[str, Any]:
        info, now = self.desk.info, instant_text(self.desk.clock.now())
        facts = {"at": _moment(now), "by": self.desk.actor.name, "archive": info.title or info.id, "tool": self.tool}
        name = "made_public" if self.is_public else "made"
        return {
            "title": self.say("report.title"),
            "language": self.say.language,
            "edition": "public" if self.is_public else "restricted",
            "edition_says": self.say("edition.public" if self.is_public else "edition.restricted"),
            "made_at": now,
            "made_by": None if self.is_public else self.desk.actor.name,
            "made": self.say(f"report.{name}", **facts),
            "tool": self.tool,
            "archive": {"id": info.id, "title": info.title, "origin": info.origin, "log_key": info.verifier_key},
        }

    def _state(self) -> str:
        if is_disposed(self.events):
            return "disposed"
        if is_frozen(self.events):
            return "frozen"
        under_way = [one for one in holds(self.events) if one.is_under_way and one.until is None]
        return "under_way" if under_way else "kept"

    def _receipt(self, entry: Entry) -> dict[str, Any]:
        payload = dict(entry.payload or {})
        own = {"seq": entry.seq, "at": entry.at, "sha256": payload.get("sha256"), "tool": payload.get("tool")}
        if self.is_public:
            return own
        said = {name: payload.get(name) for name in ("received_from", "received_on", "name", "path", "note")}
        return {**own, "by": entry.actor, **said}

    def _hold(self, hold: Hold) -> dict[str, Any]:
        return {
            "since": hold.since,
            "until": hold.until,
            "seqs": list(hold.seqs),
            "is_under_way": hold.is_under_way,
            "holder": None if self.is_public else hold.holder,
            "says": self._holder_says(hold),
        }

    def _holder_says(self, hold: Hold) -> str:
        if hold.is_archive:
            return self.say("holders.archive_public") if self.is_public else self.say("holders.archive", by=hold.holder)
        whom = self.say("holders.somebody") if self.is_public or not hold.holder else hold.holder
        return self.say("holders.under_way", to=whom) if hold.is_under_way else whom

    def _event(self, event: CustodyEvent, entry: Entry) -> dict[str, Any]:
        columns = event.to_columns()
        if self.is_public:
            columns = {name: value if name in _FOR_ANYBODY else None for name, value in columns.items()}
        return {
            **columns,
            "title": self.say(f"event.{event.event.value}"),
            "process_says": self.say(f"process.{event.process.value}"),
            "says": self._sentence(event),
            "commitment": entry.commitment,
        }

    def _sentence(self, event: CustodyEvent) -> list[str]:
        """Return what the event says, clause by clause, the most telling first."""
        facts = for_anybody(event).facts if self.is_public else event.facts
        told = [name for name in _TOLD if facts.get(name) and not self._is_said(name, facts)]
        clauses = [f"{self.say(f'fact.{name}')}: {self._fact(name, facts[name])}" for name in told]
        if facts.get("by_program"):
            clauses.append(self.say("fact.by_program"))
        return [*clauses, *self._digests(facts)]

    def _is_said(self, name: str, facts: Mapping[str, Any]) -> bool:
        """Say whether the page has said this already: the item's own name, and a path that is no more than that."""
        if name == "name":
            return bool(facts["name"] == self.item.name)
        return name == "path" and facts["path"] in (self.item.name, facts.get("name"))

    def _fact(self, name: str, value: Any) -> str:
        if name == "received_on":
            return PartialDate.from_record(value).text()
        if name == "derived_visibility":
            return self.say(f"visibility.{value}")
        if name == "edition" and self.say.has(f"edition_name.{value}"):
            return self.say(f"edition_name.{value}")
        return str(value)

    def _digests(self, facts: Mapping[str, Any]) -> Iterator[str]:
        """Yield the digests of an event; that of the sealed item in words, so that another one strikes the eye."""
        before, after = facts.get("hash_before"), facts.get("hash_after")
        if {before, after} - {None} == {self.item.sha256}:
            yield self.say("digest.same")
            return
        for name, digest in (("before", before), ("after", after)):
            if digest:
                yield f"{self.say(f'digest.{name}')}: {digest}"

    def _gaps(self) -> Iterator[str]:
        """Yield what breaks a rule, then what the rules and ISO/IEC 27037 ask for and nobody said."""
        history = replace(gather(self.desk, [self.item.id]), chain=())
        found = [one for one in findings(history) if one.item == self.item.id or one.rule in ("EV-04", "EV-06")]
        for one in sorted(found, key=lambda one: one.severity.value != "problem"):
            if not self.is_public or one.code not in _NAMING:
                yield one.message(self.say.language)
        if not self.is_public:
            yield from self._unsaid()
        if self.item.sha512 is None:
            yield self.say("gaps.sha512")
        read_again = _READ_BY_EVENT.keys() - {CustodyEventName.SEALED}
        if not self._rounds() and not any(event.event in read_again for event in self.events):
            yield self.say("gaps.never_read")

    def _unsaid(self) -> Iterator[str]:
        received = [one for one in self.events if one.event is CustodyEventName.RECEIVED]
        if received and not any(one.facts.get("from_custodian") for one in received):
            yield self.say("gaps.giver")
        if received and not any(one.facts.get("received_on") for one in received):
            yield self.say("gaps.given_on")
        for column in _MINIMUM:
            seqs = [one.seq for one in self.events if one.event in _ASKED_OF and not one.facts.get(column)]
            if seqs:
                yield self.say(f"gaps.{column}", seqs=numbers(seqs))

    def _rounds(self) -> list[dict[str, Any]]:
        """Return the readings of everything or of a day's share in which this item had its turn."""
        name = self.desk.blobs.stored_name(self.item.sha256)
        with self.desk.reading() as connection:
            stretches = readings(connection)
        sealed = parse_instant(self.item.sealed_at)
        covering = [one for one in stretches if one.after < name <= one.upto and one.at >= sealed]
        return [
            {
                "at": instant_text(one.at),
                "seq": one.seq,
                "occasion": "share" if one.is_round else "all",
                "ok": self._held(one.seq),
            }
            for one in covering
        ]

    def _held(self, seq: int) -> bool:
        problems = (self.desk.log.entry(seq).payload or {}).get("problems", ())
        return not any(one.get("expected") == self.item.sha256 for one in problems)

    def _fixity(self) -> dict[str, Any]:
        by_event = [
            {"at": one.at, "seq": one.seq, "occasion": one.event.value, "ok": _READ_BY_EVENT[one.event]}
            for one in self.events
            if one.event in _READ_BY_EVENT
        ]
        found = sorted((*by_event, *self._rounds()), key=lambda one: one["seq"])
        whole = [one["at"] for one in found if one["ok"]]
        due = parse_instant(whole[-1]) + dt.timedelta(days=LIMIT_DAYS) if whole else None
        is_kept = not is_disposed(self.events)
        return {
            "readings": found,
            "last_whole_at": whole[-1] if whole else None,
            "due_by": due.date().isoformat() if due and is_kept else None,
            "limit_days": LIMIT_DAYS,
        }

    def _log(self, entries: Mapping[int, Entry]) -> dict[str, Any]:
        """Return where the entries stand in the log, and what proves it. Payloads only of what the edition shows."""
        leaves = self.desk.log.leaf_hashes()
        tree = Tree(leaves)
        head = Checkpoint.parse(SignedNote.parse(self.note).text) if self.note else None
        covered = head.size if head else 0
        return {
            "seq": self.item.seq,
            "size": covered,
            "root": head.root.hex() if head else None,
            "checkpoint": self.note,
            "key": self.desk.info.verifier_key,
            "behind": [seq for seq in entries if seq >= covered],
            "proofs": [self._proof(tree, leaves, entry, covered) for entry in entries.values()],
        }

    def _proof(self, tree: Tree, leaves: Sequence[bytes], entry: Entry, size: int) -> dict[str, Any]:
        """Return the proof of one entry; with what it says only for those who may see all that it may name."""
        hashes = [one.hex() for one in tree.inclusion(entry.seq, size)] if entry.seq < size else []
        proof = {"seq": entry.seq, "leaf_hash": leaves[entry.seq].hex(), "hashes": hashes}
        if self.is_public:
            return {**proof, "leaf": None, "salt": None, "payload": None}
        leaf = dict(entry.leaf())
        if Visibility.RESTRICTED not in self.desk.sees:
            return {**proof, "leaf": leaf, "salt": None, "payload": None}
        salt = entry.salt.hex() if entry.salt else None
        return {**proof, "leaf": leaf, "salt": salt, "payload": entry.payload}

    def _stamps(self) -> dict[str, Any]:
        sealed = self.item.seq
        held = [one for one in stamp_records(self.desk) if one.is_stamp and one.size > sealed]
        cosigned = [one for one in cosignature_records(self.desk) if one.is_cosignature and one.size > sealed]
        rows: list[dict[str, Any]] = [
            {"kind": "stamp", "by": one.authority, "at": one.gen_time, "size": one.size, "seq": one.seq} for one in held
        ]
        rows += [
            {"kind": "cosignature", "by": one.witness, "at": one.signed_at, "size": one.size, "seq": one.seq}
            for one in cosigned
        ]
        first = time_proofs(self.desk, [sealed])[sealed]
        return {"sealed": first.to_row(), "covering": sorted(rows, key=lambda one: one["seq"])}


def numbers(seqs: Iterable[int]) -> str:
    """Return numbers as a person writes them: 3, 5-9, 12."""
    runs: list[list[int]] = []
    for seq in sorted(seqs):
        if runs and seq == runs[-1][-1] + 1:
            runs[-1].append(seq)
        else:
            runs.append([seq])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    if len(run) < 3:
        return ", ".join(map(str, run))
    return f"{run[0]}–{run[-1]}"


def _moment(at: str) -> str:
    return at.replace("T", " ").removesuffix("Z")
