"""Text of PDF pages beside PDFium alone in one run: pages a second of one core, the confined child included.

    python benchmarks/reading.py [--pages 1000] [--rounds 5]
    python benchmarks/reading.py --ocr [--rounds 3]

Same work means the same file, made here, to the text of every page. The peer is pypdfium2 in this process, by the call
that its own documentation shows (`get_text_bounded`). Ours is what `onrecord read` does with one file: a fork of the
warm child, its answer as JSON, every field of it checked. Processor time counts both processes; the best of the rounds
is told, since what disturbs a round only makes it slower. The start of the child is paid once a run, and told apart.

With `--ocr` it is words in pictures: seconds for a page beside tesserocr alone, which has started before and gets the
picture as it is, and how many letters in a hundred come out wrong of a paragraph in four languages, in the states in
which papers come, by both.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image

from onrecord.reading.parsing import Parsers

_WORDS = (
    "В ночь на восьмое апреля в сёлах долины погибли люди, сообщило министерство. Түнде ауылдарда он бір адам қаза "
    "тапты. In the night eleven people were killed in the villages of the valley, the ministry said. "
)
_LEAST = 0.9


def _paper(pages: int) -> bytes:
    import tempfile

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
    parser.add_argument("--ocr", action="store_true")
    given = parser.parse_args()
    return _ocr(given.rounds) if given.ocr else _text(given.pages, given.rounds)


def _ocr(rounds: int) -> int:
    """Print what recognition costs and how often it is wrong; nothing is promised of it, so it never fails."""
    import tesserocr

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.reading import scans  # the papers of the tests

    from onrecord.reading.recognition.asking import Recogniser

    if isinstance(scans.ENGINE, str):
        print(scans.ENGINE)
        return 0
    said = dict(scans.ENGINE.arguments)
    print(scans.ENGINE.tool)
    with (
        tesserocr.PyTessBaseAPI(path=said["folder"], lang="+".join(said["languages"])) as api,
        Recogniser(scans.ENGINE) as recogniser,
    ):
        page = scans.drawn("\n\n".join(scans.SAID.values()) * 2, dots=300)
        content = scans.saved(page, "PNG")

        def plain(picture: Image.Image) -> str:
            api.SetImage(picture)
            api.SetSourceResolution(300)
            return str(api.GetUTF8Text())

        alone, ours = [], []
        for _ in range(rounds):
            alone.append(_wall(lambda: plain(page)))
            ours.append(_wall(lambda: recogniser.page(content, 1, is_pdf=False)))
        letters = len(recogniser.page(content, 1, is_pdf=False).text())
        print(f"a page of {page.width} x {page.height} points, {letters} letters")
        print(f"  tesserocr alone          {min(alone):8.2f} s")
        print(f"  read, confined           {min(ours):8.2f} s   {min(ours) / min(alone):6.2f} times that")
        print(f"wrong letters in a hundred, ours (tesserocr alone){'':8}" + "".join(f"{one:>16}" for one in scans.SAID))
        for state, spoil in scans.SPOILED.items():
            print(f"  {state:55}", end="")
            for text in scans.SAID.values():
                picture = spoil(text)
                found = recogniser.page(scans.saved(picture, "PNG"), 1, is_pdf=False).text()
                rates = [100 * scans.error_rate(text, one) for one in (found, plain(picture))]
                print(f"{rates[0]:8.1f} ({rates[1]:4.1f})", end="", flush=True)
            print()
    return 0


def _text(count: int, rounds: int) -> int:
    content = _paper(count)
    letters = _alone(content)
    with Parsers() as parsers:
        start = _wall(lambda: parsers.text("html", b"<p>warm"))
        text = parsers.text("pdf", content)
        alone, ours = [], []
        for _ in range(rounds):  # in turn, so that a disturbance meets both
            alone.append(_wall(lambda: _alone(content)))
            ours.append(_wall(lambda: parsers.text("pdf", content)))
    before = _spent()
    for _ in range(rounds):
        _alone(content)
    alone_cpu = (_spent() - before) / rounds
    started_cpu, ours_cpu = _processor(content, rounds)
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
