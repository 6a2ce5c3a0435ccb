from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.annotate.foreign import ForeignFinder, without_overlaps
from kg.annotate.pipeline import Annotator
from kg.annotate.rows import MentionRow
from kg.core.errors import DataError, MissingDependency, UnknownName
from kg.core.lexicon import Concept, Lexicon, local_id, make_lexicon
from kg.core.text import Document, Extraction, Mention, Metadata, lay_out, make_document
from kg.recipe import Recipe, load_annotator
from tests.door import Kg, told
from tests.foreign_model import copy_pipeline, make_linker

LEXICON = make_lexicon(
    [
        Concept("CHEBI:44185", "methotrexate", "drug", xrefs=("MESH:D008727",)),
        Concept("MONDO:0008383", "rheumatoid arthritis", "disease", ("arthritis deformans",), ambiguous=("lupus",)),
        Concept("MONDO:0005083", "psoriasis", "disease", xrefs=("MESH:D011565",)),
        Concept("HGNC:1", "gout", "gene"),
    ]
)
SIMPLE = "Methotrexate treats rheumatoid arthritis. No gout was seen."


def document(text: str) -> Document:
    return make_document("", lay_out("", [("abstract", "", text)]), Metadata(pmid="1"))


@pytest.fixture
def pipeline(tmp_path: Path, foreign_model: Path) -> Callable[..., Annotator]:
    def make(linker: dict[str, Any] | None = None, lexicon: Lexicon = LEXICON, **changed: str) -> Annotator:
        folder = copy_pipeline(tmp_path / "pipeline", [str(foreign_model)], linker)
        labels = (folder / "labels.toml").read_text(encoding="utf-8")
        for label, category in changed.items():
            labels = labels.replace(f'\n{label} = "', f'\n{label} = "{category}" # ', 1)
        (folder / "labels.toml").write_text(labels, encoding="utf-8")
        return Annotator(folder, lexicon, {})

    return make


@pytest.fixture(scope="session")
def linker_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    return make_linker(tmp_path_factory.mktemp("linker"))


