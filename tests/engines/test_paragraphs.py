"""An article is read by paragraphs, each once."""

from __future__ import annotations

import pytest

from cleanup.engines import EngineError, Match, paragraphs
from cleanup.engines.embedded import Embedded
from cleanup.engines.paragraphs import LONGEST, LONGEST_PARAGRAPH, MOST, Reader

GOOD = "The minister signed the agreement on Tuesday."
SLIP = "They will meet in Friday."


class Watched(Embedded):
    """The real engine; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def check(self, text: str) -> list[Match]:
        self.asked.append(text)
        return super().check(text)


@pytest.fixture(scope="module")
def engine() -> Watched:
    return Watched()


def lines(text: str) -> list[tuple[int, int]]:
    spans, pos = [], 0
    for line in text.split("\n"):
        spans += [(pos, pos + len(line))] if line else []
        pos += len(line) + 1
    return spans


def found(reader: Reader, text: str) -> list[str]:
    return [text[m.start : m.end] for m in reader.check(text, lines(text))]


class TestLeftUnread:
    def test_nothing(self, engine: Watched) -> None:
        engine.asked.clear()
        assert Reader(engine).check("", []) == []
        assert engine.asked == []

    @pytest.mark.parametrize(
        "text", ["1 2 3 4 5 6 7", "—" * 50, "\0" * 50, "{{}}" * 20, "Они едут в пятницу."]
    )
    def test_what_is_no_prose(self, engine: Watched, text: str) -> None:
        engine.asked.clear()
        assert Reader(engine).check(text, lines(text)) == []
        assert engine.asked == []

    def test_a_paragraph_without_end(self, engine: Watched) -> None:
        engine.asked.clear()
        text = f"{SLIP} " * (LONGEST_PARAGRAPH // len(SLIP) + 1)
        assert found(Reader(engine), text) == []
        assert engine.asked == []

    def test_an_article_without_end(self, engine: Watched) -> None:
        text = f"{GOOD}\n" * (LONGEST // len(GOOD) + 1)
        with pytest.raises(
            EngineError, match="LingoTweaker reads no article of more than 100,000 characters"
        ):
            Reader(engine).check(text, lines(text))


class TestRead:
    def test_offsets_are_those_of_the_text(self, engine: Watched) -> None:
        text = f"{GOOD}\n\n😀 {SLIP}\n{GOOD}\nThe talks begin in Friday."
        assert found(Reader(engine), text) == ["in Friday", "in Friday"]

    def test_all_at_once_and_each_once(self, engine: Watched) -> None:
        reader = Reader(engine)
        engine.asked.clear()
        text = f"{SLIP}\n{GOOD}\n{SLIP}"
        assert found(reader, text) == ["in Friday"] * 2
        assert engine.asked == [f"{GOOD}\n\n{SLIP}"]
        assert found(reader, f"{text}\nShe agreed.") == ["in Friday"] * 2
        assert engine.asked[1:] == ["She agreed."]

    def test_as_many_as_a_server_takes(self, engine: Watched) -> None:
        engine.asked.clear()
        text = "\n".join(f"On day {n} the minister signed the agreement." for n in range(1000))
        Reader(engine).check(text, lines(text))
        assert [len(asked) <= MOST for asked in engine.asked] == [True] * 3

    def test_memory_is_bounded(self, engine: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(paragraphs, "_KEPT", 2)
        reader = Reader(engine)
        assert found(reader, f"{SLIP}\n{GOOD}\nShe agreed.\nHe did not.") == ["in Friday"]
        assert len(reader._known) == 2
