"""Owns how an examination of content credentials is told: only what was checked, in three languages.

It never calls a picture genuine and never calls it false. A signature that holds says that these bytes are what the
holder of a key signed; one that does not says that something was changed since. What a picture shows, nobody
checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from onrecord.kernel import Label

_NONE: Final = Label(
    en="The file holds no content credentials. Most files do not, and this says nothing about it.",
    ru="В файле нет сведений о происхождении C2PA. Их нет в большинстве файлов, и это ни о чём не говорит.",
    kk="Файлда C2PA шығу тегі мәліметтері жоқ. Файлдардың көбінде олар болмайды, бұл ештеңе білдірмейді.",
)
_REMOTE: Final = Label(
    en="The file names an address where its credentials lie. Nothing was fetched, so they were not checked: {address}",
    ru="Файл называет адрес сведений о своём происхождении. Оттуда ничего не загружено, они не проверены: {address}",
    kk="Файл өз шығу тегі мәліметтерінің мекенжайын атайды. Одан ештеңе жүктелген жоқ, олар тексерілмеді: {address}",
)
_UNREADABLE: Final = Label(
    en="The file holds content credentials that the validator could not read: {problem}",
    ru="В файле есть сведения о происхождении C2PA, но проверяющая программа не смогла их прочитать: {problem}",
    kk="Файлда C2PA шығу тегі мәліметтері бар, бірақ тексеруші бағдарлама оларды оқи алмады: {problem}",
)
_CHECKED: Final = Label(
    en="Checked offline by {validator}; no list of trusted signers was given. What the picture shows was not checked.",
    ru="Проверено без сети программой {validator}; список доверенных подписавших не задан. "
    "Что показано на снимке, не проверялось.",
    kk="{validator} желісіз тексерді; сенімді қол қоюшылар тізімі берілген жоқ. "
    "Суретте не көрсетілгені тексерілген жоқ.",
)
_SIGNED_BY: Final = Label(
    en="The claim names as its signer: {signer}. Made with: {generator}.",
    ru="Подписавшим в заявлении назван: {signer}. Создано программой: {generator}.",
    kk="Мәлімдемеде қол қоюшы деп аталған: {signer}. Жасаған бағдарлама: {generator}.",
)
_SIGNED_AT: Final = Label(
    en="Time named with the signature: {time}.",
    ru="Время, указанное при подписи: {time}.",
    kk="Қолтаңбамен бірге көрсетілген уақыт: {time}.",
)
_ACTIONS: Final = Label(
    en="Actions the claim lists: {actions}.",
    ru="Действия, перечисленные в заявлении: {actions}.",
    kk="Мәлімдемеде аталған әрекеттер: {actions}.",
)
_INGREDIENTS: Final = Label(
    en="Made from, says the claim: {ingredients}.",
    ru="Исходные файлы по заявлению: {ingredients}.",
    kk="Мәлімдеме бойынша бастапқы файлдар: {ingredients}.",
)
_OTHER: Final = Label(
    en="The validator also reports: {codes}.",
    ru="Проверяющая программа сообщает также: {codes}.",
    kk="Тексеруші бағдарлама мынаны да хабарлайды: {codes}.",
)

# What a code of the validator means for the active manifest (C2PA 2.x, chapter 15); the first that is there is told.
_SIGNATURE: Final = {
    "claimSignature.mismatch": Label(
        en="The signature over the claim does not hold: claim or signature were changed after signing.",
        ru="Подпись под заявлением не сходится: заявление или подпись изменены после подписания.",
        kk="Мәлімдеме қолтаңбасы сәйкес келмейді: қол қойылғаннан кейін мәлімдеме не қолтаңба өзгертілген.",
    ),
    "claimSignature.validated": Label(
        en="The signature over the claim holds: the holder of the signer's key signed it.",
        ru="Подпись под заявлением сходится: её поставил владелец ключа.",
        kk="Мәлімдеме қолтаңбасы сәйкес келеді: оны кілт иесі қойған.",
    ),
}
_DATA: Final = {
    ".mismatch": Label(
        en="The bytes of the file are not those that were signed: they were changed afterwards.",
        ru="Байты файла не те, что были подписаны: их изменили позже.",
        kk="Файл байттары қол қойылған байттар емес: оларды кейін өзгерткен.",
    ),
    ".match": Label(
        en="The bytes of the file are those that were signed.",
        ru="Байты файла — те, что были подписаны.",
        kk="Файл байттары — қол қойылған байттардың өзі.",
    ),
}
_DATA_CODES: Final = ("assertion.dataHash", "assertion.bmffHash", "assertion.boxesHash", "assertion.collectionHash")
_TIME: Final = {
    "timeStamp.mismatch": Label(
        en="The time stamp does not belong to this signature.",
        ru="Метка времени не относится к этой подписи.",
        kk="Уақыт белгісі бұл қолтаңбаға тиесілі емес.",
    ),
    "timeStamp.validated": Label(
        en="The time stamp over the signature holds.",
        ru="Метка времени под подписью сходится.",
        kk="Қолтаңба астындағы уақыт белгісі сәйкес келеді.",
    ),
}
_TRUST: Final = {
    "signingCredential.untrusted": Label(
        en="Nobody vouches for the signer here: the certificate is on no list of trusted ones.",
        ru="За подписавшего здесь никто не ручается: сертификата нет в списках доверенных.",
        kk="Қол қоюшыға мұнда ешкім кепіл емес: сертификат сенімділер тізімінде жоқ.",
    ),
    "signingCredential.expired": Label(
        en="The signer's certificate had expired.",
        ru="Срок сертификата подписавшего истёк.",
        kk="Қол қоюшы сертификатының мерзімі өткен.",
    ),
}


def sentences(found: Mapping[str, Any], language: str) -> list[str]:
    """Return what the examination came to, a sentence a line."""
    validator = "{name} {version}".format(**found["validator"])
    checked = _CHECKED.fill(language, validator=validator)
    if found["state"] == "none":
        return [_NONE.text(language)]
    if found["state"] == "remote":
        return [_REMOTE.fill(language, address=found.get("address", "")), checked]
    if found["state"] == "unreadable":
        return [_UNREADABLE.fill(language, problem=found.get("problem", "")), checked]
    return [*_of_manifest(found, language), checked]


def _of_manifest(found: Mapping[str, Any], language: str) -> Iterator[str]:
    active = [one for one in found["codes"] if one["about"] == "active"]
    codes = [one["code"] for one in active]
    told: set[str] = set()
    for table in (_SIGNATURE, _whole_codes(), _TIME, _TRUST):
        code = next((code for code in table if code in codes), None)
        if code is not None:
            told.add(code)
            yield table[code].text(language)
    manifest = found["manifests"][0] if found["manifests"] else {}
    yield from _of_claim(manifest, language)
    others = dict.fromkeys(
        one["code"] for one in found["codes"] if one["outcome"] == "failure" and one["code"] not in told
    )
    if others:
        yield _OTHER.fill(language, codes=", ".join(others))


def _whole_codes() -> dict[str, Label]:
    return {f"{code}{ending}": says for ending, says in _DATA.items() for code in _DATA_CODES}


def _of_claim(manifest: Mapping[str, Any], language: str) -> Iterator[str]:
    signer = manifest.get("signer") or {}
    names = ", ".join(signer[name] for name in ("name", "issuer") if name in signer)
    yield _SIGNED_BY.fill(language, signer=names or "?", generator=manifest.get("generator", "?"))
    if "signed_at" in manifest:
        yield _SIGNED_AT.fill(language, time=manifest["signed_at"])
    actions = [one["action"] for one in manifest.get("actions", ()) if "action" in one]
    if actions:
        yield _ACTIONS.fill(language, actions=", ".join(actions))
    ingredients = [one.get("title", "?") for one in manifest.get("ingredients", ())]
    if ingredients:
        yield _INGREDIENTS.fill(language, ingredients=", ".join(ingredients))
