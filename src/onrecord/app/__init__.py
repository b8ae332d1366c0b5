"""The composition root: settings, wiring of the rooms, the library door and the demonstration.

It knows every room and is known by the shells only. It decides nothing about evidence.
"""

from onrecord.app.agents import Panic, Unlocked, forget_keys, held_archives, held_keys, hold_keys, panic
from onrecord.app.capturing import Taking, taker
from onrecord.app.demo import Demonstration, demonstrate
from onrecord.app.errors import (
    AgentFailed,
    DemoDoesNotHold,
    ExampleMissing,
    KeysStillHeld,
    NameTaken,
    NoneNamed,
    NoSuchName,
    OutputInTheWay,
    OutsideUnreadable,
    RuntimeUnusable,
    UnusableAddress,
    UnusableListen,
    UnusableName,
    UnusableSetting,
)
from onrecord.app.library import Archive, open_archive
from onrecord.app.outside import Authority, Calendar, Copy, Outside, Witness, read_outside, write_outside
from onrecord.app.settings import HELP, Settings, settings_from
from onrecord.app.time import (
    add_authority,
    add_calendar,
    add_witness,
    anchor,
    ask_everybody,
    chain_of,
    cosign,
    outside_state,
    remove_authority,
    remove_calendar,
    remove_witness,
    stamp,
)
from onrecord.app.unlocking import SECOND, Opened, Unlocking
from onrecord.app.wiring import (
    create_archive,
    create_encrypted_archive,
    encrypt_archive,
    find_archive,
    open_desk,
    shadows,
)
from onrecord.app.witness import serve_witness

__all__ = [
    "HELP",
    "SECOND",
    "AgentFailed",
    "Archive",
    "Authority",
    "Calendar",
    "Copy",
    "DemoDoesNotHold",
    "Demonstration",
    "ExampleMissing",
    "KeysStillHeld",
    "NameTaken",
    "NoSuchName",
    "NoneNamed",
    "Opened",
    "OutputInTheWay",
    "Outside",
    "OutsideUnreadable",
    "Panic",
    "RuntimeUnusable",
    "Settings",
    "Taking",
    "Unlocked",
    "Unlocking",
    "UnusableAddress",
    "UnusableListen",
    "UnusableName",
    "UnusableSetting",
    "Witness",
    "add_authority",
    "add_calendar",
    "add_witness",
    "anchor",
    "ask_everybody",
    "chain_of",
    "cosign",
    "create_archive",
    "create_encrypted_archive",
    "demonstrate",
    "encrypt_archive",
    "find_archive",
    "forget_keys",
    "held_archives",
    "held_keys",
    "hold_keys",
    "open_archive",
    "open_desk",
    "outside_state",
    "panic",
    "read_outside",
    "remove_authority",
    "remove_calendar",
    "remove_witness",
    "serve_witness",
    "settings_from",
    "shadows",
    "stamp",
    "taker",
    "write_outside",
]
