"""Owns when Python looks for garbage while very many values are made that stay. Never lets go of anything itself.

Python looks through all that it holds each time that it has grown by a quarter; where a hundred thousand rows are read
and every name of them is kept, that is a fifth of the work, and what it would find there is nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_looked_for() -> Iterator[None]:
    """Have no search for garbage meanwhile; it goes on afterwards where it was going on before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
