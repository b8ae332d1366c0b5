"""Owns the check of Ed25519 signatures (RFC 8032, section 5.1.7) in plain Python. Never signs, never holds a secret.

It is slow (some milliseconds each) and need not be constant in time: everything it sees is public.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final

from onrecord.kernel import Broken, Label

_P: Final = 2**255 - 19
_L: Final = 2**252 + 27742317777372353535851937790883648493  # the order of the base point
_D: Final = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE: Final = pow(2, (_P - 1) // 4, _P)

Point = tuple[int, int, int, int]  # extended homogeneous coordinates, 5.1.4
_NEUTRAL: Final[Point] = (0, 1, 1, 0)


class SignatureFalse(Broken):
    """A signature is not this key's over this text."""

    code = "verify.signature-false"
    says = Label(
        en="The signature does not hold: {problem}.",
        ru="Подпись неверна: {problem}.",
        kk="Қолтаңба жарамсыз: {problem}.",
    )


def check_signature(public: bytes, message: bytes, signature: bytes) -> None:
    """Return when `signature` is the signature over `message` by the holder of `public`.

    Raises:
        SignatureFalse: it is not; or key, point or scalar are written in a second form of themselves (S >= L,
            y >= p), or the key has small order, so that one signature would hold for many messages.
    """
    if len(public) != 32 or len(signature) != 64:
        raise SignatureFalse(problem="wrong length")
    opposite = _opposite_multiples(public)
    commitment = _decoded(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= _L:
        raise SignatureFalse(problem="the scalar is not in its canonical form")
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _L
    if not _same(_times_both(scalar, _BASE_MULTIPLES, challenge, opposite), commitment):  # 5.1.7, step 3: sB - kA = R
        raise SignatureFalse(problem="it is not this key's over this text")


def _decoded(encoded: bytes) -> Point:
    """Return the point of 32 bytes (5.1.3)."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= _P:
        raise SignatureFalse(problem="a point is not in its canonical form")
    x = _x_of(y, sign)
    return (x, y, 1, x * y % _P)


def _x_of(y: int, sign: int) -> int:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P:
        raise SignatureFalse(problem="not a point of the curve")
    if x == 0 and sign:
        raise SignatureFalse(problem="a point is not in its canonical form")
    return x if x & 1 == sign else _P - x


def _sum(left: Point, right: Point) -> Point:
    """Return the sum of two points (5.1.4)."""
    x1, y1, z1, t1 = left
    x2, y2, z2, t2 = right
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = 2 * t1 * t2 * _D % _P, 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _double(point: Point) -> Point:
    """Return the sum of a point with itself (5.1.4)."""
    x, y, z, _ = point
    a, b, c = x * x % _P, y * y % _P, 2 * z * z % _P
    h = a + b
    e, g = h - (x + y) * (x + y) % _P, a - b
    f = c + g
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


@lru_cache(maxsize=8)
def _opposite_multiples(public: bytes) -> list[Point]:
    """Return 0 to 15 times the opposite of a public key; one log's heads all have the same."""
    x, y, z, t = key = _decoded(public)
    if _same(_double(_double(_double(key))), _NEUTRAL):
        raise SignatureFalse(problem="the key has small order")
    return _multiples((_P - x, y, z, _P - t))


def _times_both(first: int, ones: list[Point], second: int, others: list[Point]) -> Point:
    """Return first * ones[1] + second * others[1], four bits of both at a time (Straus): they share the doublings."""
    total = _NEUTRAL
    for shift in range(252, -1, -4):
        for _ in range(4):
            total = _double(total)
        for factor, multiples in ((first, ones), (second, others)):
            if digit := factor >> shift & 15:
                total = _sum(total, multiples[digit])
    return total


def _multiples(point: Point) -> list[Point]:
    """Return 0 to 15 times the point."""
    found = [_NEUTRAL, point]
    for _ in range(14):
        found.append(_sum(found[-1], point))
    return found


def _same(left: Point, right: Point) -> bool:
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (left[1] * right[2] - right[1] * left[2]) % _P == 0


_BASE_MULTIPLES: Final = _multiples(_decoded((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")))  # 5.1: y = 4/5, x even
