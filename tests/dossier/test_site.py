"""The site: opens from a stick, runs nothing, asks nobody, leads from every figure to its evidence, escapes all."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from tests.dossier import valley

from onrecord import dossier

_LOADING = {"link": "href", "img": "src", "script": "src", "iframe": "src", "object": "data", "embed": "src",
            "source": "src", "video": "src", "audio": "src", "image": "href", "use": "href", "form": "action"}  # fmt: skip
_ALLOWED = {"html", "head", "meta", "title", "link", "body", "a", "header", "nav", "main", "footer", "article", "aside",
            "section", "div", "span", "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption",
            "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "blockquote", "q", "pre", "code", "b", "em",
            "strong", "sup", "mark", "br", "hr", "wbr", "time", "details", "summary", "svg", "desc", "path", "circle", "line",
            "rect", "text"}  # fmt: skip
_SVG = {"svg", "title", "desc", "path", "circle", "line", "rect", "text"}


@cache
def _parsed(file: Path) -> Any:
    return html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def _pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_the_pages_that_were_promised_are_there(published: dossier.Publication) -> None:
    """A statement in each language, figures, trails, timeline, disagreements, sources, methodology, how to verify."""
    names = ("index", "figures", "timeline", "disagreements", "sources", "methodology", "verify", "figures/killed")
    for language in ("", "ru/", "kk/"):
        for name in names:
            assert (published.folder / f"{language}{name}.html").is_file()
    assert (published.folder / "data" / "claims.csv").is_file()
    assert published.site == published.folder / "index.html"


def test_no_page_runs_or_loads_anything(published: dossier.Publication) -> None:
    """No script, no handler, no inline style; the only thing a page loads is our own style sheet."""
    for page in _pages(published.folder):
        for element in _parsed(page).iter(html.etree.Element):
            assert element.tag in _ALLOWED, f"{page.name}: {element.tag}"
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            loaded = element.get(_LOADING[element.tag]) if element.tag in _LOADING else None
            if loaded is not None:
                assert (page.parent / loaded).resolve() == (published.folder / "dossier.css").resolve()
    style = (published.folder / "dossier.css").read_text("utf-8")
    assert not re.search(r"url\(|@import|@font-face|https?:", style)


def test_every_page_forbids_what_it_does_not_need(published: dossier.Publication) -> None:
    """A policy that allows one style sheet and nothing else, and no referrer for those whose page is visited."""
    for page in _pages(published.folder):
        metas = {one.get("http-equiv") or one.get("name"): one.get("content") for one in _parsed(page).iter("meta")}
        assert metas["Content-Security-Policy"].startswith("default-src 'none'")
        assert "script-src" not in metas["Content-Security-Policy"]
        assert "unsafe" not in metas["Content-Security-Policy"]
        assert metas["referrer"] == "no-referrer"


def test_every_link_inside_leads_somewhere(published: dossier.Publication) -> None:
    """Relative, inside the folder, and the place on the page exists: the site opens from a stick."""
    ids = {page.resolve(): {one.get("id") for one in _parsed(page).iter() if one.get("id")}
           for page in _pages(published.folder)}  # fmt: skip
    links = 0
    for page in _pages(published.folder):
        for anchor in _parsed(page).iter("a"):
            parts = urlsplit(anchor.get("href"))
            if parts.scheme:
                continue
            links += 1
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page.resolve()
            assert target.is_file(), f"{page.name}: {anchor.get('href')}"
            assert target.is_relative_to(published.folder.resolve())
            if parts.fragment:
                assert unquote(parts.fragment) in ids[target], f"{page.name}: {anchor.get('href')}"
    assert links > 500


def test_links_out_are_plain_and_tell_nothing(published: dossier.Publication) -> None:
    """Addresses of sources only, of the web only, without a referrer."""
    outside = {
        (anchor.get("href"), anchor.get("rel"))
        for page in _pages(published.folder)
        for anchor in _parsed(page).iter("a")
        if urlsplit(anchor.get("href")).scheme
    }
    assert {urlsplit(href).scheme for href, _ in outside} <= {"https", "http"}
    assert {urlsplit(href).hostname for href, _ in outside} == {"example.org"}
    assert all("noreferrer" in rel for _, rel in outside)


def test_ids_are_unique_and_the_outline_is_sound(published: dossier.Publication) -> None:
    """One main heading, no level skipped, one place per id, a language, a title, a way past the menu."""
    for page in _pages(published.folder):
        tree = _parsed(page)
        ids = Counter(one.get("id") for one in tree.iter() if one.get("id"))
        assert [one for one, times in ids.items() if times > 1] == [], page.name
        levels = [int(one.tag[1]) for one in tree.iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
        folder = page.relative_to(published.folder).parts[0]
        assert tree.get("lang") == (folder if folder in ("ru", "kk") else "en")
        assert (tree.findtext("head/title") or "").strip()
        assert tree.find_class("skip")[0].get("href") == "#main"
        for table in tree.iter("table"):
            assert table.find("thead") is not None
        for chart in tree.iter("svg"):
            named = [chart.find(f"{one}") for one in ("title", "desc")]
            assert all(one is not None and one.text for one in named)


@pytest.mark.parametrize(("folder", "words"), [("", "eleven"), ("ru/", "одиннадцать человек"), ("kk/", "он бір адам")])
def test_a_figure_is_one_click_from_quote_source_and_digest(
    published: dossier.Publication, folder: str, words: str
) -> None:
    """The words lead to a note with the exact quote in its language, who said it, the source and the item's SHA-256."""
    tree = _parsed(published.folder / folder / "index.html")
    (mark,) = [one for one in tree.find_class("figure") if one.tag == "a" and one.text_content().startswith(words)]
    note = tree.get_element_by_id(mark.get("href").removeprefix("#"))
    (quote,) = note.iter("blockquote")
    assert quote.text_content().strip() == "погибли одиннадцать человек"
    assert quote.get("lang") == "ru"
    text = " ".join(note.text_content().split())
    assert "regional office" in text
    assert "Вестник долины" in text
    assert re.search(r"\b[0-9a-f]{64}\b", text)
    assert next(one.get("href") for one in note.iter("a")) == f"#{mark.get('id')}"
    assert any(one.get("href") == "figures/killed.html" for one in note.iter("a"))


