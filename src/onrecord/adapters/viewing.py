"""Owns looking at a page that a browser shows: its picture, its text, its print, what it says of itself.

Scripts of ours run in a world of their own beside the page's: what the page did to its built-in functions does not
reach them. What cannot be had is left out, and the capture says that it is missing.
"""

from __future__ import annotations

import asyncio
import base64
import html
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from onrecord import vault
from onrecord.adapters.devtools import Facts, Failed, Target

Found = TypeVar("Found")

_TILE: Final = 4096  # pixels; above 16,384 a browser begins to repeat itself
_TALLEST: Final = 120_000
_TAKE_SECONDS: Final = 30.0
_FRAME_SECONDS: Final = 3.0
_MOST_FRAMES: Final = 50
_PAPER: Final = {  # A4, in inches
    "paperWidth": 8.27, "paperHeight": 11.69, "marginTop": 0.5, "marginBottom": 0.5, "marginLeft": 0.3,
    "marginRight": 0.3,
}  # fmt: skip
_LONGEST_TEXT: Final = 5_000_000
_LONGEST_URL: Final = 8192
_LONGEST_TITLE: Final = 1000
_KINDS: Final = frozenset({"image", "video", "audio", "poster", "embed"})
_SCROLL: Final = """async () => {
  const began = performance.now(), tall = () => document.documentElement.scrollHeight;
  let at = 0, steps = 0;
  while (at < tall() - innerHeight && at < 60000 && performance.now() - began < 9000) {
    at += Math.max(200, innerHeight * 0.8); steps += 1;
    scrollTo({top: at, behavior: 'instant'});
    await new Promise(done => setTimeout(done, 90));
  }
  scrollTo({top: 0, behavior: 'instant'});
  return steps;
}"""
_ABOUT: Final = """() => {
  const metadata = {};
  const add = (name, value) => {
    if (name && value && Object.keys(metadata).length < 300) (metadata[String(name).slice(0, 200)] ??= [])
      .push(String(value).slice(0, 5000));
  };
  for (const one of document.querySelectorAll('meta[content]'))
    add(one.getAttribute('property') || one.getAttribute('name') || one.getAttribute('itemprop')
        || one.getAttribute('http-equiv'), one.getAttribute('content'));
  for (const one of document.querySelectorAll('link[rel=canonical][href]')) add('link:canonical', one.href);
  add('html:lang', document.documentElement.getAttribute('lang'));
  const linked = [...document.querySelectorAll('script[type="application/ld+json"]')].slice(0, 20)
    .map(one => one.textContent.slice(0, 200000));
  return {title: document.title, url: location.href, metadata, linked,
          height: Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0)};
}"""
_MEDIA: Final = """() => {
  const found = [];
  const add = (url, kind, width, height) => {
    if (url && found.length < 2000) found.push({url: String(url), kind, width: width | 0, height: height | 0});
  };
  for (const one of document.querySelectorAll('img'))
    add(one.currentSrc || one.src, 'image', one.naturalWidth, one.naturalHeight);
  for (const one of document.querySelectorAll('input[type=image]')) add(one.src, 'image', one.width, one.height);
  for (const one of document.querySelectorAll('svg image'))
    add(new URL(one.href.baseVal, document.baseURI).href, 'image', 0, 0);
  for (const one of document.querySelectorAll('video, audio')) {
    const kind = one.localName, inner = one.querySelector('source[src]');
    add(one.currentSrc || one.src || (inner && inner.src), kind, one.videoWidth || 0, one.videoHeight || 0);
    if (one.poster) add(one.poster, 'poster', 0, 0);
  }
  for (const one of document.querySelectorAll('embed[src]')) add(one.src, 'embed', 0, 0);
  for (const one of document.querySelectorAll('object[data]')) add(one.data, 'embed', 0, 0);
  return found;
}"""
_TEXT: Final = "() => document.body ? document.body.innerText : ''"


@dataclass(slots=True, kw_only=True)
class View:
    """What was seen so far; a page that stops answering leaves the rest empty."""

    url: str = ""
    title: str = ""
    dom: str = ""
    text: str = ""
    picture: vault.Picture | None = None
    pdf: bytes | None = None
    mhtml: bytes | None = None
    media: list[vault.MediaReference] = field(default_factory=list)
    metadata: dict[str, list[str]] = field(default_factory=dict)
    linked: list[str] = field(default_factory=list)


