"""Owns below how many living people a number is not published, and how open a hidden one has to stay (METHOD 7.4)."""

from __future__ import annotations

from typing import Final

FEWEST_LIVING: Final = 5  # one to four could be recognised
FEWEST_SENSITIVE: Final = 10  # minors, and people of whom something is said about health or sexual violence
LEAST_WIDTH: Final = 3  # between the least and the most that a hidden number can be, by all that is shown
