"""An invented valley: an archive in three languages with numbers that differ, hostile words, and a secret."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from tests.personas import KEEPER

from onrecord import app, ledger, reading, vault
from onrecord.kernel import CountedIds, FixedClock, ItemId, Visibility
from onrecord.store import Desk

AT: Final = dt.datetime(2031, 4, 9, 12, 0, tzinfo=dt.UTC)
# Words that would run, load or break out if anything took them for markup.
HOSTILE: Final = '<script>alert("a")</script>"\'><img src=x onerror=alert>'
HOSTILE_TYPST: Final = '#panic("x") *b* $x$ @ref <label> `code` \\u{41}'
JUDGED_WHY: Final = f"the newspaper counts one village {HOSTILE} {HOSTILE_TYPST}"
CANARY: Final = "zimorodok-7719"

_TEXTS: Final = {
    "herald.md": "The regional office said on 8 March 2031 that eight people had been killed in the valley.\n"
    "On 9 March it spoke of ten people killed. More than 120 criminal cases had been opened.\n"
    "The valley burned on the night of 7 to 8 March 2031.\n",
    "vestnik.md": "Областное управление сообщило 14 марта 2031 года, что погибли одиннадцать человек.\n"
    "Газета насчитала 8 марта девять погибших.\n",
    "habarshy.md": "Аңғарда он бір адам қаза тапты, деп жазды газет: «Қайғы ортақ, үміт те ортақ».\n",
    "report.md": f"The society counts at least twelve people killed in March. {HOSTILE} {HOSTILE_TYPST}\n",
}
SOURCES: Final[list[dict[str, Any]]] = [
    {"source": "S1", "publisher": "Valley Herald", "published_on": "2031-03-09", "language": "en",
     "address": "https://example.org/herald/1", "source_kind": "media_news", "item": "herald.md"},
    {"source": "S2", "publisher": "Вестник долины", "published_on": "2031-03-14", "language": "ru",
     "address": "https://example.org/vestnik?a=1&b=2", "source_kind": "media_news", "item": "vestnik.md"},
    {"source": "S3", "publisher": "Аңғар хабаршысы", "published_on": "2031-03", "language": "kk",
     "address": "https://example.org/habarshy", "source_kind": "media_news", "item": "habarshy.md",
     "derived_from": ["S2"]},
    {"source": "S4", "publisher": f"Society {HOSTILE}", "title": HOSTILE_TYPST, "published_on": "2031-03-30",
     "language": "en", "address": "javascript:alert(3)", "source_kind": "ngo_report", "item": "report.md"},
]  # fmt: skip
_OFFICE: Final = {"speaker": "regional office", "speaker_kind": "official"}


def killed(claim: str, low: int, quote: str, source: str, as_of: str, **more: Any) -> dict[str, Any]:
    """Return the row of a claim about the dead."""
    row = {"id": claim, "subject": "incident:valley-2031", "property": "killed", "low": low, "high": low,
           "qualifier": "exact", "wording": str(low), "unit": "persons", "source": source, "quote": quote,
           "as_of": as_of, "speaker": "the newspaper", "speaker_kind": "media", "visibility": "public"}  # fmt: skip
    return row | more


CLAIMS: Final[list[dict[str, Any]]] = [
    killed("K1", 8, "eight people had been killed", "S1", "2031-03-08", wording="eight people", **_OFFICE),
    killed("K2", 10, "ten people killed", "S1", "2031-03-09", wording="ten people", **_OFFICE),
    killed("K3", 11, "погибли одиннадцать человек", "S2", "2031-03-14", wording="одиннадцать человек", **_OFFICE),
    killed("K4", 9, "девять погибших", "S2", "2031-03-08", wording="девять погибших"),
    killed("K5", 11, "он бір адам қаза тапты", "S3", "2031-03-14", wording="он бір адам"),
    killed("K6", 12, "at least twelve people killed", "S4", "2031-03", high=None, qualifier="at_least",
           wording="at least twelve people", speaker=f"Society {HOSTILE} {HOSTILE_TYPST}", speaker_kind="ngo"),
    {"id": "K7", "subject": "incident:valley-2031", "property": "criminal_cases", "low": 121, "high": None,
     "qualifier": "more_than", "wording": "more than 120 criminal cases", "unit": "cases", "source": "S1",
     "quote": "More than 120 criminal cases had been opened", "as_of": "2031-03-09", "visibility": "public", **_OFFICE},
    {"id": "K8", "subject": "incident:valley-2031", "property": "happened_on", "value": "2031-03-07/2031-03-08",
     "wording": "the night of 7 to 8 March 2031", "source": "S1", "quote": "on the night of 7 to 8 March 2031",
     "as_of": "2031-03-09", "visibility": "public", **_OFFICE},
    {"id": "K9", "subject": "incident:valley-2031", "property": "official_characterisation", "value": HOSTILE,
     "source": "S4", "quote": HOSTILE, "as_of": "2031-03-30", "visibility": "public", **_OFFICE},
]  # fmt: skip

_HEAD: Final = (
    "---\ntitle: {title}\nlanguage: {language}\nincident: valley-2031\nas_of: 2031-04-09\nedition: public\n---\n\n"
)
STATEMENTS: Final = {
    "statement.en.md": _HEAD.format(title="One month after", language="en")
    + "# One month after\n\nThe toll of the regional office rose from "
    "[eight people](fig:killed?by=official&as_of=2031-03-08) to [eleven](fig:killed?by=official&as_of=2031-04); "
    "sources differ. The society speaks of [at least twelve](fig:killed?by=ngo&as_of=2031-04).\n\n"
    "The valley burned on [7 to 8 March 2031](claim:K8). See [their page](https://example.org/page) and "
    f"[here](javascript:alert). {HOSTILE}\n\n"
    "## What followed\n\n- [More than 120](fig:criminal_cases?by=official&as_of=2031-04) criminal cases, "
    "**all** of them open.\n",
    "statement.ru.md": _HEAD.format(title="Месяц спустя", language="ru")
    + "По данным областного управления, погибли [одиннадцать человек](fig:killed?by=official&as_of=2031-04); "
    "источники расходятся.\n",
    "statement.kk.md": _HEAD.format(title="Бір айдан кейін", language="kk")
    + "Ресми дерек бойынша [он бір адам](fig:killed?by=official&as_of=2031-04) қаза тапты; дереккөздер әртүрлі.\n",
}
SECRET_SOURCE: Final[dict[str, Any]] = {
    "source": "S9", "publisher": CANARY, "published_on": "2031-03-12", "language": "en", "source_kind": "witness",
    "item": f"{CANARY}.md", "visibility": "restricted",
}  # fmt: skip
SECRET_CLAIM: Final = killed(
    f"K-{CANARY}", 12, f"{CANARY} counted twelve dead", "S9", "2031-03-08", wording="twelve dead", speaker=CANARY,
    speaker_kind="witness", visibility="restricted",
)  # fmt: skip


def with_items(book: ledger.Book, items: Mapping[str, str]) -> ledger.Book:
    """Return the book with an item behind each of these claims, as an archive would have it."""
    claims = [replace(one, item=ItemId(items[one.id])) if one.id in items else one for one in book.claims]
    return ledger.Book.of(claims, book.vocabulary)


def build(folder: Path, *, at: dt.datetime = AT) -> Path:
    """Make the archive in `folder/archive`, the statements beside it; return the archive's folder."""
    clock, ids = FixedClock(at), CountedIds()
    archive = app.create_archive(folder / "archive", title="Valley 2031", clock=clock, ids=ids).folder
    with app.open_desk(archive, actor=KEEPER, clock=clock, ids=ids) as desk:
        for name, text in _TEXTS.items():
            seal(desk, folder, name, text, Visibility.PUBLIC)
        seal(desk, folder, f"{CANARY}.md", f"{CANARY} counted twelve dead\n", Visibility.RESTRICTED)
        reading.read(desk)
        rows = [{"visibility": "public", **row} for row in SOURCES] + CLAIMS
        state(desk, folder, rows)
        _judge(desk)
        state(desk, folder, [SECRET_SOURCE, SECRET_CLAIM])
    for name, text in STATEMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return archive


def _judge(desk: Desk) -> None:
    """Judge one disagreement twice: the first word is the team's, the last one may be published."""
    found = next(one for one in ledger.contradictions(desk, "killed") if one.kind == "conflict")
    assert f"K-{CANARY}" not in found.claims
    ledger.overrule(desk, found.id, verdict="no_contradiction", why=f"{CANARY}-reason")
    ledger.overrule(desk, found.id, verdict="scope_difference", why=JUDGED_WHY, visibility=Visibility.PUBLIC)


def state(desk: Desk, folder: Path, rows: list[dict[str, Any]]) -> None:
    """Put rows on record; every one must be taken."""
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    report = ledger.state_rows(desk, ledger.rows_from(file))
    assert [(one.row, one.problem.code) for one in report.refused] == []


def seal(desk: Desk, folder: Path, name: str, text: str, visibility: Visibility) -> None:
    """Seal one text; who gave it, and what we thought of it, is nobody's business but ours."""
    (folder / name).write_text(text, encoding="utf-8")
    report = vault.seal(
        desk,
        [folder / name],
        received_from=f"{CANARY}-giver",
        note=f"{CANARY}-note",
        visibility=visibility,
        in_clear=True,
    )
    assert report.refused == ()
