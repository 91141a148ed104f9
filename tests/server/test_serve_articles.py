"""/v1/clean and /v1/check over HTTP: one article, a batch, JSON lines, and what is wrong with them."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import pytest
import requests
from hosting import Server, problem, server

PLAIN = "Nothing is wrong here."
WRONG = "In the dry residue, they make an accent on speed."


class TestOneArticle:
    def test_a_good_text_stays(self, server: Server) -> None:
        value = server.post("/v1/clean", {"id": "a", "text": PLAIN}).json()
        assert (value["id"], value["text"], value["edits"]) == ("a", PLAIN, [])

    def test_what_a_rule_finds(self, server: Server) -> None:
        value = server.post("/v1/clean", {"id": 7, "text": WRONG}).json()
        assert value["id"] == 7
        assert value["text"] == "On balance, they make an accent on speed."
        assert [(e["rule"], e["status"]) for e in value["edits"]] == [
            ("wording.dry-residue", "applied"),
            ("wording.accent", "suggested"),
        ]
        assert value["score"]["fixed"] == 1

    def test_check_tells_the_same_findings_and_no_text(self, server: Server) -> None:
        cleaned = server.post("/v1/clean", {"id": 7, "text": WRONG}).json()
        checked = server.post("/v1/check", {"id": 7, "text": WRONG}).json()
        assert checked == {k: v for k, v in cleaned.items() if k != "text"}

    def test_twice_the_same(self, server: Server) -> None:
        answers = [server.post("/v1/clean", {"id": 1, "text": WRONG}).content for _ in range(2)]
        assert answers[0] == answers[1]

    @pytest.mark.parametrize(
        "text", ["", " ", "\x00", "a\x00b", "😀", "\ud800", "x\udc81y", "\r\n", "{{ 7 * 7 }}"]
    )
    def test_any_text_comes_back(self, server: Server, text: str) -> None:
        body = json.dumps({"id": 1, "text": text})
        headers = {"content-type": "application/json; charset=utf-8"}
        answer = requests.post(f"{server.url}/v1/clean", body, headers=headers, timeout=20)
        assert json.loads(answer.content)["text"] == text

    def test_a_web_page(self, server: Server) -> None:
        page = (
            "<html><body><article>"
            + f"<p>{WRONG} The town has a bridge.</p>" * 5
            + "</article></body></html>"
        )
        value = server.post("/v1/clean", {"id": 1, "html": page}).json()
        first = value["edits"][0]
        assert value["extracted"][first["start"] : first["end"]] == first["before"]


class TestBatch:
    def test_in_order_with_errors_in_their_places(self, server: Server) -> None:
        rows: list[dict[str, Any]] = [{"id": 1, "text": WRONG}, {"id": 2}, {"id": 3, "text": PLAIN}]
        results = server.post("/v1/clean", {"articles": rows}).json()["results"]
        assert [r["id"] for r in results] == [1, 2, 3]
        assert results[0] == server.post("/v1/clean", rows[0]).json()
        assert results[1]["error"] == "neither `text` nor `html`"
        assert results[2]["text"] == PLAIN

    def test_an_empty_one(self, server: Server) -> None:
        assert server.post("/v1/clean", {"articles": []}).json() == {"results": []}

    def test_a_huge_one_of_nothing(self, server: Server) -> None:
        rows = [{"id": i, "text": ""} for i in range(5000)]
        results = server.post("/v1/clean", {"articles": rows}).json()["results"]
        assert [r["id"] for r in results] == list(range(5000))


class TestLines:
    def test_answers_are_those_of_single_articles(self, server: Server) -> None:
        row = {"id": 1, "text": WRONG}
        assert server.lines(row) == [server.post("/v1/clean", row).json()]

    def test_a_bad_line_and_the_rest_go_on(self, server: Server) -> None:
        answers = server.lines(
            {"id": 1, "text": PLAIN}, b"nonsense", b"", {"id": 3}, b"\xff", {"id": 5, "text": ""}
        )
        assert [a["id"] for a in answers] == [1, None, 3, None, 5]
        assert ["error" in a for a in answers] == [False, True, True, True, False]

    def test_a_line_that_is_too_long(self, server: Server) -> None:
        giant = {"id": 2, "text": "a" * 300_000}
        answers = server.lines({"id": 1, "text": PLAIN}, giant, {"id": 3, "text": PLAIN})
        assert answers[1] == {"id": None, "error": "the line is larger than 200,000 bytes"}
        assert [a["id"] for a in answers] == [1, None, 3]

    def test_many_without_reading_before_all_is_sent(self, server: Server) -> None:
        """Answers of several megabytes, more than sockets hold, to a client that sends all of it first."""
        text = "They make an accent on speed. " * 20
        rows = [{"id": i, "text": text} for i in range(1000)]
        answers = server.lines(*rows)
        assert [a["id"] for a in answers] == list(range(1000))
        assert len(json.dumps(answers)) > 5_000_000

    def test_each_line_is_answered_at_once(self, server: Server) -> None:
        """A client that waits for an answer before it sends the next line."""
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            head = f"POST /v1/clean HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            head += "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
            connection.sendall(head.encode())
            for number in (1, 2):
                line = json.dumps({"id": number, "text": PLAIN}).encode() + b"\n"
                connection.sendall(b"%x\r\n%s\r\n" % (len(line), line))
                found = b""
                while b'"id":%d' % number not in found:
                    part = connection.recv(65536)
                    assert part
                    found += part

    def test_where_nothing_more_comes_it_ends(self, server: Server) -> None:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            head = f"POST /v1/clean HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            head += "Content-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n"
            connection.sendall(head.encode() + b'{"id": 1, "text": ""}\n')
            found = b""
            while b"nothing came for 2 seconds" not in found:
                part = connection.recv(65536)
                assert part
                found += part

    def test_who_does_not_read_keeps_no_place(self, server: Server) -> None:
        line = json.dumps({"id": 1, "text": "b" * 190_000}).encode() + b"\n"
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", server.port))
            head = f"POST /v1/clean HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            head += f"Content-Type: application/x-ndjson\r\nContent-Length: {60 * len(line)}\r\n\r\n"
            connection.sendall(head.encode() + 60 * line)
            time.sleep(1)
            assert "in_flight 2.0" in server.get("/metrics").text
            until = time.monotonic() + 20
            while "in_flight 2.0" in server.get("/metrics").text:
                assert time.monotonic() < until
                time.sleep(0.2)


class TestRefusals:
    @pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 50_000, b'{"id": ' + b"9" * 5000 + b"}"])
    def test_no_json(self, server: Server, body: bytes) -> None:
        headers = {"content-type": "application/json"}
        answer = requests.post(f"{server.url}/v1/clean", body, headers=headers, timeout=20)
        assert problem(answer, 400).startswith("the body is not JSON")

    @pytest.mark.parametrize(
        ("value", "detail"),
        [
            ([], "Expected `object`, got `array`"),
            ({"id": 1}, "neither `text` nor `html`"),
            ({"text": "a"}, "Object missing required field `id`"),
            ({"id": None, "text": "a"}, "Expected `int | float | str`, got `null` - at `$.id`"),
            ({"id": 1, "text": 2}, "Expected `str | null`, got `int` - at `$.text`"),
            ({"articles": {}}, "Expected `array`, got `object` - at `$.articles`"),
            ({"articles": [{"text": 1}]}, "Expected `str | null`, got `int` - at `$.articles[0].text`"),
        ],
    )
    def test_other_json(self, server: Server, value: Any, detail: str) -> None:
        assert problem(server.post("/v1/clean", value), 422) == detail

    @pytest.mark.parametrize("media_type", ["text/plain", "multipart/form-data; boundary=x", "image/png"])
    def test_another_type(self, server: Server, media_type: str) -> None:
        headers = {"content-type": media_type}
        for path in ("/v1/clean", "/v1/check", "/v1/decisions", "/v2/check"):
            answer = requests.post(server.url + path, b"{}", headers=headers, timeout=20)
            assert "send application/" in problem(answer, 415)

    def test_too_long(self, server: Server) -> None:
        assert "larger than 200,000 bytes" in problem(
            server.post("/v1/clean", {"id": 1, "text": "a" * 200_000}), 413
        )

    def test_too_long_without_saying_so(self, server: Server) -> None:
        headers = {"content-type": "application/json"}
        body = (b"a" * 10_000 for _ in range(30))
        answer = requests.post(f"{server.url}/v1/clean", body, headers=headers, timeout=20)
        assert "larger than 200,000 bytes" in problem(answer, 413)
