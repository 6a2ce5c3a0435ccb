"""What is linked to a concept only by others -> a score: the rankings of literature-based discovery, by name.

Which is the default was measured by time slicing: docs/discovery.md. Weights are beliefs; `degree` is the number of
concepts next to one, so that what is next to everything tells little.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

_DAMPING = 0.4  # of Himmelstein & Baranzini 2015, found on other data than ours


@dataclass(frozen=True, slots=True)
class Way:
    """How A and C are linked: by a concept B next to both.

    Attributes:
        by: the id of B.
        first, second: belief in what is said between A and B, and between B and C.
        degree: how many concepts are next to B.
        kinds: how many concepts of the graph are B or a kind of it.
        together: the sign from A to C by B, without regard to who acts; 0 where a hop has none.
        along: the same where A acts on B and B on C; `against` where C acts on B and B on A.
    """

    by: str
    first: float
    second: float
    degree: int
    kinds: int = 1
    together: int = 0
    along: int = 0
    against: int = 0

    @property
    def weight(self) -> float:
        """How much B tells: the belief in both hops over the logarithm of B's degree."""
        return self.first * self.second / math.log(max(self.degree, 2))


@dataclass(frozen=True, slots=True)
class Linked:
    """A concept C that is linked to A by others.

    Attributes:
        concept: the id of C.
        ways: at least one, by B's id.
        degree: how many concepts are next to C.
        kinds: how many concepts of the graph are C or a kind of it.
        start: how many concepts are next to A.
        concepts: how many concepts the graph has.
    """

    concept: str
    ways: Sequence[Way]
    degree: int
    kinds: int = 1
    start: int = 1
    concepts: int = 2


def shared(one: Linked) -> float:
    """Linking term count: by how many concepts (Yetisgen-Yildiz & Pratt, J Biomed Inform 2009, 42:633)."""
    return float(len(one.ways))


def minimum(one: Linked) -> float:
    """Average minimum weight: the mean of each way's weaker hop (Yetisgen-Yildiz & Pratt 2009)."""
    return sum(min(way.first, way.second) for way in one.ways) / len(one.ways)


def shared_minimum(one: Linked) -> float:
    """Linking term count, and where alike average minimum weight (Yetisgen-Yildiz & Pratt 2009)."""
    return shared(one) + minimum(one) / 2  # a mean of beliefs is below 1


def adamic_adar(one: Linked) -> float:
    """Rare links count more: beliefs over the logarithm of B's degree, summed (Adamic & Adar, Soc Networks 2003)."""
    return sum(way.weight for way in one.ways)


def allocation(one: Linked) -> float:
    """Resource allocation: beliefs over B's degree, summed (Zhou, Lü & Zhang, Eur Phys J B 2009, 71:623)."""
    return sum(way.first * way.second / way.degree for way in one.ways)


def corrected(one: Linked) -> float:
    """Degree-weighted path count: beliefs over powers of the degrees of A, B and C.

    Himmelstein & Baranzini, PLoS Comput Biol 2015, 11:e1004259.
    """
    outer = math.pow(one.start * one.degree, -_DAMPING)
    return outer * sum(way.first * way.second * math.pow(way.degree, -2 * _DAMPING) for way in one.ways)


def consistent(one: Linked) -> float:
    """Ways whose signs agree count, others take away: Adamic–Adar with the sign, in absolute value."""
    signed = abs(sum(way.together * way.weight for way in one.ways))
    return signed + 1e-6 * adamic_adar(one)


def specific(one: Linked) -> float:
    """Adamic–Adar of what is no broad group: each B and C weighed by its information content.

    That is 1 - ln(kinds) / ln(concepts) (Seco, Veale & Hayes, ECAI 2004).
    """
    return content(one.kinds, one.concepts) * sum(content(way.kinds, one.concepts) * way.weight for way in one.ways)


def content(kinds: int, concepts: int) -> float:
    """Return the information content of a concept: 1 for one without kinds, 0 for one above all."""
    return 1.0 - math.log(max(kinds, 1)) / math.log(max(concepts, 2))


def likely(one: Linked) -> float:
    """Adamic–Adar times the degree of C: of what is linked, what is much spoken of is likely to be spoken of next."""
    return adamic_adar(one) * one.degree


def popular(one: Linked) -> float:
    """Preferential attachment (Barabási & Albert 1999): the degrees' product. To compare with."""
    return float(one.start * one.degree)


RANKINGS: Mapping[str, Callable[[Linked], float]] = MappingProxyType(
    {
        "adamic-adar": adamic_adar,
        "specific": specific,
        "allocation": allocation,
        "corrected": corrected,
        "consistent": consistent,
        "shared": shared,
        "likely": likely,
        "minimum": minimum,
        "shared-minimum": shared_minimum,
        "popular": popular,
    }
)
RANKING = "adamic-adar"
