"""The rules by which held keys are dropped, with clocks of our own."""

import pytest

from onrecord.app.watching import IDLE_SECONDS, LIFE_SECONDS, Dropped, Times, Watch


class Clocks:
    """Three clocks that a test moves: awake stands still in sleep, the wall may be set."""

    def __init__(self) -> None:
        self.awake, self.boot, self.wall = 100.0, 100.0, 1_900_000_000.0

    def pass_by(self, seconds: float, *, asleep: float = 0, wall: float = 0) -> Times:
        """Let time pass, some of it asleep, and set the wall clock by so much more."""
        self.awake += seconds - asleep
        self.boot += seconds
        self.wall += seconds + wall
        return self.now()

    def now(self) -> Times:
        """Return what they say."""
        return Times(awake=self.awake, boot=self.boot, wall=self.wall)


@pytest.fixture
def clocks() -> Clocks:
    """Return clocks that a test moves."""
    return Clocks()


def test_keys_go_after_fifteen_idle_minutes(clocks: Clocks) -> None:
    """L2: not a second before, and each use begins the time anew."""
    watch = Watch(clocks.now())
    assert watch.verdict(clocks.pass_by(IDLE_SECONDS - 1)) is None
    watch.used(clocks.now())
    assert watch.verdict(clocks.pass_by(IDLE_SECONDS - 1)) is None
    assert watch.verdict(clocks.pass_by(1)) is Dropped.IDLE
    assert IDLE_SECONDS == 900


def test_keys_go_at_the_end_however_often_they_are_used(clocks: Clocks) -> None:
    """A script that asks every minute does not keep an archive open for ever."""
    watch = Watch(clocks.now())
    for _ in range(int(LIFE_SECONDS / 600) - 1):
        assert watch.verdict(clocks.pass_by(600)) is None
        watch.used(clocks.now())
    assert watch.verdict(clocks.pass_by(600)) is Dropped.OLD


@pytest.mark.parametrize("asleep", [3, 60, 86_400])
def test_keys_go_when_the_machine_slept(clocks: Clocks, asleep: int) -> None:
    """L2: at the first look after it woke, before any answer; a minute of sleep is enough."""
    watch = Watch(clocks.now())
    assert watch.verdict(clocks.pass_by(1)) is None
    assert watch.verdict(clocks.pass_by(asleep + 1, asleep=asleep)) is Dropped.SLEPT


@pytest.mark.parametrize("jump", [-7200, -60, 60, 7200])
def test_keys_go_when_the_clock_jumps(clocks: Clocks, jump: int) -> None:
    """A virtual machine that was paused, or somebody who sets the clock."""
    watch = Watch(clocks.now())
    assert watch.verdict(clocks.pass_by(1, wall=jump)) is Dropped.CLOCK


def test_a_clock_that_is_set_right_bit_by_bit_drops_nothing(clocks: Clocks) -> None:
    """Time servers slew; jitter between three readings is none either."""
    watch = Watch(clocks.now())
    for _ in range(600):
        assert watch.verdict(clocks.pass_by(1, asleep=0.001, wall=0.0005)) is None


def test_the_clocks_of_this_system_agree_with_themselves() -> None:
    """Two looks in a row: none slept, none jumped."""
    watch = Watch(Times.now())
    assert watch.verdict(Times.now()) is None
