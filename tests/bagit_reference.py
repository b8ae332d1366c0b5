"""The reference implementation of BagIt (Library of Congress, 1.8.1), asked in a process of its own.

It cannot be imported here: our tests treat warnings as errors, and its source raises one on newer Pythons. It asks
`pkg_resources`, which setuptools no longer has, for its own version; the few lines below answer in its place.
"""

import subprocess
import sys
from pathlib import Path

_ASK = """
import sys, types
stand_in = types.ModuleType("pkg_resources")
stand_in.DistributionNotFound = LookupError
stand_in.get_distribution = lambda name: types.SimpleNamespace(version="1.8.1")
sys.modules["pkg_resources"] = stand_in
import bagit
try:
    bagit.Bag(sys.argv[1]).validate()
    print("valid")
except bagit.BagValidationError as err:
    print("invalid", err)
"""


def is_valid_bag(folder: Path) -> bool:
    """Ask whether the folder is a complete and valid bag."""
    command = [sys.executable, "-W", "ignore", "-c", _ASK, str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return answer == "valid\n"
