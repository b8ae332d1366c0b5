"""Owns the wiring of a witness that is served: its folder, the clock, the address. It decides nothing it signs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from onrecord.app.errors import UnusableListen
from onrecord.kernel import Clock, SystemClock


def serve_witness(
    folder: Path, *, listen: str, on_start: Callable[[str, str], None], clock: Clock | None = None
) -> None:
    """Answer for the witness in `folder` at `listen`, until the process is ended.

    Raises:
        NoSuchWitness: there is none.
        WitnessMemoryLost: it does not know what it has signed.
        UnusableListen: the address is none, or cannot be had.
    """
    from onrecord import adapters, vault

    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise UnusableListen(listen=listen, problem="HOST:PORT")
    opened = vault.WitnessFolder.open(folder)
    application = adapters.WitnessApplication(opened.witness(clock or SystemClock()))
    try:
        adapters.serve(
            application,
            host=host.strip("[]"),
            port=int(port),
            on_start=lambda place: on_start(opened.key.name, place),
        )
    except OSError as err:
        raise UnusableListen(listen=listen, problem=err.strerror or str(err)) from err
