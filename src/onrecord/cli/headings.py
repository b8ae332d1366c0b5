"""Owns how the columns of tables on a terminal are called, in three languages; programs read the names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Label

HEADINGS: Final[Mapping[str, Label]] = {
    "actor": Label(en="actor", ru="кто", kk="кім"),
    "as_of": Label(en="as of", ru="на дату", kk="қай күнге"),
    "at": Label(en="at", ru="когда", kk="қашан"),
    "characters": Label(en="characters", ru="знаков", kk="таңба"),
    "claim": Label(en="claim", ru="утверждение", kk="мәлімдеме"),
    "container": Label(en="container", ru="контейнер", kk="контейнер"),
    "containers": Label(en="containers", ru="контейнеры", kk="контейнерлер"),
    "cosigned_at": Label(en="cosigned at", ru="подписано", kk="қол қойылған"),
    "cosigned_by": Label(en="cosigned by", ru="вторая подпись", kk="екінші қол"),
    "count": Label(en="count", ru="сколько", kk="саны"),
    "days": Label(en="days", ru="дней", kk="күн"),
    "dimensions": Label(en="dimensions", ru="измерения", kk="өлшемдер"),
    "due": Label(en="due", ru="срок", kk="мерзімі"),
    "event": Label(en="event", ru="событие", kk="оқиға"),
    "examiner": Label(en="examiner", ru="кто исследовал", kk="зерттеуші"),
    "example": Label(en="example", ru="пример", kk="мысал"),
    "facts": Label(en="facts", ru="подробности", kk="мән-жайы"),
    "field": Label(en="field", ru="поле", kk="өріс"),
    "form": Label(en="form", ru="форма", kk="пішімі"),
    "id": Label(en="id", ru="код", kk="коды"),
    "item": Label(en="item", ru="предмет", kk="айғақ"),
    "kind": Label(en="kind", ru="вид", kk="түрі"),
    "label": Label(en="label", ru="название", kk="атауы"),
    "language": Label(en="language", ru="язык", kk="тілі"),
    "line": Label(en="line", ru="строка", kk="жол"),
    "matched_by": Label(en="matched by", ru="найдено по", kk="немен табылды"),
    "members": Label(en="members", ru="содержимое", kk="ішіндегісі"),
    "name": Label(en="name", ru="имя", kk="аты"),
    "origin": Label(en="origin", ru="первоисточник", kk="бастапқы дереккөз"),
    "path": Label(en="path", ru="путь", kk="жолы"),
    "problem": Label(en="problem", ru="что не так", kk="ақауы"),
    "property": Label(en="property", ru="свойство", kk="қасиет"),
    "proposals": Label(en="proposals", ru="предложений", kk="ұсыныс"),
    "refused": Label(en="refused", ru="отклонено", kk="қабылданбады"),
    "seq": Label(en="entry", ru="запись", kk="жазба"),
    "sidecar": Label(en="sidecar", ru="приложение", kk="қосымша файл"),
    "sidecars": Label(en="sidecars", ru="приложения", kk="қосымша файлдар"),
    "signature": Label(en="signature", ru="подпись", kk="қолтаңба"),
    "size": Label(en="entries", ru="записей", kk="жазба"),
    "source": Label(en="source", ru="источник", kk="дереккөз"),
    "speaker": Label(en="speaker", ru="кто говорит", kk="айтушы"),
    "stamped_by": Label(en="stamped by", ru="отметка времени", kk="уақыт таңбасы"),
    "state": Label(en="state", ru="состояние", kk="күйі"),
    "status": Label(en="status", ru="состояние", kk="күйі"),
    "subject": Label(en="subject", ru="о чём", kk="не туралы"),
    "tool": Label(en="tool", ru="программа", kk="бағдарлама"),
    "units": Label(en="units", ru="единицы", kk="бірліктер"),
    "value": Label(en="value", ru="значение", kk="мәні"),
    "version": Label(en="version", ru="версия", kk="нұсқасы"),
    "why": Label(en="why", ru="почему", kk="неге"),
    "wording": Label(en="wording", ru="дословно", kk="сөзбе-сөз"),
}


def headings(*names: str) -> tuple[Label, ...]:
    """Return the heads of columns by the names that programs read."""
    return tuple(HEADINGS[name] for name in names)
