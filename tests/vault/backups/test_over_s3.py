"""RELIABILITY A11: a backup over a store and a line that fail: the invariants of A1, few retries, no entry twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from tests.vault.backups.world import World, large_file, small_files

from onrecord import vault
from onrecord.store import PlaceUnreachable


def _entries(world: World) -> list[str]:
    return [str((entry.payload or {})["snapshot"]) for entry in world.desk.log.entries(kinds=["backup-made@1"])]


def test_an_archive_goes_to_a_store_and_comes_back(either: World, s3_of: Callable[..., Any]) -> None:
    """Backed up, verified, drilled, restored, repaired from, brought up to date: as in a folder."""
    place, _, _ = s3_of()
    items = either.seal({**small_files(12), "film.mp4": large_file()})
    assert either.back_up(place).made.troubles == ()
    backups = either.backups(place)
    assert backups.verify(backups.survey()) == []
    assert either.restore(place=place).objects == 13
    either.desk.blobs.remove(vault.item(either.desk, items[-1]).sha256)
    report = vault.repair(either.desk, [vault.BackupSource(backups, either.desk.blobs)])
    assert [one.place for one in report.repaired] == [place.address]
    assert either.back_up(place).made.sent_bytes < 1 << 20


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(one, marks=pytest.mark.soak) for one in (2, 3))])
def test_a_bad_line_costs_time_and_nothing_else(world: World, s3_of: Callable[..., Any], seed: int) -> None:
    """Errors, cut bodies, wrong tags, lost answers and late lists at random: either it is done, or it is told."""
    place, proxy, _ = s3_of()
    chance = random.Random(seed)
    kinds = ["", "", "", "500", "500 after", "cut", "etag", "flip-get"]
    made = 0
    for round_number in range(3):
        world.seal(small_files(9, seed=10 * seed + round_number))
        proxy.faults = [chance.choice(kinds[:-1]) for _ in range(60)]
        proxy.hides_new = round_number == 1
        try:
            world.back_up(place)
            made += 1
        except PlaceUnreachable:
            pass
        proxy.faults, proxy.hides_new = [], False
        proxy.late.clear()
        survey = world.backups(place).survey()
        assert survey.damaged == {}
        assert [fault for fault in world.backups(place).verify(survey) if fault.problem != "untracked"] == []
        assert len(_entries(world)) == len(set(_entries(world)))
        assert {head.snapshot for head in survey.heads} >= set(_entries(world))
    world.back_up(place)
    assert world.backups(place).verify(world.backups(place).survey()) == []
    assert world.restore(place=place).objects == 27


def test_a_body_that_is_short_by_the_stores_own_word_is_found(world: World, s3_of: Callable[..., Any]) -> None:
    """The length agrees, the bytes do not: the digest finds it, and the next reading is whole."""
    place, proxy, _ = s3_of()
    world.seal(small_files(9))
    world.back_up(place)
    for fault in ("short", "flip"):
        proxy.requests.clear()
        proxy.faults = ["", fault]  # the list, then the first head
        assert len(world.backups(place).survey().heads) == 1
        proxy.faults = []
    proxy.faults = ["", "flip", "flip", "flip"]
    survey = world.backups(place).survey()
    proxy.faults = []
    assert list(survey.damaged) == [name.name for name in place.list("snapshots/")]


def test_no_request_is_made_more_often_than_six_times(world: World, s3_of: Callable[..., Any]) -> None:
    """The first attempt and five more; then a person is told, and nothing is half there."""
    place, proxy, pauses = s3_of()
    world.seal(small_files(9))
    proxy.faults = ["500"] * 1000
    with pytest.raises(PlaceUnreachable):
        world.back_up(place)
    assert max(proxy.requests.count(one) for one in proxy.requests) <= 6
    proxy.faults = []
    assert _entries(world) == []
    world.back_up(place)
    assert len(_entries(world)) == 1
    assert sum(pauses) > 0
