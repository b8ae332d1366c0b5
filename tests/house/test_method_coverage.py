"""The table of field rules says where each is encoded: every place exists, and what the code cites is in it."""

import re
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[2]
_PAGE: Final = _ROOT / "docs" / "method-coverage.md"
_ROW: Final = re.compile(r"^\| (R0\.\d+|\d\.\d) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_CITED: Final = re.compile(r"METHOD ((?:R0\.\d+|\d\.\d)(?:,? (?:and )?(?:R0\.\d+|\d\.\d))*)")
_PARAGRAPHS: Final = (
    *(f"R0.{n}" for n in range(1, 15)),
    *(f"{s}.{n}" for s, last in enumerate((4, 4, 6, 5, 3, 2, 6, 4), 1) for n in range(1, last + 1)),
)


def _rows() -> list[tuple[str, str, str, str]]:
    return _ROW.findall(_PAGE.read_text(encoding="utf-8"))


def test_every_paragraph_is_there_once_in_order() -> None:
    """A paragraph that is left out would look as if nobody had asked for it."""
    assert tuple(paragraph for paragraph, *_ in _rows()) == _PARAGRAPHS


def test_every_place_exists_and_nothing_is_encoded_nowhere() -> None:
    """A row names at least one file, and says what is left where it is not whole."""
    for paragraph, _, how_far, where in _rows():
        places = re.findall(r"`([^`]+)`", where)
        assert places, paragraph
        assert [one for one in places if not (_ROOT / one).is_file()] == [], paragraph
        assert re.fullmatch(r"whole|partly: .+|words|not", how_far), paragraph


def test_whatever_the_code_cites_is_a_row() -> None:
    """A citation of a paragraph that no row has is a slip of the pen, or a rule that this page forgot."""
    known = {paragraph for paragraph, *_ in _rows()}
    for file in sorted((_ROOT / "src").rglob("*")):
        if file.suffix in (".py", ".toml"):
            for cited in _CITED.findall(file.read_text(encoding="utf-8")):
                assert set(re.findall(r"R0\.\d+|\d\.\d", cited)) <= known, file
