"""Owns what still carries a claim: the first sources it traces to, less those that took back what it repeats.

Ten outlets repeat one agency. When the agency's own claim is withdrawn, replaced or refuted, the ten go on being read,
and not one of them is an origin any more: nobody stands behind what they repeat (METHOD R0.8, 1.4).

Two outlets that nobody declared to repeat one another may still carry one voice: what one press office or one witness
says is one origin, wherever it is printed (METHOD 1.4). And what we conclude ourselves is no origin beside others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import Quantity, SourceId, SpeakerKind, Value
from onrecord.ledger.model import Claim, Source
from onrecord.ledger.origins import Tracing, above, roots_of

_NOBODY: Final = (SpeakerKind.UNKNOWN, SpeakerKind.OURSELVES)  # "unknown" twice is no proof of one person
_CONCLUDED: Final = "claim:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """Where each of some claims traces to, and which of these origins stand behind it no longer, by claim."""

    origins: Mapping[str, tuple[str, ...]]
    fallen: Mapping[str, tuple[str, ...]]


def voice_of(claim: Claim) -> str | None:
    """Return who speaks on which day, where both are known: the same in two sources is one voice and one origin."""
    day = claim.said_on
    if claim.source is None or claim.speaker_kind in _NOBODY or day is None or not day.is_exact_day:
        return None
    return f"{' '.join(claim.speaker.split()).casefold()} ({day.text()})"


def standing_origins(origins: Iterable[str]) -> tuple[str, ...]:
    """Return origins in order, without what we conclude ourselves where anybody else says it."""
    found = sorted(set(origins))
    said = tuple(one for one in found if not one.startswith(_CONCLUDED))
    return said or tuple(found)


class Origins:
    """Where claims trace to; each source is looked up once."""

    def __init__(self, sources: Mapping[SourceId, Source]) -> None:
        """Trace claims through these sources."""
        self._sources = sources
        self._known: dict[SourceId, tuple[str, ...]] = {}

    def __call__(self, claim: Claim) -> tuple[str, ...]:
        """Return the first sources a claim traces to; the claim itself where it has no source."""
        if not claim.source:
            return (f"{_CONCLUDED}{claim.id}",)
        if claim.source not in self._known:
            self._known[claim.source] = roots_of(claim.source, self._sources)
        return self._known[claim.source]

    def traced(self, claims: Sequence[Claim]) -> Traced:
        """Return where the claims of one quantity or fact trace to, by names that may be shown."""
        fallen, names = self.fallen(claims), self._names(claims)
        names |= self._voices(claims)
        return Traced(
            origins={one.id: _renamed(self(one), names) for one in claims},
            fallen={claim: _renamed(lost, names) for claim, lost in fallen.items()},
        )

    def _names(self, claims: Iterable[Claim]) -> dict[str, str]:
        """Return, for origins that may not be shown, the first of the sources here that trace to each."""
        if not isinstance(self._sources, Tracing):
            return {}
        names: dict[str, str] = {}
        for source in sorted({claim.source for claim in claims if claim.source}):
            shown = self._shown_from(source)
            for root in self._known.get(source) or roots_of(source, self._sources):
                if root not in shown and SourceId(root) not in self._sources:
                    names.setdefault(root, source)
        return names

    def _shown_from(self, source: SourceId) -> frozenset[str]:
        """Return the sources that anybody who sees this one is told of."""
        seen: set[SourceId] = set()
        waiting = [source]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting.extend(self._sources[one].derived_from if one in self._sources else ())
        return frozenset(seen)

    def _voices(self, claims: Iterable[Claim]) -> dict[str, str]:
        """Return, for origins that here only pass on what one speaker said on one day, that speaker and day."""
        heard: dict[str, set[str | None]] = defaultdict(set)
        written: dict[str | None, str] = {}
        for claim in sorted(claims, key=lambda one: one.id):
            if claim.status.is_counted:
                voice = voice_of(claim)
                written.setdefault(voice, f"{claim.speaker} ({claim.said_on.text() if claim.said_on else ''})")
                for root in self(claim):
                    heard[root].add(voice)
        passed_on: dict[str, list[str]] = defaultdict(list)
        for root, voices in heard.items():
            (voice, *others) = voices
            if voice is not None and not others:
                passed_on[voice].append(root)
        return {root: written[voice] for voice, roots in passed_on.items() if len(roots) > 1 for root in roots}

    def fallen(self, claims: Sequence[Claim]) -> Mapping[str, tuple[str, ...]]:
        """Return, of the claims of one quantity or fact, the origins of each that stand behind it no longer."""
        if all(claim.status.is_counted for claim in claims):
            return {}
        said: dict[SourceId, list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.source:
                said[claim.source].append(claim)
        found: dict[str, tuple[str, ...]] = {}
        for claim in claims:
            if claim.status.is_counted and claim.source:
                carry = self._carrying(claim.source, claim.value, said)
                lost = tuple(one for one in self(claim) if one not in carry)
                if lost:
                    found[claim.id] = lost
        return found

    def _carrying(self, source: SourceId, value: Value, said: Mapping[SourceId, Sequence[Claim]]) -> frozenset[str]:
        """Return the roots of a source on whose way nobody took back this value without its being held further up."""
        carry: set[str] = set()
        seen: set[tuple[SourceId, bool]] = set()
        waiting = [(source, False)]
        while waiting:
            one, is_cut = waiting.pop()
            if (one, is_cut) in seen:
                continue
            seen.add((one, is_cut))
            further = above(one, self._sources)
            if not further and not is_cut:
                carry.add(one)
            waiting += [(parent, _is_cut(said.get(parent, ()), value, is_cut=is_cut)) for parent in further]
        return frozenset(carry)


def _renamed(origins: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({names.get(one, one) for one in origins}))


def _is_cut(claims: Iterable[Claim], value: Value, *, is_cut: bool) -> bool:
    """Say whether a source, by its own claims of the same thing, no longer stands behind a value.

    A source that says nothing of it itself, or says other things that stand, leaves it as it was below.
    """
    same = [claim for claim in claims if _is_same(claim.value, value)]
    decisive = same or list(claims)
    if not decisive:
        return is_cut
    if any(claim.status.is_counted for claim in decisive):
        return is_cut and not same
    return True


def _is_same(one: Value, other: Value) -> bool:
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.same_numbers(other)
    return one == other
