"""Owns the key frames of films: a decoder found on the machine gives them as JPEGs, which are then opened as such.

No decoder of films comes with Onrecord: the permissive ones cannot, the others may not be handed out. Where the
machine has none, films are not examined, and that is said. The decoder runs fenced in, and its pictures are as
hostile as the film.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, Final

from onrecord.vault import confined_program, forms
from onrecord.vault.confined import Answer, Ending, Limits

PROGRAM: Final = "ffmpeg"
MOST_FRAMES: Final = 128
LIMITS: Final = Limits(cpu_seconds=120, wall_seconds=300, memory_bytes=2 << 30, answer_bytes=64 << 20, open_files=64)
_APART_SECONDS: Final = 2
_SIDE: Final = 512
_TIME: Final = re.compile(r"Parsed_showinfo.*?\bpts_time:(\d+(?:\.\d+)?)")
_NO_FILM: Final = ("matches no streams", "skip_frame")  # older and newer words for: there is nothing to take frames of
_VERSION: Final = re.compile(r"ffmpeg version (\S{1,60})")


@lru_cache(maxsize=4)
def version(program: str | None) -> str | None:
    """Return which version of the decoder is on this machine, or None."""
    if program is None:
        return None
    try:
        told = subprocess.run(
            [program, "-hide_banner", "-version"], capture_output=True, timeout=20, check=False, env={}
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(told.stdout[:1000].decode("utf-8", errors="replace"))
    return found[1] if found else None


def key_frames(program: str, source: BinaryIO, size: int, form: str) -> tuple[Answer, list[tuple[int | None, bytes]]]:
    """Return how the decoder ended, and the key frames it gave: (milliseconds, JPEG), at least two seconds apart.

    Raises:
        NotConfined: this system has no confined process.
        OSError: `source` could not be read.
    """
    answer, output = confined_program.run(_arguments(program, form, "-fps_mode"), source, size, LIMITS)
    if answer.problem and "fps_mode" in answer.problem:  # before version 5.1 the option had another name
        answer, output = confined_program.run(_arguments(program, form, "-vsync"), source, size, LIMITS)
    if answer.problem and any(words in answer.problem for words in _NO_FILM):
        return Answer(ending=Ending.REFUSED, problem="there is no film in it, only sound"), []
    frames = list(_jpegs(output))[:MOST_FRAMES]
    times = [int(float(one) * 1000) for one in _TIME.findall(answer.value or "")][: len(frames)]
    return answer, list(zip([*times, *[None] * (len(frames) - len(times))], frames, strict=True))


def _arguments(program: str, form: str, pace: str) -> list[str]:
    chosen = rf"select=isnan(prev_selected_t)+gte(t-prev_selected_t\,{_APART_SECONDS}),showinfo"
    small = rf"scale=w=min({_SIDE}\,iw):h=min({_SIDE}\,ih):force_original_aspect_ratio=decrease"
    return [
        program, "-hide_banner", "-nostats", "-loglevel", "info", "-protocol_whitelist", "file", "-threads", "1",
        "-skip_frame", "nokey", "-f", forms.FILMS[form], "-i", confined_program.HANDED, "-map", "0:v:0",
        "-vf", f"{chosen},{small}", pace, "vfr", "-frames:v", str(MOST_FRAMES), "-an", "-sn", "-dn",
        "-f", "image2pipe", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "3", "pipe:1",
    ]  # fmt: skip


def _jpegs(stream: bytes) -> Iterator[bytes]:
    """Cut a row of JPEGs: in entropy-coded data 0xFF is always followed by 0, so the next start mark is a start."""
    at = stream.find(b"\xff\xd8\xff")
    while at >= 0:
        following = stream.find(b"\xff\xd9\xff\xd8\xff", at)
        end = following + 2 if following >= 0 else len(stream)
        yield stream[at:end]
        at = following + 2 if following >= 0 else -1
