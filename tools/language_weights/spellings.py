"""Owns the respelling of words: the same language in another script, and a neighbour language after sound laws.

Of Kazakh and Uyghur in their other scripts and of Uzbek in Cyrillic little free text exists, of Dungan none; their
orthographies are regular. The neighbours (Karakalpak, Altai, Khakas, Turkmen, Bashkir, Crimean Tatar, Gagauz) are only
approached, so that a language nobody has data for is not taken for its relative.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

Words = Counter[str]
Rule = Callable[[str, random.Random], str]

_KAZAKH: Final = list("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыьіэюя")


def _letters(to: str, of: list[str] = _KAZAKH) -> dict[str, str]:
    return {one: "" if other == "_" else other for one, other in zip(of, to.split(), strict=True)}


# The drafts of 2021, 2018, 2017 and 2019, and the spelling used on the web before them.
_KAZAKH_LATIN: Final = (
    _letters("a ä b v g ğ d e io j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ch ş şş _ y _ ı e iu ia"),
    _letters("a ä b v g ğ d e io j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ch ş şş _ y _ ı e iu ia"),
    _letters("a á b v g ǵ d e io j z ı ı k q l m n ń o ó p r s t ý u ú f h h ts ch sh sh _ y _ i e ıý ıa"),
    _letters("a a' b v g g' d e io j z i' i' k q l m n n' o o' p r s t y' u u' f h h ts c' s' s's' _ y _ i e i'y' i'a"),
    _letters("a á b v g ǵ d e io j z ı ı k q l m n ń o ó p r s t w u ú f h h ts ch sh sh _ y _ i e ıw ıa"),
    _letters("a ä b v g ğ d e yo j z ï y k q l m n ñ o ö p r s t w u ü f x h c ç ş şş _ ı _ i é yu ya"),
)
# Төте жазу: vowels of the front are marked once, by a hamza before the word, unless к, г or е show them.
_KAZAKH_ARABIC: Final = _letters(
    "ا ا ب ۆ گ ع د ە يو ج ز ي ي ك ق ل م ن ڭ و و پ ر س ت ۋ ۇ ۇ ف ح ھ تس چ ش شش _ ى _ ى ە يۋ يا"
)
_UYGHUR: Final = list("اەېىوۇۆۈبپتجچخدرزژسشغفقكگڭلمنھۋي")
_UYGHUR_LATIN: Final = _letters("a e ë i o u ö ü b p t j ch x d r z zh s sh gh f q k g ng l m n h w y", _UYGHUR)
_UYGHUR_CYRILLIC: Final = _letters("а ә е и о у ө ү б п т җ ч х д р з ж с ш ғ ф қ к г ң л м н һ в й", _UYGHUR)
_UZBEK_PAIRS: Final = ("o'ў", "g'ғ", "shш", "chч", "yaя", "yoё", "yuю", "yeе", "tsц")
_UZBEK: Final = dict(zip("abdefghijklmnopqrstuvxyz'", "абдефгҳижклмнопқрстувхйзъ", strict=True))


def _put(word: str, letters: Mapping[str, str]) -> str:
    return "".join(letters.get(one, one) for one in word)


def _kazakh_latin(word: str, chance: random.Random) -> str:
    return _put(word, chance.choice(_KAZAKH_LATIN))


def _kazakh_arabic(word: str, _chance: random.Random) -> str:
    is_marked = re.search("[әөүі]", word) and not re.search("[гке]", word)
    return ("ء" if is_marked else "") + _put(word, _KAZAKH_ARABIC)


def _uyghur_latin(word: str, chance: random.Random) -> str:
    spelled = _put(re.sub("(?<=.)ئ(?=.)", "'", word).replace("ئ", ""), _UYGHUR_LATIN)
    return spelled.replace("ë", chance.choice("ëée"))


def _uyghur_cyrillic(word: str, _chance: random.Random) -> str:
    return _put(word.replace("ئ", ""), _UYGHUR_CYRILLIC).replace("йа", "я").replace("йу", "ю")


def _uzbek_cyrillic(word: str, _chance: random.Random) -> str:
    for pair in _UZBEK_PAIRS:
        word = word.replace(pair[:-1], pair[-1])
    return _put(re.sub(r"(^|[aeiouўяёюе])e", r"\1э", word), _UZBEK)


def _by_laws(*laws: str) -> Rule:
    """Return a rule of sound laws, each written `pattern>replacement`."""
    pairs = [(re.compile(law.split(">")[0]), law.split(">")[1]) for law in laws]

    def rule(word: str, _chance: random.Random) -> str:
        for pattern, replacement in pairs:
            word = pattern.sub(replacement, word)
        return word

    return rule


RULES: Final[Mapping[str, Rule]] = {
    "kk_latn": _kazakh_latin,
    "kk_arab": _kazakh_arabic,
    "ug_latn": _uyghur_latin,
    "ug_cyrl": _uyghur_cyrillic,
    "uz_cyrl": _uzbek_cyrillic,
    "kaa": _by_laws("іи>ий", "і>и", "ұ>у", "^және$>ҳәм", "һ>ҳ", "([аәеоөыиу])у>\\1ў", "у([аәеоөыи])>ў\\1", "х>ҳ"),
    "alt": _by_laws("ң>ҥ", "ү>ӱ", "ө>ӧ", "ж>ј", "шы>ши"),
    "kjh": _by_laws("ж>ч", "ө>ӧ", "ү>ӱ", "қ>х", "ұ>у", "б>п", "ш>с", "^с>ч"),
    "tk_cyrl": _by_laws("һ>х", "ҝ>г", "ҹ>җ", "ғ>г", "ј>й", "ә>е"),
    "ba": _by_laws("җ>й", "ч>с", "з>ҙ", "^с>һ", "с>ҫ"),
    "crh": _by_laws("^h>", "k([aıou])>q\\1", "([aıou])k>\\1q", "n(ı|$)>ñ\\1"),
    "gag": _by_laws("^h>", "([iüae])ye>\\1ä", "ğ>", "^ve$>hem", "ler>lär", "den>dän", "e$>ä"),
    "tk_latn": _by_laws("y>ý", "ı>y", "k([aou])>g\\1", "v>w", "nin>niň", "c>j"),
    "kaa_latn": _by_laws("ğ>ǵ", "ü>ú", "ö>ó", "ä>á"),
}


# Dungan is a Sinitic language in Cyrillic letters: initials and finals of Mandarin in its orthography stand in for it.
def _pairs(written: str) -> dict[str, str]:
    """Return `from:to` pairs, parted by spaces, as a mapping."""
    return {one.split(":")[0]: one.split(":")[1] for one in written.split()}


_INITIALS: Final = _pairs("b:б p:п m:м f:ф d:д t:т n:н l:л g:г k:к h:х j:җ q:ч x:щ zh:җ ch:ч sh:ш r:ж z:з c:ц s:с w:в")
_FINALS: Final = _pairs(
    "a:а o:ә e:ә i:и u:ў v:ү ai:э ei:ый ao:о ou:у an:ан en:ын ang:он eng:ын ong:ун ia:я ie:е iao:ё iu:ю ian:ян "
    "in:ин iang:ён ing:ин iong:юн ua:уа uo:уә uai:уэ ui:уй uan:уан un:ун uang:уон ve:үә van:үан vn:үн er:эр"
)
_WHOLE: Final = _pairs(
    "ya:я ye:е yao:ё you:ю yan:ян yin:йин yang:ён ying:йин yong:юн yi:йи yu:йү yue:йүә yuan:йүан yun:йүн wu:ву"
)
_SYLLABLE: Final = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsw])?(.*)")
_HISSING: Final = frozenset(("zh", "ch", "sh", "r", "z", "c", "s"))
_OWN_WORDS: Final = "ди ни ли зы ду му сы йи гә жын хуэйзў җунян ба дан лян дэ та вә ваму щи на"


def dungan(runs: Words, chance: random.Random) -> Words:
    """Return Dungan-like words made from runs of Chinese characters, with some words of Dungan's own."""
    from pypinyin import lazy_pinyin

    counted: Words = Counter()
    for run, _ in runs.most_common(20_000):
        syllables = [_syllable(one.replace("ü", "v"), chance) for one in lazy_pinyin(run)]
        counted.update(_grouped(syllables, chance))
    counted.update(dict.fromkeys(_OWN_WORDS.split(), counted.total() // 400))
    return counted


def _grouped(syllables: list[str | None], chance: random.Random) -> Iterator[str]:
    at = 0
    while at < len(syllables):
        size = chance.choice((1, 2, 2, 2, 3))
        part = [one for one in syllables[at : at + size] if one]
        if len(part) == len(syllables[at : at + size]):
            yield "".join(part)
        at += size


def _syllable(sound: str, chance: random.Random) -> str | None:
    if sound in _WHOLE:
        return _WHOLE[sound]
    initial, final = _SYLLABLE.fullmatch(sound).groups()  # type: ignore[union-attr]
    initial = initial or ""
    if initial in {"j", "q", "x"} and final.startswith("u"):
        final = "v" + final[1:]
    if final == "i" and initial in _HISSING:
        return _INITIALS[initial] + "ы"
    if final not in _FINALS:
        return None
    if final == "u" and initial in set("dtnlgkh") and chance.random() < 0.3:
        return _INITIALS[initial] + "у"
    return _INITIALS.get(initial, "") + _FINALS[final]
