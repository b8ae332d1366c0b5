"""Norms as data: every name leads somewhere, no title is missing a language, and no article is guessed."""

import datetime as dt

import pytest

from onrecord import duties, ledger
from onrecord.kernel import PartialDate


def test_every_title_is_in_three_languages() -> None:
    """Articles, bodies and treaties can be told to every reader."""
    labels = [one.title for one in duties.articles()] + [one.label for one in duties.bodies().values()]
    labels += [one.label for one in duties.treaties().values()]
    assert all(text.strip() for label in labels for text in label.to_record().values())
    assert all(len(set(label.to_record().values())) == 3 for label in labels)


def test_ids_are_unique_and_the_core_treaties_are_whole() -> None:
    """ICERD with every paragraph of articles 2, 4 and 5, CAT 1 to 16, ICCPR 6 to 27."""
    ids = [one.id for one in duties.articles()]
    assert len(ids) == len(set(ids))
    assert {f"cat:{number}" for number in range(1, 17)} <= set(ids)
    assert {f"iccpr:{number}" for number in range(6, 28) if number != 20} <= set(ids)
    assert {"icerd:2(1)(b)", "icerd:4(c)", "icerd:5(d)(v)", "icerd:5(e)(iii)", "icerd:6", "icerd:14"} <= set(ids)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("icerd:5(b)", "icerd:5(b)"),
        ("ICERD: art. 5 (d) (v)", "icerd:5(d)(v)"),
        ("CAT:article 12", "cat:12"),
        ("МКЛРД:ст. 6", "icerd:6"),
        ("iccpr:14(3)(d)", "iccpr:14(3)"),
        ("iccpr:9(1)(x)", "iccpr:9(1)"),
        ("cat:16(1)", "cat:16"),
        ("icerd:4", None),
        ("cat:99", None),
        ("house rules:3", None),
        ("torture", None),
        ("", None),
    ],
)
def test_an_article_is_known_by_treaty_and_number(words: str, found: str | None) -> None:
    """A part without a title of its own is what holds it; an article that is only known by its parts is none."""
    article = duties.article_of(words)
    assert (article.id if article else None) == found


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("the Committee on the Elimination of Racial Discrimination", "cerd"),
        ("UN CERD", "cerd"),
        ("Комитет по правам человека", "ccpr"),
        ("Азаптауға қарсы комитет", "cat"),
        ("Council of Europe", None),
    ],
)
def test_a_body_is_known_by_its_names(words: str, body: str | None) -> None:
    """In three languages and by its letters."""
    found = duties.body_of(words)
    assert (found.id if found else None) == body


def test_every_period_is_of_words_that_can_be_claimed() -> None:
    """Procedures, steps and days of the periods are declared; each body is one we know, each has its source."""
    vocabulary = ledger.shipped_vocabulary()
    for period in duties.periods().values():
        assert vocabulary.term("procedure", period.procedure) is not None
        assert period.step is None or vocabulary.term("duty_step", period.step) is not None
        assert {period.starts, period.stops} <= set(vocabulary.properties)
        assert period.body is None or period.body in duties.bodies()
        assert all(period.source.to_record().values())
        assert period.is_practice or not period.is_usual or period.is_voluntary
        assert "{" not in period.says().text("kk")


def test_a_period_is_that_of_the_body_else_that_of_the_procedure() -> None:
    """Three months before one committee, six before another, and no number where no rule has one."""
    own, other = (
        duties.period_of("petition", "cerd", "observations"),
        duties.period_of("petition", "cat", "observations"),
    )
    nobody = duties.period_of("petition", "cmw", "observations")
    assert own is not None
    assert other is not None
    assert nobody is not None
    assert [one.rule.count if one.rule else None for one in (own, other, nobody)] == [3, 6, None]
    assert duties.period_of("concluding_observations", "crc") is None


def test_a_first_report_is_so_many_months_after_a_treaty_binds() -> None:
    """Of a day that is known by its month, the stretch."""
    reporting = duties.reporting("icerd")
    assert reporting is not None
    assert reporting.first_due(PartialDate.parse("1998-09-25")).text() == "1999-09-25"
    assert reporting.first_due(PartialDate.parse("2024-02")).latest == dt.date(2025, 2, 28)
    assert duties.reporting("genocide") is None


def test_every_grade_has_a_rank_of_its_own_body() -> None:
    """METHOD 4.3: letters of one body are no words of another; what is not known has no rank."""
    assert [duties.rank_of(words, "ccpr") for words in ("A", "b1", "C", "[E]", "Z")] == [4, 2, 1, -1, None]
    assert duties.rank_of("A", "cerd") is None
    assert duties.rank_of("Partially satisfactory.", "cerd") == 2
    assert duties.rank_of("Information lacking", "cedaw") is None
