"""What somebody would take instead of our matcher: seven engines, set up as usual, behind one protocol.

All read texts as folded by `bot.matching.text` (no accents, no case), which not all of them would do by themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.matching.text import Stemmer, fold, words

Floats = NDArray[np.float64]


class Engine(Protocol):
    """Learns phrasings, then scores texts."""

    def fit(self, texts: Sequence[str], labels: Sequence[int]) -> None:
        """Learn texts with the class of each: 0, 1, 2, … in ascending order."""

    def scores(self, text: str) -> Floats:
        """Give the best score of each class for a text, higher is better; shape (classes,)."""


class _Nearest:
    """An engine that likens a text to each phrasing: a class's score is that of its nearest one."""

    def fit(self, texts: Sequence[str], labels: Sequence[int]) -> None:
        self._starts = np.unique(labels, return_index=True)[1]
        self._learn(texts)

    def scores(self, text: str) -> Floats:
        return np.asarray(np.maximum.reduceat(self._likeness(text), self._starts), dtype=np.float64)

    def _learn(self, texts: Sequence[str]) -> None:
        raise NotImplementedError

    def _likeness(self, text: str) -> NDArray[np.floating[Any]]:
        raise NotImplementedError


class _Fuzzy(_Nearest):
    """A scorer of RapidFuzz over whole texts (https://rapidfuzz.github.io/RapidFuzz/)."""

    def __init__(self, scorer: Callable[..., float]) -> None:
        self._scorer = scorer

    def _learn(self, texts: Sequence[str]) -> None:
        self._texts = [" ".join(words(text)) for text in texts]

    def _likeness(self, text: str) -> NDArray[np.floating[Any]]:
        return np.asarray(process.cdist([" ".join(words(text))], self._texts, scorer=self._scorer)[0])


class _Bm25(_Nearest):
    """BM25 over stems (Robertson and Zaragoza 2009; Lù 2024, https://github.com/xhluca/bm25s)."""

    def __init__(self, language: str) -> None:
        import bm25s

        self._index = bm25s.BM25()
        self._stem = Stemmer.of(language).stem

    def _stems(self, text: str) -> list[str]:
        return [self._stem(word) for word in words(text)]

    def _learn(self, texts: Sequence[str]) -> None:
        self._index.index([self._stems(text) for text in texts], show_progress=False)
        self._size = len(texts)

    def _likeness(self, text: str) -> NDArray[np.floating[Any]]:
        # bm25s refuses a question of which it knows no word.
        known = [stem for stem in self._stems(text) if stem in self._index.vocab_dict]
        return np.asarray(self._index.get_scores(known)) if known else np.zeros(self._size)


class _TfIdf(_Nearest):
    """Cosine of TF-IDF over the letters inside words, 2 to 4 at a time (scikit-learn)."""

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, preprocessor=fold)

    def _learn(self, texts: Sequence[str]) -> None:
        self._phrasings = self._vectors.fit_transform(texts)

    def _likeness(self, text: str) -> NDArray[np.floating[Any]]:
        likeness = self._phrasings @ self._vectors.transform([text]).T
        return np.asarray(likeness.toarray()).ravel()


def _words_and_letters() -> Any:
    """Give the usual vectors of a linear classifier: TF-IDF over words, pairs of words, and letters inside words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    word = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, preprocessor=fold)
    letter = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, preprocessor=fold)
    return make_union(word, letter)


class _Linear:
    """A linear classifier, over words and letters (scikit-learn)."""

    def __init__(self, classifier: Any) -> None:
        from sklearn.pipeline import make_pipeline

        self._pipeline = make_pipeline(_words_and_letters(), classifier)

    def fit(self, texts: Sequence[str], labels: Sequence[int]) -> None:
        self._pipeline.fit(texts, labels)

    def scores(self, text: str) -> Floats:
        margins = np.asarray(self._pipeline.decision_function([text]))[0]
        return np.array([-margins, margins]) if margins.ndim == 0 else margins


def _svm(_: str) -> Engine:
    """Set up a linear support-vector machine, one class against the rest."""
    from sklearn.svm import LinearSVC

    return _Linear(LinearSVC(random_state=0))


def _logistic(_: str) -> Engine:
    """Set up a logistic regression over all classes at once; with the default C of 1 it would hardly fit."""
    from sklearn.linear_model import LogisticRegression

    return _Linear(LogisticRegression(C=10, max_iter=200))


class _Centroids:
    """Cosine to the mean of each class's phrasings, over words and letters (Rocchio 1971)."""

    def __init__(self) -> None:
        self._vectors = _words_and_letters()

    def fit(self, texts: Sequence[str], labels: Sequence[int]) -> None:
        vectors = self._vectors.fit_transform(texts)
        starts = np.unique(labels, return_index=True)[1]
        means = np.stack(
            [
                np.asarray(vectors[start:stop].mean(axis=0)).ravel()
                for start, stop in pairwise([*starts.tolist(), len(texts)])
            ]
        )
        self._centroids = np.ascontiguousarray((means / np.linalg.norm(means, axis=1, keepdims=True)).T)

    def scores(self, text: str) -> Floats:
        return np.asarray(self._vectors.transform([text]) @ self._centroids, dtype=np.float64).ravel()


@dataclass(frozen=True, slots=True)
class Baseline:
    """An engine by its name; `build` takes the language (ISO 639-1) and raises ImportError without its package."""

    name: str
    build: Callable[[str], Engine]


BASELINES = (
    Baseline("rapidfuzz WRatio", lambda _: _Fuzzy(fuzz.WRatio)),
    Baseline("rapidfuzz token_set_ratio", lambda _: _Fuzzy(fuzz.token_set_ratio)),
    Baseline("BM25, racines", _Bm25),
    Baseline("TF-IDF, lettres", lambda _: _TfIdf()),
    Baseline("centroïdes", lambda _: _Centroids()),
    Baseline("régression logistique", _logistic),
    Baseline("SVM linéaire", _svm),
)
