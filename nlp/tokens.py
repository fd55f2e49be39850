"""The only place that touches the segmenter.

rjieba does the work; jieba stands in where rjieba has no build.  Both are used as they come: nothing is
ever added to their dictionaries, because these belong to the whole process and one school's names would
leak into another's notes.  Names are masked before the text arrives here.
"""

from __future__ import annotations

from collections.abc import Callable


def _segmenter() -> tuple[Callable[[str], list[str]], Callable[[str], bool], Callable[[str], bool]]:
    try:
        import rjieba
    except ImportError:
        import jieba

        jieba.setLogLevel(60)
        jieba.initialize()
        # jieba's dictionary in memory has no parts of speech: a known word is then taken for no name.
        return jieba.lcut, lambda word: bool(jieba.dt.FREQ.get(word)), lambda word: False

    def is_person(word: str) -> bool:
        tagged = rjieba.tag(word)
        return len(tagged) == 1 and str(tagged[0][1]).startswith("nr")

    return rjieba.cut, rjieba.has_word, is_person


_cut, _known, _is_person = _segmenter()


def words(text: str) -> list[str]:
    """The words of a text, in order and without gaps."""
    return _cut(text)


def known(word: str) -> bool:
    """Whether the segmenter's dictionary has the word."""
    return _known(word)


def is_person(word: str) -> bool:
    """Whether the dictionary has the word as a person's name."""
    return _is_person(word)
