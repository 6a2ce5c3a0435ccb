"""Names that ground wrongly elsewhere, in sentences of our own: with the shipped vocabulary and with large ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.annotate.pipeline import Annotator
from kg.core.paths import pipeline_folder
from kg.core.text import Document, Section
from kg.core.vocabulary import therapeutics
from kg.index.load import load_lexicon

CD40LG, BTG3, RNPC3, GC_VITAMIN = "HGNC:11935", "HGNC:1132", "HGNC:18666", "HGNC:4187"
GONORRHOEA = ("MONDO:0005853", "DOID:7551", "MESH:D006069")

# (sentence, the name in it, ids it must not get, the id it must get; "" where it may have none)
CASES = (
    ("IgM deposits were seen along the basement membrane in lupus.", "IgM", (CD40LG, "NCBIGene:959"), "MESH:D007075"),
    ("Serum IGM fell after rituximab.", "IGM", (CD40LG, "NCBIGene:959"), ""),
    ("ANA were present in 38 of 40 patients with SLE.", "ANA", (BTG3, "NCBIGene:10950"), "MESH:D000974"),
    ("A positive ANA test is no diagnosis.", "ANA", (BTG3, "NCBIGene:10950"), "MESH:D000974"),
    ("Antibodies against RNP mark mixed connective tissue disease.", "RNP", (RNPC3, "NCBIGene:55599"), ""),
    ("Survival in GC depends on stage at gastrectomy.", "GC", (GC_VITAMIN, "NCBIGene:2638", *GONORRHOEA), ""),
    ("Gastric cancer (GC) cells were treated; GC growth slowed.", "GC", (GC_VITAMIN, *GONORRHOEA), "MONDO:0001056"),
    ("AGS cells were seeded at low density.", "AGS", ("MONDO:0018866", "HGNC:12269"), ""),
    ("The Arg72Pro allele was rarer.", "Arg", ("HGNC:77", "HGNC:113"), ""),
    ("Ser and Thr residues are phosphorylated.", "Ser", (), ""),
    ("RF was positive in half of them.", "RF", ("HGNC:9966",), ""),
    ("Antibodies to Sm were specific for lupus.", "Sm", ("HGNC:11153",), ""),
    ("Ro and La were blotted.", "Ro", ("HGNC:11312",), ""),
    ("DC matured overnight.", "DC", ("HGNC:2702",), ""),
    ("CAT scans were normal.", "CAT", ("HGNC:1516",), ""),
    ("The impact of sleep was small.", "impact", ("HGNC:20387",), ""),
    ("Mice were set in cages and rest was noted.", "Mice", ("HGNC:30681",), "NCBITaxon:10090"),
    ("Mice were set in cages and rest was noted.", "set", ("HGNC:10760",), ""),
    ("Mice were set in cages and rest was noted.", "rest", ("HGNC:9966",), ""),
    ("In MS, lesions enhance on MRI.", "MRI", ("HGNC:7228",), ""),
    ("PCR products were run on a gel.", "PCR", (), ""),
    ("Levels were given as OR with 95% CI.", "OR", (), ""),
    ("Levels were given as OR with 95% CI.", "CI", (), ""),
    ("T cells were counted at T4 and P2.", "T4", (), ""),
    ("Anti-dsDNA fell while C3 rose.", "Anti-dsDNA", ("MESH:D000974",), "HP:0020151"),
    ("Mice with EAE were scored daily.", "EAE", ("HGNC:3126",), ""),
    (
        "Experimental autoimmune encephalomyelitis (EAE) was milder; EAE scores fell.",
        "EAE",
        ("MESH:D004679",),
        "MONDO:0005134",
    ),
    ("Hepatitis B surface antigen was cleared.", "Hepatitis B", ("MONDO:0005344",), ""),
    ("COX-2 inhibitors are taken for pain.", "COX-2", ("HGNC:9605",), ""),
    ("Interleukin-99 does not exist.", "Interleukin", ("MESH:D007378",), ""),
    ("The arginine was replaced in p.Arg620Trp.", "Arg", (), ""),
)


LARGE = ("hgnc", "ncbi_gene", "mesh", "mondo", "doid", "hpo", "cl", "chebi")


@pytest.fixture(scope="module", params=["shipped", "large"])
def finder(
    request: pytest.FixtureRequest, annotator: Annotator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Annotator]:
    if request.param == "shipped":
        yield annotator
        return
    vocabularies: Path = request.getfixturevalue("shared") / "vocab"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMMUNOKG_HOME", str(tmp_path_factory.mktemp("home")))
        lexicon = load_lexicon([str(vocabularies / name) for name in LARGE])
        yield Annotator(pipeline_folder("immunology"), lexicon, dict(therapeutics()))


def grounded(finder: Annotator, sentence: str, name: str) -> set[str]:
    """Return the ontology ids that mentions overlapping the name's last occurrence got."""
    (extraction,) = finder.stream([Document("PMID:1", "", (Section("abstract", "", 0, sentence),))])
    at = sentence.rindex(name)
    found = [one for one in extraction.mentions if one.start < at + len(name) and at < one.end]  # type: ignore[union-attr]
    best = {one.parts[0][0].concept_id for one in found if one.text.strip("()") in {name, f"{name}s"} or one.text}
    return {concept_id for concept_id in best if not concept_id.startswith("text:")}


@pytest.mark.parametrize(
    ("sentence", "name", "never", "right"), CASES, ids=[f"{case[1]}-{n}" for n, case in enumerate(CASES)]
)
def test_poison_does_not_ground(
    finder: Annotator, sentence: str, name: str, never: tuple[str, ...], right: str
) -> None:
    found = grounded(finder, sentence, name)
    assert not found & set(never)
    if right:
        assert found == {right}
