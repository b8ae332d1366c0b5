"""Owns the words in which a person is told what a capture lacks, and why it may be a shell. Never decides either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Label
from onrecord.vault.pages.completeness import Missing
from onrecord.vault.pages.shells import ShellSign
from onrecord.vault.pages.takes import Limit

MISSING_WORDS: Final[Mapping[Missing, Label]] = {
    Missing.ADDRESS: Label(en="the address it came from", ru="адрес, откуда она получена", kk="алынған мекенжайы"),
    Missing.HTML_SOURCE: Label(en="its source, whole", ru="исходный код целиком", kk="бастапқы мәтіні толық күйінде"),
    Missing.FULL_PAGE: Label(
        en="an image or print of the whole page",
        ru="изображение или печать всей страницы",
        kk="бүкіл беттің суреті не баспасы",
    ),
    Missing.SCREENSHOT: Label(
        en="an image as high as the page", ru="изображение во всю высоту страницы", kk="бет биіктігіндей сурет"
    ),
    Missing.EMBEDDED_MEDIA: Label(
        en="some of its pictures, sounds or films",
        ru="часть её изображений, звука или видео",
        kk="суреттерінің, дыбысының не бейнесінің бір бөлігі",
    ),
    Missing.EMBEDDED_METADATA: Label(
        en="what it says of itself", ru="её собственные метаданные", kk="өзінің метадеректері"
    ),
    Missing.CONTEXT: Label(
        en="its author, dates and tags", ru="автор, даты и метки", kk="авторы, күндері мен белгілері"
    ),
    Missing.COLLECTOR: Label(en="who collected it", ru="кто её собрал", kk="кім жинағаны"),
    Missing.TOOL_VERSION: Label(
        en="the tool and its version", ru="инструмент и его версия", kk="құрал мен оның нұсқасы"
    ),
    Missing.OUR_CLOCK: Label(en="the time by our clock", ru="время по нашим часам", kk="біздің сағаттағы уақыт"),
    Missing.SERVER_CLOCK: Label(
        en="the time by the server's clock", ru="время по часам сервера", kk="сервер сағатындағы уақыт"
    ),
    Missing.HEADERS: Label(en="the server's headers", ru="заголовки сервера", kk="сервердің тақырыптары"),
    Missing.TLS_CHAIN: Label(en="the server's certificates", ru="сертификаты сервера", kk="сервердің сертификаттары"),
    Missing.WARC: Label(en="the exchange over the network", ru="обмен по сети", kk="желідегі алмасу"),
    Missing.HASHES: Label(en="digests", ru="хеш-суммы", kk="хештер"),
    Missing.WHOLE: Label(en="its end: it was cut off", ru="её конец: она оборвана", kk="соңы: ол үзіліп қалған"),
    Missing.CONTENT: Label(en="perhaps its content", ru="возможно, само содержание", kk="мүмкін, мазмұнының өзі"),
}
SHELL_WORDS: Final[Mapping[ShellSign, Label]] = {
    ShellSign.NO_TEXT: Label(en="the page shows no words", ru="на странице нет слов", kk="бетте сөз жоқ"),
    ShellSign.SHORT_TEXT: Label(
        en="the page shows very few words", ru="на странице очень мало слов", kk="бетте сөз тым аз"
    ),
    ShellSign.WORDS_MISSING: Label(
        en="words that were expected are not on it", ru="на ней нет ожидаемых слов", kk="онда күтілген сөздер жоқ"
    ),
    ShellSign.PROMISE_NOT_KEPT: Label(
        en="the words by which it describes itself are not on it",
        ru="на ней нет слов, которыми она сама себя описывает",
        kk="өзін сипаттайтын сөздер онда жоқ",
    ),
    ShellSign.WALL: Label(
        en="it asks to log in, to switch something on or to prove that one is human",
        ru="она просит войти, что-то включить или доказать, что вы человек",
        kk="ол кіруді, бірдеңені қосуды не адам екеніңізді дәлелдеуді сұрайды",
    ),
    ShellSign.ERROR_STATUS: Label(
        en="the server answered with an error", ru="сервер ответил ошибкой", kk="сервер қате деп жауап берді"
    ),
}
LIMIT_WORDS: Final[Mapping[Limit, Label]] = {
    Limit.BYTES: Label(en="it was too large", ru="она слишком велика", kk="ол тым үлкен"),
    Limit.SECONDS: Label(en="it took too long", ru="она грузилась слишком долго", kk="ол тым ұзақ жүктелді"),
    Limit.REDIRECTS: Label(
        en="it was led on too often", ru="слишком много перенаправлений", kk="қайта бағыттау тым көп"
    ),
    Limit.REQUESTS: Label(en="it asked for too much", ru="она запросила слишком много", kk="ол тым көп нәрсе сұрады"),
    Limit.MEMORY: Label(en="it took too much memory", ru="она заняла слишком много памяти", kk="ол жадты тым көп алды"),
    Limit.BROKEN_OFF: Label(en="the server broke off", ru="сервер оборвал передачу", kk="сервер жіберуді үзді"),
}
