from __future__ import annotations

from pathlib import Path

from kg.check.biolink import ends
from kg.core.graph import Assertion
from kg.core.vocabulary import categories, predicates
from tests.unit.assemble.said import IL2, SLE, assembled, paper
from tests.unit.check.damage import outcomes, problems


def test_the_table_names_our_predicates_and_categories() -> None:
    assert {predicate for predicate, _ in ends()} <= {one.biolink for one in predicates().values()}
    assert all(one.categories <= set(categories()) for one in ends().values())
    assert ends()["treats", "subject"].categories == {"drug", "chemical"}
    assert ends()["expresses", "subject"].kind == "AnatomicalEntity"


def test_an_edge_that_does_not_fit_is_a_warning_with_examples(tmp_path: Path) -> None:
    said = [paper((IL2, "", SLE), predicate="expresses", aspect="", pmid=str(n), negated=bool(n)) for n in range(2)]
    said.append(paper((IL2, "", SLE), predicate="affects", aspect="", pmid="9"))
    assembled(tmp_path, said)
    assert problems(tmp_path) == set()
    (outcome,) = (one for one in outcomes(tmp_path, examples=1) if one.check == "biolink")
    assert not outcome.broken
    told = {(kind.rule, kind.warning, kind.count, len(kind.examples)) for kind in outcome.kinds}
    assert told == {
        ("Gene expresses Disease: in Biolink its subject is of AnatomicalEntity", True, 2, 1),
        ("Gene expresses Disease: in Biolink its object is of GeneOrGeneProduct", True, 2, 1),
    }
    assert outcome.kinds[0].examples[0]["found"] == "IL2 … systemic lupus erythematosus"
    made = {Assertion(IL2, "expresses", SLE, "", "", negated).id for negated in (False, True)}
    assert outcome.kinds[0].examples[0]["where"].removeprefix("assertions ") in made
