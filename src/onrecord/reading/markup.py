"""Owns the reading of XML in packages: element by element, no entity of the document's own, nothing from elsewhere.

Expat itself is used: a document that declares entities is refused at the declaration, so that none is ever expanded or
fetched (RELIABILITY D5), and what is read is never held as a tree.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NoReturn, Protocol
from xml.parsers import expat

_CHUNK: Final = 1 << 16
_MOST_MEMBERS: Final = 10_000
_MOST_UNPACKED: Final = 512 << 20
_DEEPEST: Final = 2_000
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError)


class Listener(Protocol):
    """What is told of each element, by its local name: of the forms read here none uses one name for two things."""

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take the beginning of an element; its attributes by local name."""

    def end(self, name: str, /) -> None:
        """Take the end of an element."""

    def data(self, text: str, /) -> None:
        """Take letters between marks."""


class Package:
    """A ZIP whose members are read piece by piece, up to a limit over all of them.

    Raises:
        ValueError: it is no ZIP, or has more than 10,000 members.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGED as err:
            msg = f"not readable as a ZIP package: {err}"
            raise ValueError(msg) from err
        self.names = self._zip.namelist()
        self._left = _MOST_UNPACKED
        if len(self.names) > _MOST_MEMBERS:
            msg = f"{len(self.names)} members; more than {_MOST_MEMBERS} are not opened"
            raise ValueError(msg)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a member's bytes.

        Raises:
            ValueError: it is not there, damaged, encrypted, or beyond the limit.
        """
        try:
            with self._zip.open(name) as file:
                while piece := file.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        msg = f"more than {_MOST_UNPACKED >> 20} MiB when unpacked"
                        raise ValueError(msg)
                    yield piece
        except _DAMAGED as err:
            msg = f"{name} is not readable: {err}"
            raise ValueError(msg) from err

    def parse(self, name: str, listener: Listener) -> None:
        """Tell the listener what stands in a member.

        Raises:
            ValueError: it is not there, damaged, beyond the limit, no XML, or declares entities.
        """
        parse(self.pieces(name), listener)


def parse(pieces: Iterable[bytes], listener: Listener) -> None:
    """Tell the listener what stands in the XML that these bytes are.

    Raises:
        ValueError: no XML, or it declares entities, or its elements lie more than 2,000 deep in one another.
    """
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            msg = f"nested more than {_DEEPEST} deep"
            raise ValueError(msg)
        listener.start(_local(name), {_local(one): value for one, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        listener.end(_local(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = listener.data
    parser.EntityDeclHandler = _refuse
    parser.UnparsedEntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as err:
        msg = f"not readable as XML: {err}"
        raise ValueError(msg) from err


def _refuse(*_: object) -> NoReturn:
    msg = "it declares entities of its own, which documents do to hide or to hurt"
    raise ValueError(msg)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
