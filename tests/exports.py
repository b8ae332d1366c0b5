"""Exports made at random, whole and damaged, so that two checkers can be held against each other (RELIABILITY C3).

What comes out is only as odd as the dice say: the same number gives the same export.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from onrecord.verify import CRATE, WITH_FILES, Disclosed, crate_of, described
from tests.simulator import CLAIMS, LEAVES, PAYLOADS, Archive, Row

Files = dict[str, bytes]
_WORDS = (
    "eleven",
    "Одиннадцать",
    "он бір",
    "👩‍👧",
    "people",
    "\ufeffmark",
    "e\u0301",
    "é",
    "\u2028",
    "\x85",
    "“quoted”",
    "\\n",
)
_NAMES = ("herald.md", "Вести.md", "a b.txt", "100%.txt", "тізім.csv", "x" * 60)
_INFO = b"Bagging-Date: 2031-03-09\nExternal-Identifier: onrecord/archive-0001 6\nOnrecord-Edition: public\n"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass
class Sample:
    """One export: its name for a message, the payload files, and all tag files."""

    name: str
    files: Files
    tags: Files = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Write it as a folder."""
        (folder / "data").mkdir(parents=True)
        for path, content in {**self.files, **self.tags}.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return folder


def sample(number: int, real: Iterable[Path] = ()) -> Sample:
    """Return the export of this number, some of them made of the exports at `real`; about a third are whole."""
    dice = Random(number)
    bases = list(real)
    if bases and dice.random() < 0.4:
        base = dice.choice(bases)
        made = _read(base)
        name, has_second = base.name, True
    else:
        invented = _invented(dice)
        name, has_second = "invented", dice.random() < 0.8
        made = _with_manifests(invented, {"bag-info.txt": _INFO}, has_second=has_second)
    before = dict(made.files)
    for _ in range(dice.choice((0, 0, 0, 1, 1, 2))):
        damage = dice.choice(_DAMAGES)
        path = dice.choice(sorted(made.files))
        name += f", {damage.__name__} {path}"
        damage(made.files, path, dice)
    if made.files != before and dice.random() < 0.75:
        others = {path: content for path, content in made.tags.items() if "manifest-" not in path}
        made = _with_manifests(made.files, others, has_second=has_second)
        name += ", lists made anew"
    if dice.random() < 0.12:
        odd = dice.choice(_ODD_TAGS)
        name += f", {odd.__name__}"
        odd(made.tags, dice)
    return Sample(name=f"{number}: {name}", files=made.files, tags=made.tags)


def remade(folder: Path) -> Path:
    """Make the lists of an export in a folder anew, as an insider would, and return the folder."""
    found = _read(folder)
    others = {path: content for path, content in found.tags.items() if "manifest-" not in path}
    for path, content in _with_manifests(found.files, others, has_second=True).tags.items():
        (folder / path).write_bytes(content)
    return folder


def _read(folder: Path) -> Sample:
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    files = {path: content for path, content in found.items() if path.startswith("data/")}
    return Sample(name="", files=files, tags={path: found[path] for path in found.keys() - files.keys()})


def _with_manifests(files: Files, others: Files, *, has_second: bool) -> Sample:
    """Return the export with lists that fit, as whoever has the disk makes them."""
    octets = sum(map(len, files.values()))
    info = [one for one in others.get("bag-info.txt", b"").split(b"\n") if one and not one.startswith(b"Payload-Oxum")]
    tags = {path: content for path, content in others.items() if path not in ("bagit.txt", "bag-info.txt")}
    tags |= {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": b"\n".join(info) + f"\nPayload-Oxum: {octets}.{len(files)}\n".encode(),
    }
    algorithms = ("sha256", "sha512") if has_second else ("sha256",)
    lists = {f"manifest-{one}.txt": _list(files, one) for one in algorithms}
    tags |= lists
    return Sample(name="", files=files, tags=tags | {f"tag{name}": _list(tags, name[9:15]) for name in lists})


