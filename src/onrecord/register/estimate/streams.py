"""Owns the random numbers of the estimate. Nothing else here is random; the same seed gives the same stream.

A stream is numpy's Philox counter generator (Salmon et al., SC11), keyed by the digest of the seed and of a name, so
that methods, chains and replicates draw from streams of their own. `golden_draw` is compared in the tests: should a
version of numpy draw otherwise, the build fails and no published number changes unseen.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from numpy.random import Generator

SEED: Final = 20200207


def stream(seed: int, *names: str) -> Generator:
    """Return the stream of random numbers of this seed and these names."""
    from numpy.random import Generator, Philox

    said = "\n".join((str(seed), *names)).encode("utf-8")
    return Generator(Philox(key=int.from_bytes(hashlib.sha256(said).digest()[:16], "big")))


def golden_draw(seed: int) -> tuple[str, ...]:
    """Return one draw of every kind that the methods use, to their last bit."""
    random = stream(seed, "golden")
    return (
        float(random.random()).hex(),
        float(random.standard_normal()).hex(),
        float(random.standard_gamma(0.5)).hex(),
        float(random.standard_gamma(2500.0)).hex(),
        float(random.beta(3.0, 900.0)).hex(),
        str(random.binomial(4400, 0.3)),
        " ".join(str(one) for one in random.multinomial(4400, [0.1, 0.2, 0.3, 0.4])),
        str(random.negative_binomial(4400, 0.4)),
        str(random.poisson(6000.0)),
        float(random.gumbel()).hex(),
    )
