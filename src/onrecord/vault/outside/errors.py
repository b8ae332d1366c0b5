"""Owns the faults of time stamps, witnesses and heads."""

from __future__ import annotations

from onrecord.kernel import Broken, Label, NotFound, Refused, Unavailable


class ChainRefused(Refused):
    """A file of certificates from which no stamp could be checked."""

    code = "vault.chain-refused"
    says = Label(
        en="{place} is no certificate chain of an authority: {problem}. Take the file with the root certificate, in PEM, "
        "from the authority's own site.",
        ru="{place} — не цепочка сертификатов службы времени: {problem}. Возьмите файл с корневым сертификатом в формате "
        "PEM на сайте самой службы.",
        kk="{place} — уақыт қызметінің сертификаттар тізбегі емес: {problem}. PEM пішіміндегі түбірлік сертификаты бар "
        "файлды қызметтің өз сайтынан алыңыз.",
    )


class StampFalse(Broken):
    """What an authority answered is no stamp over what was asked; the answer is kept as it came."""

    code = "vault.stamp-false"
    says = Label(
        en="The answer is no time stamp over this head: {reason} ({found}). It was kept as it came and is not counted.",
        ru="Ответ — не отметка времени для этой вершины: {reason} ({found}). Он сохранён как есть и не учитывается.",
        kk="Жауап бұл бастың уақыт таңбасы емес: {reason} ({found}). Ол келген күйінде сақталды, есепке алынбайды.",
    )


class ForeignHead(Refused):
    """A signed head that is not of this log, or that its key has not signed."""

    code = "vault.foreign-head"
    says = Label(
        en="This signed head says nothing about the log {expected}: {problem}. It names the log {origin}.",
        ru="Эта подписанная вершина ничего не говорит о журнале {expected}: {problem}. Она называет журнал {origin}.",
        kk="Бұл қол қойылған бас {expected} журналы туралы ештеңе айтпайды: {problem}. Ол {origin} журналын атайды.",
    )


class HeadRefused(Broken):
    """A signed head that does not continue the one that was seen before: entries were taken away or rewritten."""

    code = "vault.head-refused"
    says = Label(
        en="This head of {size} entries does not continue the head of {known} entries that was seen before ({why}). Both "
        "are signed by the same key: keep both, show them to others, and believe neither until it is explained.",
        ru="Эта вершина с {size} записями не продолжает виденную ранее вершину с {known} записями ({why}). Обе подписаны "
        "одним ключом: сохраните обе, покажите другим и не верьте ни одной, пока это не объяснено.",
        kk="{size} жазбалы бұл бас бұрын көрген {known} жазбалы басты жалғастырмайды ({why}). Екеуіне де бір кілтпен қол "
        "қойылған: екеуін де сақтап, басқаларға көрсетіңіз, түсіндірілгенше ешқайсысына сенбеңіз.",
    )


class NoSuchWitness(NotFound):
    """There is no witness in the folder, or its description or key cannot be read."""

    code = "vault.no-such-witness"
    says = Label(
        en="There is no witness in {place}: {problem}. Make one with `onrecord witness init DIR --name NAME`.",
        ru="В {place} нет свидетеля: {problem}. Создайте его: `onrecord witness init DIR --name NAME`.",
        kk="{place} ішінде куә жоқ: {problem}. Жасау: `onrecord witness init DIR --name NAME`.",
    )


class WitnessMemoryLost(Broken):
    """A witness no longer knows what it has signed: signing on would let a second history pass."""

    code = "vault.witness-memory-lost"
    says = Label(
        en="The witness does not know what it has cosigned: {place}: {problem}. It signs nothing any more. Put its newest "
        "memory back; if there is none, retire this witness, tell those whose logs it followed, and make a new one with "
        "a new key.",
        ru="Свидетель не знает, что он подписал: {place}: {problem}. Он больше ничего не подписывает. Верните новейшую "
        "память; если её нет, выведите его из дела, скажите об этом тем, за чьими журналами он следил, и создайте нового "
        "с новым ключом.",
        kk="Куә неге қол қойғанын білмейді: {place}: {problem}. Ол енді ештеңеге қол қоймайды. Ең жаңа жадын қайтарыңыз; "
        "жоқ болса, бұл куәні тоқтатып, журналын бақылағандарға айтып, жаңа кілтпен жаңасын жасаңыз.",
    )


class NoSuchHead(NotFound):
    """No head was signed at this size."""

    code = "vault.no-such-head"
    says = Label(
        en="No head of {size} entries was ever signed here. `onrecord heads list` lists those that were.",
        ru="Вершина с {size} записями здесь не подписывалась. Список подписанных: `onrecord heads list`.",
        kk="{size} жазбалы басқа мұнда қол қойылмаған. Қол қойылғандар тізімі: `onrecord heads list`.",
    )


class HeadUnproven(Refused):
    """Nothing at hand shows that a head continues the one that was seen before."""

    code = "vault.head-unproven"
    says = Label(
        en="This head was not believed: {problem}. Nothing was stored.",
        ru="Этой вершине не поверили: {problem}. Ничего не сохранено.",
        kk="Бұл басқа сенілмеді: {problem}. Ештеңе сақталмады.",
    )


class AnchorLibraryMissing(Unavailable):
    """The extra for OpenTimestamps is not installed."""

    code = "vault.ots-missing"
    says = Label(
        en="OpenTimestamps needs an extra that is not installed: `pip install 'onrecord[ots]'`. Nothing was sent.",
        ru="Для OpenTimestamps нужно дополнение: `pip install 'onrecord[ots]'`. Ничего не отправлено.",
        kk="OpenTimestamps үшін қосымша керек: `pip install 'onrecord[ots]'`. Ештеңе жіберілген жоқ.",
    )
