"""Mail: parts are those of the standard library, numbered; names come out as they were meant; memory stays flat."""

import base64
import email
import email.mime.application
import email.mime.message
import email.mime.multipart
import email.mime.text
import email.policy
import io
import random
import tracemalloc
from email.message import EmailMessage

import pytest
from tests.vault.containers.taking import Taken, taken

from onrecord.vault.containers import mail
from onrecord.vault.containers.model import Limits

_NESTED = (
    b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=y\n\n"
    b"--y\n\nin\n--x\n\nout\n--x--\n"
)
_PHOTO = random.Random(1).randbytes(50_000)


def _taken(content: bytes, limits: Limits | None = None) -> Taken:
    return taken(mail.message_parts, content, limits)


def _message(**attachments: bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Valley 2031"
    message.set_content("Eleven names follow.\nСписок ниже.\n")
    message.add_alternative("<p>Eleven names follow.</p>", subtype="html")
    for name, content in attachments.items():
        message.add_attachment(content, maintype="image", subtype="jpeg", filename=name.replace("_", "."))
    return message


@pytest.mark.parametrize("policy", [email.policy.SMTP, email.policy.default])
def test_parts_are_those_of_the_standard_library(policy: email.policy.EmailPolicy) -> None:
    """Bodies, an alternative, two attachments; with either line end; byte for byte what another reader gives."""
    message = _message(photo_jpg=_PHOTO, empty_jpg=b"")
    content = message.as_bytes(policy=policy)
    found = _taken(content)
    assert list(found.members) == ["1.1/body.txt", "1.2/body.html", "2/photo.jpg", "3/empty.jpg"]
    read = email.message_from_bytes(content, policy=email.policy.compat32)
    leaves = [part.get_payload(decode=True) for part in read.walk() if not part.is_multipart()]
    assert [one.replace(b"\r\n", b"\n").rstrip(b"\n") for one in found.members.values()] == [
        bytes(one).replace(b"\r\n", b"\n").rstrip(b"\n")  # type: ignore[arg-type]
        for one in leaves
    ]
    assert found.members["2/photo.jpg"] == _PHOTO
    assert found.refused == {}


def test_a_message_in_a_message_is_a_member_whole() -> None:
    """A forwarded message keeps its own header and boundary, to be opened in its turn."""
    inner = _message(photo_jpg=_PHOTO)
    outer = EmailMessage()
    outer["From"] = "c@example.org"
    outer.set_content("Forwarded.")
    outer.add_attachment(inner)
    found = _taken(outer.as_bytes())
    assert list(found.members) == ["1/body.txt", "2/message.eml"]
    again = _taken(found.members["2/message.eml"])
    assert again.members["2/photo.jpg"] == _PHOTO


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'attachment; filename="photo.jpg"', "photo.jpg"),
        (b"attachment; filename*=utf-8''%D0%90%D0%BA%D1%82.pdf", "Акт.pdf"),
        (b"attachment; filename*0*=utf-8''%D0%90; filename*1*=%D0%BA%D1%82.pdf", "Акт.pdf"),
        (b'attachment; filename="=?utf-8?B?0JDQutGCLnBkZg==?="', "Акт.pdf"),
        (b'attachment; filename="=?windows-1251?Q?=C0=EA=F2.pdf?="', "Акт.pdf"),
        (b'attachment; filename="=?koi8-r?B?4cvULnBkZg==?="', "Акт.pdf"),
        (b'attachment; filename="=?no-such-charset?B?0JDQutGCLnBkZg==?="', "Акт.pdf"),
        ('attachment; filename="Акт.pdf"'.encode(), "Акт.pdf"),
        ('attachment; filename="Протокол.pdf"'.encode("cp1251"), "Протокол.pdf"),
        ('attachment; filename="Besançon.pdf"'.encode("latin-1"), "Besançon.pdf"),
        (b"attachment", "part.pdf"),
        (b"attachment; filename=", "part.pdf"),
    ],
)
def test_names_come_out_as_they_were_meant(header: bytes, name: str) -> None:
    """Everything that mail programs write, allowed or not; and a name by its type where there is none."""
    content = (
        b"From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        b"Content-Type: application/pdf\nContent-Disposition: " + header + b"\n\n%PDF\n--x--\n"
    )
    assert _taken(content).names == [name]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../x.exe", "vault.member-outside"),
        ("C:\\photo.jpg", "vault.member-outside"),
        ("=?utf-8?B?YWLigK5ncGouZXhl?=", "vault.member-odd-name"),
    ],
)
def test_a_name_that_leads_out_or_deceives_is_refused(name: str, code: str) -> None:
    """D2: its neighbours are sealed all the same."""
    content = (
        "From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nwords\n--x\n"
        f'Content-Disposition: attachment; filename="{name}"\n\nevil\n--x--\n'
    ).encode()
    found = _taken(content)
    assert found.members == {"1/body.txt": b"words"}
    assert list(found.refused.values()) == [code]


