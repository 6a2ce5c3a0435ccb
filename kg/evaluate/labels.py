"""a label of a mention, a corpus's or ours -> the kind that both are compared by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Corpora name what our categories tell apart with one label (drug and chemical; disease and phenotype), so kinds
# are as coarse as they are. An antibody is a kind of its own: BioRED marks none, JNLPBA calls it a protein.
_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "gene": (
            "Gene",
            "GENE-Y",
            "GENE-N",
            "GeneOrGeneProduct",
            "Gene_or_gene_product",
            "Protein",
            "DNA",
            "RNA",
            "FamilyName",
            "PR",
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
            "MONDO",
            "HP",
        ),
        "chemical": ("Chemical", "ChemicalEntity", "Simple_chemical", "Drug", "CHEBI"),
        "variant": ("Variant", "SequenceVariant", "Mutation", "DNAMutation", "ProteinMutation", "SNP"),
        "species": ("Species", "OrganismTaxon", "Organism", "NCBITaxon"),
        "cell_line": ("CellLine",),
        "cell_type": ("CellType", "Cell", "CL"),
        "anatomy": ("Anatomy", "AnatomicalEntity", "UBERON"),
        "process": ("Process", "BiologicalProcess", "GO_BP"),
        "antibody": ("Antibody",),
    }
)
KINDS = tuple(_LABELS)


def _plain(label: str) -> str:
    return "".join(character for character in label.casefold() if character.isalnum())


_KIND_OF: Mapping[str, str] = MappingProxyType(
    {_plain(label): kind for kind, labels in _LABELS.items() for label in labels}
)


def kind_of(label: str) -> str:
    """Return the kind a label stands for, whatever its case and separators; "" where we do not know it."""
    return _KIND_OF.get(_plain(label), "")
