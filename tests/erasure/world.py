"""A valley in which one person left traces everywhere: in seven items, twelve claims and three published dossiers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.dossier import valley

from onrecord import dossier, ledger, reading, vault
from onrecord.kernel import Visibility
from onrecord.store import Desk

PERSON: Final = "Зулейха Корлас"  # invented
SPELLINGS: Final = (PERSON, "Zuleikha Korlas")
_TEXTS: Final = {
    "list-1.txt": "Погибшие: ЗУЛЕЙХА\n   КОРЛАС, трое соседей.\n",
    "list-2.csv": "name,born\nZuleikha Korlas,1958\n",
    "letter.txt": "Зулейха Корлас пишет: убиты пять человек, ранены семь человек.\n",
    "visit.txt": "At the house of Zuleikha Korlas: five people killed, three wounded.\n",
    "Zuleikha Korlas.txt": "A file whose name says enough: six people killed.\n",
    "note-1251.txt": "Рассказ Зулейхи. Зулейха Корлас видела, как горел дом.\n",
}
_QUOTES: Final = (
    ("letter.txt", "убиты пять человек", "killed", 5),
    ("letter.txt", "ранены семь человек", "injured", 7),
    ("visit.txt", "five people killed", "killed", 5),
    ("visit.txt", "three wounded", "injured", 3),
    ("Zuleikha Korlas.txt", "six people killed", "killed", 6),
)

CLAIMS: Final = {*(f"P{number}-{place}" for number in range(len(_QUOTES)) for place in ("upper", "lower")), "N0", "N1"}


def leave_traces(desk: Desk, folder: Path) -> None:
    """Put the person on record: seven items (one of them a picture that nobody can read), twelve claims."""
    for name, text in _TEXTS.items():
        encoding = "cp1251" if "1251" in name else "utf-8"
        (folder / name).write_bytes(text.encode(encoding))
        vault.seal(desk, [folder / name], received_from="a volunteer", note="given at the door")
    (folder / "photo.bin").write_bytes(b"\x89PNG\r\n\x1a\n\0\0" + PERSON.encode("utf-16-le") + b"\0\xff" * 40)
    vault.seal(desk, [folder / "photo.bin"], visibility=Visibility.TEAM)
    reading.read(desk)
    assert sum(one.proposals for one in ledger.propose(desk)) > 3
    valley.state(desk, folder, list(_rows()))


def _rows() -> list[dict[str, object]]:
    sources = [{"source": f"P-{number}", "publisher": "a witness", "published_on": "2031-03-20", "language": "ru",
                "source_kind": "witness", "item": name} for number, name in enumerate(_TEXTS)]  # fmt: skip
    claims = [
        valley.killed(f"P{number}-{place}", low, quote, f"P-{list(_TEXTS).index(name)}", "2031-03-08", wording=quote, property=measure,
                      visibility="team", place=place)
        for number, (name, quote, measure, low) in enumerate(_QUOTES)
        for place in ("upper", "lower")
    ]  # fmt: skip
    named = [
        {"id": f"N{number}", "subject": "incident:valley-2031", "property": "official_characterisation",
         "value": "arson", "speaker": PERSON, "speaker_kind": "witness", "source": "S1", "as_of": "2031-03-09",
         "quote": "The valley burned"}
        for number in range(2)
    ]  # fmt: skip
    return [*sources, *claims, *named]


def publish_three(desk: Desk, folder: Path) -> list[Path]:
    """Publish three restricted dossiers: two that name the person, one that rests on what they said."""
    texts = {
        "names.en.md": "According to the office, [eight people](fig:killed?by=official&as_of=2031-03-08) died. "
        f"{SPELLINGS[1]} saw it; sources differ.\n",
        "names.ru.md": "По данным управления, погибли [одиннадцать человек](fig:killed?by=official&as_of=2031-04); "
        f"источники расходятся. Это видела {PERSON}.\n",
        "rests.en.md": "A witness speaks of [five people](claim:P2-upper) killed; sources differ.\n",
    }
    folders = []
    for name, text in texts.items():
        head = f"---\ntitle: T\nlanguage: {name.split('.')[1]}\nincident: valley-2031\nas_of: 2031-04-09\nedition: restricted\n---\n\n"
        (folder / name).write_text(head + text, encoding="utf-8")
        out = folder / f"out-{name}"
        dossier.publish(desk, [folder / name], edition="restricted", out=out)
        folders.append(out)
    return folders


def claims_of(desk: Desk) -> set[str]:
    """Return the ids of all claims on record."""
    return {claim.id for claim in ledger.claims(desk)}
