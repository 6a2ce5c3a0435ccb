"""kg.annotate.given: spans that others found become mentions."""

from __future__ import annotations

from kg.annotate.given import Given, given_mentions
from kg.annotate.rows import MentionRow
from kg.core.lexicon import Concept, make_lexicon

SMALL = make_lexicon(
    [Concept("CL:1", "regulatory T cell", "cell_type", ("Treg",)), Concept("CVCL:1", "L1", "cell_line")]
)
CELLS = ("cell_type", "cell_line")


def test_spans_come_in_order_and_of_the_category_that_knows_the_name() -> None:
    text = "L1 cells, Foo cells and Tregs"
    spans: list[Given] = [(24, 29, CELLS), (10, 19, CELLS), (0, 2, CELLS)]
    assert given_mentions(text, spans, SMALL) == [
        MentionRow(0, 2, "cell_line", (), "given", 1.0),
        MentionRow(10, 19, "cell_type", (), "given", 1.0),
        MentionRow(24, 29, "cell_type", (), "given", 1.0),
    ]
