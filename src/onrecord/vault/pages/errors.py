"""Owns the faults of captures."""

from __future__ import annotations

from onrecord.kernel import Label, NotFound, Refused


class AddressRefused(Refused):
    """An address that a capture may not contact; the other addresses are captured. Leaves name why."""

    code = "vault.address-refused"
    says = Label(
        en="{address} was not contacted.",
        ru="{address}: обращения не было.",
        kk="{address} мекенжайына сұрау жіберілген жоқ.",
    )


class NotAWebAddress(AddressRefused):
    """No address of the web, or one that two programs may read in two ways: scheme, user, port, host, spelling."""

    code = "vault.not-a-web-address"
    says = Label(
        en="{address} was not contacted ({problem}). An address begins with http:// or https://, names a public host, "
        "and holds no user name, space, backslash or port of another service. Copy it from the browser's address bar.",
        ru="{address}: обращения не было ({problem}). Адрес начинается с http:// или https://, называет публичный узел "
        "и не содержит имени пользователя, пробелов, обратной косой черты и портов других служб. Скопируйте его из адресной строки браузера.",
        kk="{address} мекенжайына сұрау жіберілген жоқ ({problem}). Мекенжай http:// немесе https:// деп басталады, жалпыға ашық торапты атайды, "
        "онда пайдаланушы аты, бос орын, кері қиғаш сызық және басқа қызметтің порты болмайды. Оны браузердің мекенжай жолынан көшіріңіз.",
    )


class InternalAddress(AddressRefused):
    """An address of this machine or of a network that is not public; also where a page or a redirect leads there."""

    code = "vault.internal-address"
    says = Label(
        en="{address} was not contacted: it leads to this machine or to a network that is not public. A page there can "
        "be saved in your own browser and added as a file.",
        ru="{address}: обращения не было, адрес ведёт на этот компьютер или в непубличную сеть. Такую страницу можно "
        "сохранить в своём браузере и добавить файлом.",
        kk="{address} мекенжайына сұрау жіберілген жоқ: ол осы компьютерге немесе жалпыға ашық емес желіге апарады. Ондай бетті "
        "өз браузеріңізде сақтап, файл ретінде қосуға болады.",
    )


class NoSuchCapture(NotFound):
    """No capture of this id, or none that the actor may see."""

    code = "vault.no-such-capture"
    says = Label(
        en="There is no capture “{capture}”. `onrecord captures` lists what there is.",
        ru="Захвата «{capture}» нет. Список: `onrecord captures`.",
        kk="«{capture}» деген түсірілім жоқ. Тізімі: `onrecord captures`.",
    )
