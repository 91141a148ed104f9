"""Which letters were broken by a wrong encoding?

Start reading at `propose`: the steps mend the text in turn until none finds more, since
one error lies upon another (an entity within mojibake); a draft of their own maps what
they did back to the page.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from cleanup.characters import mojibake
from cleanup.characters.charsets import CharsetGuesser
from cleanup.characters.homoglyphs import HomoglyphFinder
from cleanup.draft import Draft
from cleanup.edits import Edit, Proposal
from cleanup.page import Page
from cleanup.patterns import any_word, lazy_re, lazy_regex
from cleanup.pieces import Piece

_MOST_ROUNDS = 6
"""Times the steps are repeated; the deepest error seen in the wild had four layers."""

_NON_ASCII = lazy_regex(r"[^\x00-\x7f]+")  # regex scans for a plain range ten times as fast as re
_UNUSUAL = lazy_re("[^\\x00-\\x7f“”‘’«»„–—…•·€£©®°½№™\u00a0À-ıĸ-ňŊ-ſ]")
"""What is no mark or letter of a European page, where it stands alone."""
_CONTROL = lazy_re("[\\x00-\\x08\\x0b\\x0e-\\x19\\x1b-\\x1f\\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]+")

_ASCII_CONTROLS = "".join(map(chr, [*range(9), 0x0B, *range(0x0E, 0x20), 0x7F]))

Proposals = Iterator[Proposal | None]


def propose(page: Page) -> Proposals:
    """Broken characters, each as a change of its own."""
    yield from page.proposals("encoding")
    odd = _odd(page, page.text)
    if not (_UNUSUAL.search(odd) or mojibake.is_suspect(odd) or "&" in page.text or _has_control(page.text)):
        return
    draft = Draft(page.text)
    left: list[Edit] = []
    for _ in range(_MOST_ROUNDS):
        left, before = [], draft.text
        for step in _STEPS:
            made, still_open = draft.take(p for p in step(page, draft.text, odd) if p)
            left += still_open
            if made:
                odd = _odd(page, draft.text)
        if draft.text == before:
            break
    edits = (*draft.applied, *left)
    meant = _LETTERS if edits and _speaks_of_charsets(page) else frozenset()
    for edit in edits:
        yield page.propose(
            edit.rule,
            edit.start,
            edit.end,
            edit.after,
            tier="suggest" if edit.rule in meant else edit.tier,
            message=edit.message,
            alternatives=edit.alternatives,
        )


_LETTERS: frozenset[str] = frozenset(("encoding.mojibake", "encoding.charset"))


def _speaks_of_charsets(page: Page) -> bool:
    """Whether the article is about broken letters, and may show some as they are."""
    return any(word in page.text for word in page.words("encoding.charset-words"))


def _odd(page: Page, text: str) -> str:
    """What is not ASCII, each run once: most texts hold little of it, often the same."""
    if text.isascii():
        return ""
    return " ".join(sorted(set[str]().union(*(runs for _, runs in page.memory.look(text, _odd, _odd_runs)))))


def _odd_runs(piece: Piece) -> set[str]:
    window, low, high = piece.key
    return set(_NON_ASCII.findall(window, low, high))


def _has_control(text: str) -> bool:
    """Whether an ASCII control character is there; thirty plain searches beat one pattern."""
    return any(c in text for c in _ASCII_CONTROLS)


# --- bytes and characters that are no text ----------------------------------------

_SURROGATE = lazy_re("[\ud800-\udfff]")
_SURROGATES = lazy_re(f"{_SURROGATE.pattern}+")
_PAIR = lazy_re("[\ud800-\udbff][\udc00-\udfff]")
_BYTES = lazy_re("[\udc80-\udcff]+(?:[ -@\\[-`{-~]{1,3}[\udc80-\udcff]+)*")
_PAIRS = lazy_re(f"(?:{_PAIR.pattern})+")
_STRAY = lazy_re(f"{_PAIRS.pattern}|{_BYTES.pattern}|(?:(?!{_PAIR.pattern}){_SURROGATE.pattern})+")
_SAFE_MARKS = frozenset("“”‘’„…–—•«»№§°©®™\u00a0")
"""What cp1251 and cp1252 agree on."""
_CUT_OFF = frozenset("ÂÃÐÑâ")
"""First bytes of UTF-8 sequences that were cut off, rather than letters."""


def _undecoded(page: Page, text: str, odd: str) -> Proposals:
    """Bytes that were no UTF-8, kept as U+DC80 to U+DCFF by the reader, and torn pairs."""
    if not _SURROGATE.search(odd):
        return
    for m in _STRAY.finditer(text):
        if _PAIRS.fullmatch(m[0]):
            joined = m[0].encode("utf-16", "surrogatepass").decode("utf-16")
            yield page.propose("encoding.mojibake", *m.span(), joined, message="a torn UTF-16 pair")
        elif (read := _read_bytes(page, text, *m.span())) is not None:
            yield page.propose("encoding.charset", *m.span(), read, message="bytes that are no UTF-8")
        else:
            lost = _SURROGATE.sub("\ufffd", m[0])
            yield page.propose("encoding.control", *m.span(), lost, message="bytes no charset explains")


def _read_bytes(page: Page, text: str, start: int, end: int) -> str | None:
    try:
        data = text[start:end].encode("ascii", "surrogateescape")
        latin = data.decode("cp1252")
    except UnicodeError:
        return None
    runs = _SURROGATES.finditer(text, start, end)
    if all(_is_latin(text, m, latin[m.start() - start : m.end() - start]) for m in runs):
        return latin
    return _guesser(page.words("encoding.letter-pairs")).decode(data)


def _is_latin(text: str, m: re.Match[str], read: str) -> bool:
    """Whether bytes read as cp1252 are punctuation or letters of a word in ASCII letters."""
    around = text[max(0, m.start() - 1) : m.start()] + text[m.end() : m.end() + 1]
    in_word = len(read) <= 2 and any(c.isascii() and c.isalpha() for c in around)
    return _SAFE_MARKS.issuperset(read) or (in_word and _CUT_OFF.isdisjoint(read))


_TERMINAL = lazy_re(r"\x1b\[[\d;]*[a-zA-Z]")
_C1 = lazy_re("[\\x80-\\x9f]")


def _control(page: Page, text: str, odd: str) -> Proposals:
    """Control characters that show nothing, and a terminal's colour codes."""
    if "\x1b" in text:
        for m in _TERMINAL.finditer(text):
            yield page.propose("encoding.control", *m.span(), "")
    if _CONTROL.search(odd) or _has_control(text):
        for m in _CONTROL.finditer(text):
            yield page.propose("encoding.control", *m.span(), "")
    if _C1.search(odd):
        for m in _C1.finditer(text):
            yield page.propose("encoding.control", *m.span(), "", tier="suggest")


