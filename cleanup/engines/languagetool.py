"""How is a LanguageTool server asked? Start reading at `LanguageTool`.

The server is anybody's: one of the house, one that `local` starts, or another `cleanup serve`.
language-tool-python starts servers for us, but does not speak to them: it counts an emoji
within a match as two characters, waits 300 s whatever one asks for, and keeps the text it read
last where all threads share it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
import urllib3

from cleanup.engines import EngineError, Match
from cleanup.engines.utf16 import Offsets
from cleanup.errors import SettingsError

LANGUAGE = "en-US"
AWAY_SECONDS = 30.0
"""How long a server that did not answer is left alone: else each article would wait for it."""
_RETRIES = urllib3.Retry(
    total=2,
    read=1,  # what took too long once will again
    backoff_factor=0.2,
    allowed_methods=None,  # a check changes nothing on the server
    status_forcelist=(429, 502, 503, 504),
    raise_on_status=False,
)
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class _Replacement(msgspec.Struct, frozen=True):
    value: str = ""


class _Category(msgspec.Struct, frozen=True):
    id: str = ""


class _Rule(msgspec.Struct, frozen=True):
    id: str
    category: _Category = _Category()


class _Match(msgspec.Struct, frozen=True):
    offset: int
    length: int
    rule: _Rule
    message: str = ""
    replacements: tuple[_Replacement, ...] = ()


class _Answer(msgspec.Struct, frozen=True):
    matches: tuple[_Match, ...]


class LanguageTool:
    """A LanguageTool server by its address, or one on this machine. Threads may share it."""

    name = "LanguageTool"

    def __init__(self, url: str = "", *, seconds: float = 20.0, only: Sequence[str] = ()) -> None:
        """With `only`, `check` asks for these rules alone, which takes half the time.

        A rule that reads a list, such as EN_COMPOUNDS, adds the entry to the name it is asked under
        (EN_COMPOUNDS_SOUND_TRACK), so the beginnings of a name are asked for too.
        """
        self._url = base_url(url) if url else ""
        names = sorted({n for rule in only for n in accumulate(rule.split("_"), "{}_{}".format)})
        self._only = {"enabledRules": ",".join(names), "enabledOnly": "true"} if names else {}
        self._away_until = 0.0
        self._why = ""
        self._starting = threading.Lock()
        timeout = urllib3.Timeout(connect=min(seconds, 3.0), read=seconds)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=_RETRIES, maxsize=8)

    @property
    def url(self) -> str:
        """The server's address. Raises EngineError if none was given and none starts here."""
        if not self._url:
            from cleanup.engines import local

            with self._starting:
                self._url = self._url or local.address()
        return self._url

    def check(self, text: str, language: str = LANGUAGE) -> list[Match]:
        """The matches in a text. Raises EngineError if the server cannot answer."""
        answer = self.ask({"text": text, "language": language, **self._only})
        try:
            found = msgspec.convert(answer, _Answer).matches
        except msgspec.ValidationError as err:
            raise EngineError(f"{self.url} does not answer as LanguageTool does: {err}") from err
        offsets = Offsets(text)
        return [
            Match(
                start=offsets.to_points(m.offset),
                end=offsets.to_points(m.offset + m.length),
                rule=m.rule.id,
                category=m.rule.category.id,
                message=m.message,
                replacements=tuple(r.value for r in m.replacements),
            )
            for m in found
        ]

    def ask(self, form: Mapping[str, str]) -> dict[str, Any]:
        """The server's own answer to `POST /v2/check` with these fields; offsets are UTF-16.

        Raises EngineError if it is away, refuses, or answers with anything but JSON.
        """
        if time.monotonic() < self._away_until:
            raise EngineError(self._why)
        body = urlencode(form, errors="replace")  # a lone surrogate has no UTF-8
        try:
            response = self._pool.request("POST", f"{self.url}/v2/check", body=body, headers=_FORM)
        except (urllib3.exceptions.HTTPError, EngineError) as err:
            self._away_until = time.monotonic() + AWAY_SECONDS
            reason = getattr(err, "reason", None) or err
            self._why = f"LanguageTool does not answer at {self._url}: {reason}" if self._url else str(err)
            raise EngineError(self._why) from err
        if response.status != 200:  # LanguageTool says why in plain text
            said = response.data[:200].decode("utf-8", "replace").strip()
            raise EngineError(f"LanguageTool at {self.url} refuses: {response.status} {said}")
        try:
            return msgspec.json.decode(response.data, type=dict[str, Any])
        except msgspec.DecodeError as err:
            raise EngineError(f"{self.url} does not answer as LanguageTool does: {err}") from err


def base_url(url: str) -> str:
    """The address without the path of the API. Raises SettingsError for no address.

    >>> base_url("http://127.0.0.1:8081/v2/check"), base_url("https://lt.example.org/api/")
    ('http://127.0.0.1:8081', 'https://lt.example.org/api')
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{url!r} is no address of a LanguageTool server; one is http://127.0.0.1:8081")
    return url.rstrip("/").removesuffix("/check").removesuffix("/v2")
