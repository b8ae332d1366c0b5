"""RELIABILITY C12: from each figure of the sample dossier, by hand and by clicks, to a file and a place in a signed log.

The way is walked with the standard library, from the page of the export's format: nothing of ours reads anything here.
"""

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from tests.personas import KEEPER

from onrecord import app, dossier, ledger
from onrecord.kernel import SystemClock
from onrecord.store import Desk
from onrecord.verify import verify_export

_STATEMENTS = ("statement.en.md", "statement.ru.md", "update.en.md")
_FIGURE = re.compile(r"\[([^\]]+)\]\(((?:fig|claim):[^)\s]+)\)")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@dataclass
class Step:
    """One claim under one figure, and the places that it leads to."""

    statement: str
    text: str
    claim: dict[str, Any]
    layer: Path
    item: Path
    sha256: str


class Stranger:
    """Somebody with the export's folder, the page of its format, and an hour."""

    def __init__(self, bag: Path) -> None:
        self.data = bag / "data"
        log = self.data / "log"
        self.leaves = (log / "leaves.jsonl").read_bytes().splitlines()
        self.payloads = {row["seq"]: row for row in _lines(log / "payloads.jsonl")}
        self.proofs = {row["seq"]: row["hashes"] for row in _lines(log / "proofs.jsonl")}
        self.size, self.root = (log / "checkpoint").read_text(encoding="utf-8").split("\n")[1:3]

    def entries(self, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The disclosed entries of a kind, each after its way to the signed root was walked."""
        for seq, row in self.payloads.items():
            if json.loads(self.leaves[seq])["kind"].startswith(kind):
                assert self._root_from(seq) == self.root
                yield seq, row["payload"]

    def _root_from(self, seq: int) -> str:
        """RFC 6962, 2.1.1: payload and salt give the commitment, its leaf and the proof the root."""
        row, leaf = self.payloads[seq], self.leaves[seq]
        text = json.dumps(row["payload"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        commitment = hashlib.sha256(bytes.fromhex(row["salt"]) + text.encode()).hexdigest()
        assert json.loads(leaf)["commitment"] == commitment
        found, index, last = hashlib.sha256(b"\0" + leaf).digest(), seq, int(self.size) - 1
        for other in map(bytes.fromhex, self.proofs[seq]):
            while index == last and index % 2 == 0:  # nobody stands beside the last one on this level
                index, last = index // 2, last // 2
            both = other + found if index % 2 else found + other
            found, index, last = hashlib.sha256(b"\1" + both).digest(), index // 2, last // 2
        return base64.b64encode(found).decode()

    def steps(self) -> Iterator[Step]:
        """Walk from every figure to every item under it."""
        claims = {one["claim"]: one for _, one in self.entries("claim-stated@")}
        layers = {one["layer"]: one for _, one in self.entries("layer-made@")}
        items = {one["item"]: one for _, one in self.entries("item-sealed@")}
        for _, published in self.entries("statement-published@"):
            text = (self.data / "statements" / published["name"]).read_bytes()
            assert hashlib.sha256(text).hexdigest() == published["sha256"]
            bound = [(one["text"], one["target"]) for one in published["bindings"]]
            assert sorted(_FIGURE.findall(text.decode())) == sorted(bound)
            for binding in published["bindings"]:
                assert binding["claims"], f"{binding} rests on nothing"
                for name in binding["claims"]:
                    yield self._step(published["name"], binding["text"], claims[name], layers, items)

    def _step(
        self, statement: str, text: str, claim: dict[str, Any], layers: Mapping[str, Any], items: Mapping[str, Any]
    ) -> Step:
        quote = claim["quote"]
        layer, item = layers[quote["layer"]], items[claim["item"]]
        assert layer["item"] == claim["item"]
        words = self.data / "layers" / f"{quote['layer']}.txt"
        assert hashlib.sha256(words.read_bytes()).hexdigest() == layer["sha256"]
        assert words.read_bytes().decode()[quote["start"] : quote["end"]] == quote["text"]
        (file,) = (self.data / "items" / item["item"]).iterdir()
        assert hashlib.sha256(file.read_bytes()).hexdigest() == item["sha256"]
        return Step(statement, text, claim, words, file, item["sha256"])


def test_every_figure_leads_to_a_quote_a_file_and_a_place_in_the_log(korday: Path) -> None:
    """C12: each of them, in three statements, through every claim that it rests on."""
    steps = list(Stranger(korday / "export").steps())
    assert {step.statement for step in steps} == set(_STATEMENTS)
    for name in _STATEMENTS:
        figures = {step.text for step in steps if step.statement == name}
        text = (korday / "export/data/statements" / name).read_text(encoding="utf-8")
        assert figures == {words for words, _ in _FIGURE.findall(text)}
        assert len(figures) > 15
    with app.open_desk(korday / "archive", actor=KEEPER) as desk:
        book, today = ledger.book(desk), desk.clock.now().date()
    for name in _STATEMENTS:
        text = (korday / "export/data/statements" / name).read_text(encoding="utf-8")
        checked = dossier.check(book, text, today=today)
        assert checked.figures_found == checked.figures_bound > 0


class _Page(HTMLParser):
    """What can be clicked on a page, and what lies at each place of it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.figures: list[str] = []
        self.places: dict[str, str] = {}
        self._at: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a figure's link; a list item with a name is a place."""
        found = dict(attrs)
        if tag == "a" and "figure" in (found.get("class") or "").split():
            self.figures.append(found.get("href") or "")
        if tag == "li":
            self._at.append(found.get("id") or "")
            self.places[self._at[-1]] = ""
        if "href" in found:
            self.handle_data(f" {found['href']} ")

    def handle_endtag(self, tag: str) -> None:
        """Leave a place."""
        if tag == "li":
            self._at.pop()

    def handle_data(self, data: str) -> None:
        """Text belongs to every place around it."""
        for place in self._at:
            self.places[place] += data


@pytest.mark.parametrize(
    ("page", "statement"), list(zip(("index.html", "ru/index.html", "update.en.html"), _STATEMENTS, strict=True))
)
def test_every_figure_of_the_site_can_be_followed_by_clicks(korday: Path, page: str, statement: str) -> None:
    """C12: figure, note, and there the quote, where it stands, the digest of the item, the entry of the log; all true."""
    site = _Page(korday / "dossier" / page)
    by_text: dict[str, list[Step]] = {}
    for step in Stranger(korday / "export").steps():
        if step.statement == statement:
            by_text.setdefault(step.text, []).append(step)
    notes = [site.places[href.removeprefix("#")] for href in site.figures]
    assert len(notes) == len(_FIGURE.findall((korday / "export/data/statements" / statement).read_text("utf-8")))
    for note in notes:
        words = re.search(r"[“«]([^”»]+)[”»]", note)
        assert words, note
        steps = [step for text, found in by_text.items() if _plain(text) == _plain(words[1]) for step in found]
        assert any(_shows(note, step) for step in steps), note
        trail = re.search(r" ((?:\.\./)?figures/[^ #]+) ", note)
        assert trail, note
        assert (korday / "dossier" / page).parent.joinpath(trail[1]).is_file()


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _shows(note: str, step: Step) -> bool:
    quote, plain = step.claim["quote"], _plain(note)
    place = f"{quote['start']}–{quote['end']}"
    return all(_plain(one) in plain for one in (quote["text"], quote["layer"], place, step.sha256, step.claim["item"]))


def _replace(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def _of_the_log(name: str) -> Callable[[Path, Step], None]:
    def change(bag: Path, step: Step) -> None:
        """Another letter in the line of this claim."""
        path = bag / "data/log" / name
        lines = path.read_bytes().split(b"\n")
        at = next(
            number
            for number, line in enumerate((bag / "data/log/payloads.jsonl").read_bytes().split(b"\n"))
            if json.loads(line)["payload"].get("claim") == step.claim["claim"]
        )
        digit = re.search(rb"[0-9a-f]{64}", lines[at])
        assert digit
        turned = b"0" if lines[at][digit.start() : digit.start() + 1] != b"0" else b"1"
        lines[at] = lines[at][: digit.start()] + turned + lines[at][digit.start() + 1 :]
        path.write_bytes(b"\n".join(lines))

    return change


_LINKS: dict[str, Callable[[Path, Step], None]] = {
    "the words of the statement": lambda bag, step: _replace(
        bag / "data/statements" / step.statement, f"[{step.text}]".encode(), b"[twelve thousand]"
    ),
    "the claim": lambda bag, step: _replace(
        bag / "data/claims.jsonl", f'"{step.claim["claim"]}"'.encode(), b'"K-invented-001"'
    ),
    "the words of the quote": lambda bag, step: _replace(
        bag / "data/layers" / step.layer.name, step.claim["quote"]["text"][:9].encode(), b"Otherwise"
    ),
    "the item": lambda bag, step: _replace(next((bag / "data/items" / step.claim["item"]).iterdir()), b"e", b"i"),
    "the item's file": lambda bag, step: shutil.rmtree(bag / "data/items" / step.claim["item"]),
    "the salt": _of_the_log("payloads.jsonl"),
    "the proof": _of_the_log("proofs.jsonl"),
}


def _list_anew(bag: Path) -> None:
    """Write the lists of a bag as somebody would who changed it."""
    for path in bag.glob("*manifest-*.txt"):
        path.unlink()
    files = sorted(path for path in bag.rglob("*") if path.is_file())
    payload = [path for path in files if path.is_relative_to(bag / "data")]
    info = bag / "bag-info.txt"
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    info.write_text(re.sub(r"Payload-Oxum: .*", oxum, info.read_text(encoding="utf-8")), encoding="utf-8")
    (bag / "manifest-sha256.txt").write_text(_listed(bag, payload), encoding="utf-8")
    tags = [path for path in sorted(bag.iterdir()) if path.is_file()]
    (bag / "tagmanifest-sha256.txt").write_text(_listed(bag, tags), encoding="utf-8")


def _listed(bag: Path, files: list[Path]) -> str:
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bag).as_posix()}\n" for path in files
    )


