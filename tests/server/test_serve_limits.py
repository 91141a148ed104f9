"""Who may ask, how much, how long; what is told of it; and how it ends."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import time
from collections.abc import Iterator

import psutil
import pytest
import requests
from conftest import Project
from hosting import Serve, Server, problem, serve, server
from prometheus_client.parser import text_string_to_metric_families

WRONG = "In the dry residue, they make an accent on speed."


def spoken(server: Server, *parts: bytes, pause: float = 0.0, timeout: float = 20) -> bytes:
    """What comes back for bytes that are sent with pauses; all until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as connection:
        found = b""
        with contextlib.suppress(ConnectionError):  # it closes before all is sent
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(65536):
                found += part
        return found


class TestAddresses:
    def test_no_such_path(self, server: Server) -> None:
        assert "nothing is at /nowhere" in problem(server.get("/nowhere"), 404)

    @pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
    def test_no_such_method(self, server: Server, method: str) -> None:
        answer = requests.request(method, f"{server.url}/v1/clean", timeout=20)
        problem(answer, 405)
        assert answer.headers["allow"] == "POST"

    def test_the_page_needs_nothing_from_elsewhere(self, server: Server) -> None:
        answer = server.get("/")
        assert "POST /v2/check" in answer.text
        assert "src=" not in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


class TestOtherPages:
    """Any web page in a browser on this machine can send requests to loopback."""

    @pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1"])
    def test_another_name_for_this_machine(self, server: Server, host: str) -> None:
        problem(server.get("/v2/info", headers={"Host": host.format(port=server.port)}), 403)

    @pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost"])
    def test_another_origin(self, server: Server, origin: str) -> None:
        form = {"language": "en", "text": "a"}
        answer = requests.post(f"{server.url}/v2/check", form, headers={"Origin": origin}, timeout=20)
        assert "--cors" in problem(answer, 403)
        assert "access-control-allow-origin" not in answer.headers

    def test_our_own_page(self, server: Server) -> None:
        assert server.get("/v2/info", headers={"Origin": server.url}).status_code == 200

    def test_one_that_was_let_in(self, serve: Serve) -> None:
        server = serve("--cors", "https://editor.example")
        mine, other = {"Origin": "https://editor.example"}, {"Origin": "https://evil.example"}
        allowed = server.post("/v1/check", {"id": 1, "text": ""}, headers=mine)
        assert allowed.headers["access-control-allow-origin"] == "https://editor.example"
        asked = {
            **mine,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
            "Access-Control-Request-Private-Network": "true",
        }
        before = requests.options(f"{server.url}/v1/check", headers=asked, timeout=20)
        assert (before.status_code, before.headers["access-control-allow-private-network"]) == (200, "true")
        problem(server.post("/v1/check", {"id": 1, "text": ""}, headers=other), 403)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(Project(tmp_path_factory.mktemp("closed")).root, "--token", "Sésame")
    yield found
    found.stop()