_LOST = lazy_re("\ufffd+|\x1a+|\u2047+(?!\\S)")
"""U+FFFD; SUB, which ECMA-48 puts "in the place of a character found to be invalid"; and the double
question mark with which SentencePiece decodes what its vocabulary lacks (`unk_surface`)."""


def _lost(page: Page, text: str, odd: str) -> Proposals:
    if "\ufffd" in odd or "\u2047" in odd or "\x1a" in text:
        for m in _LOST.finditer(text):
            yield page.propose("encoding.lost-character", *m.span(), None)


# --- entities ------------------------------------------------------------------

_ENTITY = lazy_re(r"&(?:amp;|#38;){0,5}#?[0-9A-Za-z]{1,24};")
_TAG = lazy_re(r"(?:<|&lt;|&#60;|&#x3c;)\s?[/!]?[a-z]", re.IGNORECASE)
_QUOTE = frozenset("\"'`“”‘’«»")


def _entity(page: Page, text: str, _odd: str) -> Proposals:
    """HTML entities, however often escaped.

    Left alone: entities a text speaks of, quoted or in a line on markup; beside a tag,
    which may be code, they are only offered.
    """
    if not _ENTITY.search(text):
        return
    from ftfy import fixes  # late, as in cleanup.characters.mojibake

    about = any_word(page.words("encoding.markup-words"))
    spared = lru_cache(maxsize=8)(lambda span: about.search(text, *span) is not None)
    tagged = lru_cache(maxsize=8)(lambda span: _TAG.search(text, *span) is not None)
    for m in _ENTITY.finditer(text):
        plain = m[0]
        while (shorter := fixes.unescape_html(plain)) != plain:
            plain = shorter
        near = _near(text, m)
        quoted = text[m.start() - 1 : m.start()] in _QUOTE and text[m.end() : m.end() + 1] in _QUOTE
        if plain != m[0] and not quoted and not spared(near):
            yield page.propose("encoding.entity", *m.span(), plain, tier="suggest" if tagged(near) else None)


