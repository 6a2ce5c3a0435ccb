"""Changes in a disease, and in those that lack something."""

from __future__ import annotations

import pytest

from kg.annotate.pipeline import Annotator
from tests.gold_sentences import read

SAYS = [
    ("[Tregs] were not lower in [SLE].", "not: SLE negatively_correlated_with- Tregs"),
    ("[IL-6] is increased on monocytes in [SLE].", "SLE positively_correlated_with+ IL-6"),
    ("[IL-17] was increased in [IL-10]-deficient mice.", "IL-10 affects- IL-17"),
    ("[IL-10]-deficient mice had fewer [Tregs].", "IL-10 affects+ Tregs"),
    ("[IL-10]-deficient mice showed an increase in [IL-17].", "IL-10 affects- IL-17"),
    ("In the absence of [IL-2], [Tregs] were reduced.", "IL-2 affects+ Tregs"),
    ("Patients receiving [rituximab] had a decrease in [IL-6].", "rituximab affects- IL-6"),
    # something else was done, or the comparison is with another disease
    ("[IL-17] was increased in [IL-10]-deficient mice after infection.", ""),
    ("In the absence of [IL-2], [Tregs] were reduced by [IL-6].", "IL-6 affects- Tregs"),
    ("[IL-6] was higher in [SLE] than in [psoriasis].", ""),
    ("[IL-6] was higher in [SLE] compared with [psoriasis].", ""),
    ("[Tregs] from [IL-10]-deficient mice were reduced.", ""),
]


@pytest.mark.parametrize(("marked", "edges"), SAYS)
def test_a_change_says_exactly_this(annotator: Annotator, marked: str, edges: str) -> None:
    result = read(annotator, marked)
    known = {one.text: one.parts[0][0].concept_id for one in result.extraction.mentions}
    for name in sorted(known, key=len, reverse=True):
        edges = " ".join(known[word] if word == name else word for word in edges.split())
    assert result.edges == result.expected(edges)