def _list(files: Mapping[str, bytes], algorithm: str) -> bytes:
    lines = [f"{hashlib.new(algorithm, content).hexdigest()}  {_escaped(path)}\n" for path, content in files.items()]
    return "".join(sorted(lines)).encode()


def _escaped(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


# What an archive may hold, and what whoever has its key may make it hold.


def _invented(dice: Random) -> Files:
    """Return the files of an export of an archive that never was; now and then something in it cannot be."""
    made = Archive(signed=tuple(sorted(dice.sample(range(1, 9), dice.randint(0, 3)))), has_second=dice.random() < 0.85)
    texts: dict[str, tuple[str, str]] = {}
    for number in range(dice.randint(0, 3)):
        _item(made, dice, number, texts)
    claims = [_claim(made, dice, f"K{number}", texts) for number in range(dice.randint(0, 5))]
    for number in range(dice.randint(0, 2)):
        _publication(made, dice, number, claims)
    for claim in dice.sample(claims, min(len(claims), dice.randint(0, 1))):
        made.record("claim-withdrawn@1", {"claim": claim, "why": "corrected"}, disclosed=dice.random() < 0.7)
    if len(claims) > 1 and dice.random() < 0.3:
        old, new = dice.sample(claims, 2)
        made.record(
            "claim-superseded@1", {"claim": old, "by": new, "why": "typed wrong"}, disclosed=dice.random() < 0.7
        )
    if dice.random() < 0.2:
        made.record("statement-outdated@1", {"statement": "statement-0", "because": "claim-1"})
    if not made.rows:
        made.record("item-received@1", {"item": "item-0", "note": dice.choice(_WORDS)}, disclosed=False)
    if dice.random() < 0.12:
        dice.choice(_TRICKS)(made, dice)
    files = made.files()
    if dice.random() < 0.6:
        files[CRATE] = _crate(made, files)
    if dice.random() < 0.5:
        files["data/README.txt"] = (
            b"how to check\nKEY  " + (made.key() if dice.random() < 0.8 else "none").encode() + b"\n"
        )
    return files


def _item(made: Archive, dice: Random, number: int, texts: dict[str, tuple[str, str]]) -> None:
    text = " ".join(dice.choice(_WORDS) for _ in range(dice.randint(1, 30)))
    item, layer, content, name = f"item-{number}", f"layer-{number}", text.encode(), dice.choice(_NAMES)
    hidden = dice.random() < 0.15
    both = {"sha256": hashlib.sha256(content).hexdigest(), "sha512": hashlib.sha512(content).hexdigest()}
    told = both if dice.random() < 0.7 else {"sha256": both["sha256"]}
    kind = "item-sealed@2" if len(told) == 2 else "item-sealed@1"
    payload = {
        "item": item,
        "name": name,
        "size": len(content),
        "media_type": "text/plain",
        "visibility": "public",
        **told,
    }
    made.record(
        kind, payload, actor=dice.choice(("documenter-1", "архивист", 'a "b"', "tab\there")), disclosed=not hidden
    )
    if not hidden:
        made.objects[f"data/items/{item}/{name}"] = content
    shown = dice.random() < 0.85
    is_read = dice.random() < 0.9
    sha256 = both["sha256"] if is_read else None
    made.record("layer-made@1", {"layer": layer, "item": item, "sha256": sha256}, disclosed=shown)
    if shown and is_read:
        made.objects[f"data/layers/{layer}.txt"] = content
    texts[layer] = (item, text)


def _claim(made: Archive, dice: Random, name: str, texts: Mapping[str, tuple[str, str]]) -> str:
    payload: dict[str, Any] = {
        "claim": name,
        "property": "killed",
        "value": _value(dice),
        "as_of": _date(dice),
        "said_on": None,
    }
    payload |= {"item": None, "quote": None, "speaker": dice.choice(_WORDS), "visibility": "public"}
    if texts and dice.random() < 0.8:
        layer = dice.choice(sorted(texts))
        item, text = texts[layer]
        start = dice.randrange(len(text))
        end = dice.randint(start + 1, len(text))
        quote = {"layer": layer, "start": start, "end": end, "text": text[start:end]}
        if dice.random() < 0.05:
            quote["end"] = dice.choice((start, end + 1, -1, str(end)))
        payload |= {"item": item, "quote": quote}
    made.record("claim-stated@1", payload, disclosed=dice.random() < 0.8)
    return name


def _value(dice: Random) -> object:
    bound = dice.choice((0, 11, "1.5", "-0.25", 2**40, "12"))
    whole = {"low": bound, "high": bound, "qualifier": "exact", "wording": dice.choice(_WORDS)}
    odd = (
        {**whole, "high": None},
        {**whole, "qualifier": "sure"},
        {**whole, "low": "1e3"},
        {**whole, "low": True},
        {**whole, "low": 12, "high": 11, "qualifier": "range"},
        {**whole, "low": "٣"},
        {"low": None, "high": None, "qualifier": "vague", "wording": "many"},
        {"low": 1, "high": 2, "qualifier": "range"},
    )
    sound = (
        whole,
        {**whole, "high": None, "qualifier": dice.choice(("at_least", "more_than", "vague"))},
        {**whole, "low": None, "qualifier": dice.choice(("up_to", "less_than"))},
        {**whole, "low": "10.50", "high": 12, "qualifier": "range"},
        "a school",
        None,
        _date(dice),
    )
    return dice.choice(odd) if dice.random() < 0.03 else dice.choice(sound)


def _date(dice: Random) -> object:
    sound = {"earliest": "2031-03-01", "latest": dice.choice(("2031-03-01", "2032-02-29")), "wording": "in March"}
    odd = (
        {**sound, "earliest": "2031-02-29"},
        {**sound, "earliest": "20310301"},
        {**sound, "earliest": "2033-03-01"},
        {**sound, "latest": None},
        "2031-03-01",
    )
    return dice.choice(odd) if dice.random() < 0.02 else dice.choice((sound, None))


def _publication(made: Archive, dice: Random, number: int, claims: list[str]) -> None:
    bound = [{"text": "eleven  people", "target": "fig:killed", "claims": [one]} for one in claims[:2]]
    if dice.random() < 0.1:
        bound.append({"text": "nobody", "target": "fig:killed", "claims": ["K99"]})
    said = " ".join(f"[{one['text']}]({one['target']})" for one in bound) + "\u2003" + dice.choice(_WORDS)
    content, page = said.replace("  ", "\n").encode(), b"<!doctype html>" + bytes([65 + number])
    edition = dice.choice(("public", "public", "restricted"))
    ending = "" if edition == "public" else "-restricted"
    file = {"path": dice.choice(("index.html", "kk/index.html")), "sha256": hashlib.sha256(page).hexdigest()}
    payload = {"statement": f"statement-{number}", "name": dice.choice(("valley.en.md", "Алқап")), "language": "en"}
    payload |= {"edition": edition, "sha256": hashlib.sha256(content).hexdigest()}
    if dice.random() < 0.9:
        made.objects[f"data/statements{ending}/{str(payload['name']).removesuffix('.md')}.md"] = content
        made.objects[f"data/dossier{ending}/{file['path']}"] = page
    made.record("statement-published@1", {**payload, "files": [file], "bindings": bound})


def _crate(made: Archive, files: Files) -> bytes:
    """The description that fits, by the checker's own hand: the other checker makes it anew."""
    shown = [(seq, row) for seq, row in enumerate(made.rows) if row.disclosed]
    told = [Disclosed(seq=seq, kind=row.kind, payload=row.payload) for seq, row in shown]
    moments = {seq: row.at for seq, row in shown if row.kind in WITH_FILES}
    items = {path.split("/")[2]: path for path in files if path.startswith("data/items/")}
    facts: dict[str, Any] = {"size": len(made.rows), "shown": len(shown), "last_at": made.rows[-1].at}
    return b"".join(crate_of(origin=made.origin, **facts, files=tuple(described(told, moments, items))))


def _earlier(made: Archive, dice: Random) -> None:
    dice.choice(made.rows).at = "2030-01-01T00:00:00Z"


def _no_moment(made: Archive, dice: Random) -> None:
    made.rows[-1].at = dice.choice(
        ("2031-03-09T24:00:00Z", "2031-02-30T00:00:00Z", "2031-03-09T12:00:60Z", "9999-12-31T23:59:59Z")
    )


def _other_key(made: Archive, _dice: Random) -> None:
    made.seed = b"\x08" * 32


def _twice(made: Archive, dice: Random) -> None:
    made.rows.append(Row(at=made.rows[-1].at, kind=(row := dice.choice(made.rows)).kind, payload=row.payload))


def _numbers(made: Archive, dice: Random) -> None:
    made.rows[-1].payload = {
        **made.rows[-1].payload,
        "odd": dice.choice((2**53 - 1, -(2**53 - 1), 2**53, 2**60, 1.5, -0.0)),
    }


def _names(made: Archive, dice: Random) -> None:
    odd = dice.choice(
        ({"\U0001f600": 1, "\ue000": 2}, {"__proto__": 1}, {"10": 1, "9": 2}, {"é": 1, "e\u0301": 2}, {"": 0})
    )
    made.rows[-1].payload = {**made.rows[-1].payload, **odd}


_TRICKS: tuple[Callable[[Archive, Random], None], ...] = (_earlier, _no_moment, _other_key, _twice, _numbers, _names)


# What befalls a file.


def flipped(files: Files, path: str, dice: Random) -> None:
    """One bit is another."""
    if content := bytearray(files[path]):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        files[path] = bytes(content)


def gone(files: Files, path: str, _dice: Random) -> None:
    """The file is gone."""
    del files[path]


def cut(files: Files, path: str, dice: Random) -> None:
    """The end is missing."""
    files[path] = files[path][: dice.randrange(len(files[path]) + 1)]


def added(files: Files, path: str, dice: Random) -> None:
    """Another file lies beside it."""
    files[path + dice.choice((".bak", "~", " ", ".txt"))] = files[path]


def renamed(files: Files, path: str, dice: Random) -> None:
    """It has another name, perhaps one that looks the same."""
    other = dice.choice((unicodedata.normalize("NFD", path), path.upper().replace("DATA/", "data/"), path + "x"))
    files[other] = files.pop(path)


def line_gone(files: Files, path: str, dice: Random) -> None:
    """A line is missing."""
    _lines(files, path, lambda lines: lines.pop(dice.randrange(len(lines))))


def line_twice(files: Files, path: str, dice: Random) -> None:
    """A line stands twice."""
    _lines(files, path, lambda lines: lines.insert(dice.randrange(len(lines)), dice.choice(lines)))


def lines_swapped(files: Files, path: str, dice: Random) -> None:
    """The order of lines is another."""
    _lines(files, path, dice.shuffle)


def other_ends(files: Files, path: str, dice: Random) -> None:
    """Lines end as elsewhere, the last does not end, or a mark stands before the first."""
    changes = (
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.removesuffix(b"\n"),
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b" \n", 1),
        lambda text: text + b"\n",
    )
    files[path] = dice.choice(changes)(files[path])


