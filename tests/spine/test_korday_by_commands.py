"""Each item of the Korday example, typed at the archive of the demonstration as anybody would."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import status_of

_AT = ("--as-of", "2022-12-31")
Found = Any


def _stages(found: Found, group: str | None) -> dict[str, int]:
    (one,) = [one for one in found["funnels"] if (one["unit"], one["group"]) == ("persons", group)]
    return {stage["stage"]: stage["n"] for stage in one["stages"]}


def _readings(found: Found, **about: str) -> set[Any]:
    return {
        reading["low"]
        for one in found["figures"]
        if about.items() <= one["about"].items()
        for reading in one["readings"]
    }


# Each item of the example: what is typed, and what has to be told.
_ITEMS: dict[str, tuple[tuple[str, ...], Callable[[Found], bool]]] = {
    "the road quarrel": (("person", "korday-road-1", *_AT), lambda found: "30" in json.dumps(found)),
    "the military court's seven": (
        ("funnel", "--as-of", "2020-11-19"),
        lambda found: _stages(found, "kazakh")["convicted"] == 7 and _stages(found, "kazakh")["altered"] == 4,
    ),
    "the 51 defendants": (
        ("figures", "defendants"),
        lambda found: (
            _readings(found, trial="main", group="kazakh") == {37}
            and _readings(found, trial="main", group="dungan") == {14}
        ),
    ),
    "the verdict by group": (
        ("funnel", "--as-of", "2021-04-28"),
        lambda found: _stages(found, "dungan")["convicted"] == 13 and _stages(found, "dungan")["acquitted"] == 1,
    ),
    "the appeal": (
        ("person", "korday-main-11", *_AT),
        lambda found: all(words in json.dumps(found) for words in ("reduced", "192", "120")),
    ),
    "parole": (("figures", "released_on_parole"), lambda found: _readings(found, group="dungan") == {2}),
    "ill-treatment": (
        ("investigation", *_AT),
        lambda found: (
            any("suffocation" in told["value"] for one in found["allegations"] for told in one["alleged"])
            and any(one["presumption"]["raised"] for one in found["investigations"])
        ),
    ),
    "remedies": (("remedies", *_AT), lambda found: "none ordered in the criminal case" in json.dumps(found)),
    "the reply to the second letter": (
        ("demands", "cerd-2021-information", *_AT),
        lambda found: (found["state"], found["since"][-1]["value"]) == ("answered", "2021-07-19"),
    ),
    "the list of December 2021": (
        ("demands", "cerd-2021-questions", *_AT),
        lambda found: (found["found_in"], found["asked_on"]) == (["letter:cerd-2021-12"], ["2021-12-03"]),
    ),
    "the observations of 2022, and the demands": (
        ("demands", *_AT),
        lambda found: (
            len(found["demands"]) == 24
            and sum(one["found_in"] == ["document:cerd-kaz-2022"] for one in found["demands"]) == 3
        ),
    ),
    "what the statement asks": (
        ("demands", "--in", "document:anniversary-statement-2021", *_AT),
        lambda found: [one["state"] for one in found["demands"]].count("no_information") == 3,
    ),
    "the speech prosecutions": (
        ("speech", *_AT),
        lambda found: (len(found["prosecutions"]), len(found["utterances"]), found["withheld"]) == (2, 0, 6),  # SP-03
    ),
}


@pytest.mark.parametrize("item", _ITEMS)
def test_a_command_tells_it(
    korday: Path, item: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the archive that the demonstration made, read as the public."""
    monkeypatch.setenv("ONRECORD_ROLE", "reader")
    words, holds = _ITEMS[item]
    assert status_of(["-C", str(korday / "archive"), *words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert holds(found), found
