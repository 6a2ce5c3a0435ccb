"""MeSH's tree numbers and kinds of records -> categories and parents: what the readers of MeSH share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from kg.core.lexicon import Concept
from kg.index.draft import BROAD, EXACT, NARROW, RELATED

# A branch of the tree -> what lies below it; of several numbers and branches the longest branch decides
_BRANCHES = MappingProxyType(
    {
        "A": "anatomy",
        "A11": "cell_type",
        "A11.251.210": "cell_line",  # of Cells, Cultured: Cell Line
        "A11.251.860.180": "cell_line",  # Cell Line, Tumor
        "A11.284": "",  # Cellular Structures
        "B": "species",
        "C": "disease",
        "C23.550.291": "",  # Disease Attributes: Recurrence, Acute Disease
        "C23.888": "phenotype",  # Signs and Symptoms
        "D": "chemical",
        "D08": "gene",  # Enzymes and Coenzymes
        "D08.211": "chemical",  # Coenzymes
        "D12.776": "gene",  # Proteins
        "D12.776.124.486.485.114.224": "drug",  # Antibodies, Monoclonal: humanized and murine-derived ones
        "D12.776.124.486.485.114.323": "antibody",  # Autoantibodies
        "D23.050": "gene",  # Antigens
        "D23.529": "gene",  # Intercellular Signaling Peptides and Proteins
        "F03": "disease",  # Mental Disorders
        "G": "process",
    }
)
TREE_NUMBER = re.compile(r"[A-Z]\d{2}(?:\.\d{3})*")
DESCRIPTOR = re.compile(r"D\d{6}(?:\d{3})?")
RECORD = re.compile(r"[CD]\d{6}(?:\d{3})?")

# MeSH's relation of an entry to its heading -> the scope of the name
SCOPES = MappingProxyType({"EQV": EXACT, "REL": RELATED, "BRD": BROAD, "NRW": NARROW, "": EXACT})
# Classes of supplementary records: chemicals, protocols, diseases, organisms, population groups, anatomy
_CLASSES = MappingProxyType({"1": "chemical", "3": "disease", "4": "species", "6": "anatomy"})
_SPECIES_OF_PROTEIN = re.compile(r"\b(?:proteins?|antigens?|receptors?|protein complex), [A-Za-z]", re.IGNORECASE)
# UMLS semantic types of supplementary records in ASCII MeSH, which states no class
_TYPES = MappingProxyType(
    {
        **dict.fromkeys(("T116", "T126", "T129", "T192", "T028"), "gene"),
        **dict.fromkeys(("T019", "T020", "T046", "T047", "T048", "T049", "T050", "T190", "T191"), "disease"),
        "T184": "phenotype",
        **dict.fromkeys(("T002", "T004", "T005", "T007", "T194", "T204"), "species"),
        **dict.fromkeys(
            ("T103", "T104", "T109", "T110", "T111", "T114", "T118", "T119", "T120", "T121", "T122", "T123", "T124",
             "T125", "T127", "T130", "T131", "T195", "T196", "T197", "T200"),
            "chemical",
        ),
    }
)  # fmt: skip


def category_of_trees(numbers: Iterable[str]) -> str:
    """Return the category that tree numbers tell, "" where none is ours or there are none."""
    best, found = -1, ""
    for number in numbers:
        parts = number.split(".")
        branches = [".".join(parts[:length]) for length in range(len(parts), 0, -1)] + [number[:1]]
        branch = next((one for one in branches if one in _BRANCHES), None)
        if branch is not None and len(branch) > best:
            best, found = len(branch), _BRANCHES[branch]
    return found


def category_of_class(number: str, name: str) -> str:
    """Return the category of a supplementary record by its class and name: proteins count as chemicals in MeSH."""
    found = _CLASSES.get(number, "")
    return "gene" if found == "chemical" and _SPECIES_OF_PROTEIN.search(name) else found


def category_of_types(types: Iterable[str]) -> str:
    """Return the category that UMLS semantic types tell; a protein is one, whatever else it is used for."""
    found = {_TYPES.get(one, "") for one in types}
    return next((one for one in ("gene", "disease", "phenotype", "species", "chemical") if one in found), "")


class Trees:
    """The tree of a file: which heading stands at which number. Some 60,000 numbers, the one thing that grows."""

    def __init__(self) -> None:
        self._headings: dict[str, str] = {}

    def add(self, heading: str, number: str) -> None:
        """Take that a heading (its UI) stands at a tree number."""
        self._headings[number] = heading

    def parents(self) -> Iterator[Concept]:
        """Yield, for each heading that has any, a piece of concept with its parents."""
        above: dict[str, list[str]] = {}
        for number, heading in self._headings.items():
            parent = self._headings.get(number.rpartition(".")[0])
            if parent and parent != heading and parent not in above.setdefault(heading, []):
                above[heading].append(parent)
        for heading, parents in above.items():
            if parents:
                yield Concept(f"MESH:{heading}", "", "", parents=tuple(f"MESH:{one}" for one in parents))
