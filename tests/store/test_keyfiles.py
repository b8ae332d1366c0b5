"""Key files: age's own, SSH's, and those of a device's plugin; whatever else is there is told as unusable."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.kernel import Fault
from onrecord.store.errors import AlreadyThere
from onrecord.store.keyfiles import KeyFile, Recipient, make_key_file

# A device's plugin as age calls it (age-encryption.org/plugin-v1), with a "device" that only turns letters round.
_PLUGIN = f"""#!{sys.executable}
import base64, sys

def b64(content): return base64.b64encode(content).decode().rstrip("=")
def unb64(text): return base64.b64decode(text + "=" * (-len(text) % 4))

def read():
    head = sys.stdin.readline().rstrip("\\n").split(" ")[1:]
    body = ""
    while True:
        line = sys.stdin.readline().rstrip("\\n")
        body += line
        if len(line) < 64: break
    return head, unb64(body)

def write(*head, body=b""):
    text = b64(body)
    lines = [text[at:at + 64] for at in range(0, len(text), 64)] or [""]
    if len(lines[-1]) == 64: lines.append("")
    sys.stdout.write("-> " + " ".join(head) + "\\n" + "\\n".join(lines) + "\\n")
    sys.stdout.flush()

phase, keys, stanzas = sys.argv[1], [], []
while True:
    head, body = read()
    if head[0] == "done": break
    if head[0] == "wrap-file-key": keys.append(body)
    if head[0] == "recipient-stanza": stanzas.append((head[1], head[2], body))
if "recipient" in phase:
    for at, key in enumerate(keys):
        write("recipient-stanza", str(at), "turned", body=key[::-1]); read()
else:
    for at, kind, body in stanzas:
        if kind == "turned":
            write("msg", body=b"touch it"); read()
            write("file-key", at, body=body[::-1]); read()
write("done")
"""


def test_a_new_key_file_opens_what_its_recipient_shut(tmp_path: Path) -> None:
    """For its owner alone to read, and never over another file."""
    recipient = make_key_file(tmp_path / "stick.age")
    assert stat.S_IMODE((tmp_path / "stick.age").stat().st_mode) == 0o600
    assert KeyFile.load(tmp_path / "stick.age").decrypt(recipient.encrypt(b"secret")) == b"secret"
    with pytest.raises(AlreadyThere):
        make_key_file(tmp_path / "stick.age")


def test_another_key_file_does_not_open_it(tmp_path: Path) -> None:
    """An answer, not a crash; the same for what is no age file."""
    recipient = make_key_file(tmp_path / "one")
    make_key_file(tmp_path / "other")
    for content in (recipient.encrypt(b"secret"), b"", b"age-encryption.org/v1\n"):
        with pytest.raises(ValueError, match="not for this key"):
            KeyFile.load(tmp_path / "other").decrypt(content)


def test_several_identities_in_one_file_all_count(tmp_path: Path) -> None:
    """With comments and blank lines between them, as age-keygen and people write them."""
    first, second = (make_key_file(tmp_path / name) for name in ("one", "other"))
    both = tmp_path / "both"
    both.write_text("# mine\n\n" + (tmp_path / "one").read_text() + "\r\n" + (tmp_path / "other").read_text())
    for recipient in (first, second):
        assert KeyFile.load(both).decrypt(recipient.encrypt(b"secret")) == b"secret"


def test_a_key_of_ssh_will_do(tmp_path: Path) -> None:
    """Ed25519 without a passphrase, as many people have one already."""
    path = tmp_path / "id"
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed")
    recipient = Recipient.parse(path.with_suffix(".pub").read_text())
    assert KeyFile.load(path).decrypt(recipient.encrypt(b"secret")) == b"secret"


def test_a_device_is_asked_through_its_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key stays in the device: age calls its plugin, and what it says is shown to the person."""
    from onrecord.store.bech32 import bech32

    plugin = tmp_path / "age-plugin-turner"
    plugin.write_text(_PLUGIN)
    plugin.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    identity = tmp_path / "device.txt"
    identity.write_text(bech32("age-plugin-turner-", b"device").upper())

    class Shown:
        def __init__(self) -> None:
            self.said: list[str] = []

        def display_message(self, message: str) -> None:
            self.said.append(message)

        def confirm(self, message: str, yes: str, no: str | None) -> bool | None: ...

        def request_public_string(self, description: str) -> str | None: ...

        def request_passphrase(self, description: str) -> str | None: ...

    shut = Recipient.parse(bech32("age1turner", b"device")).encrypt(b"secret")
    shown = Shown()
    assert KeyFile.load(identity, shown).decrypt(shut) == b"secret"
    assert shown.said == ["touch it"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# only a comment\n",
        b"AGE-SECRET-KEY-1QQ",
        b"hello",
        b"\xff\xfe",
        b"x" * 70_000,
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
    ],
)
def test_what_holds_no_key_is_told(tmp_path: Path, content: bytes) -> None:
    """With the path and the reason; a large file is not read to its end."""
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(Fault) as fault:
        KeyFile.load(path)
    assert (fault.value.code, fault.value.exit_status) == ("store.key-file-unusable", 30)
    assert str(path) in fault.value.message()


def test_a_key_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The stick was not plugged in; a folder is none either."""
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(Fault) as fault:
            KeyFile.load(path)
        assert fault.value.code == "store.key-file-unusable"


@pytest.mark.parametrize("text", ["", "age1", "age1nonsense", "ssh-ed25519", "AGE-SECRET-KEY-1QQ", "somebody"])
def test_what_is_no_recipient_is_told(text: str) -> None:
    """A secret key given in a recipient's place is not repeated in full."""
    with pytest.raises(Fault) as fault:
        Recipient.parse(text)
    assert fault.value.code == "store.key-file-unusable"
