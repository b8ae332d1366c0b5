"""The composition root: settings, wiring of the rooms, the library door and the demonstration.

It knows every room and is known by the shells only. It decides nothing about evidence.
"""

from onrecord.app.demo import Demonstration, demonstrate
from onrecord.app.errors import DemoDoesNotHold, ExampleMissing, OutputInTheWay, UnusableSetting
from onrecord.app.library import Archive, open_archive
from onrecord.app.settings import HELP, Settings, settings_from
from onrecord.app.wiring import create_archive, find_archive, open_desk, shadows

__all__ = [
    "HELP",
    "Archive",
    "DemoDoesNotHold",
    "Demonstration",
    "ExampleMissing",
    "OutputInTheWay",
    "Settings",
    "UnusableSetting",
    "create_archive",
    "demonstrate",
    "find_archive",
    "open_archive",
    "open_desk",
    "settings_from",
    "shadows",
]
