"""SARIF and GitHub annotations: of the shape that is published, with places, fixes and fingerprints that hold."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import book, claim

from onrecord import dossier

_TODAY = dt.date(2031, 4, 1)
_SHAPE = json.loads(Path(__file__).with_name("sarif-shape.json").read_text(encoding="utf-8"))
_BOOK = book(
    claim("K1", 11, wording="eleven people"), claim("K2", 10, property="missing", high=None, qualifier="at_least")
)
_TEXT = "---\nlanguage: en\n---\n\nА 😀: eleven people were killed.\n\nTen people are missing,\n[twelve](fig:killed) died.\n"
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+")
_REFERENCE = re.compile(r"[!#-;=?-\[\]_a-z~]+")
_SIMPLE = {
    "text": lambda one: isinstance(one, str) and one != "",
    "uri": lambda one: isinstance(one, str) and _URI.fullmatch(one),
    "reference": lambda one: isinstance(one, str) and _REFERENCE.fullmatch(one),
    "percent": lambda one: isinstance(one, int | float) and 0 <= one <= 100,
    "count": lambda one: type(one) is int and one >= 0,
    "place": lambda one: type(one) is int and one >= 1,
    "words": lambda one: isinstance(one, dict) and all(isinstance(word, str) for pair in one.items() for word in pair),
    "any": lambda one: isinstance(one, dict),
}


def _problems(value: Any, shape: Any, where: str) -> Iterator[str]:
    """Yield where a document is not of its shape."""
    if isinstance(shape, list):
        if value not in shape:
            yield f"{where}: {value}"
    elif shape.endswith("[]"):
        for at, one in enumerate(value):
            yield from _problems(one, shape.removesuffix("[]"), f"{where}[{at}]")
    elif shape in _SIMPLE:
        if not _SIMPLE[shape](value):
            yield f"{where}: {value} is no {shape}"
    else:
        known = _SHAPE[shape]
        missing = set(known["required"]) - set(value)
        unknown = set(value) - set(known["fields"])
        if missing or unknown:
            yield f"{where}: without {missing}, with {unknown}"
        for name in set(value) & set(known["fields"]):
            yield from _problems(value[name], known["fields"][name], f"{where}.{name}")


def _report(text: str = _TEXT, name: str = "s.md") -> dossier.CheckReport:
    return dossier.check(_BOOK, dossier.statement_of(name, text.encode()), today=_TODAY)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("path", ["s.md", "/data/a b/с.md", r"C:\a\s.md", "a%b/s.md"])
def test_a_log_is_of_the_published_shape(language: str, path: str) -> None:
    """Every field is one of SARIF 2.1.0, none that has to be there is missing, addresses are URIs."""
    log = dossier.to_sarif(_report(), path, language=language, pages="https://docs.example/checks/")
    assert list(_problems(log, "log", "log")) == []
    assert len(log["runs"][0]["results"]) >= 3


def test_the_shape_is_not_empty_talk() -> None:
    """A log that is not of the shape is found out."""
    log = dossier.to_sarif(_report(), "s.md")
    log["runs"][0]["results"][0]["rank"] = 101
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    del log["runs"][0]["results"][2]["message"]
    assert len(list(_problems(log, "log", "log"))) == 3


def test_rules_link_to_their_pages_and_results_to_their_rules() -> None:
    """`ruleIndex` is the place of the rule, `helpUri` its page where the pages can be read."""
    (run,) = dossier.to_sarif(_report(), "s.md", pages="https://docs.example/checks/")["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert rules[0]["helpUri"] == "https://docs.example/checks/OR101.md"
    (plain,) = dossier.to_sarif(_report(), "s.md")["runs"]
    assert "helpUri" not in plain["tool"]["driver"]["rules"][0]


def test_a_fix_replaces_what_its_region_says() -> None:
    """Offsets and lines name the same place, in code points, after letters beyond the first plane too."""
    (run,) = dossier.to_sarif(_report(), "s.md")["runs"]
    lines = _TEXT.split("\n")
    found = {}
    for one in run["results"]:
        for fix in one.get("fixes", ()):
            (replacement,) = fix["artifactChanges"][0]["replacements"]
            region = replacement["deletedRegion"]
            start, length = region["charOffset"], region["charLength"]
            words = _TEXT[start : start + length]
            line = lines[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words
            found[words] = replacement["insertedContent"]["text"]
    assert found == {
        "eleven": "[eleven](fig:killed)",
        "Ten": "[At least 10](fig:missing)",
        "twelve": "eleven",
    }


def test_a_plain_text_is_not_mended_in_place() -> None:
    """Its fixes belong into another file, which a log cannot say; so none is given."""
    (run,) = dossier.to_sarif(_report("Eleven people were killed.", "s.txt"), "s.txt")["runs"]
    assert [one for one in run["results"] if "fixes" in one] == []


def test_fingerprints_outlive_lines_that_come_before() -> None:
    """The same finding has the same fingerprint further down; two alike in one file have two."""

    def prints(text: str) -> list[str]:
        (run,) = dossier.to_sarif(_report(text), "s.md")["runs"]
        return [one["partialFingerprints"]["onrecordFinding/v1"] for one in run["results"]]

    end = " And this is a sentence that goes on for a while.\n\n"
    one = f"It began in the morning of a cold and windy day. Eleven people were killed.{end}"
    first = prints(one)
    assert prints(f"A first paragraph that is long enough to be more than a few words apart.\n\n{one}") == first
    assert len(set(prints(one * 3))) == 3 * len(first)


def test_annotations_are_workflow_commands() -> None:
    """One line each, with what would end a property or a line written otherwise; notes where they are asked for."""
    shown = list(dossier.github_lines(_report(), "a,b:c%.md"))
    assert shown[0].startswith(
        "::error file=a%2Cb%3Ac%25.md,line=5,endLine=5,col=6,endColumn=12,title=OR101 unbound figure::“eleven” is"
    )
    assert all("\n" not in one and re.match(r"::(error|warning) ", one) for one in shown)
    assert any(one.startswith("::notice ") for one in dossier.github_lines(_report(), "s.md", notes=True))
