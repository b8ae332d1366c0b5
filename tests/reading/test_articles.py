"""Articles of a criminal code in prose: which, of which part, and that no figure is made of their numbers."""

import pytest

from onrecord import reading
from onrecord.ledger.words import shipped_vocabulary


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "charged under Article 272(2)", "272(2)"),
        ("en", "under Articles 99, 188 and 272", "99, 188, 272"),
        ("en", "under part 2 of article 272", "272(2)"),
        ("en", "mass riots (article 272, part 1)", "272(1)"),
        ("en", "article 380-1", "380-1"),
        ("en", "Under article 272, 51 people were tried", "272"),
        ("ru", "по ч. 2 ст. 272 УК РК", "272(2)"),
        ("ru", "по статьям 99, 188 и 272 Уголовного кодекса", "99, 188, 272"),
        ("ru", "ст.ст. 99, 174 (ч. 2), 272", "99, 174(2), 272"),
        ("ru", "по части 3 статьи 257", "257(3)"),
        ("kk", "272-бабының 2-бөлігі бойынша", "272(2)"),
        ("kk", "99, 188 және 272-баптары", "99, 188, 272"),
        ("kk", "362-нші баптың 4-інші бөлігі", "362(4)"),
        ("ky", "278-беренесинин 2-бөлүгү", "278(2)"),
        ("uk", "за частиною 2 статті 294", "294(2)"),
        ("pl", "z art. 254 § 1 k.k.", "254(1)"),
        ("de", "nach Artikel 272 Absatz 2", "272(2)"),
        ("fr", "de l'article 272, alinéa 2", "272(2)"),
    ],
)
def test_articles_are_read_with_their_parts(language: str, text: str, expected: str) -> None:
    """However it is written, it is one value; its numbers count nothing."""
    (found,) = reading.articles_in(text, language)
    assert found.written == expected
    numbers = {number for one in found.articles for number in one.replace("(", " ").replace(")", "").split()}
    figures = reading.quantities_in(text, language, shipped_vocabulary())
    assert not numbers & {str(one.quantity.low) for one in figures}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Article 14 of the Covenant"),
        ("en", "article 77 of the Criminal Procedure Code"),
        ("ru", "статья 14 Пакта"),
        ("ru", "ст. 77 УПК"),
        ("kk", "Конституцияның 14-бабы"),
        ("en", "an article of 2019"),
    ],
)
def test_articles_under_which_nobody_is_charged_are_none(language: str, text: str) -> None:
    """A treaty, a constitution, a procedure, a newspaper."""
    assert reading.articles_in(text, language) == ()


def test_they_are_told_where_any_law_is_meant() -> None:
    """Their numbers are no figures either."""
    (found,) = reading.articles_in("Article 14 of the Covenant", "en", of_any_law=True)
    assert found.articles == ("14",)
