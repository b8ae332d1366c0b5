"""Claims about invented persons and cases: rows as `onrecord state` takes them, and the valley of the case file as claims."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from onrecord import ledger

TODAY: Final = dt.date(2033, 1, 1)
VALLEY: Final = Path(__file__).with_name("valley.json")
_DATES: Final = {
    "detained": "detained_on", "charged": "charged_on", "sent_to_court": "sent_to_court_on",
    "trial_opened": "trial_opened_on", "discontinued": "discontinued_on", "altered": "altered_on",
    "upheld": "upheld_on", "died_in_custody": "died_in_custody_on", "released": "released_on",
}  # fmt: skip
_TERMS: Final = {"prison": "prison_term", "suspended": "suspended_term", "restriction": "restriction_term"}


def row(claim_id: str, subject: str, name: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a claim row of a newspaper; everything can be overruled, and a field that is None is left out."""
    fields: dict[str, Any] = {
        "id": claim_id, "subject": subject, "property": name, "value": value, "as_of": "2032-06-30",
        "speaker": "court office", "speaker_kind": "court", "source": "S1", "quote": "so it says", "visibility": "public",
    }  # fmt: skip
    return {key: one for key, one in (fields | more).items() if one is not None}


def number(claim_id: str, subject: str, name: str, low: int | str, **more: Any) -> dict[str, Any]:
    """Return a claim row with a number, one unless `high` says otherwise."""
    return row(claim_id, subject, name, None, **({"low": low, "high": low, "wording": f"{low}"} | more))


def same(claim_id: str, one: str, other: str) -> dict[str, Any]:
    """Return our finding that two records are one person."""
    return row(claim_id, f"person:{one}", "same_person_as", f"person:{other}", speaker_kind="ourselves", note="one birth date",
               basis=["A"], source=None, quote=None)  # fmt: skip


def book(*rows: dict[str, Any]) -> ledger.Book:
    """Return a book of these claims."""
    whole = [{"source": "S1", "publisher": "Valley Herald", "visibility": "public"}, *rows]
    numbered = [ledger.Row(number=n, fields=one, original="") for n, one in enumerate(whole, start=1)]
    return ledger.book_from_rows(numbered, today=TODAY)


def valley_rows() -> Iterator[dict[str, Any]]:
    """Yield the invented valley of 42 persons as claims: each stage with its day, court, instance, article and sentence."""
    for record in json.loads(VALLEY.read_text(encoding="utf-8"))["records"]:
        subject = f"person:{record['id']}"
        yield row(f"{record['id']}.part", subject, "part_in_case", "suspect", case="C1")
        if record.get("group"):
            yield row(f"{record['id']}.group", subject, "ethnic_group", _GROUPS[record["group"]])
        others = record.get("same_person_as") or ()
        for other in [others] if isinstance(others, str) else others:
            yield same(f"{record['id']}.same.{other}", record["id"], other)
        for at, event in enumerate(record["events"]):
            yield from _event_rows(f"{record['id']}.{at}", subject, event)


_GROUPS: Final = {"highland": "kazakh", "lowland": "dungan"}  # two declared groups stand for the invented ones


def _event_rows(name: str, subject: str, event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    court = {"court": event.get("court"), "instance": event.get("instance")}
    if event["stage"] in ("convicted", "acquitted"):
        yield row(f"{name}.verdict", subject, "verdict", event["stage"], **court)
        yield row(f"{name}.on", subject, "verdict_on", event["date"], **court)
        if sentence := event.get("sentence"):
            unit = "years" if "years" in sentence else "months"
            yield number(f"{name}.term", subject, _TERMS[sentence["kind"]], sentence[unit], unit=unit, **court)
        return
    if event["stage"] == "charged":
        court = {"article": next(iter(event.get("articles") or ()), None)}
    if event["stage"] in ("detained", "released", "died_in_custody"):
        court = {}
    yield row(f"{name}.on", subject, _DATES[event["stage"]], event["date"],
              **({"alteration": event["kind"]} if event.get("kind") else {}), **_taken(event["stage"], court))  # fmt: skip
    if (after := event.get("to")) and event.get("kind"):
        unit = "years" if "years" in after else "months"
        yield number(f"{name}.after", subject, "reduced_term", after[unit], unit=unit, alteration=event["kind"])


def _taken(stage: str, court: dict[str, Any]) -> dict[str, Any]:
    """Return what the property of a stage takes of a court: a discontinuance has no instance."""
    return {
        key: one for key, one in court.items() if not (stage in ("discontinued", "sent_to_court") and key == "instance")
    }
