"""Where log-ins come from: each source, the order of them, halves, and sources that are broken."""

import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest

from img2fair.config import FoundLogin, fingerprint, keyrings, seek_login, seek_token
from img2fair.config.secret_files import warn_if_open
from img2fair.errors import UsageFault

URL = "https://xnat.example.org:8443/xnat"
HOST = "xnat.example.org:8443"
ORDER = ("credential", "file", "environment", "keyring", "netrc")
"""The order of the sources; docs/operator.md."""


class Places:
    """Puts log-ins where they can be."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.env = monkeypatch

    def secret(self, name: str, value: str, mode: int = 0o600) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(value)
        path.chmod(mode)
        return path

    def put(self, source: str, variable: str, value: str) -> None:
        """One secret into a source that has it by its variable."""
        if source == "credential":
            self.env.setenv("CREDENTIALS_DIRECTORY", str(self.folder / "credentials"))
            self.secret(f"credentials/{variable}", value)
        elif source == "file":
            self.env.setenv(f"{variable}_FILE", str(self.secret(f"{variable}.txt", f"{value}\n")))
        else:
            self.env.setenv(variable, value)

    def login(self, source: str, user: str, password: str) -> None:
        """A whole log-in into a source."""
        if source == "keyring":
            self.keyring("FileKeyring", f"{HOST} {user} {password}")
        elif source == "netrc":
            self.netrc(f"machine {HOST} login {user} password {password}\n")
        else:
            self.put(source, "XNAT_USER", user)
            self.put(source, "XNAT_PASS", password)

    def keyring(self, kind: str, *lines: str) -> None:
        self.env.setenv("PYTHON_KEYRING_BACKEND", f"tests.config.a_keyring.{kind}")
        self.env.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        self.env.setenv("KEYRING_OF_A_TEST", str(self.secret("keyring", "\n".join(lines))))

    def netrc(self, text: str, mode: int = 0o600) -> Path:
        path = Path(os.environ["HOME"]) / ".netrc"
        path.write_text(text)
        path.chmod(mode)
        return path


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    keyrings.login_in_keyring.cache_clear()
    warn_if_open.cache_clear()
    yield Places(tmp_path, monkeypatch)
    keyrings.login_in_keyring.cache_clear()


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """What is logged from ``-v`` on, whatever another test has set up."""
    ours = logging.getLogger("img2fair")
    monkeypatch.setattr(ours, "handlers", [])
    monkeypatch.setattr(ours, "propagate", True)
    caplog.set_level(logging.INFO, "img2fair")
    return caplog


def sought() -> FoundLogin | None:
    return seek_login(URL, "XNAT_USER", "XNAT_PASS")


def kind_of(source: str) -> str:
    """Which of the sources is meant by the words for people."""
    words = {"systemd": "credential", ".netrc": "netrc"}
    first = source.split()[0]
    return words.get(first, first)


@pytest.mark.parametrize("source", ORDER)
def test_each_source_alone(places: Places, source: str) -> None:
    places.login(source, "me", "Canary-7")
    found = sought()
    assert found is not None
    assert (found.user, found.password, kind_of(found.source)) == ("me", "Canary-7", source)
    assert "Canary" not in repr(found) + found.source


@pytest.mark.parametrize(("first", "second"), [*combinations(ORDER, 2)])
def test_each_pair_in_order(places: Places, first: str, second: str) -> None:
    for source in (second, first):
        places.login(source, f"of-{source}", f"Canary-{source}")
    found = sought()
    assert found is not None
    assert (found.user, found.password) == (f"of-{first}", f"Canary-{first}")


@pytest.mark.parametrize("password", ORDER)
@pytest.mark.parametrize("user", ["credential", "file", "environment"])
def test_user_from_one_and_password_from_another(places: Places, user: str, password: str) -> None:
    places.put(user, "XNAT_USER", "me")
    if password in ("keyring", "netrc"):
        places.login(password, "me", "Canary-7")
    else:
        places.put(password, "XNAT_PASS", "Canary-7")
    found = sought()
    assert found is not None
    assert (found.user, found.password, kind_of(found.source)) == ("me", "Canary-7", password)


@pytest.mark.parametrize("source", ["keyring", "netrc"])
def test_a_password_of_somebody_else_is_not_taken(places: Places, source: str) -> None:
    places.put("environment", "XNAT_USER", "me")
    places.login(source, "somebody", "Canary-7")
    with pytest.raises(UsageFault, match="half a log-in") as caught:
        sought()
    assert "XNAT_PASS" in caught.value.where and "set XNAT_PASS or XNAT_PASS_FILE" in caught.value.cure


@pytest.mark.parametrize("source", ["credential", "file", "environment"])
def test_a_password_without_a_user(places: Places, source: str) -> None:
    places.put(source, "XNAT_PASS", "Canary-7")
    places.login("netrc", "somebody", "Canary-8")
    with pytest.raises(UsageFault, match="half a log-in") as caught:
        sought()
    assert caught.value.where == "XNAT_USER is empty" and "Canary" not in str(caught.value)


def test_nothing_is_a_guest(places: Places) -> None:
    assert sought() is None
    assert seek_login(URL, "XNAT_USER", "XNAT_PASS", needed=True) is None, "nobody sits at a terminal"
    assert seek_token("FDP_TOKEN", URL) is None


def test_a_variable_that_is_empty_is_none(places: Places) -> None:
    for name in ("XNAT_USER", "XNAT_PASS", "XNAT_PASS_FILE", "CREDENTIALS_DIRECTORY"):
        places.env.setenv(name, "")
    assert sought() is None


def test_a_credential_in_small_letters(places: Places) -> None:
    places.put("environment", "XNAT_USER", "me")
    places.env.setenv("CREDENTIALS_DIRECTORY", str(places.folder / "credentials"))
    places.secret("credentials/xnat_pass", "Canary-7\n", 0o400)
    found = sought()
    assert found is not None and found.source == "systemd credential xnat_pass"


@pytest.mark.parametrize("source", ["credential", "file", "environment", "keyring"])
def test_a_token(places: Places, source: str) -> None:
    if source == "keyring":
        places.keyring("FileKeyring", f"{HOST} somebody Canary-8", f"{HOST} FDP_TOKEN Canary-7")
    else:
        places.put(source, "FDP_TOKEN", "Canary-7")
    found = seek_token("FDP_TOKEN", URL)
    assert found is not None
    assert (found.value, kind_of(found.source)) == ("Canary-7", source) and "Canary" not in repr(found)


@pytest.mark.parametrize(
    "text", ["Canary-7", "Canary-7\n", "Canary-7\r\n", "\ufeffCanary-7\r\n", "  Canary-7 \n\n"], ids=repr
)
def test_how_editors_write_a_secret(places: Places, text: str) -> None:
    places.env.setenv("FDP_TOKEN_FILE", str(places.secret("token", text)))
    found = seek_token("FDP_TOKEN")
    assert found is not None and found.value == "Canary-7"


def _empty(places: Places) -> Path:
    return places.secret("token", "\n")


def _folder(places: Places) -> Path:
    (places.folder / "token").mkdir()
    return places.folder / "token"


def _two_lines(places: Places) -> Path:
    return places.secret("token", "Canary-7\nCanary-8\n")


def _large(places: Places) -> Path:
    return places.secret("token", "Canary-7" * 20_000)


def _not_text(places: Places) -> Path:
    path = places.secret("token", "")
    path.write_bytes(b"\xff\xfeCanary-7")
    return path


def _nowhere(places: Places) -> Path:
    return places.folder / "nowhere"


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (_empty, "file is empty"),
        (_folder, "it is a folder"),
        (_two_lines, "not one line"),
        (_large, "more than 65536 bytes"),
        (_not_text, "not UTF-8"),
        (_nowhere, "No such file"),
    ],
)
def test_a_file_that_is_no_secret(places: Places, made: Callable[[Places], Path], message: str) -> None:
    path = made(places)
    places.env.setenv("FDP_TOKEN_FILE", str(path))
    places.env.setenv("FDP_TOKEN", "Canary-7")
    with pytest.raises(UsageFault, match=message) as caught:
        seek_token("FDP_TOKEN")
    assert caught.value.where == f"FDP_TOKEN_FILE={path}" and "Canary" not in str(caught.value)


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o400, False), (0o440, False), (0o644, True)])
def test_a_file_that_all_can_read_is_told_of_once(
    places: Places, mode: int, warned: bool, heard: pytest.LogCaptureFixture
) -> None:
    path = places.secret("token", "Canary-7", mode)
    places.env.setenv("FDP_TOKEN_FILE", str(path))
    for _ in range(2):
        assert seek_token("FDP_TOKEN") is not None, "it is used all the same"
    assert [record.levelname for record in heard.records] == (["WARNING"] if warned else [])
    assert ("chmod 600" in heard.text) == warned and "Canary" not in heard.text


def test_netrc_of_a_host_with_and_without_port(places: Places) -> None:
    places.netrc("machine x.org:8080 login port password a\nmachine x.org login host password b\n")
    for url, user in (("https://x.org/xnat", "host"), ("https://x.org:8080", "port"), ("https://x.org:1", "host")):
        found = seek_login(url, "XNAT_USER", "XNAT_PASS")
        assert found is not None and found.user == user
    assert seek_login("https://other.org", "XNAT_USER", "XNAT_PASS") is None


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_netrc_that_others_can_read_is_refused(places: Places, mode: int) -> None:
    path = places.netrc(f"machine {HOST} login me password Canary-7\n", mode)
    with pytest.raises(UsageFault, match="others can read") as caught:
        sought()
    assert caught.value.cure == f"chmod 600 {path}"
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert sought() is not None, "what there was to type helps"


@pytest.mark.parametrize(
    ("text", "message"), [("machine x.org Canary-7\n", "cannot read .netrc"), ("machine x.org login me\n", "")]
)
def test_netrc_that_cannot_be_used(places: Places, text: str, message: str) -> None:
    places.netrc(text)
    if not message:
        assert sought() is None
        return
    with pytest.raises(UsageFault, match=message) as caught:
        sought()
    assert "Canary" not in str(caught.value)


@pytest.mark.parametrize("kind", ["LockedKeyring", "NoKeyring"])
def test_a_keyring_that_cannot_be_used_is_told_only_to_who_asks(
    places: Places, kind: str, heard: pytest.LogCaptureFixture
) -> None:
    places.keyring(kind)
    places.login("netrc", "me", "Canary-8")
    found = sought()
    assert found is not None and kind_of(found.source) == "netrc"
    assert [record.levelname for record in heard.records] == ["INFO"]
    assert "Canary" not in heard.text and f"keyring get {HOST}" in heard.text


def test_a_keyring_that_does_not_answer_is_given_up(
    places: Places, heard: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyrings, "LONGEST_WAIT", 0.5)
    places.keyring("SilentKeyring")
    assert sought() is None
    assert sought() is None
    assert len(heard.records) == 1, "it is asked once"


def test_a_server_has_no_keyring_to_ask(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a desktop's bus, nothing is started: any Python that were would not be found."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert sought() is None


def test_fingerprints_tell_same_from_other() -> None:
    known = {secret: fingerprint(secret) for secret in ("Canary-7", "Canary-8", "é", "")}
    assert known == {secret: fingerprint(secret) for secret in known}
    assert all(len(found) == 2 and int(found, 16) >= 0 for found in known.values()), "more digits confirm a guess"
    assert len(set(known.values())) == len(known)
