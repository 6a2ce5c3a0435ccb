from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.core.lexicon import Concept
from kg.index.unify import by_id, joined, unify

SLE = Concept(
    "MONDO:1",
    "systemic lupus",
    "disease",
    ("SLE",),
    parents=("MONDO:2",),
    xrefs=("DOID:1",),
    ambiguous=("lupus",),
)
AUTOIMMUNE = Concept("MONDO:2", "autoimmune disease", "disease")
IL2 = Concept("HGNC:1", "IL2", "gene", ("interleukin 2",), xrefs=("NCBIGene:1",))
REVIEWED = {one.id: one for one in (SLE, AUTOIMMUNE, IL2)}


def same(*installed: Concept) -> dict[str, str]:
    return dict(unify(REVIEWED, installed).same)


def test_what_several_files_say_of_one_concept_is_put_together() -> None:
    parts = [
        Concept("MESH:1", "", "", xrefs=("CHEBI:1",)),
        Concept("MESH:1", "zetamycin", "", ("zeta",)),
        Concept("MESH:1", "Zetamycin", "drug", ("zetamycin", "zm"), ("MESH:2",), ambiguous=("zeta", "Z")),
    ]
    (whole,) = by_id(parts).values()
    expected = Concept("MESH:1", "zetamycin", "drug", ("zeta", "Zetamycin", "zm"), ("MESH:2",), ("CHEBI:1",))
    assert (whole, whole.ambiguous) == (expected, ("Z",))


def test_a_concept_is_the_one_that_names_it_or_that_it_names() -> None:
    assert same(Concept("DOID:1", "lupus disseminatus", "disease")) == {"DOID:1": "MONDO:1"}
    assert same(Concept("MESH:9", "lupus disseminatus", "disease", xrefs=("MONDO:1",))) == {"MESH:9": "MONDO:1"}


def test_a_concept_of_the_same_name_and_kind_is_the_same() -> None:
    assert same(Concept("MESH:9", "Interleukin-2", "gene")) == {"MESH:9": "HGNC:1"}
    assert same(Concept("MESH:9", "Systemic Lupus", "phenotype")) == {"MESH:9": "MONDO:1"}
    assert same(Concept("MESH:9", "Interleukin-2", "drug")) == {}
    assert same(Concept("MESH:9", "lupus", "disease")) == {}  # an ambiguous name tells nothing


def test_another_id_of_an_ontology_that_is_spoken_for_is_another_thing() -> None:
    assert same(Concept("DOID:7", "childhood lupus", "disease", xrefs=("MONDO:1",))) == {}


def test_a_cross_reference_to_another_kind_of_thing_says_nothing() -> None:
    assert same(Concept("NCBIGene:1", "IL2", "drug")) == {}
    assert same(Concept("NCBIGene:1", "whatever", "gene")) == {"NCBIGene:1": "HGNC:1"}


def test_two_that_could_be_meant_are_none() -> None:
    other = Concept("MONDO:3", "discoid lupus", "disease", xrefs=("DOID:1",))
    found = unify({**REVIEWED, "MONDO:3": other}, [Concept("DOID:1", "lupus of some kind", "disease")])
    assert found.same == {}
    found = unify({**REVIEWED, "MONDO:3": other}, [Concept("DOID:1", "Discoid Lupus", "disease")])
    assert found.same == {"DOID:1": "MONDO:3"}


def test_installed_ontologies_unite_among_themselves_the_first_being_preferred() -> None:
    first = Concept("HP:1", "itch", "phenotype", ("pruritus",))
    second = Concept("MESH:1", "Pruritus", "disease", parents=("MESH:2",))
    third = Concept("MESH:2", "skin sign", "phenotype")
    found = unify(REVIEWED, [first, second, third])
    assert found.same == {"MESH:1": "HP:1"}
    whole = found.concepts["HP:1"]
    assert (whole.name, whole.category, whole.parents, whole.xrefs) == ("itch", "phenotype", ("MESH:2",), ("MESH:1",))