def test_winmail_is_kept_whole() -> None:
    """What Outlook wraps is a member as it is."""
    message = EmailMessage()
    message["From"] = "a@example.org"
    message.set_content("x")
    tnef = b"\x78\x9f\x3e\x22" + random.Random(1).randbytes(500)
    message.add_attachment(tnef, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert _taken(message.as_bytes()).members["2/winmail.dat"] == tnef


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        ("base64", b"YWJj\r\nZGVm", b"abcdef"),
        ("base64", b"YWJjZA", b"abcd"),
        ("base64", b"YW-- Jj!\nZGVm", b"abcdef"),
        ("BASE64 ", b"Y\nW\nJ\nj", b"abc"),
        ("quoted-printable", b"a=3Db=\nc =D0=90", b"a=bc \xd0\x90"),
        ("quoted-printable", b"soft=\r\nbreak", b"softbreak"),
        ("quoted-printable", b"odd=Z and end=", b"odd=Z and end="),
        ("8bit", "Акт".encode(), "Акт".encode()),
        ("binary", b"\0\r\r\n\xff", b"\0\r\r\n\xff"),
        ("", b"--not a boundary\n---x", b"--not a boundary\n---x"),
        ("x-uuencode", b"begin 644 a\n#86)C\n \nend\n", b"abc"),
    ],
)
def test_bodies_are_decoded_as_they_travelled(encoding: str, body: bytes, content: bytes) -> None:
    """The line end before a boundary belongs to the boundary, and everything else to the body."""
    whole = (
        b"From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Transfer-Encoding: "
        + encoding.encode() + b"\n\n" + body + b"\n--x--\n"
    )  # fmt: skip
    found = _taken(whole)
    (member,) = found.members.values()
    assert member.rstrip(b"=") == content.rstrip(b"=")


def test_what_cannot_be_decoded_is_told() -> None:
    """Base64 that is cut, an encoding that nobody knows."""
    head = b"From: a@example.org\nContent-Transfer-Encoding: "
    assert _taken(head + b"base64\n\nYWJjZ").refused == {"1/body.txt": "vault.member-damaged"}
    assert _taken(head + b"x-unknown\n\nabc").refused == {"1/body.txt": "vault.member-compression"}


@pytest.mark.parametrize(
    ("content", "paths"),
    [
        (b"From: a\nContent-Type: multipart/mixed\n\nno boundary", ["1/part.bin"]),
        (b"From: a\nContent-Type: multipart/mixed; boundary=x\n\nonly a preamble", []),
        (b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ncut", ["1/body.txt"]),
        (
            b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x--\nepilogue",
            ["1/body.txt", "2/body.txt"],
        ),
        (b"From: a\nTo: b\n\nplain", ["1/body.txt"]),
        (_NESTED, ["1.1/body.txt", "2/body.txt"]),
    ],
)
def test_messages_that_break_the_rules_are_read_as_far_as_they_go(content: bytes, paths: list[str]) -> None:
    """No boundary, no parts, no end, an inner multipart that the outer one ends."""
    found = _taken(content)
    assert list(found.members) == paths
    assert found.refused == {}


def test_no_header_an_endless_one_and_endless_depth_are_told() -> None:
    """Nothing is read for ever, and nothing recurses for ever."""
    assert _taken(b"").refused == {None: "vault.container-damaged"}
    assert _taken(b"From: " + b"x" * (2 << 20)).refused == {None: "vault.container-damaged"}
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(500))
    assert _taken(b"From: a\n" + deep).refused == {None: "vault.container-damaged"}
    many = b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 50
    assert _taken(many, Limits(members=40)).refused == {None: "vault.container-too-many"}


def test_memory_stays_flat_in_the_size_of_an_attachment() -> None:
    """An attachment of 10 MB, in lines and in one endless line."""
    for width in (76, 16 << 20):
        encoded = base64.b64encode(bytes(10 << 20))
        lines = b"\n".join(encoded[at : at + width] for at in range(0, len(encoded), width))
        content = b"From: a\nContent-Transfer-Encoding: base64\n\n" + lines
        del encoded, lines
        parts = mail.message_parts(io.BytesIO(content), mail.Budget())
        tracemalloc.start()
        size = 0
        for part in parts:
            assert isinstance(part, mail.Member)
            stream = part.open()
            while piece := stream.read(1 << 16):
                size += len(piece)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert size == 10 << 20
        assert peak < 2 << 20


def test_a_box_gives_its_messages_as_they_lie_in_it() -> None:
    """A line with From, an address and a moment after an empty one begins the next; a sentence with that word does not."""
    first = b"Subject: one\n\nFrom here on\nit goes.\n>From quoted\n\n"
    second = b"Subject: two\r\n\r\nwords\r\n\r\n"
    box = b"From a@example.org Tue Apr  1 12:00:00 2031\n" + first + b"From b Wed Apr  2 09:05:00 2031\n" + second
    found = taken(mail.box_parts, box)
    assert found.members == {"000001.eml": first, "000002.eml": second}
    assert taken(mail.box_parts, b"no box").refused == {None: "vault.container-damaged"}
    assert taken(mail.box_parts, box, Limits(members=1)).refused == {None: "vault.container-too-many"}


def test_a_saved_page_gives_its_parts_by_their_address() -> None:
    """MHTML, as browsers save it: the name is the last part of the address."""
    page = (
        b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://example.org/news/\r\n\r\n<p>=D0=90</p>\r\n"
        b"--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: https://example.org/a/photo.png?size=1\r\n\r\niVBORw==\r\n--x--\r\n"
    )
    assert _taken(page).members == {"1/news": "<p>А</p>".encode(), "2/photo.png": b"\x89PNG"}


def test_no_mutation_brings_down_the_reader() -> None:
    """D10 in small: bent messages give members or codes, and nothing else."""
    whole = _message(photo_jpg=_PHOTO[:300]).as_bytes()
    die = random.Random(3)
    for _ in range(1000):
        bent = bytearray(whole)
        for _ in range(die.randint(1, 8)):
            bent[die.randrange(len(bent))] = die.randrange(256)
        _taken(bytes(bent[: die.choice((len(bent), die.randrange(len(bent))))]))