_NAME = r"(nbsp|[mn]dash|[lr]aquo|[lr][ds]quo|quot|amp|hellip|bull|shy|lt|gt|deg|euro|#\d{2,4})"
_TORN_ENTITY = lazy_re(rf"&(?: {_NAME} ?|{_NAME} );( ?)", re.IGNORECASE)


def _torn_entity(page: Page, text: str, _odd: str) -> Proposals:
    """`the & nbsp; ship` → `the ship`: entities into which an engine put a space."""
    done = 0
    for m in _TORN_ENTITY.finditer(text):
        char = html.unescape(f"&{(m[1] or m[2]).lower()};")
        start = m.start() - (m.start() > done and text[m.start() - 1] == " ")
        after = " " if char == "\u00a0" else f"{text[start : m.start()]}{char}{m[3]}"
        yield page.propose("encoding.entity", start, m.end(), after)
        done = m.end()


_NEAR = 400


def _near(text: str, m: re.Match[str]) -> tuple[int, int]:
    """The line of a match; of a long one the stretch that tells what it is about."""
    block = m.start() // _NEAR * _NEAR
    start = text.rfind("\n", max(0, block - _NEAR), m.start()) + 1 or max(0, block - _NEAR)
    end = text.find("\n", m.end(), block + 2 * _NEAR)
    return start, block + 2 * _NEAR if end < 0 else end


# --- charsets --------------------------------------------------------------------


def _mojibake(page: Page, text: str, odd: str) -> Proposals:
    """UTF-8 read under another charset."""
    # a lone Ã or root counts by what ASCII stands beside it
    if mojibake.is_suspect(odd):
        for change in mojibake.changes(text):
            yield page.propose("encoding.mojibake", *change)


_SEED = lazy_re("[^\\x00-\\x7f“”‘’«»–—…\\s]{3}")
_ASCII_LETTER = lazy_re(r"[A-Za-z\n]")
_BEFORE = 80
"""Characters before a broken word that may belong to it: a sentence holds no longer gap."""
_MOST_MISSES = 40
"""Runs that are no broken Cyrillic after which an article is taken to be in another
language, so that a hostile one cannot cost minutes."""


def _charset(page: Page, text: str, odd: str) -> Proposals:
    """Cyrillic letters of one charset read under another, where UTF-8 does not explain all."""
    if not _SEED.search(odd):
        return
    guesser = _guesser(page.words("encoding.letter-pairs"))
    pos = misses = 0
    for piece in [p for p, holds in page.memory.look(text, _charset, _holds_seed) if holds]:
        while misses < _MOST_MISSES and (m := _SEED.search(text, max(pos, piece.start), piece.end)):
            start, end = _stretch(text, pos, m)
            pos = max(end, m.end())
            joined = text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()
            if joined or mojibake.is_all_utf8(text[start:end]):
                continue
            found = guesser.repair(text[start:end])
            if found is None:
                misses += 1
                continue
            for change in mojibake.local_changes(text[start:end], found.text):
                yield page.propose(
                    "encoding.charset",
                    start + change.start,
                    start + change.end,
                    change.after,
                    tier=None if found.sure else "suggest",
                )


def _holds_seed(piece: Piece) -> bool:
    return any(map(_SEED.search, _odd_runs(piece)))  # most of a piece is ASCII


def _stretch(text: str, least: int, seed: re.Match[str]) -> tuple[int, int]:
    """The phrase around a seed: all up to the next ASCII letters, whole words only."""
    start, end = seed.span()
    first = max(least, start - _BEFORE)
    while start > first and not _ASCII_LETTER.match(text, start - 1):
        start -= 1
    letter = _ASCII_LETTER.search(text, end)
    end = letter.start() if letter else len(text)
    # a word that goes on in ASCII letters is a Latin one
    if text[start - 1 : start].isalpha():
        while start < seed.start() and not text[start].isspace():
            start += 1
    if text[end : end + 1].isalpha():
        while end > seed.end() and not text[end - 1].isspace():
            end -= 1
    while start < seed.start() and text[start].isascii():
        start += 1
    while end > seed.end() and text[end - 1].isascii():
        end -= 1
    return start, end


