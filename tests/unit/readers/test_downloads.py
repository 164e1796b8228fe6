"""Files by address and checksum, from a server on this computer."""

import hashlib
import http.server
import socket
import threading
from collections.abc import Iterator

import pytest

from resistance.problems import InputError
from resistance.readers.downloads import fetch
from resistance.writers.downloads import write_download

BODY = b"A\tx\tTP53\tABCB1\n"
DIGEST = hashlib.sha256(BODY).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/sets.gmt?v=1":
            self.answer(200, BODY)
        elif self.path == "/moved":
            self.answer(302, b"", Location="/sets.gmt?v=1")
        elif self.path == "/away":
            self.answer(302, b"", Location="http://example.org/sets.gmt")
        elif self.path == "/inside":
            self.answer(302, b"", Location="file:///etc/hostname")
        elif self.path == "/short":
            self.answer(200, BODY, length=1000)
        else:
            self.answer(404, b"no such page")

    def answer(self, code: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}"
        found.shutdown()


@pytest.fixture(autouse=True)
def proxy_of_others(monkeypatch) -> None:
    # a proxy that the machine has must not be asked for files of the machine itself
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)


def fault(url: str, digest: str = DIGEST, **limits: float):
    with pytest.raises(InputError) as stopped:
        fetch(url, digest, **limits)
    (problem,) = stopped.value.problems
    return problem


@pytest.mark.parametrize("path", ["/sets.gmt?v=1", "/moved"])
def test_a_file_of_the_right_checksum(server, path: str) -> None:
    assert fetch(server + path, DIGEST.upper()) == BODY


def test_a_file_of_this_computer(tmp_path) -> None:
    write_download(BODY, tmp_path / "deep/sets.gmt")
    assert fetch((tmp_path / "deep/sets.gmt").as_uri(), DIGEST) == BODY
    problem = fault((tmp_path / "none.gmt").as_uri())
    assert "cannot be fetched" in problem.message


def test_another_file_than_the_checksum_says(server) -> None:
    problem = fault(f"{server}/sets.gmt?v=1", "0" * 64)
    assert "another file" in problem.message
    assert (problem.value, problem.allowed) == (DIGEST, "0" * 64)
    assert "configuration" in problem.hint


def test_a_page_that_is_not_there(server) -> None:
    problem = fault(f"{server}/none.gmt")
    assert "404" in problem.message
    assert "download_base_url" in problem.hint


def test_no_server() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    problem = fault(f"http://127.0.0.1:{port}/sets.gmt")
    assert "cannot be fetched: Connection refused." in problem.message


def test_a_server_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/sets.gmt"
        assert "timed out" in fault(url, seconds=0.2).message


@pytest.mark.parametrize("path", ["/away", "/inside"])
def test_a_server_that_sends_on_elsewhere(server, path: str) -> None:
    assert (
        "not fetched" in fault(server + path).message
        or "not allowed" in fault(server + path).message
    )


def test_a_connection_that_ends_early(server) -> None:
    assert "cannot be fetched" in fault(f"{server}/short").message


def test_a_file_that_is_too_large(server) -> None:
    assert "too large" in fault(f"{server}/sets.gmt?v=1", most=5).message


def test_an_address_that_is_not_fetched() -> None:
    assert "by http" in fault("http://example.org/sets.gmt").message