def test_parents_are_concepts_and_the_reviewed_hierarchy_holds() -> None:
    installed = [
        Concept("DOID:1", "lupus disseminatus", "disease", parents=("DOID:2",)),
        Concept("DOID:2", "autoimmune disease", "disease", parents=("DOID:3",)),
        Concept("DOID:4", "rare lupus", "disease", parents=("DOID:1", "DOID:99")),
    ]
    concepts = unify(REVIEWED, installed).concepts
    assert concepts["MONDO:1"].parents == ("MONDO:2",)
    assert concepts["DOID:4"].parents == ("MONDO:1",)
    assert concepts["MONDO:2"].parents == ()


def test_what_has_no_name_or_no_category_is_left_out() -> None:
    found = unify(REVIEWED, [Concept("X:1", "", "gene"), Concept("X:2", "thing", ""), Concept("MONDO:1", "", "")])
    assert set(found.concepts) == set(REVIEWED)


def test_a_branch_of_words_about_things_is_left_out() -> None:
    installed = [
        Concept("HP:9", "modifier", "phenotype"),
        Concept("HP:8", "mild", "phenotype", parents=("HP:9",)),
        Concept("HP:7", "itch", "phenotype", parents=("HP:6",)),
        Concept("HP:6", "sign", "phenotype", parents=("HP:7",)),
        Concept("HP:5", "very mild", "phenotype", parents=("HP:7", "HP:8")),
    ]
    assert set(unify({}, installed, {"HP:9"}).concepts) == {"HP:7", "HP:6"}
    assert len(unify({}, installed).concepts) == 5


def test_names_are_flagged_by_who_reviewed_them_and_a_merged_name_is_a_synonym() -> None:
    further = Concept("DOID:1", "lupus disseminatus", "disease", ("SLE", "LED"), ambiguous=("lupus", "L"))
    names = [one for one in unify(REVIEWED, [further]).names() if one.concept_id == "MONDO:1"]
    assert [(one.text, one.preferred, one.ambiguous, one.reviewed) for one in names] == [
        ("systemic lupus", True, False, True),
        ("SLE", False, False, True),
        ("lupus", False, True, True),
        ("lupus disseminatus", False, False, False),
        ("LED", False, False, False),
        ("L", False, True, False),
    ]
    (own,) = [one for one in unify(REVIEWED, [Concept("X:1", "new", "gene")]).names() if one.concept_id == "X:1"]
    assert (own.preferred, own.reviewed) == (True, False)


WORDS = st.lists(st.sampled_from("abcde"), max_size=3, unique=True).map(tuple)


@given(st.builds(Concept, st.just("X:1"), st.sampled_from("abc"), st.just("gene"), WORDS, WORDS, WORDS, WORDS))
def test_joining_a_concept_to_itself_changes_only_doubles(one: Concept) -> None:
    twice = joined(one, one)
    assert (twice.id, twice.name, twice.parents, twice.xrefs) == (one.id, one.name, one.parents, one.xrefs)
    assert set(twice.synonyms) == set(one.synonyms) - {one.name}
    assert joined(twice, one) == twice
    assert not set(twice.ambiguous) & {twice.name, *twice.synonyms}


def test_a_deep_hierarchy_and_one_in_a_circle_are_left_out_below_a_root() -> None:
    chain = [Concept(f"CL:{n}", f"cell {n}", "cell_type", parents=(f"CL:{n - 1}",)) for n in range(1, 20_000)]
    circle = [
        Concept("CL:a", "a", "cell_type", parents=("CL:b",)),
        Concept("CL:b", "b", "cell_type", parents=("CL:a",)),
    ]
    kept = unify({}, [*chain, *circle], frozenset({"CL:1"})).concepts
    assert set(kept) == {"CL:a", "CL:b"}
    assert set(unify({}, [*chain, *circle], frozenset({"CL:b"})).concepts) == {one.id for one in chain}