def test_a_trail_shows_every_reading_and_the_whole_chain(published: dossier.Publication) -> None:
    """Range, who says what, which of them the statement rests on; item, quote, claim, figure, statement in order."""
    tree = _parsed(published.folder / "figures" / "killed.html")
    steps = [one.findtext(".//b") for one in tree.find_class("chain")[0].iter("li")]
    assert steps == ["Sealed item", "Quote", "Claim", "Figure", "Statement"]
    (big,) = tree.find_class("big")
    assert big.findtext("dd") == "8–12 or more"
    cards = [one for one in tree.iter("li") if (one.get("id") or "").startswith("claim-")]
    assert [one.get("id") for one in cards] == ["claim-K6", "claim-K3", "claim-K5", "claim-K2", "claim-K1", "claim-K4"]
    assert "Contested" in tree.find_class("verdict")[0].text_content()
    carrying = [one.get("id") for one in cards if one.get("class") == "carries"]
    assert carrying == ["claim-K6", "claim-K3", "claim-K1"]
    assert "at least 12" in cards[0].text_content()
    kazakh = next(one for one in cards if one.get("id") == "claim-K5")
    assert next(kazakh.iter("blockquote")).get("lang") == "kk"


def test_hostile_words_are_words(published: dossier.Publication) -> None:
    """Raw HTML in a statement, a publisher, a speaker, a quote, a value: shown letter for letter, never markup."""
    seen = 0
    for page in _pages(published.folder):
        tree = _parsed(page)
        assert not list(tree.iter("script", "img"))
        seen += tree.text_content().count(valley.HOSTILE)
    assert seen > 10
    assert valley.HOSTILE in _parsed(published.folder / "index.html").text_content()
    sources = _parsed(published.folder / "sources.html")
    assert "javascript:alert(3)" in sources.text_content()


def test_each_language_leads_to_the_same_page_in_the_others(published: dossier.Publication) -> None:
    """A reader changes the language where they are."""
    page = published.folder / "kk" / "figures" / "killed.html"
    links = {one.get("hreflang"): one.get("href") for one in _parsed(page).iter("a") if one.get("hreflang")}
    assert links == {
        "en": "../../figures/killed.html",
        "ru": "../../ru/figures/killed.html",
        "kk": "../../kk/figures/killed.html",
    }
    assert "Кім не дейді" in _parsed(page).text_content()


def test_the_page_on_verifying_names_key_head_and_limits(published: dossier.Publication) -> None:
    """The verifier key, its fingerprint, size and root of the log, and what no check can exclude."""
    text = " ".join(_parsed(published.folder / "verify.html").text_content().split())
    assert re.search(r"onrecord/archive-0001\+[0-9a-f]{8}\+\S{40,}", text)
    assert "cannot be excluded" in text
    assert len(re.findall(r"\b[0-9a-f]{64}\b", text)) >= 3


def test_a_timeline_dates_nothing_closer_than_its_source(published: dossier.Publication) -> None:
    """A night is two days, a month is a month; each number stands at the day it was first given for."""
    tree = _parsed(published.folder / "timeline.html")
    days = [one.text_content() for one in tree.find_class("timeline")[0].iter("dt")]
    assert "7–8\u00a0March 2031" in days
    assert "March 2031" in days
    assert days.index("March 2031") < days.index("7–8\u00a0March 2031")


def test_what_a_person_judged_stands_beside_what_was_found(published: dossier.Publication) -> None:
    """The kind that was found stays; the public judgement is shown with its reason, the team's own is not."""
    text = " ".join(_parsed(published.folder / "disagreements.html").text_content().split())
    assert (
        "Judged by the authors on 9 April 2031: Not the same thing counted. Reason: the newspaper counts one village"
        in text
    )
    assert "Conflict" in text
