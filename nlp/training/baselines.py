"""What simpler means reach on the same notes: a word list alone, TF-IDF with a linear SVM, SnowNLP.

Each takes gold notes and gives labels in the exchange format; a label that a baseline cannot tell is left
out and shows as a dash.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from nlp import lexicon
from nlp.contracts import CORE_ITEMS, TONES
from nlp.corpus.reading import LabelledNote

Labels = dict[str, Any]


def lexicon_only(notes: Sequence[LabelledNote]) -> list[Labels]:
    """The word lists without any grammar: an entry found is an item present, a judgement made."""
    found = []
    words = lexicon.load()
    for note in notes:
        entries = [entry for number, _, _ in words.find(note.text) for entry in words.entries[number]]
        praise = any(e.polarity > 0 for e in entries)
        blame = any(e.polarity < 0 for e in entries)
        facts = {
            "in_school_report": any(e.place == "school" and e.kind != "topicnoun" for e in entries),
            "home_situation": any(e.place == "home" and e.kind != "topicnoun" for e in entries),
            "agreed_measures": any(e.kind == "act" for e in entries),
        }
        found.append(
            {
                "content": {item: "present" if facts[item] else "absent" for item in CORE_ITEMS},
                "tone": TONES[praise, blame],
                "praise_first": next((e.polarity > 0 for e in entries if e.polarity), None),
            }
        )
    return found


def tfidf(training: Sequence[LabelledNote], notes: Sequence[LabelledNote]) -> list[Labels]:
    """Character TF-IDF (1 to 4) and a linear SVM for each label, fitted on the training part."""
    gold = [note.labels() for note in training]
    texts = [note.text for note in training]

    def predicted(wanted: Sequence[str]) -> list[str]:
        machine = make_pipeline(
            TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True, min_df=2),
            LinearSVC(random_state=0),
        ).fit(texts, wanted)
        return [str(value) for value in machine.predict([note.text for note in notes])]

    content = {item: predicted([g["content"][item] for g in gold]) for item in CORE_ITEMS}  # type: ignore[index]
    tones = predicted([str(g["tone"]) for g in gold])
    first = predicted([str(g["praise_first"]) for g in gold])
    named: dict[str, bool | None] = {"True": True, "False": False, "None": None}
    return [
        {
            "content": {item: content[item][number] for item in CORE_ITEMS},
            "tone": tones[number],
            "praise_first": named[first[number]],
        }
        for number in range(len(notes))
    ]


def snownlp_tone(notes: Sequence[LabelledNote]) -> list[Labels]:
    """SnowNLP's polarity for shop reviews, clause by clause. Raises ImportError where it is not installed."""
    from snownlp import SnowNLP  # only for this comparison; not among the packages that users install

    found = []
    for note in notes:
        values = [
            SnowNLP(part).sentiments for part in note.text.replace("\n", "，").split("，") if part.strip()
        ]
        found.append({"tone": TONES[any(v > 0.9 for v in values), any(v < 0.1 for v in values)]})
    return found
