"""Owns office documents that tests make by hand: the few members that a reader looks at, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_O = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def package(members: Mapping[str, str | bytes], *, first: tuple[str, str] | None = None) -> bytes:
    """Return a ZIP of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        if first:
            file.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def docx(body: str, *, before: str = "", **parts: str) -> bytes:
    """Return a Word document of this body, and of further parts by name (`footnotes="<w:p>..."`)."""
    members = {"[Content_Types].xml": "<Types/>"}
    for name, inner in {"document": f"<w:body>{body}</w:body>", **parts}.items():
        members[f"word/{name}.xml"] = f'<?xml version="1.0"?>{before}<w:{name} {_W}>{inner}</w:{name}>'
    return package(members)


def paragraph(words: str, *, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:r>{properties}<w:t>{words}</w:t></w:r></w:p>"


def xlsx(
    sheets: Mapping[str, str],
    *,
    hidden: tuple[str, ...] = (),
    strings: str = "",
    styles: str = "",
    book: str = "",
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook of these sheets, each the inside of its `sheetData`."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for number, name in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Target="worksheets/sheet{number}.xml"/>' for number in range(1, len(sheets) + 1)
    )
    members = {
        "xl/workbook.xml": f"<workbook {_S} {_R}>{book}<sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/sharedStrings.xml": f"<sst {_S}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {_S}>{styles}</styleSheet>",
    }
    for number, rows in enumerate(sheets.values(), start=1):
        members[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>"
    return package(members | dict(extra or {}))


def odf(
    kind: str, content: str, *, styles: str = "", automatic: str = "", before: str = "", manifest: str = ""
) -> bytes:
    """Return an OpenDocument file of this kind (`text`, `spreadsheet`)."""
    members = {
        "content.xml": f'<?xml version="1.0"?>{before}<office:document-content {_O}><office:automatic-styles>{automatic}'
        f"</office:automatic-styles><office:body><office:{kind}>{content}</office:{kind}></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {_O}>{styles}</office:document-styles>",
        "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
    }
    return package(members, first=("mimetype", f"application/vnd.oasis.opendocument.{kind}"))