def other_json(files: Files, path: str, dice: Random) -> None:
    """The same is written in another form."""
    changes = (
        lambda text: text.replace(b":", b": ", 1),
        lambda text: text.replace(b'"seq":', b'"seq":0', 1),
        lambda text: text.replace(b'{"', b'{"seq":1,"', 1),
        lambda text: text.replace(b'{"', b'{"":0,"', 1),
        lambda text: text.replace(b"}\n", b',"zz":NaN}\n', 1),
        lambda text: text.replace(b"11", b"11.0", 1),
        lambda text: text.replace(b"e", b"\\u0065", 1),
        lambda text: unicodedata.normalize("NFD", text.decode(errors="replace")).encode(),
        lambda text: text.replace(b"a", b"A", 1),
        lambda text: b"\n".join(_resorted(line) for line in text.split(b"\n")),
    )
    place = dice.choice((path, PAYLOADS, LEAVES, CLAIMS))
    files[place] = dice.choice(changes)(files.get(place, b""))


def _resorted(line: bytes) -> bytes:
    try:
        return json.dumps(dict(reversed(json.loads(line).items())), separators=(",", ":")).encode()
    except (ValueError, AttributeError):
        return line


def swapped(files: Files, path: str, dice: Random) -> None:
    """Two files have each other's content."""
    other = dice.choice(sorted(files))
    files[path], files[other] = files[other], files[path]