class Viewer:
    """Looks at one page. Each look may fail on its own; a page that answers nothing fails them all."""

    def __init__(self, page: Target, frame: str) -> None:
        self._page = page
        self._frame = frame
        self._worlds: dict[str, int] = {}
        self.seen = View()

    async def scroll(self) -> bool:
        """Go down to the end and back, so that what loads when seen is loaded; say whether there was anywhere to go."""
        try:
            return bool(await self._run(_SCROLL))
        except Failed:
            return False

    async def view(self, *, edge: str, keeps_mhtml: bool) -> None:
        """Put into `seen` what there is to be seen. `edge` stands at the top of each printed page."""
        seen = self.seen
        about = await _or_none(self._run(_ABOUT))
        if not isinstance(about, dict):
            return
        seen.url, seen.title = str(about["url"])[:_LONGEST_URL], str(about["title"])[:_LONGEST_TITLE]
        seen.metadata = {str(name): [str(one) for one in values] for name, values in about["metadata"].items()}
        seen.linked = [str(one) for one in about["linked"]]
        seen.picture = await _or_none(self._picture(int(about["height"])))
        seen.dom = str(await _or_none(self._dom()) or "")
        seen.text = await self._text()
        seen.media = await self._media()
        seen.mhtml = await _or_none(self._mhtml()) if keeps_mhtml else None
        seen.pdf = await _or_none(self._pdf(edge))  # last: printing lays the page out anew

    async def _run(self, function: str) -> Any:
        """Run a function of ours in the page, beside its own scripts, and return what it returns."""
        return await self._run_in(self._page, self._frame, function)

    async def _run_in(self, target: Target, frame: str, function: str) -> Any:
        if frame not in self._worlds:
            made = await target.send("Page.createIsolatedWorld", frameId=frame, worldName="onrecord")
            self._worlds[frame] = int(made["executionContextId"])
        answer = await target.send(
            "Runtime.evaluate",
            expression=f"({function})()",
            contextId=self._worlds[frame],
            returnByValue=True,
            awaitPromise=True,
        )
        if "exceptionDetails" in answer:
            raise Failed(str(answer["exceptionDetails"].get("text")))
        return _whole(answer["result"].get("value"))

    async def _picture(self, told_height: int) -> vault.Picture:
        """Return the whole page as one picture, drawn in tiles."""
        metrics = await self._page.send("Page.getLayoutMetrics")
        width = int(metrics["cssLayoutViewport"]["clientWidth"])
        size = metrics["cssContentSize"]
        document_height = max(told_height, -(-int(size["height"] * 1000) // 1000))
        tiles = []
        for top in range(0, min(document_height, _TALLEST), _TILE):
            height = min(_TILE, min(document_height, _TALLEST) - top)
            clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
            shot = await self._page.send(
                "Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True, optimizeForSpeed=False
            )
            tiles.append(base64.b64decode(shot["data"]))
        content = vault.stitched(tiles)
        drawn_width, drawn_height = vault.png_size(content)
        return vault.Picture(content=content, width=drawn_width, height=drawn_height, document_height=document_height)

    async def _dom(self) -> str:
        root = await self._page.send("DOM.getDocument", depth=0)
        found = await self._page.send("DOM.getOuterHTML", nodeId=root["root"]["nodeId"])
        return str(_whole(found["outerHTML"]))

    async def _text(self) -> str:
        """Return the rendered words, those in frames too."""
        texts = [str(await _or_none(self._run(_TEXT)) or "")]
        texts += [str(one) for one in await self._in_frames(_TEXT) if one]
        return "\n\n".join(text for text in texts if text.strip())[:_LONGEST_TEXT]

    async def _media(self) -> list[vault.MediaReference]:
        found = list(await _or_none(self._run(_MEDIA)) or ())
        for more in await self._in_frames(_MEDIA):
            found += more if isinstance(more, list) else []
        references = (_reference(one) for one in found)
        return list({one.url: one for one in references if one is not None}.values())

    async def _in_frames(self, function: str) -> list[Any]:
        """Run a function in each frame inside the page and return what those that answer return."""
        found = []
        for target in [one for one in self._page.everyone() if one.kind in ("page", "iframe")][:_MOST_FRAMES]:
            tree = await _or_none(target.send("Page.getFrameTree"), _FRAME_SECONDS)
            frames = list(_frames(tree["frameTree"])) if tree else []
            inner = [frame for frame in frames[:_MOST_FRAMES] if frame != self._frame]
            found += [await _or_none(self._run_in(target, frame, function), _FRAME_SECONDS) for frame in inner]
        return found

    async def _mhtml(self) -> bytes:
        return str((await self._page.send("Page.captureSnapshot", format="mhtml"))["data"]).encode()

    async def _pdf(self, edge: str) -> bytes:
        """Print the page as it looks on a screen, with address and time visible at its edges (METHOD 1.1, c)."""
        line = '<div style="font:8px sans-serif;width:100%;padding:0 8mm;color:#444;overflow:hidden">{}</div>'
        await self._page.send("Emulation.setEmulatedMedia", media="screen")
        printed = await self._page.send(
            "Page.printToPDF",
            within_seconds=_TAKE_SECONDS,
            printBackground=True,
            displayHeaderFooter=True,
            headerTemplate=line.format(html.escape(edge)),
            footerTemplate=line.format('<span class="pageNumber"></span> / <span class="totalPages"></span>'),
            generateTaggedPDF=True,
            **_PAPER,
        )
        return base64.b64decode(printed["data"])


def _frames(tree: Facts) -> Iterator[str]:
    """Yield the frames of a tree that show something of the web."""
    if str(tree["frame"]["url"]).startswith(("http", "about:srcdoc")):
        yield str(tree["frame"]["id"])
    for child in tree.get("childFrames", ()):
        yield from _frames(child)


def _whole(value: Any) -> Any:
    """Return texts as any encoding can hold them: a script may hand over half of a pair of surrogates."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(one) for name, one in value.items()}
    return value


async def _or_none(work: Awaitable[Found], within_seconds: float = _TAKE_SECONDS) -> Found | None:
    """Return what the work comes to, or None where the browser or the page would not do it."""
    try:
        async with asyncio.timeout(within_seconds):
            return await work
    except (Failed, TimeoutError, ValueError, KeyError, TypeError):
        return None


def _reference(one: Any) -> vault.MediaReference | None:
    """Return what a page's script said of one picture or film; a page may have bent the script to say anything."""
    try:
        url, kind = str(one["url"]), str(one["kind"])
        width, height = int(one["width"]), int(one["height"])
    except (KeyError, TypeError, ValueError):
        return None
    if url.startswith(("data:", "about:", "javascript:")) or len(url) > _LONGEST_URL or kind not in _KINDS:
        return None
    return vault.MediaReference(url=url, kind=kind, width=width, height=height)
