from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from spacy.language import Language

from kg.annotate.pipeline import Annotator
from kg.core.errors import DataError, UnknownName
from kg.core.lexicon import Concept, make_lexicon
from kg.core.paths import data_folder
from kg.core.text import Document, Metadata, lay_out, make_document
from tests.unit.annotate.pair_reader import component

SHIPPED = data_folder("pipelines") / "immunology"
LEXICON = make_lexicon([Concept("X:1", "IL-2", "gene"), Concept("X:2", "Tregs", "cell_type")])


def copied(folder: Path, **changed: str) -> Path:
    for name in ("config.cfg", "relations.toml", "qualifiers.toml"):
        text = changed.get(name.split(".")[0], (SHIPPED / name).read_text(encoding="utf-8"))
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def document(text: str, number: int = 1) -> Document:
    return make_document("", lay_out("", [("abstract", "", text)]), Metadata(pmid=str(number)))


def test_a_pipeline_of_ones_own_with_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    annotator = Annotator(copied(tmp_path), LEXICON, {})
    (relation,) = annotator.annotate(document("IL-2 expands Tregs. IL-6 does too.")).relations
    assert (relation.subject.concept_id, relation.object.concept_id) == ("X:1", "X:2")


def test_its_rules_and_its_cues_are_those_of_its_folder(tmp_path: Path) -> None:
    rules = (SHIPPED / "relations.toml").read_text(encoding="utf-8").replace('"expand",', '"grow",')
    cues = (SHIPPED / "qualifiers.toml").read_text(encoding="utf-8").replace('"may",', '"shall",')
    annotator = Annotator(copied(tmp_path, relations=rules, qualifiers=cues), LEXICON, {})
    assert annotator.annotate(document("IL-2 expands Tregs.")).relations == ()
    (relation,) = annotator.annotate(document("IL-2 may grow Tregs.")).relations
    assert not relation.speculated


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("[nlp\nlang", ""),
        ('[nlp]\nlang = "en"\npipeline = ["kg_none"]\n[components]\n[components.kg_none]\nfactory = "kg_none"\n',
         "kg_none"),
        ('[nlp]\nlang = "tlhx"\npipeline = []\n', "tlhx"),
    ],
)  # fmt: skip
def test_a_config_that_is_not_right_is_named_in_one_line(tmp_path: Path, config: str, reason: str) -> None:
    with pytest.raises(DataError) as caught:
        Annotator(copied(tmp_path, config=config), LEXICON, {})
    assert caught.value.path == tmp_path / "config.cfg"
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_rules_and_cues_are_said(tmp_path: Path) -> None:
    copied(tmp_path)
    (tmp_path / "relations.toml").write_text("[", encoding="utf-8")
    with pytest.raises(DataError, match=r"relations\.toml"):
        Annotator(tmp_path, LEXICON, {})


def test_a_stream_keeps_the_order_and_says_what_annotate_says(annotator: Annotator) -> None:
    documents = [document(f"IL-2 expands Tregs in {n} mice.", n) for n in range(5)]
    streamed = list(annotator.stream(iter(documents)))
    assert [getattr(one, "document", None) for one in streamed] == documents
    assert streamed == [annotator.annotate(one) for one in documents]


def test_a_stream_is_lazy(annotator: Annotator) -> None:
    def documents() -> object:
        yield document("IL-2 expands Tregs.")
        raise AssertionError("read too far")

    assert next(iter(annotator.stream(documents())))  # type: ignore[arg-type]


def test_components_say_what_they_need_and_none_misses_it(annotator: Annotator) -> None:
    analysis = annotator.nlp.analyze_pipes()
    assert annotator.nlp.pipe_names == list(analysis["summary"])
    assert not any(analysis["problems"].values())
    assert all(analysis["summary"][name]["assigns"] for name in annotator.nlp.pipe_names)


