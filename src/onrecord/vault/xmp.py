"""Owns XMP packets (ISO 16684-1): what each property says, by its usual name. No entity is ever resolved.

It runs in the confined child. A packet that declares a document type is refused: XMP has none, and entities are how
a few bytes become gigabytes or a file of the disk (RELIABILITY D5).
"""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

MOST_PROPERTIES: Final = 2_000
_LONGEST_VALUE: Final = 2_000
_DEEPEST: Final = 32
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_ARRAYS: Final = frozenset({f"{_RDF} Bag", f"{_RDF} Seq", f"{_RDF} Alt"})
_NAMES: Final = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.google.com/photos/1.0/container/": "Container",
    "http://purl.org/dc/terms/": "dcterms",
}


class BadPacket(ValueError):
    """The packet is no XMP that may be read; the text says why."""


def properties(packet: bytes) -> list[dict[str, str]]:
    """Return `{"name", "value"}` of every property, structures and arrays as paths: `xmpMM:History[1]/stEvt:action`.

    Raises:
        BadPacket: it is not well-formed, or declares a document type or an entity.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartNamespaceDeclHandler = reader.declare
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(_trimmed(packet), True)
    except expat.ExpatError as err:
        if not reader.found:
            raise BadPacket(str(err)) from err
    return reader.found


def _trimmed(packet: bytes) -> bytes:
    """Return the packet without the padding that may follow it: XMP leaves room for later edits."""
    return packet.strip(b"\0 \t\r\n")


def _refuse(*_declared: Any) -> None:
    msg = "it declares a document type or an entity"
    raise BadPacket(msg)


class _Reader:
    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []
        self._path: list[str] = []
        self._elements: list[tuple[str, int]] = []  # tag, properties found before it
        self._counts: list[int] = []
        self._said: list[str] = []
        self._prefixes: dict[str, str] = {}

    def declare(self, prefix: str | None, uri: str) -> None:
        self._prefixes.setdefault(uri, _NAMES.get(uri, prefix or ""))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._elements) >= _DEEPEST:
            msg = "it is too deep"
            raise BadPacket(msg)
        self._said = []
        self._enter(tag)
        self._elements.append((tag, len(self.found)))
        for name, value in attributes.items():
            if not name.startswith((_RDF, _XML)) and name != "about":
                self._add([*self._path, self._short(name)], value)
            elif name == f"{_RDF} resource":
                self._add(self._path, value)

    def end(self, tag: str) -> None:
        _, before = self._elements.pop()
        said = "".join(self._said).strip()
        if said and len(self.found) == before:
            self._add(self._path, said)
        self._said = []
        if tag in _ARRAYS:
            self._counts.pop()
        elif self._is_named(tag):
            self._path.pop()

    def text(self, said: str) -> None:
        self._said.append(said)

    def _enter(self, tag: str) -> None:
        if tag in _ARRAYS:
            self._counts.append(0)
        elif tag == f"{_RDF} li":
            if self._counts:
                self._counts[-1] += 1
            self._path.append(f"[{self._counts[-1] if self._counts else 1}]")
        elif self._is_named(tag):
            self._path.append(self._short(tag))

    @staticmethod
    def _is_named(tag: str) -> bool:
        """Say whether an element adds a step to the path: the frame of RDF does not."""
        return tag == f"{_RDF} li" or not tag.startswith((f"{_RDF} ", "adobe:ns:meta/"))

    def _short(self, name: str) -> str:
        uri, _, local = name.rpartition(" ")
        prefix = self._prefixes.get(uri) or _NAMES.get(uri, "")
        return f"{prefix}:{local}" if prefix else local

    def _add(self, path: list[str], value: str) -> None:
        if len(self.found) < MOST_PROPERTIES and path:
            name = "/".join(path).replace("/[", "[")
            self.found.append({"name": name[:300], "value": value[:_LONGEST_VALUE]})
