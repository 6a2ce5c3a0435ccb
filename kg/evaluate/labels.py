"""a label of a mention, a corpus's or ours -> the kind that both are compared by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType

# Corpora name what our categories tell apart with one label (drug and chemical; disease and phenotype), so kinds
# are as coarse as they are. An antibody is a kind of its own: BioRED marks none, JNLPBA calls it a protein.
_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "gene": (
            "Gene",
            "GENE-Y",  # ChemProt: with an id, and without
            "GENE-N",
            "GeneOrGeneProduct",
            "Gene_or_gene_product",
            "GeneProtein",
            "Protein",
            "Complex",  # BioNLP-ST PC: a complex of gene products
            "DNA",  # JNLPBA: genes and their regions, mostly named by the gene
            "RNA",
            "FamilyName",
            "PR",
            "Individual_protein",  # BioInfer
            "Gene/protein/RNA",
            "Protein_family_or_group",
            "Protein_complex",
            "DNA_family_or_group",
        ),
        "disease": (
            "Disease",
            "DiseaseOrPhenotypicFeature",
            "PhenotypicFeature",
            "Phenotype",
            "SpecificDisease",
            "DiseaseClass",
            "Modifier",
            "CompositeMention",
            # AnatEM and BioNLP-ST CG mark no other diseases, so one found there counts as a false alarm
            "Cancer",
            "MONDO",
            "HP",
            "Outcome",  # Evidence Inference: findings, for the most part
        ),
        "chemical": ("Chemical", "ChemicalEntity", "Simple_chemical", "Amino_acid", "Drug", "CHEBI", "Intervention"),
        "variant": ("Variant", "SequenceVariant", "Mutation", "DNAMutation", "ProteinMutation", "SNP"),
        "species": ("Species", "OrganismTaxon", "Organism", "NCBITaxon"),
        "cell_line": ("CellLine",),
        "cell_type": ("CellType", "CL"),
        "anatomy": (
            "Anatomy",
            "AnatomicalEntity",
            "Anatomical_system",
            "Developing_anatomical_structure",
            "Immaterial_anatomical_entity",
            "Multi-tissue_structure",
            "Organ",
            "Organism_subdivision",
            "Organism_substance",
            "UBERON",
        ),
        "process": ("Process", "BiologicalProcess", "GO_BP"),
        "antibody": ("Antibody",),
        "cell": ("Cell",),
        "tissue": ("Tissue",),
    }
)
KINDS = tuple(_LABELS)
# A label that takes in several of our kinds: what is found counts as right if it is any of them. AnatEM's, CG's and
# NLM-Gene's cells are types and lines; RegEl's tissues (BRENDA) are cells as well, AnatEM's and CG's are not.
_BROAD: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "cell": frozenset({"cell_type", "cell_line"}),
        "tissue": frozenset({"anatomy", "cell_type", "cell_line"}),
    }
)


def _plain(label: str) -> str:
    return "".join(character for character in label.casefold() if character.isalnum())


_KIND_OF: Mapping[str, str] = MappingProxyType(
    {_plain(label): kind for kind, labels in _LABELS.items() for label in labels}
)


def kind_of(label: str) -> str:
    """Return the kind a label stands for, whatever its case and separators; "" where we do not know it."""
    return "" if "+" in label else _KIND_OF.get(_plain(label), "")  # CRAFT's CL+ext says CL over again


def satisfies(kind: str, gold: str) -> bool:
    """Tell whether something found of a kind is what a gold mention of another, or the same, kind asks for."""
    return kind == gold or kind in _BROAD.get(gold, ())


def home(kind: str, marked: Set[str]) -> str:
    """Return the kind under which something found is counted, given the kinds that the gold marks at all.

    Its own if the gold marks that, else the narrowest that takes it in; "" where the gold has no place for it.
    """
    if kind in marked:
        return kind
    takers = (one for one, narrow in _BROAD.items() if one in marked and kind in narrow)
    return min(takers, key=lambda one: len(_BROAD[one]), default="")


def categories_of(kind: str, categories: Iterable[str]) -> tuple[str, ...]:
    """Return those of our categories that satisfy a kind, in their order."""
    return tuple(name for name in categories if satisfies(kind_of(name), kind))
