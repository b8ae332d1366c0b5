"""Owns a custody report on paper: what the vault's report says, laid out to be printed, read in a court, and signed.

It adds nothing to the report and leaves nothing out but the older of many readings, and says so.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from onrecord import vault
from onrecord.dossier.typesetting import Standard, compiled, letters, missing, spelled
from onrecord.kernel import PartialDate

_MOST_READINGS: Final = 24
_LONG: Final = 1_500  # letters
_STANDARDS: Final[tuple[Standard, ...]] = ("a-2a", "ua-1")  # to be kept for long, and to be read by everybody
_ITEM_ROWS: Final = ("id", "name", "media_type", "size", "sha256", "sha512", "visibility", "sealed_at", "state")
_DIGESTS: Final = frozenset({"sha256", "sha512"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyPaper:
    """The PDF of a custody report, and the letters that no font of it has: they stand in it as Unicode numbers."""

    content: bytes
    missing: tuple[str, ...]


def custody_paper(report: vault.CustodyReport) -> CustodyPaper:
    """Return the PDF (PDF/A-2a, PDF/UA-1) of a custody report; the same report gives the same bytes.

    Raises:
        PdfNotMade: it cannot be set.
    """
    data = _Sheet(report).data()
    lacking = missing(letters(data))
    if lacking:
        data["limits"]["items"].append(vault.CourtWords(language=report.language)("limits.missing_letters"))
        data = spelled(data, lacking)
    source = resources.files(__package__).joinpath("print", "custody.typ").read_bytes()
    day = dt.date.fromisoformat(report.values["report"]["made_at"][:10])
    return CustodyPaper(
        content=compiled(source, {"data": json.dumps(data, ensure_ascii=False)}, day, _STANDARDS), missing=lacking
    )


class _Sheet:
    """What the template is given."""

    def __init__(self, report: vault.CustodyReport) -> None:
        self._values = report.values
        self._say = vault.CourtWords(language=report.language)
        self._language = report.language
        self._is_public = report.edition == "public"

    def data(self) -> dict[str, Any]:
        say, head = self._say, self._values["report"]
        item, log = self._values["item"], self._values["log"]
        day = dt.date.fromisoformat(head["made_at"][:10])
        return {
            "language": self._language,
            "title": head["title"],
            "subtitle": item["name"],
            "edition": head["edition_says"],
            "made": head["made"],
            "date": {"year": day.year, "month": day.month, "day": day.day},
            "header": [f"{head['title']} · {item['item']}", head["archive"]["title"] or head["archive"]["id"]],
            "footer": f"{head['archive']['origin']} · {log['size']} · {(log['root'] or '-')[:24]}",
            "page": say("report.page"),
            "item": {"title": say("item.title"), "rows": self._item()},
            "receipts": {"title": say("receipts.title"), "items": self._receipts()},
            "gaps": {"title": say("gaps.title"), "items": self._values["gaps"] or [say("gaps.none")]},
            "holders": {
                "title": say("holders.title"),
                "columns": say.columns("holders.columns"),
                "rows": [self._hold(one) for one in self._values["holders"]],
                "before": self._before(),
            },
            "events": self._events(),
            "fixity": self._fixity(),
            "log": self._log(),
            "stamps": self._stamps(),
            "limits": {"title": say("limits.title"), "items": list(self._values["limits"])},
            "method": {"title": say("method.title"), "items": self._values["method"]},
            "signatures": self._signatures(),
        }

    def _item(self) -> list[dict[str, Any]]:
        item = self._values["item"]
        found = {
            **{name: item[name] for name in ("name", "media_type", "sha256", "sha512")},
            "id": item["item"],
            "size": f"{item['size']:,}".replace(",", "\u00a0"),
            "visibility": self._say(f"visibility.{item['visibility']}"),
            "sealed_at": _moment(item["sealed_at"]),
            "state": self._say(f"state.{item['state']}"),
        }
        return [
            {"label": self._say(f"item.{name}"), "text": found[name], "is_digest": name in _DIGESTS}
            for name in _ITEM_ROWS
            if found[name]
        ]

    def _receipts(self) -> list[str]:
        """Return a paragraph for each receipt, or for the first event of what was never received."""
        receipts = self._values["receipts"]
        if receipts:
            return [self._receipt(one) for one in receipts]
        first = self._values["events"][:1]
        told = [f"{_moment(one['at'])}: {'. '.join((one['title'], *one['says']))}" for one in first]
        return [self._say("receipts.none"), *told]

    def _receipt(self, receipt: Mapping[str, Any]) -> str:
        say = self._say
        clauses = [f"{_moment(receipt['at'])}: {say('event.received')}"]
        if receipt.get("by"):
            clauses[0] += f" ({receipt['by']})"
        named = {"from_custodian": "received_from", "name": "name", "path": "path", "note": "note"}
        if receipt.get("received_on"):
            clauses.append(f"{say('fact.received_on')}: {PartialDate.from_record(receipt['received_on']).text()}")
        known = (None, "", self._values["item"]["name"])  # its own name stands above
        clauses += [f"{say(f'fact.{fact}')}: {receipt[f]}" for fact, f in named.items() if receipt.get(f) not in known]
        return ". ".join(clauses) + "."

    def _hold(self, hold: Mapping[str, Any]) -> list[str]:
        until = _moment(hold["until"]) if hold["until"] else self._say("holders.still")
        return [_moment(hold["since"]), until, hold["says"], vault.numbers(hold["seqs"])]

    def _before(self) -> str:
        given = [one.get("received_from") for one in self._values["receipts"] if one.get("received_from")]
        return self._say("holders.given_by", whom=given[0] if given else self._say("holders.somebody"))

    def _events(self) -> dict[str, Any]:
        events = self._values["events"]
        return {
            "title": self._say("events.title"),
            "lead": self._say("events.count", count=len(events)) if events else self._say("events.none"),
            "columns": self._say.columns("events.columns_public" if self._is_public else "events.columns"),
            "rows": [
                {
                    "seq": str(one["seq"]),
                    "at": _moment(one["at"]),
                    "title": one["title"],
                    "process": one["process_says"],
                    "says": one["says"],
                    "by": None if self._is_public else one["actor"],
                    "is_alarm": one["event"] == "integrity_failure",
                    "is_long": sum(map(len, one["says"])) > _LONG,  # too tall, perhaps, to stand on one page
                }
                for one in events
            ],
        }

    def _fixity(self) -> dict[str, Any]:
        say, fixity = self._say, self._values["fixity"]
        readings: Sequence[Mapping[str, Any]] = fixity["readings"]
        left = max(0, len(readings) - _MOST_READINGS)
        notes = [say("fixity.more", count=left)] if left else []
        if fixity["due_by"]:
            notes.append(say("fixity.due", on=fixity["due_by"], days=fixity["limit_days"]))
        return {
            "title": say("fixity.title"),
            "columns": say.columns("fixity.columns"),
            "rows": [
                [_moment(one["at"]), str(one["seq"]), self._occasion(one["occasion"]), self._outcome(one)]
                for one in readings[left:]
            ],
            "notes": notes,
        }

    def _occasion(self, name: str) -> str:
        return self._say(f"fixity.{name}" if name in ("share", "all") else f"event.{name}")

    def _outcome(self, reading: Mapping[str, Any]) -> str:
        return self._say("fixity.ok" if reading["ok"] else "fixity.failed")

    def _log(self) -> dict[str, Any]:
        say, log = self._say, self._values["log"]
        sealing = next((one for one in log["proofs"] if one["seq"] == log["seq"]), None)
        commitment = next((one["commitment"] for one in self._values["events"] if one["seq"] == log["seq"]), None)
        rows = [(say("log.commitment"), commitment), (say("log.leaf"), sealing["leaf_hash"] if sealing else None)]
        rows.append((say("log.root"), log["root"]))
        behind = say("log.behind", seqs=vault.numbers(log["behind"])) if log["behind"] else None
        return {
            "title": say("log.title"),
            "lead": say("log.lead", seq=log["seq"], size=log["size"]),
            "rows": [[label, value] for label, value in rows if value],
            "path_title": say("log.path"),
            "path": sealing["hashes"] if sealing else [],
            "head_title": say("log.head"),
            "head": (log["checkpoint"] or "").rstrip("\n").split("\n"),
            "key_title": say("log.key"),
            "key": log["key"],
            "behind": behind,
        }

    def _stamps(self) -> dict[str, Any]:
        say, stamps = self._say, self._values["stamps"]
        sealed = stamps["sealed"]
        lead = say("stamps.none")
        if sealed["existed_before"]:
            lead = say("stamps.existed", at=_moment(sealed["existed_before"]), authority=sealed["authority"])
        return {
            "title": say("stamps.title"),
            "lead": lead if sealed["existed_before"] or not stamps["covering"] else None,
            "columns": say.columns("stamps.columns"),
            "rows": [
                [one["by"], _moment(one["at"] or "-"), f"0–{one['size'] - 1}", say(f"stamps.{one['kind']}")]
                for one in stamps["covering"]
            ],
        }

    def _signatures(self) -> dict[str, Any]:
        say = self._say
        return {
            "title": say("signatures.title"),
            "lead": say("signatures.lead"),
            "blocks": [
                {"who": say(f"signatures.{who}"), "lines": list(self._lines())} for who in ("custodian", "receiver")
            ],
        }

    def _lines(self) -> Iterator[str]:
        for name in ("name", "office", "place", "signature"):
            yield self._say(f"signatures.{name}")


def _moment(at: str) -> str:
    return at.replace("T", " ").removesuffix("Z")