def _lines(files: Files, path: str, change: Callable[[list[bytes]], object]) -> None:
    lines = files[path].removesuffix(b"\n").split(b"\n")
    change(lines)
    files[path] = b"".join(line + b"\n" for line in lines)


_DAMAGES: tuple[Callable[[Files, str, Random], None], ...] = (
    flipped, gone, cut, added, renamed, line_gone, line_twice, lines_swapped, other_ends, other_json, swapped,
)  # fmt: skip


# What befalls the files beside the payload.


def declared_otherwise(tags: Files, dice: Random) -> None:
    """Another version, encoding or end."""
    tags["bagit.txt"] = dice.choice((_DECLARATION.replace(b"1.0", b"0.97"), _DECLARATION.replace(b"\n", b"\r\n"), b""))


def listed_otherwise(tags: Files, dice: Random) -> None:
    """A list says the same, or nearly, in another form."""
    name = dice.choice([one for one in tags if "manifest-" in one])
    changes = (
        lambda text: text.upper().replace(b"DATA/", b"data/"),
        lambda text: text.replace(b"  ", b" *", 1),
        lambda text: text.replace(b"  data/", b"  ./data/", 1),
        lambda text: text.replace(b"  ", b"\t", 1),
        lambda text: text + text.split(b"\n")[0] + b"\n",
        lambda text: text + b"0" * 64 + b"  data/../../elsewhere\n",
        lambda text: b"\n".join(text.split(b"\n")[1:]),
    )
    tags[name] = dice.choice(changes)(tags[name])


