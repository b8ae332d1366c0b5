"""The composition root: settings, wiring of the rooms, the library door and the demonstration.

It knows every room and is known by the shells only. It decides nothing about evidence.
"""

from onrecord.app.demo import Demonstration, demonstrate
from onrecord.app.errors import DemoDoesNotHold, ExampleMissing, OutputInTheWay, OutsideUnreadable, UnusableSetting
from onrecord.app.library import Archive, open_archive
from onrecord.app.outside import Authority, Copy, Outside, Witness, read_outside, write_outside
from onrecord.app.settings import HELP, Settings, settings_from
from onrecord.app.unlocking import Opened, Unlocking
from onrecord.app.wiring import create_archive, create_encrypted_archive, find_archive, open_desk, shadows

__all__ = [
    "HELP",
    "Archive",
    "Authority",
    "Copy",
    "DemoDoesNotHold",
    "Demonstration",
    "ExampleMissing",
    "Opened",
    "OutputInTheWay",
    "Outside",
    "OutsideUnreadable",
    "Settings",
    "Unlocking",
    "UnusableSetting",
    "Witness",
    "create_archive",
    "create_encrypted_archive",
    "demonstrate",
    "find_archive",
    "open_archive",
    "open_desk",
    "read_outside",
    "settings_from",
    "shadows",
    "write_outside",
]