def test_entry_points_are_the_components(annotator: Annotator) -> None:
    project = tomllib.loads((SHIPPED.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["entry-points"]["spacy_factories"]
    assert set(declared) - {"kg_foreign"} == set(annotator.nlp.pipe_names)
    assert all(Language.has_factory(name) for name in declared)


def test_given_spans_are_linked_and_no_relation_is_read(annotator: Annotator) -> None:
    given = document("IL-2 expands Tregs in Foo mice.")
    at = given.text.index("IL-2")
    spans = [(at, at + 4, ("gene",)), (at + 13, at + 18, ("cell_type",)), (at + 22, at + 25, ("disease",))]
    found = annotator.link(given, spans)
    assert found.document == given
    assert [(one.text, one.found_by) for one in found.mentions] == [
        (name, "given") for name in ("IL-2", "Tregs", "Foo")
    ]
    best = [part[0].concept_id if part else "" for one in found.mentions for part in one.parts]
    assert best[:2] == ["HGNC:6001", "CL:0000815"]
    assert best[2].startswith("text:disease/")
    assert found.relations == ()


def test_a_point_that_there_is_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"operating point.*'balance'.*did you mean 'balanced'"):
        Annotator(copied(tmp_path), LEXICON, {}, "balance")
    assert Annotator(copied(tmp_path), LEXICON, {}, "balanced").nlp.get_pipe("kg_pairs").point == "balanced"
    assert Annotator(copied(tmp_path), LEXICON, {}).nlp.get_pipe("kg_pairs").point == "precise"


GIVEN = "IL-2 expands Tregs in Foo mice. It rained."


def marks(given: Document, *parts: list[str]) -> list[tuple[tuple[int, int, tuple[str, ...]], list[list[str]]]]:
    """IL-2 and Tregs as somebody else has marked them."""
    first, second = given.text.index("IL-2"), given.text.index("Tregs")
    return [
        ((first, first + 4, ("gene",)), [["GIVEN:1"]]),
        ((second, second + 5, ("cell_type",)), list(parts)),
    ]


def test_relations_are_read_between_given_mentions(annotator: Annotator) -> None:
    given = document(GIVEN)
    parts = marks(given, ["GIVEN:2", "GIVEN:9"], ["GIVEN:3"])
    found = annotator.relate(given, parts[::-1])
    assert found.document == given
    assert [(one.text, one.category) for one in found.mentions] == [("IL-2", "gene"), ("Tregs", "cell_type")]
    assert [[[one.concept_id for one in part] for part in one.parts] for one in found.mentions] == [
        [["GIVEN:1"]],
        [["GIVEN:2", "GIVEN:9"], ["GIVEN:3"]],
    ]
    said = {(one.subject.concept_id, one.predicate, one.direction, one.object.concept_id) for one in found.relations}
    assert said == {("GIVEN:1", "affects", "increased", "GIVEN:2"), ("GIVEN:1", "affects", "increased", "GIVEN:3")}
    assert annotator.relate(given, parts[:1]).relations == ()
    assert annotator.relate(given, []).mentions == ()


def test_the_network_reads_given_mentions_as_it_reads_found_ones(
    annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned = component(annotator, {"stated": ("none", 0.99)})  # it drops what rules find
    shipped = annotator.nlp.get_pipe("kg_pairs")
    monkeypatch.setattr(shipped, "reader", learned.reader)
    monkeypatch.setattr(shipped, "points", learned.points)
    given, unruled = document(GIVEN), document("IL-2, as ever, Tregs.")
    parts = marks(given, ["GIVEN:2"])
    assert annotator.annotate(given).relations == ()
    assert annotator.relate(given, parts).relations == ()
    monkeypatch.setattr(shipped, "reader", component(annotator, {"biored": ("Association", 0.9)}).reader)
    (one,) = annotator.relate(unruled, marks(unruled, ["GIVEN:2"])).relations
    assert (one.subject.concept_id, one.object.concept_id, one.extractor) == ("GIVEN:1", "GIVEN:2", "model:stated")


def test_words_are_asked_of_a_tagger(tmp_path: Path) -> None:
    without = Annotator(copied(tmp_path), LEXICON, {})
    with pytest.raises(DataError, match="has no tagger, which reading relations needs"):
        without.words(GIVEN)