def another_list(tags: Files, dice: Random) -> None:
    """A list that no export has."""
    tags[dice.choice(("manifest-md5.txt", "tagmanifest-sha384.txt", "fetch.txt", "manifest-sha256.txt.bak"))] = b""


def told_otherwise(tags: Files, dice: Random) -> None:
    """The information says something that cannot be."""
    odd = dice.choice(
        (b"Payload-Oxum: 1.1\n", b" folded\n", b"no label\n", b"A:b\n", b"Payload-Oxum: many\n", b"Note:  two\n")
    )
    tags["bag-info.txt"] = tags.get("bag-info.txt", b"") + odd
    for name in [one for one in tags if one.startswith("tagmanifest-")]:
        del tags[name]
    for algorithm in [one[9:15] for one in tags if one.startswith("manifest-")]:
        others = {path: content for path, content in tags.items() if not path.startswith("tagmanifest-")}
        tags[f"tagmanifest-{algorithm}.txt"] = _list(others, algorithm)


def without(tags: Files, dice: Random) -> None:
    """One of them is gone."""
    del tags[dice.choice(sorted(tags))]


_ODD_TAGS: tuple[Callable[[Files, Random], None], ...] = (
    declared_otherwise, listed_otherwise, another_list, told_otherwise, without,
)  # fmt: skip
