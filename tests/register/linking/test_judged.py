"""The file of what people said: the last word counts, and nothing that stands in it harms what is added."""

import pytest

from onrecord.kernel import Fault
from onrecord.register import JUDGED_COLUMNS, Judging, Word, judged_from, judgements_of, line_after

_HEAD = ",".join(JUDGED_COLUMNS) + "\n"
_KNOWN = {("a", "1"), ("a", "2"), ("b", "1"), ("b", "2, of two")}


def _said(word: Word, *, why: str = "") -> Judging:
    return Judging(one=("a", "1"), other=("b", "2, of two"), word=word, by="Р. А.", at="2026-01-02T03:04:05Z", why=why)


def test_the_last_word_counts_and_one_taken_back_is_none() -> None:
    """A pair is one whichever row stands first; unsure and taken back leave nothing for linking."""
    lines = "a,1,b,1,yes\nb,1,a,1,no\na,2,b,1,no\na,2,b,1,\na,1,a,2,yes\na,2,a,1,unsure\n"
    found = judged_from("list_a,row_a,list_b,row_b,same\n" + lines, path="j", known=_KNOWN)
    assert found.unread == ()
    assert [(one.one, one.other, one.is_same) for one in judgements_of(found.said)] == [(("b", "1"), ("a", "1"), False)]


@pytest.mark.parametrize(
    "line", ["a,1,b,1,maybe", "a,1,c,1,yes", "a,9,b,1,yes", "a,1,a,1,yes", "a,1,b", "a,1,b,1,yes,,,,too much"]
)
def test_a_line_that_says_nothing_is_told_by_its_number(line: str) -> None:
    """Cut short, foreign or of one row only: told, and the lines around it are read."""
    found = judged_from(f"{_HEAD}a,1,b,1,yes,,,\n{line}\na,2,b,1,no,,,\n", path="j", known=_KNOWN)
    assert [one.row for one in found.unread] == [3]
    assert [one.word for one in found.said] == [Word.SAME, Word.DIFFERENT]


@pytest.mark.parametrize(
    "held",
    [
        "",
        "\ufeff",
        "\n\n",
        "\ufeff" + _HEAD,
        _HEAD.rstrip("\n"),
        _HEAD + "a,1,b,1,no,,,\n",
        _HEAD + "a,1,b,1,no",
        _HEAD + 'a,1,b,1,no,,,"it was said th',
        _HEAD + 'a,1,b,1,no,,,"it was said\n',
        _HEAD.replace(",", ";") + "a;1;b;1;no;;;\n",
        "note\tsame\trow_b\tlist_b\trow_a\tlist_a\twhy\r\nx\tno\t1\tb\t1\ta\ty\r\n",
    ],
)
def test_what_is_added_is_read_back_whatever_stood_before(held: str) -> None:
    """A crash may have cut the last line, a spreadsheet may have changed delimiter and order: nothing is swallowed."""
    why = 'she said "no";\nтабуляция\tи запятая,'
    text = held
    for word in (Word.UNSURE, Word.SAME):
        text += line_after(text, _said(word, why=why), path="j")
    assert text.startswith(held)
    found = judged_from(text, path="j", known=_KNOWN)
    added = [one for one in found.said if one.other == ("b", "2, of two")]
    assert [one.word for one in added] == [Word.UNSURE, Word.SAME]
    assert {one.why for one in added} == {why}
    assert len(found.said) + len(found.unread) == 2 + ("1" in held)


def test_a_file_that_is_no_file_of_judgements_is_refused() -> None:
    """Neither read as one nor added to: it may be a list that somebody named by mistake."""
    with pytest.raises(Fault, match="list_a"):
        judged_from("id,name\n1,Чотаев\n", path="people.csv", known=_KNOWN)
    with pytest.raises(Fault, match="list_a"):
        line_after("id,name\n1,Чотаев\n", _said(Word.SAME), path="people.csv")
