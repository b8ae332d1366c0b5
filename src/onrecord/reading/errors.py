"""Owns the faults of reading."""

from __future__ import annotations

from onrecord.kernel import Conflict, Label, NotFound, Refused, Unavailable


class NoSuchLayer(NotFound):
    """No text layer of this id, or none that the actor may see."""

    code = "reading.no-such-layer"
    says = Label(
        en="There is no text layer “{layer}”. `onrecord read` makes them.",
        ru="Текстового слоя «{layer}» нет. Их создаёт `onrecord read`.",
        kk="«{layer}» мәтін қабаты жоқ. Оларды `onrecord read` жасайды.",
    )


class NoSuchProposal(NotFound):
    """No proposal of this id, or none whose item the actor may see."""

    code = "reading.no-such-proposal"
    says = Label(
        en="There is no proposal “{proposal}”. `onrecord proposals` lists those that wait.",
        ru="Предложения «{proposal}» нет. Ожидающие показывает `onrecord proposals`.",
        kk="«{proposal}» ұсынысы жоқ. Күтіп тұрғандарын `onrecord proposals` көрсетеді.",
    )


class ProposalDecided(Conflict):
    """Somebody has decided about the proposal before."""

    code = "reading.proposal-decided"
    says = Label(
        en="The proposal “{proposal}” was {decision} before, by {by}. A claim made of it can be withdrawn: "
        "`onrecord withdraw`.",
        ru="О предложении «{proposal}» уже решено ({decision}): {by}. Утверждение, сделанное из него, можно отозвать: "
        "`onrecord withdraw`.",
        kk="«{proposal}» ұсынысы туралы бұрын шешілген ({decision}): {by}. Одан жасалған мәлімдемені қайтарып алуға "
        "болады: `onrecord withdraw`.",
    )


class ReasonMissing(Refused):
    """A proposal is refused without a reason."""

    code = "reading.reason-missing"
    says = Label(
        en="Say why it is refused: `--why`. Reasons are what rules are mended by.",
        ru="Укажите причину отказа: `--why`. По причинам исправляют правила.",
        kk="Неге қабылданбайтынын айтыңыз: `--why`. Ережелер себептерге қарап түзетіледі.",
    )


class OcrMissing(Unavailable):
    """Words are to be recognised in pictures, and what does that is not on this machine."""

    code = "reading.ocr-missing"
    says = Label(
        en="Words in pictures cannot be read here: {problem}. Install the extra (`pip install 'onrecord[ocr]'`) and the "
        "language data (Debian and Ubuntu: tesseract-ocr-rus, -kaz, -kir, -eng, -osd; elsewhere name their folder in "
        "ONRECORD_TESSDATA), then run `onrecord read`. Nothing is lost: the pictures wait.",
        ru="Слова на изображениях здесь прочесть нельзя: {problem}. Установите дополнение (`pip install 'onrecord[ocr]'`) и "
        "языковые данные (Debian и Ubuntu: tesseract-ocr-rus, -kaz, -kir, -eng, -osd; в других системах укажите их папку "
        "в ONRECORD_TESSDATA) и выполните `onrecord read`. Ничего не потеряно: изображения ждут.",
        kk="Суреттердегі сөздерді мұнда оқу мүмкін емес: {problem}. Қосымшаны (`pip install 'onrecord[ocr]'`) және тіл "
        "деректерін орнатыңыз (Debian мен Ubuntu: tesseract-ocr-rus, -kaz, -kir, -eng, -osd; басқа жүйелерде қалтасын "
        "ONRECORD_TESSDATA ішінде көрсетіңіз), содан соң `onrecord read` орындаңыз. Ештеңе жоғалған жоқ: суреттер күтеді.",
    )


class ReaderUnusable(Unavailable):
    """A reader from outside answered about a text, but not with claims."""

    code = "reading.reader-unusable"
    says = Label(
        en="“{reader}” does not answer with claims (“{answer}”), so nothing was taken of this text. A larger model may, or a "
        "server that holds answers to a schema; the text is read again next time.",
        ru="«{reader}» отвечает не утверждениями («{answer}»), поэтому из этого текста ничего не взято. Может помочь более "
        "крупная модель или сервер, который держит ответы в рамках схемы; текст будет прочитан снова.",
        kk="«{reader}» мәлімдемелермен жауап бермейді («{answer}»), сондықтан бұл мәтіннен ештеңе алынбады. Ірірек модель "
        "немесе жауапты сұлба шегінде ұстайтын сервер көмектесуі мүмкін; мәтін келесіде қайта оқылады.",
    )