class TestToken:
    def test_who_has_none_gets_nothing(self, closed: Server) -> None:
        for path in ("/", "/metrics", "/openapi.json", "/v1/decisions", "/v2/languages", "/nowhere"):
            answer = closed.get(path)
            assert "Bearer" in problem(answer, 401)
            assert answer.headers["www-authenticate"].startswith("Bearer")
        problem(closed.post("/v1/clean", {"id": 1, "text": ""}), 401)
        problem(closed.check(WRONG), 401)
        problem(closed.check(WRONG, apiKey="sesame"), 401)
        assert closed.get("/v2/healthcheck").text == "OK"

    @pytest.mark.parametrize(
        "given", ["Bearer wrong", "Bearer", "Basic !", "Basic d3Jvbmc6d3Jvbmc=", "Digest x"]
    )
    def test_a_wrong_one(self, closed: Server, given: str) -> None:
        problem(closed.get("/v2/info", headers={"Authorization": given}), 401)

    def test_the_right_one_in_each_way(self, closed: Server) -> None:
        bearer = {"Authorization": "Bearer Sésame".encode()}
        assert closed.get("/v2/info", headers=bearer).status_code == 200
        assert closed.get("/v2/info", auth=("any", "Sésame".encode())).status_code == 200
        assert closed.check(WRONG, apiKey="Sésame", username="any").status_code == 200

    def test_beyond_loopback_it_is_demanded(self, project: Project) -> None:
        code, _, told = project.run("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
        assert (code, "can be reached by others" in told) == (2, True)


class TestWrongUse:
    def test_a_port_that_is_taken(self, server: Server, project: Project) -> None:
        code, _, told = project.run("serve", "--port", str(server.port))
        assert (code, f"port {server.port} cannot be used" in told) == (2, True)

    def test_rules_that_do_not_load(self, project: Project) -> None:
        (project.root / "packs" / "small" / "wording.yaml").write_text("rules: [{id: wording.x}]", "utf-8")
        code, _, told = project.run("serve", "--port", "0", "--jobs", "1")
        assert (code, "wording.yaml" in told) == (2, True)


class TestSlowAndGiant:
    def test_a_body_that_does_not_come(self, server: Server) -> None:
        head = f"POST /v1/clean HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 9\r\n"
        head += "Content-Type: application/json\r\nConnection: close\r\n\r\n"
        found = spoken(server, head.encode() + b"{")
        assert found.startswith(b"HTTP/1.1 408 ")
        assert b"application/problem+json" in found

    def test_a_body_that_drips(self, server: Server) -> None:
        head = f"POST /v1/clean HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 99\r\n"
        head += "Content-Type: application/json\r\nConnection: close\r\n\r\n"
        assert spoken(server, head.encode(), *[b"{"] * 8, pause=0.3).startswith(b"HTTP/1.1 408 ")

    def test_a_head_that_drips(self, server: Server) -> None:
        """uvicorn itself would wait for its end for ever."""
        start = time.monotonic()
        assert spoken(server, b"GET / HTTP/1.1\r\n", *[b"X-A: b\r\n"] * 100, pause=0.2) == b""
        assert 9 < time.monotonic() - start < 20

    def test_a_gigabyte_is_refused_before_it_is_read(self, server: Server) -> None:
        head = f"POST /v1/clean HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 1000000000\r\n"
        head += "Content-Type: application/json\r\nConnection: close\r\n\r\n"
        assert spoken(server, head.encode()).startswith(b"HTTP/1.1 413 ")

    def test_what_is_no_http(self, server: Server) -> None:
        found = spoken(server, b"\x16\x03\x01 no\r\n\r\n")
        assert found.startswith(b"HTTP/1.1 400 ")
        assert b"application/problem+json" in found

    def test_one_text_that_takes_too_long(self, serve: Serve) -> None:
        server = serve("--seconds", "0.1")
        text = " ".join(f"{WRONG} {i}" for i in range(15_000))
        answer = server.post("/v1/clean", {"id": 1, "text": text})
        assert "not done in 0.1 seconds" in problem(answer, 503)
        assert answer.headers["retry-after"] == "1"

    def test_more_at_once_than_it_takes(self, serve: Serve) -> None:
        server = serve("--at-once", "2")
        with (
            socket.create_connection(("127.0.0.1", server.port)) as one,
            socket.create_connection(("127.0.0.1", server.port)) as two,
        ):
            for connection in (one, two):
                head = (
                    f"POST /v1/clean HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 9\r\n\r\n"
                )
                connection.sendall(head.encode())
            time.sleep(0.3)
            answer = server.get("/v2/info")
            assert "2 requests are in work already" in problem(answer, 503)
            assert answer.headers["retry-after"] == "1"
            assert server.get("/v2/healthcheck").text == "OK"
        time.sleep(0.3)
        assert server.get("/v2/info").status_code == 200

    def test_a_worker_that_is_killed_is_replaced(self, serve: Serve) -> None:
        server = serve()
        for child in psutil.Process(server.process.pid).children():
            child.kill()
        assert server.post("/v1/clean", {"id": 1, "text": WRONG}).status_code == 200


class TestFigures:
    def test_log_and_metrics_tell_of_requests_and_not_of_texts(self, serve: Serve) -> None:
        server = serve()
        for _ in range(2):
            server.post("/v1/clean", {"id": 1, "text": WRONG})
        server.get("/v2/check", params={"language": "en", "text": "secret"})
        server.get("/made-up")
        found = {
            s.name: s for f in text_string_to_metric_families(server.get("/metrics").text) for s in f.samples
        }
        text = server.get("/metrics").text
        assert 'cleanup_requests_total{method="POST",path="/v1/clean",status="200"} 2.0' in text
        assert 'cleanup_requests_total{method="GET",path="other",status="404"} 1.0' in text
        assert found["cleanup_answers_remembered_total"].value == 1
        assert found["cleanup_requests_in_flight"].value == 1
        log = server.log()
        assert "127.0.0.1 POST /v1/clean 200 " in log
        assert "secret" not in log + text
        assert "made-up" not in log + text


class TestEnding:
    @pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
    def test_what_is_in_work_is_finished(self, serve: Serve, how: signal.Signals, code: int) -> None:
        server = serve()
        text = " ".join(f"{WRONG} {i}" for i in range(3_000))
        answers: list[requests.Response] = []
        asking = threading.Thread(
            target=lambda: answers.append(server.post("/v1/clean", {"id": 1, "text": text}))
        )
        asking.start()
        time.sleep(0.3)
        assert server.stop(how) == code
        asking.join(20)
        assert answers[0].status_code == 200
        assert len(answers[0].json()["edits"]) == 6_000

    def test_a_text_that_takes_too_long_does_not_hold_it_up(self, serve: Serve) -> None:
        server = serve("--seconds", "0.5", "--max-bytes", "5000000")
        text = " ".join(f"{WRONG} {i}" for i in range(45_000))  # several seconds, on a quick machine too
        problem(server.post("/v1/clean", {"id": 1, "text": text}), 503)
        start = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - start < 5

    def test_no_worker_outlives_a_server_that_is_killed(self, serve: Serve) -> None:
        server = serve("--jobs", "2")
        workers = psutil.Process(server.process.pid).children(recursive=True)
        server.stop(signal.SIGKILL)
        _, alive = psutil.wait_procs(workers, timeout=5)
        assert alive == []
