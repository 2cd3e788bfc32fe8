"""Load goes to this machine, or to a host that the user names; nothing else is even looked up."""

import socket

import pytest

from seatrial.bench.services.address import BadAddress, address, is_address


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://127.0.0.1:8000/predict?trace=1", "http://127.0.0.1:8000/predict?trace=1"),
        ("http://localhost", "http://localhost:80/"),
        ("https://[::1]:8443/v2/models/m", "https://[::1]:8443/v2/models/m"),
        ("HTTP://LOCALHOST:9", "http://localhost:9/"),
    ],
)
def test_an_address_of_this_machine_is_taken(url: str, name: str) -> None:
    found = address(url)

    assert is_address(url)
    assert found.local
    assert found.name == name


@pytest.mark.parametrize(
    "url",
    [
        "http://models.example.com/predict",
        "http://10.0.0.7:8000",
        "http://0.0.0.0:8000",
        "http://169.254.169.254/latest",
        "http://127.1:8000",
        "http://0x7f000001",
        "http://localhost.example.com",
        "http://[::ffff:10.0.0.1]",
    ],
)
def test_another_machine_is_refused_without_a_look_at_its_name(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_arguments: object, **_options: object) -> object:
        raise AssertionError("a name was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", asked)

    with pytest.raises(BadAddress, match="--allow-host"):
        address(url)


def test_a_host_that_the_user_names_is_taken() -> None:
    found = address("http://192.0.2.1:8000/predict", ["192.0.2.1"])

    assert not found.local
    assert found.address == "192.0.2.1"


def test_a_local_name_that_means_another_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.5", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_options: answer)

    with pytest.raises(BadAddress, match="does not mean this machine"):
        address("http://localhost:8000")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://localhost", "neither http:// nor https://"),
        ("http://", "names no host"),
        ("http://user:word@localhost", "user name or a password"),
        ("http://localhost:99999", "is no address"),
        ("http://localhost:8000/a b", "no blanks"),
        ("http://localhost/\r\nHost: x", "no blanks"),
        ("http://[::1", "is no address"),
        ("http://localhost/" + "a" * 3000, "at most"),
    ],
)
def test_what_is_no_address_is_refused_in_one_sentence(url: str, told: str) -> None:
    with pytest.raises(BadAddress, match=told):
        address(url)
