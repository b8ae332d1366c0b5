"""Text of PDF pages beside PDFium alone in one run: pages a second of one core, the confined child included.

    python benchmarks/reading.py [--pages 1000] [--rounds 5]

Same work means the same file, made here, to the text of every page. The peer is pypdfium2 in this process, by the call
that its own documentation shows (`get_text_bounded`). Ours is what `onrecord read` does with one file: a fork of the
warm child, its answer as JSON, every field of it checked. Processor time counts both processes; the best of the rounds
is told, since what disturbs a round only makes it slower. The start of the child is paid once a run, and told apart.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

import pypdfium2

from onrecord.reading.parsing import Parsers

_WORDS = (
    "В ночь на восьмое апреля в сёлах долины погибли люди, сообщило министерство. Түнде ауылдарда он бір адам қаза "
    "тапты. In the night eleven people were killed in the villages of the valley, the ministry said. "
)
_LEAST = 0.9


def _paper(pages: int) -> bytes:
    import tempfile
    from pathlib import Path

    import typst

    page = "Страница №{}. " + _WORDS * 12
    source = "#set page(margin: 2cm)\n#set text(size: 10pt)\n#set par(justify: true)\n"
    source += "\n#pagebreak()\n".join(page.format(number) for number in range(1, pages + 1))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.typ"
        file.write_text(source, encoding="utf-8")
        return bytes(typst.compile(str(file)))  # type: ignore[arg-type]


def _alone(content: bytes) -> int:
    document = pypdfium2.PdfDocument(content)
    letters = 0
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        letters += len(textpage.get_text_bounded())
        textpage.close()
        page.close()
    document.close()
    return letters


def _spent() -> float:
    """Return the processor seconds of this process and of the children that have ended."""
    ours, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime


def _wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _processor(content: bytes, repeats: int) -> tuple[float, float]:
    """Return the processor seconds of the child's start, and of one file after it; children count once they ended."""
    spent = []
    for count in (0, repeats):
        before = _spent()
        with Parsers() as parsers:
            parsers.text("html", b"<p>warm")
            for _ in range(count):
                parsers.text("pdf", content)
        spent.append(_spent() - before)
    return spent[0], (spent[1] - spent[0]) / repeats


def main() -> int:
    """Print the table; 1 where the ratio is below what is promised."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    content = _paper(given.pages)
    letters = _alone(content)
    with Parsers() as parsers:
        start = _wall(lambda: parsers.text("html", b"<p>warm"))
        text = parsers.text("pdf", content)
        alone, ours = [], []
        for _ in range(given.rounds):  # in turn, so that a disturbance meets both
            alone.append(_wall(lambda: _alone(content)))
            ours.append(_wall(lambda: parsers.text("pdf", content)))
    before = _spent()
    for _ in range(given.rounds):
        _alone(content)
    alone_cpu = (_spent() - before) / given.rounds
    started_cpu, ours_cpu = _processor(content, given.rounds)
    pages = len(text.pages)
    ratio = min(alone) / min(ours)
    print(f"{pages} pages, {len(content)} bytes, {letters} letters by PDFium, {len(text.text)} in the layer")
    print(f"  pypdfium2 alone          {pages / min(alone):8.0f} pages/s   {alone_cpu:6.3f} s of processor")
    print(f"  read, confined           {pages / min(ours):8.0f} pages/s   {ours_cpu:6.3f} s of processor")
    print(f"  ratio                    {ratio:8.2f} by the clock  {alone_cpu / ours_cpu:6.2f} by processor")
    print(f"  start of the child       {start:8.2f} s, once a run  {started_cpu:6.3f} s of processor")
    return 0 if ratio >= _LEAST else 1


if __name__ == "__main__":
    raise SystemExit(main())
