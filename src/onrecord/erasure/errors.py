"""Owns the faults of erasure."""

from __future__ import annotations

from onrecord.kernel import Broken, Conflict, Label, NotFound, Refused


class NothingToExpunge(NotFound):
    """Nothing on record is, holds or speaks of what was asked for."""

    code = "erasure.nothing-to-expunge"
    says = Label(
        en="Nothing on record holds this. Other spellings and scripts of a name have to be given one by one.",
        ru="Ничего такого на учёте нет. Другие написания имени и другие письменности нужно указать отдельно.",
        kk="Тіркеуде ондай ештеңе жоқ. Есімнің басқа жазылуларын, басқа жазулардағысын бөлек көрсету керек.",
    )


class ApprovalsMissing(Refused):
    """A decision that takes two people was taken by fewer."""

    code = "erasure.approvals-missing"
    says = Label(
        en="This takes two different people; {count} named. Give --approved-by twice.",
        ru="Нужны два разных человека; указано: {count}. Укажите --approved-by дважды.",
        kk="Екі түрлі адам қажет; көрсетілгені: {count}. --approved-by екі рет беріңіз.",
    )


class ReasonNamesThem(Refused):
    """The reason, which stays, holds the words that have to go."""

    code = "erasure.reason-names-them"
    says = Label(
        en="The reason or an approver's name holds the very words that have to go, and it stays on the log for ever. Say "
        "it without them.",
        ru="Причина или имя утвердившего содержит те самые слова, которые нужно убрать, а она останется в журнале "
        "навсегда. Сформулируйте без них.",
        kk="Себепте не бекітушінің атында жойылуға тиіс сөздер тұр, ал ол журналда мәңгі қалады. Оларсыз жазыңыз.",
    )


class UnderHold(Conflict):
    """A part of it has to be kept for now."""

    code = "erasure.under-hold"
    says = Label(
        en="{subject} is held: {ground}. It is looked at again on {review_on}. Nothing was expunged; lift the hold first, "
        "or leave it out with --keep.",
        ru="{subject} под запретом на уничтожение: {ground}. Пересмотр {review_on}. Ничего не уничтожено; сначала снимите "
        "запрет или исключите предмет через --keep.",
        kk="{subject} жоюға тыйым салынған: {ground}. Қайта қаралатын күні {review_on}. Ештеңе жойылған жоқ; алдымен "
        "тыйымды алыңыз не --keep арқылы шығарып тастаңыз.",
    )


class OnlyProof(Refused):
    """A figure would lose its last claim."""

    code = "erasure.only-proof"
    says = Label(
        en="Nothing else on record says this: {first} ({count} in all). It may be the only proof of a crime. Place a hold "
        "and decide later, or say with --although-only-proof why it goes all the same.",
        ru="Больше ничто из записанного об этом не говорит: {first} (всего {count}). Возможно, это единственное доказательство "
        "преступления. Введите запрет и решите позже либо укажите через --although-only-proof, почему оно всё же уходит.",
        kk="Тіркеуде мұны айтатын басқа ештеңе жоқ: {first} (барлығы {count}). Бұл қылмыстың жалғыз дәлелі болуы мүмкін. "
        "Тыйым салып, кейін шешіңіз не --although-only-proof арқылы неге бәрібір жойылатынын айтыңыз.",
    )


class WorklistMoved(Conflict):
    """Something was recorded since the worklist was made."""

    code = "erasure.worklist-moved"
    says = Label(
        en="The archive has changed since this worklist was made; what was approved may no longer be all of it. Look at "
        "the list again. Nothing was expunged.",
        ru="После составления списка архив изменился; утверждённое может быть неполным. Посмотрите список снова. Ничего "
        "не уничтожено.",
        kk="Тізім жасалғаннан кейін мұрағат өзгерді; бекітілгені толық болмауы мүмкін. Тізімді қайта қараңыз. Ештеңе "
        "жойылған жоқ.",
    )


class AlreadyHeld(Conflict):
    """It is held already."""

    code = "erasure.already-held"
    says = Label(
        en="{subject} is held already. `onrecord holds` says why and until when.",
        ru="{subject} уже под запретом. `onrecord holds` скажет почему и до каких пор.",
        kk="{subject} онсыз да тыйымда. Себебі мен мерзімін `onrecord holds` айтады.",
    )


class NoSuchHold(NotFound):
    """Nothing of this id is held."""

    code = "erasure.no-such-hold"
    says = Label(
        en="{subject} is not held. `onrecord holds` lists what is.",
        ru="{subject} не под запретом. Список: `onrecord holds`.",
        kk="{subject} тыйымда емес. Тізімі: `onrecord holds`.",
    )


class TombstonesRefused(Broken):
    """A list of what was expunged is not this archive's, or was changed."""

    code = "erasure.tombstones-refused"
    says = Label(
        en="These tombstones cannot be followed: {problem}. Nothing was destroyed and nothing restored.",
        ru="Этот перечень уничтоженного нельзя исполнить: {problem}. Ничего не уничтожено и не восстановлено.",
        kk="Бұл жойылғандар тізімін орындау мүмкін емес: {problem}. Ештеңе жойылған да, қалпына келтірілген де жоқ.",
    )