@pytest.fixture
def mine(linker_files: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Settings of scispaCy's own linker over a small knowledge base on this machine."""
    from scispacy import candidate_generation

    monkeypatch.setitem(candidate_generation.DEFAULT_PATHS, "mine", linker_files[0])
    monkeypatch.setitem(candidate_generation.DEFAULT_KNOWLEDGE_BASES, "mine", linker_files[1])
    return {"linker_name": "mine", "threshold": 0.8}


def by_text(found: Extraction) -> dict[str, Mention]:
    assert all(one.text == found.document.text[one.start : one.end] for one in found.mentions)
    return {one.text: one for one in found.mentions}


def concept(mention: Mention) -> str:
    return mention.parts[0][0].concept_id


def test_a_models_mentions_take_our_categories_and_the_lexicons_concepts(pipeline: Callable[..., Annotator]) -> None:
    extraction = pipeline().annotate(document(SIMPLE))
    found = by_text(extraction)
    assert {text: (one.category, concept(one)) for text, one in found.items()} == {
        "Methotrexate": ("drug", "CHEBI:44185"),
        "rheumatoid arthritis": ("disease", "MONDO:0008383"),
        "gout": ("disease", local_id("disease", "gout")),  # a gene of that name is not what the label says
    }
    assert {(one.found_by, one.score) for one in found.values()} == {("scispacy:tiny_ner", 0.8)}
    (relation,) = extraction.relations
    assert (relation.subject.concept_id, relation.object.concept_id) == ("CHEBI:44185", "MONDO:0008383")


def test_components_that_mentions_do_not_need_are_not_loaded(pipeline: Callable[..., Annotator]) -> None:
    ((_, model),) = pipeline().nlp.get_pipe("kg_mentions")._loaded
    assert model.component_names == ["ner"]


def test_offsets_are_ours_whatever_its_tokens_are(pipeline: Callable[..., Annotator]) -> None:
    text = "  Methotrexate-treated  patients (n=3):\n[gout]; α-TNF/gout."
    found = pipeline().annotate(document(text))
    assert by_text(found)
    assert all("\n" not in one.text for one in found.mentions)


def test_a_short_form_means_what_the_paper_says(pipeline: Callable[..., Annotator]) -> None:
    annotate = pipeline().annotate
    text = "Methotrexate (MTX) improves rheumatoid arthritis (RA)."
    found = by_text(annotate(document(text)))
    assert concept(found["MTX"]) == "CHEBI:44185"
    assert concept(found["RA"]) == "MONDO:0008383"
    alone = by_text(annotate(document("MTX improves RA.")))
    assert concept(alone["MTX"]) == local_id("chemical", "MTX")
    ambiguous = by_text(annotate(document("Patients with lupus received prednisone.")))
    assert concept(ambiguous["lupus"]) == local_id("disease", "lupus")


def test_an_open_label_is_what_its_concept_is_or_is_left_out(pipeline: Callable[..., Annotator]) -> None:
    found = by_text(pipeline(DISEASE="open").annotate(document(SIMPLE + " No uveitis was seen with sulfasalazine.")))
    assert {text: one.category for text, one in found.items() if text != "sulfasalazine"} == {
        "Methotrexate": "drug",
        "rheumatoid arthritis": "disease",
        "gout": "gene",
    }


def test_an_open_name_of_two_kinds_is_left_out(pipeline: Callable[..., Annotator]) -> None:
    lexicon = make_lexicon([Concept("A:1", "gout", "gene"), Concept("A:2", "gout", "disease")])
    found = by_text(pipeline(lexicon=lexicon, DISEASE="open").annotate(document(SIMPLE)))
    assert "gout" not in found


def test_scispacys_linker_grounds_in_its_own_ids_or_ours(
    pipeline: Callable[..., Annotator], mine: dict[str, Any]
) -> None:
    text = "Colchicine prevents gout in men. Methotrexate (MTX) improves rheumatoid arthritis (RA). MTX improves RA."
    found = by_text(pipeline(mine).annotate(document(text)))
    assert concept(found["gout"]) == "UMLS:C0018099"
    assert concept(found["RA"]) == concept(found["rheumatoid arthritis"]) == "UMLS:C0003873"
    assert concept(found["MTX"]) == "CHEBI:44185"  # MESH:D008727 there, by the long form
    assert found["MTX"].category == "drug"
    assert found["gout"].parts[0][0].score == 1.0
    assert concept(found["Colchicine"]) == local_id("chemical", "Colchicine")


def test_what_the_linker_gives_of_another_kind_or_namespace_is_no_concept(
    pipeline: Callable[..., Annotator], mine: dict[str, Any]
) -> None:
    text = "We saw psoriasis after lithium. Zorbinol reduces arthritis in mice."
    found = by_text(pipeline(mine).annotate(document(text)))
    assert concept(found["lithium"]) == local_id("chemical", "lithium")  # an intellectual product there
    assert concept(found["Zorbinol"]) == local_id("chemical", "zorbinol")  # LOCAL-7 is nobody's id
    assert concept(found["psoriasis"]) == "MONDO:0005083"  # the lexicon knows what the linker does not


def test_a_pipeline_of_two_models_whose_first_goes_first(tmp_path: Path, foreign_model: Path) -> None:
    folder = copy_pipeline(tmp_path / "two", [str(foreign_model), f"{foreign_model.parent}/./tiny_ner"])
    found = Annotator(folder, LEXICON, {}).annotate(document(SIMPLE))
    assert [one.text for one in found.mentions] == ["Methotrexate", "rheumatoid arthritis", "gout"]
    rows = [MentionRow(s, e, "gene", (), by, 0.8) for s, e, by in ((4, 9, "a"), (0, 5, "b"), (0, 9, "c"), (0, 9, "d"))]
    assert [row.found_by for row in without_overlaps(rows)] == ["c"]
    assert [row.found_by for row in without_overlaps(rows[:2])] == ["b"]


def test_the_component_travels_without_its_models(pipeline: Callable[..., Annotator]) -> None:
    nlp = pipeline().nlp
    component = nlp.get_pipe("kg_mentions")
    copy = pickle.loads(pickle.dumps(component))
    assert isinstance(copy, ForeignFinder)
    doc = nlp.make_doc(SIMPLE)
    doc._.kg_abbreviations = ()
    assert [row.start for row in copy(doc)._.kg_mentions] == [0, 20, 45]
    assert (doc.spans["mentions"][0].text, doc.spans["mentions"][0].label_) == ("Methotrexate", "drug")
    assert len(pickle.dumps(component)) < 100_000


def test_new_words_do_not_stay_in_memory(pipeline: Callable[..., Annotator]) -> None:
    annotator = pipeline()
    _, model = annotator.nlp.get_pipe("kg_mentions")._loaded[0]
    documents = [document(f"Patient{n}x took methotrexate{n} for gout{n}y.") for n in range(50)]
    list(annotator.stream(documents[:25]))
    before = len(model.vocab.strings), len(list(model.vocab))
    list(annotator.stream(documents[25:]))
    assert (len(model.vocab.strings), len(list(model.vocab))) == before


def test_what_is_missing_or_wrong_is_said_in_one_line(
    tmp_path: Path, foreign_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(name: str, models: list[str], linker: dict[str, Any] | None = None, labels: str = "") -> str:
        folder = copy_pipeline(tmp_path / name, models, linker)
        if labels:
            (folder / "labels.toml").write_text(f'score = 0.8\n[labels]\n{labels} = "gene"\n', encoding="utf-8")
        with pytest.raises((DataError, MissingDependency, UnknownName)) as caught:
            Annotator(folder, LEXICON, {})
        assert "\n" not in str(caught.value)
        return str(caught.value)

    model = str(foreign_model)
    assert "names no models" in failing("none", [])
    assert "en_core_sci_sm-0.5.4.tar.gz" in failing("absent", ["en_core_sci_sm"])
    assert "CHEMICAL, DISEASE" in failing("unmapped", [model], labels="PROTEIN")
    assert "did you mean 'mesh'?" in failing("misspelt", [model], {"linker_name": "mesj"})
    assert "k_nearest" in failing("setting", [model], {"linker_name": "mesh", "k_nearest": 3})
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "meta.json").write_text("{}", encoding="utf-8")
    assert "broken cannot be loaded" in failing("unreadable", [str(broken)])
    monkeypatch.setitem(__import__("sys").modules, "scispacy.linking", None)
    assert "needs scispacy" in failing("arm", [model], {"linker_name": "mesh"})


def test_a_knowledge_base_that_cannot_be_had_is_said(
    pipeline: Callable[..., Annotator], mine: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from scispacy import candidate_generation

    gone = candidate_generation.LinkerPaths(*["/nowhere/at/all"] * 4)
    monkeypatch.setitem(candidate_generation.DEFAULT_PATHS, "mine", gone)
    with pytest.raises(DataError, match=r"scispaCy's linker 'mine': .*nowhere"):
        pipeline(mine)


def test_the_shipped_pipeline_says_on_the_command_line_what_it_needs(kg: Kg, tmp_path: Path) -> None:
    from importlib.util import find_spec

    if find_spec("en_ner_bc5cdr_md"):
        pytest.skip("the model is installed here")
    for command in (["build", "example", "--out", tmp_path / "out"], ["annotate", "--text", "IL-2 expands Tregs."]):
        done = kg(*command, "--pipeline", "scispacy")
        assert done.code == 1
        assert done.err.startswith("kg: the pipeline scispacy needs en_ner_bc5cdr_md, which is not installed: pip ")
        assert done.err.count("\n") == 1
    assert not (tmp_path / "out").exists()
    with pytest.raises(MissingDependency):
        load_annotator(Recipe("scispacy"))


def test_the_whole_route_and_its_scores(kg: Kg, tmp_path: Path, foreign_model: Path) -> None:
    folder = copy_pipeline(tmp_path / "mine", [str(foreign_model)])
    gold = tmp_path / "gold.pubtator"
    text = "Methotrexate treats rheumatoid arthritis."
    marks = "1\t0\t12\tMethotrexate\tChemical\tD008727\n1\t20\t40\trheumatoid arthritis\tDisease\tD001172\n"
    gold.write_text(f"1|t|{text}\n1|a|\n{marks}\n", encoding="utf-8")
    scores = told(kg("evaluate", "mentions", "--pipeline", folder, "--gold", gold, "--json"))
    assert isinstance(scores, dict)
    assert (scores["precision"], scores["recall"]) == (1.0, 1.0)
    done = kg("build", gold, "--pipeline", folder, "--out", tmp_path / "out")
    assert done.code == 0, done.err
    assert "treats" in kg("show", tmp_path / "out", "methotrexate").out
    assert "treats" in kg("annotate", "--text", text, "--pipeline", folder).out
