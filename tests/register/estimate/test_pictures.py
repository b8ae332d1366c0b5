"""Pictures of an estimate: what they show can be read aloud, and what must not be shown is not in the file."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.register.estimate.tables import GOOD, NO_ANSWER

from onrecord.register import Answer, CaptureTable, Decision, Estimate, Interval, Said, Settings, estimated
from onrecord.register.estimate import closed_v1, decomposable_v1, loglinear_v1, stepwise_v1
from onrecord.register.estimate.gates import Gate
from onrecord.register.estimate.overlaps import overlaps_of
from onrecord.register.estimate.pictures import _Combinations, _Sheet, picture

_SVG = "{http://www.w3.org/2000/svg}"
_ANSWERS = (
    Answer(method="first_v1", point=1234.4, low=1100, high=1500, interval=Interval.CREDIBLE),
    Answer(method="bound_v1", point=1010, low=1000, high=1020, interval=Interval.LOWER_BOUND),
    Answer.refused("third_v1", "not_converged", {}),
    Answer(method="far_v1", point=2000, low=1500, high=90_000, interval=Interval.CREDIBLE),
)


def _found(decision: Decision, passed: bool | None = True, table: CaptureTable = GOOD) -> Estimate:
    gates = (Gate(code="G8", passed=passed, word="assumption-none"),)
    shown = _ANSWERS if decision is not Decision.NOT_ESTIMATED else ()
    return Estimate(
        decision=decision,
        gates=gates,
        estimates=shown,
        answers=(),
        checks=(),
        documented=table.documented,
        said=Said(),
        settings=Settings(),
        table=table,
    )


def _drawn(found: Estimate, language: str = "en") -> tuple[ElementTree.Element, str, str]:
    """Return the drawing, what it says aloud, and what it shows."""
    root = ElementTree.fromstring(  # noqa: S314 (our own drawing, a moment ago)
        picture([("Alma & sons <north>", found)], [], documented=found.documented, language=language)
    )
    shown = "\n".join("".join(one.itertext()) for one in root.iter(f"{_SVG}text"))
    return root, root.findtext(f"{_SVG}desc") or "", shown.replace("\u00a0", " ")


def test_every_answer_is_said_aloud() -> None:
    """Points, limits, bounds and refusals stand in the description, with the name of the method."""
    root, said, shown = _drawn(_found(Decision.ESTIMATED))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert root.findtext(f"{_SVG}title")
    for words in (
        "first_v1: 1 234 (1 100–1 500).",
        "bound_v1: at least 1 010.",
        "third_v1: no answer: its chains did not come to one answer.",
        f"documented {GOOD.documented}",
        "An estimate, not a count.",
        "hospital + press: 91.",
    ):
        assert words in said.replace("\u00a0", " ")
    assert "NOT FOR PUBLICATION" not in said + shown
    assert "Alma & sons <north>" in shown


@pytest.mark.parametrize(("language", "words"), [("en", "NOT FOR"), ("ru", "НЕ ДЛЯ"), ("kk", "БОЛМАЙДЫ")])
def test_what_is_not_for_publication_says_so_in_the_picture(language: str, words: str) -> None:
    """An exploratory answer carries the words, seen and heard, and the gates."""
    _, said, shown = _drawn(_found(Decision.EXPLORATORY, passed=None), language)
    assert words in said
    assert words in shown
    assert "G8" in shown


def test_a_refusal_draws_no_answer() -> None:
    """The reason and who is documented; no dot of an answer, no other number of people."""
    root, said, _ = _drawn(_found(Decision.NOT_ESTIMATED, passed=False))
    assert "Not estimated: G8" in said
    assert str(GOOD.documented) in said
    assert "_v1" not in said
    assert not [one for one in root.iter(f"{_SVG}circle") if one.get("class") == "hollow"]


def test_an_interval_beyond_the_scale_is_an_open_arrow_and_nothing_leaves_the_paper() -> None:
    """Ninety thousand does not flatten the others: its line ends in an arrow, its number is written."""
    root, _, shown = _drawn(_found(Decision.ESTIMATED))
    assert "2 000 (1 500–90 000)" in shown
    assert len([one for one in root.iter(f"{_SVG}path") if one.get("class") == "arrow"]) == 2
    width = float(root.get("viewBox", "").split()[2])
    for one in root.iter(f"{_SVG}circle"):
        assert 0 <= float(one.get("cx", "-1")) <= width


def test_a_table_of_few_is_told_and_not_drawn() -> None:
    """Where each combination is of a few people there is no chart of them."""
    few = CaptureTable.of("ABC", {0b001: 3, 0b011: 2, 0b111: 4})
    _, said, shown = _drawn(estimated(few))
    assert "for each combination" not in said
    assert "A:C <5" in shown
    assert not re.search(r"[^<]\b4\b", said.replace("G4", ""))


_counts = st.dictionaries(st.integers(1, 15), st.integers(1, 60), min_size=1, max_size=15)


@settings(max_examples=20, deadline=None)
@given(_counts)
def test_a_picture_tells_no_more_than_the_answer_does(counts: dict[int, float]) -> None:
    """With a small combination there are columns of two lists, as `overlaps` tells them; else all are there."""
    table = CaptureTable.of("ABCD", counts)
    own, rest = _Combinations(_Sheet("en"), overlaps_of(table)).columns()
    assert all(count >= 5 for _, count in [*own, *rest])
    if min(counts.values()) >= 5:
        assert sorted([*own, *rest]) == sorted(table.cells)
    else:
        told = {tuple(row["lists"]): row["both"] for row in overlaps_of(table).pairs_told()}
        assert not rest
        for pattern, count in own:
            assert told[tuple(name for at, name in enumerate("ABCD") if pattern >> at & 1)] == count


def test_a_method_is_called_by_words_and_its_version_is_said() -> None:
    """Whoever reads a newspaper sees words; who listens, or computes again, has the name of the version as well."""
    sheet = _Sheet("ru")
    sheet.answers([closed_v1.answers(GOOD)[1]], GOOD.documented)
    drawn = sheet.done()
    assert ">закрытая: Mt<" in drawn
    assert "закрытая: Mt (closed_v1:Mt): " in drawn


def test_every_reason_for_no_answer_has_words() -> None:
    """Each code that a method refuses with is told in three languages."""
    pair = CaptureTable.of("AB", {1: 8, 2: 7, 3: 9})
    many = CaptureTable.of("ABCDEFG", dict.fromkeys(range(1, 128), 3))
    refused = [
        decomposable_v1.answer(pair),
        stepwise_v1.answer(many, seed=1),
        *(one for one in closed_v1.answers(NO_ANSWER) if one.point is None),
        loglinear_v1.one_model(NO_ANSWER, frozenset({0b011}), method="m"),
        loglinear_v1.one_model(NO_ANSWER, frozenset({0b011, 0b101, 0b110}), method="m"),
    ]
    assert {"three_to_five_lists", "at_most_six_lists", "no_finite_answer"} <= {one.why_not for one in refused}
    assert all(one.reason(language) for one in refused for language in ("en", "ru", "kk"))
