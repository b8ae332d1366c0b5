"""The wiring of time: nobody is asked who was not named, and an address that is none is silence, not a crash."""

from pathlib import Path

import pytest
from tests.authorities import Authority

from onrecord import adapters, app
from onrecord.app.time import ask
from onrecord.kernel import Unavailable
from onrecord.store import Desk
from onrecord.vault import ChainRefused


def test_nobody_named_is_nobody_asked(desk: Desk) -> None:
    """An export of an archive that names nobody opens no connection, and signs what it signed anyway."""
    before = desk.log.size()
    app.ask_everybody(desk, 0)
    assert desk.log.size() == before
    with pytest.raises(app.NoneNamed):
        app.stamp(desk)
    with pytest.raises(app.NoneNamed):
        app.cosign(desk)
    with pytest.raises(app.NoneNamed):
        app.anchor(desk)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "x", "http://", "gopher://x/"])
def test_an_address_that_is_none_is_unreachable(url: str) -> None:
    """Somebody edited the file by hand: it goes on record like any silence."""
    with pytest.raises(Unavailable):
        ask(url, b"x", {})
    with pytest.raises(adapters.Unreachable):
        ask(url, None, {})


def test_a_chain_that_is_gone_is_told(desk: Desk, tmp_path: Path) -> None:
    """The keeper removed the certificates by hand: nothing is asked whose answer could not be checked."""
    chain = tmp_path / "chain.pem"
    chain.write_bytes(Authority().chain())
    app.add_authority(desk, "first", "https://first.example", chain)
    (named,) = app.read_outside(desk.info.folder).authorities
    assert app.chain_of(desk.info.folder, named).roots
    (desk.info.folder / "authorities/first.pem").unlink()
    before = desk.log.size()
    with pytest.raises(ChainRefused):
        app.stamp(desk)
    assert desk.log.size() == before


def test_a_name_written_by_hand_is_held_to_the_same_rule(desk: Desk, tmp_path: Path) -> None:
    """Names become names of files in a bag."""
    chain = tmp_path / "chain.pem"
    chain.write_bytes(Authority().chain())
    app.add_authority(desk, "first", "https://first.example", chain)
    file = desk.info.folder / "outside.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"first"', '"../first"'), encoding="utf-8")
    with pytest.raises(app.UnusableName):
        app.stamp(desk)


def test_names_and_chains_move_with_the_archive(desk: Desk, tmp_path: Path) -> None:
    """Policies and calendars as well; what is empty is not written."""
    chain = tmp_path / "chain.pem"
    chain.write_bytes(Authority().chain())
    app.add_authority(desk, "first", "https://first.example", chain, policy="1.2.3")
    app.add_authority(desk, "second", "https://second.example", chain)
    app.add_calendar(desk, "alice", "https://alice.example")
    found = app.read_outside(desk.info.folder)
    assert [(one.name, one.policy) for one in found.authorities] == [("first", "1.2.3"), ("second", "")]
    assert [one.url for one in found.calendars] == ["https://alice.example"]
    assert 'policy = ""' not in (desk.info.folder / "outside.toml").read_text(encoding="utf-8")
    app.remove_calendar(desk, "alice")
    app.remove_authority(desk, "first")
    assert [one.name for one in app.read_outside(desk.info.folder).authorities] == ["second"]
    assert (desk.info.folder / "authorities/first.pem").is_file()  # what was checked with it can be checked again
