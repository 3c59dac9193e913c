"""Scores → probabilities, learnt at load from the content itself, so that no maintainer ever tunes a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import tanh
from operator import mul

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Cases to learn from: evidence, shape (n, features); whether each turned out right; and how much each counts."""

    evidence: Floats
    right: Floats
    weight: Floats

    @staticmethod
    def of(evidence: Floats, right: Floats | float, share: float) -> "Sample":
        """Give every case of a kind the same weight, so that together they make up `share` of all cases."""
        cases = len(evidence)
        return Sample(evidence, np.broadcast_to(np.float64(right), cases), np.full(cases, share / max(cases, 1)))

    @staticmethod
    def join(*samples: "Sample") -> "Sample":
        """Put samples together."""
        return Sample(
            np.concatenate([sample.evidence for sample in samples]),
            np.concatenate([sample.right for sample in samples]),
            np.concatenate([sample.weight for sample in samples]),
        )


class Calibrator:
    """Logistic regression from evidence to the probability of being right (Platt 1999), fitted by Newton's method."""

    _RIDGE = 1e-6
    _ITERATIONS = 40

    def __init__(self, sample: Sample) -> None:
        evidence = np.column_stack([np.ones(len(sample.right)), sample.evidence])
        weight = sample.weight / sample.weight.sum()
        penalty = self._RIDGE * np.eye(evidence.shape[1])
        beta = np.zeros(evidence.shape[1])
        for _ in range(self._ITERATIONS):
            chance = _logistic(evidence @ beta)
            slope = evidence.T @ (weight * (chance - sample.right)) + penalty @ beta
            curve = (evidence * (weight * chance * (1 - chance))[:, None]).T @ evidence + penalty
            step = np.linalg.solve(curve, slope)
            beta -= np.clip(step, -20, 20)
            if np.abs(step).max() < 1e-7:
                break
        self._base, self._slopes = float(beta[0]), beta[1:]
        self._each = self._slopes.tolist()

    def probability(self, evidence: Floats) -> Floats:
        """Give the probability (0 to 1) of each case; evidence of shape (n, features) or (features,)."""
        return _logistic(self._base + evidence @ self._slopes)

    def chance(self, evidence: Sequence[float]) -> float:
        """Give the probability of a single case: the same as `probability`, without the price of an array."""
        return 0.5 + 0.5 * tanh(0.5 * (self._base + sum(map(mul, self._each, evidence))))


def threshold_for(precision: float, probability: Floats, weight: Floats) -> float:
    """Give the lowest probability from which on answers are right, on average, with `precision` (0 to 1).

    The average is that of the probabilities themselves, weighted: it moves smoothly when the content changes, where a
    count of right cases would jump. Above 1, hence never reached, when no probability is enough.
    """
    order = np.argsort(-probability, kind="stable")
    ends = np.append(np.diff(probability[order]) != 0, True)  # a threshold does not part equal probabilities
    so_far = np.cumsum(weight[order] * probability[order]) / np.cumsum(weight[order])
    enough = np.flatnonzero((so_far >= precision) & ends)
    return float(probability[order[enough[-1]]]) if len(enough) else 1.01


def temperature_for(scores: Floats, labels: NDArray[np.int64]) -> float:
    """Give the temperature whose softmax of the scores, shape (n, classes), best predicts the labels (Guo 2017)."""
    temperatures = np.geomspace(0.01, 1.0, 30)
    losses = [_log_loss(scores / temperature, labels) for temperature in temperatures]
    return float(temperatures[int(np.argmin(losses))])


def _log_loss(scores: Floats, labels: NDArray[np.int64]) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    chosen = shifted[np.arange(len(labels)), labels]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - chosen))


def _logistic(x: Floats) -> Floats:
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * x))  # never overflows
