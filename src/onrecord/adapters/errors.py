"""Owns the faults of the adapters."""

from __future__ import annotations

from onrecord.kernel import Label, Misconfigured, Refused, Unavailable


class Unreachable(Unavailable):
    """A service outside did not answer, or not in time, or with more than was asked for."""

    code = "adapters.unreachable"
    says = Label(
        en="{place} does not answer: {problem}. Nothing is lost; try again later.",
        ru="{place} не отвечает: {problem}. Ничего не потеряно; повторите позже.",
        kk="{place} жауап бермейді: {problem}. Ештеңе жоғалған жоқ; кейінірек қайталаңыз.",
    )


class CaptureExtraMissing(Unavailable):
    """The packages that drive a browser are not installed."""

    code = "adapters.capture-extra-missing"
    says = Label(
        en="Capturing a page needs the extra [capture]: `pip install 'onrecord[capture]'`, and Chromium. Without them, "
        "--no-browser keeps the page's source and what was said over the network.",
        ru="Для захвата страницы нужно дополнение [capture]: `pip install 'onrecord[capture]'` и Chromium. Без них "
        "--no-browser сохранит исходный код страницы и обмен по сети.",
        kk="Бетті түсіру үшін [capture] қосымшасы керек: `pip install 'onrecord[capture]'` және Chromium. Оларсыз "
        "--no-browser беттің бастапқы мәтінін және желідегі алмасуды сақтайды.",
    )


class BrowserMissing(Unavailable):
    """No Chromium was found on this machine."""

    code = "adapters.browser-missing"
    says = Label(
        en="No browser was found ({looked}). Install Chromium (on Debian `apt install chromium`), or name one in "
        "ONRECORD_BROWSER. Without one, --no-browser keeps the page's source and what was said over the network.",
        ru="Браузер не найден ({looked}). Установите Chromium (в Debian `apt install chromium`) или укажите его в "
        "ONRECORD_BROWSER. Без браузера --no-browser сохранит исходный код страницы и обмен по сети.",
        kk="Браузер табылмады ({looked}). Chromium орнатыңыз (Debian жүйесінде `apt install chromium`) немесе оны "
        "ONRECORD_BROWSER баптауында көрсетіңіз. Браузерсіз --no-browser беттің бастапқы мәтінін және желідегі алмасуды сақтайды.",
    )


class BrowserTooOld(Unavailable):
    """The browser cannot hand over what it received byte by byte, or cannot be spoken to at all."""

    code = "adapters.browser-too-old"
    says = Label(
        en="This browser cannot hand over a page byte by byte ({problem}). Install a current Chromium; an old one should not meet doubtful pages anyway.",
        ru="Этот браузер не отдаёт страницу байт в байт ({problem}). Установите современный Chromium; со старым на сомнительные страницы лучше не заходить.",
        kk="Бұл браузер бетті байт бойынша бере алмайды ({problem}). Жаңа Chromium орнатыңыз; ескісімен күмәнді беттерге кірмеген жөн.",
    )


class SandboxMissing(Unavailable):
    """The browser's sandbox cannot be had: Onrecord runs as root, or the system lets nobody make namespaces."""

    code = "adapters.sandbox-missing"
    says = Label(
        en="The browser cannot use its sandbox here ({problem}), so nothing was contacted. Run Onrecord as an ordinary user. On a machine "
        "that holds nothing else, ONRECORD_BROWSER_SANDBOX=off lets it run without; each capture then says so.",
        ru="Песочница браузера здесь недоступна ({problem}), обращения не было. Запустите Onrecord от обычного пользователя. На машине, "
        "где больше ничего нет, ONRECORD_BROWSER_SANDBOX=off разрешит работу без неё; каждый захват об этом скажет.",
        kk="Браузердің оқшаулағышы мұнда қолжетімсіз ({problem}), сұрау жіберілген жоқ. Onrecord-ты қарапайым пайдаланушы ретінде іске қосыңыз. "
        "Басқа ештеңе жоқ машинада ONRECORD_BROWSER_SANDBOX=off онсыз жұмыс істетеді; әр түсірілім мұны айтады.",
    )


class BrowserFailed(Unavailable):
    """The browser ended, or stopped answering, before anything could be kept."""

    code = "adapters.browser-failed"
    says = Label(
        en="The browser did not bring the page home: {problem}. Nothing was recorded; try again.",
        ru="Браузер не смог получить страницу: {problem}. Ничего не записано; повторите.",
        kk="Браузер бетті алып келе алмады: {problem}. Ештеңе жазылған жоқ; қайталап көріңіз.",
    )


