"""names of ontologies -> the Lexicon: the shipped vocabulary alone, or with others, compiled once and kept."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from platformdirs import user_cache_path

from kg import core
from kg.core.errors import InputError
from kg.core.lexicon import Concept, Lexicon, Name, make_lexicon, name_table, names_of
from kg.core.names import normal_form
from kg.core.paths import data_folder, installed_folder
from kg.index.compile import compile_lexicon
from kg.index.concepts import further_tables, read_tables, shipped_tables, tables_in
from kg.index.rules import LEAVE_OUT, NameRule, judge, read_branches, read_rules
from kg.index.sniff import files_of, read_ontology
from kg.index.stored import load, store

_KEPT = 4  # compiled lexicons; older ones go
_REMEMBERED = 1 << 14  # concepts that need not be made again from what is stored

log = logging.getLogger("kg")


def find_ontology(name: str) -> Path:
    """Return where an ontology lies: a file or folder, or an installed one by name.

    Raises:
        InputError: it is neither.
    """
    for place in (Path(name), installed_folder() / name):
        if place.exists():
            return place
    raise InputError(name, "no such file or folder, and no ontology installed so; `kg ontology list` names them")


def _key(tables: Iterable[Path], ontologies: Iterable[Path], rules: Path) -> str:
    """Return a hash of everything that goes into a compiled lexicon, the code included."""
    digest = hashlib.sha256()
    core_code = [Path(core.__file__).with_name(name) for name in ("names.py", "lexicon.py")]
    code = [*core_code, *sorted(Path(__file__).parent.glob("*.py"))]
    words = [data_folder("ontologies") / name for name in ("categories.tsv", "prefixes.json")]
    for file in [*code, *words, rules, *tables, *(file for place in ontologies for file in files_of(place))]:
        digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:24]


def _read(places: Sequence[Path]) -> Iterator[Concept]:
    """Yield the concepts of ontologies; what could not be read is told on the log, each ontology in one line."""
    for place in places:
        problems: list[InputError] = []
        count = 0
        for found in read_ontology(place):
            if isinstance(found, InputError):
                problems.append(found)
            else:
                count += 1
                yield found
        if not count:
            raise InputError(place, f"no concept could be read: {problems[0].reason if problems else 'it holds none'}")
        if problems:
            log.warning("%s: %s records were skipped, the first: %s", place, len(problems), problems[0])


def _kept(lexicon: Lexicon, path: Path) -> None:
    """Write a compiled lexicon where the next run finds it; the oldest ones there go."""
    try:
        store(lexicon, path)
    except OSError as error:  # a home that cannot be written to: it works, but is compiled each time
        log.warning("%s: the compiled names cannot be kept (%s)", path.parent, error.strerror)
        return
    for old in sorted(path.parent.glob("*.arrow"), key=lambda file: file.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)


def _compiled(tables: Sequence[Path], places: Sequence[Path]) -> Lexicon:
    rules = data_folder("ontologies") / "names.toml"
    path = installed_folder() / ".compiled" / f"{_key(tables, places, rules)}.arrow"
    if not path.exists():
        reviewed, branches = read_tables(tables), read_branches(rules)
        lexicon, _ = compile_lexicon(reviewed, _read(places), read_rules(rules), branches)
        _kept(lexicon, path)
        return lexicon
    return load(path)


def _left_out(rules: Sequence[NameRule], name: Name, category: str) -> bool:
    rule = judge(rules, name.text, normal_form(name.text), category, name.preferred)
    return rule is not None and rule.action == LEAVE_OUT


@cache
def further() -> Lexicon:
    """Return the further names that are shipped, compiled at the first use after an installation."""
    tables = further_tables()
    path = (
        user_cache_path("immunokg", appauthor=False)
        / f"{_key(tables, [], data_folder('ontologies') / 'names.toml')}.arrow"
    )
    if path.exists():
        return load(path)
    log.info("compiling the names of %s, once", tables[0].parent if tables else "nothing")
    concepts = read_tables(tables)
    rules = read_rules(data_folder("ontologies") / "names.toml")
    names = (
        name
        for one in concepts.values()
        for name in names_of(one, reviewed=False)
        if name.text not in one.ambiguous and not _left_out(rules, name, one.category)
    )
    lexicon = Lexicon(concepts, name_table(names))
    _kept(lexicon, path)
    return lexicon


class _Whole(Mapping[str, Concept]):
    """The concepts of a lexicon, and those that only further names have."""

    def __init__(self, known: Mapping[str, Concept], further: Mapping[str, Concept]) -> None:
        self._known, self._further = known, further
        self._length = len(known) + sum(one not in known for one in further)
        self._found = lru_cache(_REMEMBERED)(self._find)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[str]:
        yield from self._known
        yield from (one for one in self._further if one not in self._known)

    def __getitem__(self, concept_id: str) -> Concept:
        found = self._found(concept_id)
        if found is None:
            raise KeyError(concept_id)
        return found

    def _find(self, concept_id: str) -> Concept | None:
        known, more = self._known.get(concept_id), self._further.get(concept_id)
        if known is None or more is None:
            return known or more
        return replace(known, xrefs=tuple(dict.fromkeys((*known.xrefs, *more.xrefs))))


def load_lexicon(ontologies: Iterable[str] = ()) -> Lexicon:
    """Return the lexicon of the shipped vocabulary and of further ontologies.

    Args:
        ontologies: concept tables of one's own (or folders of them), which go before the shipped vocabulary: a row
            replaces the shipped one of its id; or ontologies in other formats, files, folders or installed ones by
            name, which add what the shipped vocabulary lacks, the first named being preferred.

    Raises:
        InputError, DataError: one is missing or malformed, or holds no concept.
    """
    places = [find_ontology(name) for name in ontologies]
    tables = [table for place in places for table in tables_in(place)]
    others = [place for place in places if not tables_in(place)]
    tables += shipped_tables()
    known = _compiled(tables, others) if others else make_lexicon(read_tables(tables).values())
    more = further()
    return Lexicon(_Whole(known.concepts, more.concepts), known.table, more.table)
