"""Key frames of films: a decoder of the machine, fenced in; what it gives is opened as any hostile picture."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tests import pictures

from onrecord import vault
from onrecord.store import Desk
from onrecord.vault import confined_program, films
from onrecord.vault.confined import Ending, Limits

_QUICK = Limits(cpu_seconds=2, wall_seconds=60.0, answer_bytes=1 << 20)
_DECODER = shutil.which("ffmpeg")


def _run(code: str, content: bytes = b"abc", limits: Limits = _QUICK) -> tuple[Ending, str | None, bytes]:
    program = Path(sys.executable).resolve()
    places = [sys.base_prefix, sys.prefix]
    arguments = [str(program), "-I", "-S", "-c", code]
    answer, output = confined_program.run(arguments, io.BytesIO(content), len(content), limits, places=places)
    return answer.ending, answer.problem, output


def test_a_program_reads_what_it_is_handed_and_nothing_else(tmp_path: Path) -> None:
    """By its handle, forwards and backwards, though there is no such file in any folder."""
    code = f"import sys; f = open({confined_program.HANDED!r}, 'rb'); f.seek(1); sys.stdout.buffer.write(f.read())"
    assert _run(code) == (Ending.ANSWERED, None, b"bc")
    secret = tmp_path / "secret"
    secret.write_text("evidence")
    ending, problem, output = _run(f"print(open({str(secret)!r}).read())")
    assert (ending, output) == (Ending.FAILED, b"")
    assert "Permission" in str(problem)


@pytest.mark.parametrize(
    ("code", "problem", "seconds"),
    [
        ("while True: pass", "cpu", 60.0),
        ("import time; time.sleep(60)", "time", 1.0),
        ("import sys\nwhile True: sys.stdout.write('x' * 65536)", "answer too large", 60.0),
    ],
)
def test_a_program_ends_at_its_limits(code: str, problem: str, seconds: float) -> None:
    """Time of the processor, time of the clock, output."""
    limits = Limits(cpu_seconds=1, wall_seconds=seconds, answer_bytes=1 << 20)
    ending, told, _ = _run(code, limits=limits)
    assert (ending, told) == (Ending.STOPPED, problem)


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import os; os.fork()",
        "import os; os.kill(os.getppid(), 0)",
        f"open({str(Path(tempfile.gettempdir(), 'left-behind'))!r}, 'w')",
        "bytearray(8 << 30)",
    ],
)
def test_a_program_cannot_do_what_a_decoder_need_not(code: str) -> None:
    """No network, no other process, no file to write, no more memory than it was given."""
    ending, problem, _ = _run(code)
    assert ending is Ending.FAILED
    assert any(word in str(problem) for word in ("Permission", "not permitted", "MemoryError", "Read-only"))


def test_a_row_of_jpegs_is_cut_into_frames() -> None:
    """At the end of one and the start of the next; half a frame at the end is one that will not open."""
    frames = [pictures.saved(pictures.scene(seed, (64, 48))) for seed in (51, 52)]
    assert list(films._jpegs(b"".join(frames))) == frames
    assert list(films._jpegs(b"")) == []


def test_without_a_decoder_there_is_no_version() -> None:
    """Neither where the program is missing, nor where it is something else."""
    assert films.version(None) is None
    assert films.version("/no/such/program") is None
    assert films.version(shutil.which("true")) is None


@pytest.fixture
def decoder() -> str:
    """Return the decoder of this machine."""
    if _DECODER is None:
        pytest.skip("needs ffmpeg")
    return _DECODER


def _film(decoder: str, folder: Path, name: str, seeds: tuple[int, ...], *more: str) -> Path:
    """Make a film of still scenes, two and a half seconds each."""
    for number, seed in enumerate(seeds):
        pictures.scene(seed, (320, 240)).save(folder / f"{name}-{number}.png")
    out = folder / name
    command = [decoder, "-loglevel", "error", "-y", "-framerate", "0.4", "-i", str(folder / f"{name}-%d.png")]
    subprocess.run([*command, "-r", "10", "-g", "10", "-pix_fmt", "yuv420p", *more, str(out)], check=True)
    return out


def test_key_frames_are_found_and_films_compared(
    decoder: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A film in another container and another size is proposed as alike; another film is not."""
    del monkeypatch
    (tmp_path / "films").mkdir()
    first = _film(decoder, tmp_path, "first.mp4", (61, 62, 63))
    again = _film(decoder, tmp_path, "again.mkv", (61, 62, 63), "-vf", "scale=200:-2")
    other = _film(decoder, tmp_path, "other.avi", (64, 65, 66))
    vault.seal(desk, [first, again, other])
    vault.examine(desk)
    names = {one.id: one.name for one in vault.items(desk)}
    for name in names.values():
        frames = {one.examiner: one for one in vault.examinations_of(desk, name)}["key_frames"]
        assert frames.state.value == "examined", frames.problem
        assert frames.found is not None
        assert [one["what"] for one in frames.found["pictures"]][:3] == ["frame"] * 3
        assert frames.found["pictures"][1]["milliseconds"] > 1_000
    (pair,) = vault.alike_pictures(desk).likenesses
    assert {names[pair.first], names[pair.second]} == {"first.mp4", "again.mkv"}
    assert pair.facts["frames"] >= 3


def test_a_film_of_garbage_fails_and_is_recorded(decoder: str, desk: Desk, tmp_path: Path) -> None:
    """The decoder's failure is data."""
    del decoder
    (tmp_path / "film.mp4").write_bytes(pictures.film(created=1))
    vault.seal(desk, [tmp_path / "film.mp4"])
    states = {one.examiner: one.state.value for one in vault.examine(desk).outcomes}
    assert states["key_frames"] in ("failed", "refused")


def test_sound_alone_is_no_film(decoder: str, desk: Desk, tmp_path: Path) -> None:
    """A voice message in an MP4 is refused in words, not a failure."""
    path = tmp_path / "voice.m4a"
    command = [decoder, "-loglevel", "error", "-y", "-f", "lavfi", "-i", "sine=duration=1"]
    subprocess.run([*command, str(path)], check=True)
    vault.seal(desk, [path])
    (frames,) = (one for one in vault.examine(desk).outcomes if one.examiner == "key_frames")
    assert (frames.state.value, frames.problem) == ("refused", "there is no film in it, only sound")
