"""Owns what can be wrong with a question about utterances, and why a class or a publication is held back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Label, NotFound


class NoSuchUtterance(NotFound):
    """There is no utterance of this id, or none that the actor may see, as of the day."""

    code = "speech.no-such-utterance"
    says = Label(
        en="No utterance “{utterance}” is on record as of {as_of}. `onrecord speech` lists those there are.",
        ru="На {as_of} в записях нет высказывания «{utterance}». Все: `onrecord speech`.",
        kk="{as_of} күні «{utterance}» айтылған сөзі жазбада жоқ. Барлығы: `onrecord speech`.",
    )


REASONS: Final[Mapping[str, Label]] = {
    "speech.factor-open": Label(
        en="The factor “{factor}” is unknown: say what it shows, with evidence.",
        ru="Критерий «{factor}» не выяснен: скажите, что он показывает, и чем это доказано.",
        kk="«{factor}» өлшемі белгісіз: ол нені көрсететінін дәлелімен айтыңыз.",
    ),
    "speech.factor-does-not-support": Label(
        en="The factor “{factor}” does not support it; all six are needed.",
        ru="Критерий «{factor}» этого не подтверждает, а нужны все шесть.",
        kk="«{factor}» өлшемі мұны растамайды, алтауы да керек.",
    ),
    "speech.factor-without-evidence": Label(
        en="The factor “{factor}” rests on no claim that is evidence: a prosecution, what we say ourselves and claims that were "
        "taken back are none.",
        ru="Критерий «{factor}» не опирается на доказательства: преследование, наши слова и отозванные утверждения ими "
        "не являются.",
        kk="«{factor}» өлшемі дәлелге сүйенбейді: қудалау, өз сөзіміз бен қайтарып алынған мәлімдемелер дәлел емес.",
    ),
    "speech.factor-unreviewed": Label(
        en="Nobody but {author} has reviewed the factor “{factor}”: `onrecord review {claim}`.",
        ru="Критерий «{factor}» никто, кроме {author}, не проверил: `onrecord review {claim}`.",
        kk="«{factor}» өлшемін {author} дегеннен басқа ешкім тексермеген: `onrecord review {claim}`.",
    ),
    "speech.class-before-factor": Label(
        en="The factor “{factor}” was found after the class was reviewed: whoever signed has not seen it. Review it again: "
        "`onrecord review {claim}`.",
        ru="Критерий «{factor}» появился после проверки класса: подписавший его не видел. Проверьте снова: "
        "`onrecord review {claim}`.",
        kk="«{factor}» өлшемі сынып тексерілгеннен кейін пайда болды: қол қойған оны көрмеген. Қайта тексеріңіз: "
        "`onrecord review {claim}`.",
    ),
    "speech.office-of-another-day": Label(
        en="An office of the speaker is on record, and none for the day of the words: {claims}.",
        ru="Должность говорившего записана, но не на день этих слов: {claims}.",
        kk="Айтушының лауазымы жазылған, бірақ сол сөз күніне емес: {claims}.",
    ),
    "speech.form-unreviewed": Label(
        en="Nobody but {author} has reviewed the form: `onrecord review {claim}`.",
        ru="Форму никто, кроме {author}, не проверил: `onrecord review {claim}`.",
        kk="Түрді {author} дегеннен басқа ешкім тексермеген: `onrecord review {claim}`.",
    ),
    "speech.class-unreviewed": Label(
        en="Nobody but {author} has reviewed the class: `onrecord review {claim}`.",
        ru="Класс никто, кроме {author}, не проверил: `onrecord review {claim}`.",
        kk="Сыныпты {author} дегеннен басқа ешкім тексермеген: `onrecord review {claim}`.",
    ),
    "speech.no-words": Label(
        en="The exact words are not on record, so there is nothing to assess.",
        ru="Точных слов в записях нет, оценивать нечего.",
        kk="Нақты сөздер жазбада жоқ, бағалайтын ештеңе жоқ.",
    ),
    "speech.words-not-quoted": Label(
        en="The words of {claim} do not stand in the passage that it quotes (SP-01).",
        ru="Слов из {claim} нет в отрывке, который там процитирован (SP-01).",
        kk="{claim} ішіндегі сөздер сонда келтірілген үзіндіде жоқ (SP-01).",
    ),
    "speech.no-target-group": Label(
        en="No group is on record against which the words are directed.",
        ru="Группы, против которой направлены слова, в записях нет.",
        kk="Сөз қарсы бағытталған топ жазбада жоқ.",
    ),
    "speech.criticism-of-authority": Label(
        en="The words criticise an authority and no group: that is no hate speech, whoever was prosecuted for it.",
        ru="Слова критикуют власть, а не группу: это не язык вражды, кого бы за них ни преследовали.",
        kk="Сөз топты емес, билікті сынайды: кім қудаланса да, бұл араздық тілі емес.",
    ),
    "speech.private-below-class-two": Label(
        en="A private person's words are published in class 1 or 2 only (SP-03).",
        ru="Слова частного лица публикуются только в классах 1 и 2 (SP-03).",
        kk="Жеке адамның сөзі тек 1 және 2-сыныпта жарияланады (SP-03).",
    ),
}