class CertificateRefused(Unavailable):
    """The server shows a certificate that does not hold: expired, for another name, or signed by nobody we trust."""

    code = "adapters.certificate-refused"
    says = Label(
        en="{place} shows a certificate that does not hold ({problem}), so nothing was taken: somebody between may be answering in its name. "
        "With --any-certificate the page is captured all the same, and the record says so.",
        ru="{place} предъявляет недействительный сертификат ({problem}), ничего не взято: от его имени может отвечать посторонний. "
        "С --any-certificate страница всё равно будет захвачена, и запись об этом скажет.",
        kk="{place} жарамсыз сертификат көрсетті ({problem}), ештеңе алынған жоқ: оның атынан бөгде біреу жауап беріп тұруы мүмкін. "
        "--any-certificate бетті бәрібір түсіреді, жазба мұны айтады.",
    )


class ExtraMissing(Unavailable):
    """A library that only some need is not installed."""

    code = "adapters.extra-missing"
    says = Label(
        en="{purpose} needs a part that is not installed: pip install 'onrecord[{extra}]'. Everything else works.",
        ru="Для {purpose} нужна часть, которая не установлена: pip install 'onrecord[{extra}]'. Всё остальное работает.",
        kk="{purpose} үшін орнатылмаған бөлік керек: pip install 'onrecord[{extra}]'. Қалғанының бәрі жұмыс істейді.",
    )


class PlaceMisnamed(Refused):
    """The address of a place for copies is not written as one."""

    code = "adapters.place-misnamed"
    says = Label(
        en="“{place}” is no place for copies: write a folder, or s3://BUCKET/PREFIX.",
        ru="«{place}» — не место для копий: укажите папку или s3://БАКЕТ/ПРЕФИКС.",
        kk="«{place}» — көшірме орны емес: қалта не s3://БАКЕТ/ПРЕФИКС деп жазыңыз.",
    )


class PlaceRefuses(Misconfigured):
    """A store lets us in neither to read nor to write, or has no such bucket."""

    code = "adapters.place-refuses"
    says = Label(
        en="{place} refuses: {problem}. Check the bucket, its rights, ONRECORD_S3_KEY_ID and ONRECORD_S3_SECRET_FILE.",
        ru="{place} отказывает: {problem}. Проверьте бакет, права, ONRECORD_S3_KEY_ID и ONRECORD_S3_SECRET_FILE.",
        kk="{place} бас тартты: {problem}. Бакетті, құқықтарды, ONRECORD_S3_KEY_ID мен ONRECORD_S3_SECRET_FILE "
        "баптауларын тексеріңіз.",
    )


class ModelElsewhere(Refused):
    """A language model was named that is not on the local network."""

    code = "adapters.model-elsewhere"
    says = Label(
        en="{place} is not on this machine or its local network ({address}), so nothing was sent: evidence goes to no service "
        "outside. Run the model on a machine of your own.",
        ru="{place} находится не на этой машине и не в её локальной сети ({address}), ничего не отправлено: материалы не передаются "
        "внешним службам. Запустите модель на своей машине.",
        kk="{place} осы машинада да, оның жергілікті желісінде де емес ({address}), ештеңе жіберілген жоқ: айғақ сыртқы қызметтерге "
        "берілмейді. Модельді өз машинаңызда іске қосыңыз.",
    )


class ModelRefuses(Unavailable):
    """A language model's server refuses the question, or answers in another form."""

    code = "adapters.model-refuses"
    says = Label(
        en="The model at {place} refuses ({status}: {problem}). Check ONRECORD_MODEL, ONRECORD_MODEL_NAME and ONRECORD_MODEL_KEY_FILE, "
        "and that the server is one of the OpenAI form.",
        ru="Модель по адресу {place} отказывает ({status}: {problem}). Проверьте ONRECORD_MODEL, ONRECORD_MODEL_NAME и "
        "ONRECORD_MODEL_KEY_FILE, и что сервер поддерживает форму OpenAI.",
        kk="{place} мекенжайындағы модель бас тартты ({status}: {problem}). ONRECORD_MODEL, ONRECORD_MODEL_NAME және "
        "ONRECORD_MODEL_KEY_FILE баптауларын, сервердің OpenAI пішінін білетінін тексеріңіз.",
    )