@lru_cache(maxsize=4)
def _guesser(pairs: tuple[str, ...]) -> CharsetGuesser:
    return CharsetGuesser(pairs)


# --- single characters -------------------------------------------------------------

_CYRILLIC = lazy_re("[\u0400-\u052f]")
_LIGATURE = lazy_re("[ﬀ-ﬆ]+")
"""Those of print alone: ĳ, ŉ and ǆ are letters of Dutch, Afrikaans and Croatian."""
_WIDE, _CJK = "\u3000\uff01-\uff60", "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_WIDTH = lazy_re(f"(?<![{_WIDE}{_CJK}])[{_WIDE}]+(?![{_WIDE}{_CJK}])|[\uff61-\uffef]+")
"""Wide letters and marks, save those among Chinese, Japanese or Korean words, where they are at home."""


def _homoglyph(page: Page, text: str, odd: str) -> Proposals:
    """Cyrillic letters in Latin words, and the reverse."""
    if _CYRILLIC.search(odd):
        for found in _finder(page.words("encoding.look-alikes")).find(text):
            yield page.propose(
                "encoding.homoglyph",
                found.start,
                found.end,
                found.after,
                tier=None if found.sure else "suggest",
                alternatives=found.others,
            )


@lru_cache(maxsize=4)
def _finder(look_alikes: tuple[str, ...]) -> HomoglyphFinder:
    return HomoglyphFinder(look_alikes)


def _ligature(page: Page, text: str, odd: str) -> Proposals:
    """Ligatures of a printed page and letters of East Asian width."""
    if not (_LIGATURE.search(odd) or _WIDTH.search(odd)):
        return
    from ftfy import chardata  # late, as in cleanup.characters.mojibake

    for m in _LIGATURE.finditer(text):
        yield page.propose("encoding.ligature", *m.span(), m[0].translate(chardata.LIGATURES))
    for m in _WIDTH.finditer(text):
        yield page.propose("encoding.width", *m.span(), m[0].translate(chardata.WIDTH_MAP))


_MARK = lazy_regex(r"\p{M}")
_MARKED = lazy_regex(r"\S\p{M}+|[\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF]+|[\u0340-\u2FFF\uF900-\uFAFF]")
"""What composition can change: a letter and its marks, Korean letters, doubles of characters."""


def _composition(page: Page, text: str, odd: str) -> Proposals:
    """Letters whose accents are separate characters."""
    if not _MARK.search(odd) and unicodedata.is_normalized("NFC", odd):
        return
    for piece, found in page.memory.look(text, _composition, _composed):
        for start, end, whole in found:
            yield page.propose("encoding.composition", piece.start + start, piece.start + end, whole)


def _composed(piece: Piece) -> list[tuple[int, int, str]]:
    """What composition changes in a piece, counted from its start."""
    window, low, high = piece.key
    found: list[tuple[int, int, str]] = []
    start = 0
    for line in window[low:high].split("\n"):
        if not unicodedata.is_normalized("NFC", line):  # nor is any part of a line that is
            marked = _MARKED.finditer(window, low + start, low + start + len(line))
            composed = ((m, unicodedata.normalize("NFC", m[0])) for m in marked)
            found += [(m.start() - low, m.end() - low, whole) for m, whole in composed if whole != m[0]]
        start += len(line) + 1
    return found


_STEPS: tuple[Callable[[Page, str, str], Proposals], ...] = (
    _undecoded,  # first: no charset can encode a lone surrogate
    _torn_entity,
    _entity,  # before mojibake, parts of which may be escaped
    _charset,  # before ftfy, which takes some Cyrillic for pieces of UTF-8 (ÊÈ¯Â)
    _mojibake,
    _control,  # after the charsets, to which a control character is a letter
    _ligature,
    _homoglyph,  # once letters are right
    _composition,
    _lost,
)
