"""What an archive knows of the outside goes through its file unharmed, and nonsense in it is told, not guessed at."""

from pathlib import Path

import pytest

from onrecord import app
from onrecord.kernel import Misconfigured

_ALL = app.Outside(
    authorities=(app.Authority(name='Öffice "1"', url="https://tsa.example/ж", chain="authorities/one.pem"),),
    witnesses=(app.Witness(name="partner", url="https://w.example", key="w.example+00000000+AAAA"),),
    copies=(app.Copy(name="бюро", place="s3://bucket/prefix"),),
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Every field of every kind, quotes and all scripts."""
    assert app.read_outside(tmp_path) == app.Outside()
    app.write_outside(tmp_path, _ALL)
    assert app.read_outside(tmp_path) == _ALL


@pytest.mark.parametrize("content", ["[[witness]]\nname = 'x'\n", "authority = 3", "no toml", "\xff"])
def test_nonsense_is_told(tmp_path: Path, content: str) -> None:
    """A keeper who mistyped learns where."""
    (tmp_path / "outside.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(Misconfigured) as fault:
        app.read_outside(tmp_path)
    assert "outside.toml" in fault.value.message("en")
