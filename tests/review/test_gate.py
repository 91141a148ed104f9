"""Who may speak to the review page: without a browser, as an attacker's program would."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from conftest import Project
from stage import Server, news, serve


class Client:
    """Speaks HTTP to a server with just the headers it is told."""

    def __init__(self, server: Server) -> None:
        self.address = urlsplit(server.link)
        self.host = self.address.netloc
        status, headers, _ = self.ask("GET", f"/?{self.address.query}", {"Host": self.host})
        assert status == 200
        self.cookie = headers["set-cookie"].partition(";")[0]
        self.set_cookie = headers["set-cookie"]

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.address.hostname or "", self.address.port, timeout=20)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        connection.close()
        return found


@pytest.fixture
def client(news: Project, serve: Callable[..., Server]) -> Client:
    return Client(serve(news))


def own(client: Client, **more: str) -> dict[str, str]:
    """The headers that our own page sends when it writes."""
    return {"Host": client.host, "Cookie": client.cookie, "Origin": f"http://{client.host}", **more}


def test_the_cookie_is_for_this_page_alone(client: Client) -> None:
    assert "httponly" in client.set_cookie.lower()
    assert "samesite=strict" in client.set_cookie.lower()


@pytest.mark.parametrize("path", ["/", "/article/a", "/dashboard", "/export/txt/a", "/static/style.css"])
def test_nothing_is_read_without_the_key(client: Client, path: str) -> None:
    assert client.ask("GET", path, {"Host": client.host})[0] == 403
    wrong = {"Host": client.host, "Cookie": client.cookie[:-2] + "xx"}
    assert client.ask("GET", path, wrong)[0] == 403
    assert client.ask("GET", path, {"Host": client.host, "Cookie": client.cookie})[0] == 200


def test_a_wrong_token_opens_nothing(client: Client) -> None:
    assert client.ask("GET", "/?token=wrong", {"Host": client.host})[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", ""])
def test_another_name_for_this_machine_is_refused(client: Client, host: str) -> None:
    assert client.ask("GET", "/", {"Host": host, "Cookie": client.cookie})[0] == 403


BODY = json.dumps({"article": "a", "decisions": []}).encode()


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "https://127.0.0.1", "http://localhost"]
)
def test_a_write_from_another_site_is_refused(client: Client, origin: str) -> None:
    assert client.ask("POST", "/decide", own(client, Origin=origin), BODY)[0] == 403


def test_a_write_without_origin_is_refused(client: Client) -> None:
    headers = own(client)
    del headers["Origin"]
    assert client.ask("POST", "/decide", headers, BODY)[0] == 403


def test_a_write_from_our_page_is_taken(client: Client) -> None:
    status, _, body = client.ask("POST", "/decide", own(client), BODY)
    assert (status, json.loads(body)) == (200, {"done": [], "conflicts": [], "states": {}})


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b'{"article": "nosuch", "decisions": []}', b'{"article": 1}']
)
def test_nonsense_is_told_and_harms_nothing(client: Client, body: bytes) -> None:
    status, _, answer = client.ask("POST", "/decide", own(client), body)
    assert status == 409
    assert list(json.loads(answer)) == ["error"]


def test_a_request_too_long_is_refused(client: Client) -> None:
    headers = own(client, **{"Content-Length": "99999999"})
    assert client.ask("POST", "/decide", headers, b"")[0] == 413


@pytest.mark.parametrize("path", ["/article/..%2f..%2fetc%2fpasswd", "/static/../app.py", "/export/exe/a"])
def test_paths_lead_nowhere_else(client: Client, path: str) -> None:
    assert client.ask("GET", path, {"Host": client.host, "Cookie": client.cookie})[0] in (404, 409)


def test_the_policy_runs_no_script_of_the_page(client: Client) -> None:
    _, headers, _ = client.ask("GET", "/", {"Host": client.host, "Cookie": client.cookie})
    policy = headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_it_listens_on_this_machine_alone(client: Client) -> None:
    assert client.address.hostname == "127.0.0.1"