@pytest.mark.parametrize("link", _LINKS)
def test_one_broken_link_is_found_though_all_lists_are_made_anew(korday: Path, tmp_path: Path, link: str) -> None:
    """C12: whoever breaks one and writes every list anew is found all the same."""
    step = next(one for one in Stranger(korday / "export").steps() if one.claim["quote"]["text"].isascii())
    bag = tmp_path / "bag"
    shutil.copytree(korday / "export", bag)
    _LINKS[link](bag, step)
    _list_anew(bag)
    verified = verify_export(bag)
    assert not verified.ok
    assert not {problem.code for problem in verified.problems} & {"verify.file-changed", "verify.manifest-unreadable"}


def _withdraw(desk: Desk, statement: Path, step: Step) -> None:
    ledger.withdraw(desk, step.claim["claim"], why="it was misread")


def _say_otherwise(desk: Desk, statement: Path, step: Step) -> None:
    _replace(statement, f"[{step.text}](fig:".encode(), b"[twelve thousand](fig:")


def _lead_nowhere(desk: Desk, statement: Path, step: Step) -> None:
    _replace(statement, f"[{step.text}](fig:".encode(), f"[{step.text}](fig:imagined-".encode())


def _unbind(desk: Desk, statement: Path, step: Step) -> None:
    text = statement.read_text(encoding="utf-8")
    changed = re.sub(rf"\[{re.escape(step.text)}\]\(fig:[^)]*\)", step.text, text, count=1)
    assert changed != text
    statement.write_text(changed, encoding="utf-8")


@pytest.mark.parametrize("broken", [_withdraw, _say_otherwise, _lead_nowhere, _unbind])
def test_a_broken_link_stops_the_build(
    korday: Path, tmp_path: Path, broken: Callable[[Desk, Path, Step], None]
) -> None:
    """C12: a claim taken back, other words, a figure that nobody stated, one bound to nothing: nothing is published."""
    folder, statement = tmp_path / "archive", tmp_path / "statement.en.md"
    shutil.copytree(korday / "archive", folder)
    shutil.copy(korday / "export/data/statements/statement.en.md", statement)
    steps = [one for one in Stranger(korday / "export").steps() if one.statement == statement.name]
    text = statement.read_text(encoding="utf-8")
    alone = [one for one in steps if [other.text for other in steps].count(one.text) == 1]
    step = next(one for one in alone if f"[{one.text}](fig:" in text)
    with app.open_desk(folder, actor=KEEPER, clock=SystemClock()) as desk:
        dossier.publish(desk, [statement], out=tmp_path / "before")
        broken(desk, statement, step)
        with pytest.raises(dossier.StatementDoesNotHold):
            dossier.publish(desk, [statement], out=tmp_path / "after")
    assert not (tmp_path / "after").exists()
