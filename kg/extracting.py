"""The route of extraction: inputs -> shards in a graph folder, of which those that stand already are not made again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from kg import __version__
from kg.core.errors import GraphFolderError, InputError, OptionError, UnknownFormat
from kg.core.folder import GraphFolder
from kg.core.paths import data_folder
from kg.core.report import Report
from kg.core.shards import Slice, Told, read_told, shard_name, standing
from kg.core.tables import write_json
from kg.engines import ALONE, ENGINES, Resources
from kg.read import READERS
from kg.read.inputs import STDIN, expand, listed
from kg.read.portions import Portion, from_manifest, place_of, portions
from kg.recipe import Recipe, hash_of
from kg.why import changes_of_inputs, reasons

EXAMPLE = "example"  # the input that stands for the shipped abstracts

Row = dict[str, Any]
Progress = Callable[[int, int | None], None]  # documents done, and about how many there are, where it can be told
Tell = Callable[[str], None]


@dataclass(slots=True)
class Pace:
    """Counts documents, and estimates how many there are from the bytes that those read so far took.

    Attributes:
        progress: told how many are done, and about how many there are, where it can be told.
        size: bytes of all inputs; 0 where it cannot be told.
    """

    progress: Progress = lambda done, total: None
    size: int = 0
    done: int = 0
    read: int = 0
    read_size: int = 0

    def passed(self, size: int, documents: int) -> None:
        """Take down that files of so many bytes have been read to their end."""
        self.read += documents
        self.read_size += size

    def advance(self, documents: int) -> None:
        """Take down that so many more are done."""
        self.done += documents
        known = self.size and self.read_size
        self.progress(self.done, max(self.done, self.read * self.size // self.read_size) if known else None)


@dataclass(slots=True)
class _Shard:
    """A shard of a portion; what it says of itself is known once it stands."""

    path: Path
    made: bool = False  # by this run
    told: Told | None = None


@dataclass(slots=True)
class _Read:
    """A portion with its shards, as far as they are known."""

    portion: Portion
    reader: str | None
    shards: list[_Shard] = field(default_factory=list)
    documents: int = 0  # that have been read, or passed over

    @property
    def told(self) -> list[Told]:
        """What its shards say of themselves."""
        return [shard.told for shard in self.shards if shard.told]

    def row(self) -> Row:
        """Return what the manifest says of it."""
        shards = [
            {"file": shard.path.name, "documents": shard.told.read, "rows": shard.told.rows}
            for shard in self.shards
            if shard.told
        ]
        files = [[part.name, part.sha256, part.size] for part in self.portion.parts]
        places = [part.place for part in self.portion.parts]
        return {"files": files, "places": places, "reader": self.reader, "shards": shards}


@dataclass(slots=True)
class Extracting:
    """One run: from inputs to the shards in a folder that holds them all, and their manifest.

    Args:
        folder: held for writing.
        reader: the name of the reader for every file; chosen by content if None.
        add: keep what the folder holds.
        tell: told in words, at once, why what had been read is read again.
        pace: counts the documents that are done.
    """

    folder: GraphFolder
    recipe: Recipe
    reader: str | None = None
    add: bool = False
    tell: Tell = lambda words: None
    old: Row = field(default_factory=dict)  # the manifest that stands there
    about: Row = field(default_factory=dict)  # what the new one says before its portions
    reads: list[_Read] = field(default_factory=list)
    making: deque[_Shard] = field(default_factory=deque)
    pace: Pace = field(default_factory=Pace)
    known: set[str] = field(default_factory=set)  # identities of the portions that had been read
    again: int = 0  # shards that are made of them all the same

    def run(self, inputs: Sequence[str], engine: str = "local", resources: Resources = ALONE) -> Report:
        """Make the folder hold the extractions of these inputs, and of those that it held if they are kept.

        Raises:
            OptionError: there are no inputs.
            UnknownName: no engine or reader is called so.
            InputError: an input does not exist, no document can be read, or a file changes while it is read.
            DataError: the pipeline or an ontology is not what it should be.
        """
        annotate = ENGINES[engine]
        if not inputs:
            raise OptionError(f"name an INPUT: files, folders, '-', or '{EXAMPLE}' for the shipped abstracts")
        if self.reader:
            READERS[self.reader]  # a wrong name is answered before anything is read
        with suppress(GraphFolderError):  # damaged: the shards are found without it
            self.old = self.folder.extracted()
        self.known = {str([file[:2] for file in row["files"]]) for row in self.old.get("portions", ())}
        named = dict.fromkeys([*(self.old.get("inputs", ()) if self.add else ()), *inputs])
        self.about = {**_about(self.recipe), "reader": self.reader, "inputs": list(named)}
        try:
            for told in annotate(self._slices(inputs), self.recipe, resources):
                self.making.popleft().told = told
        except InputError:  # a file has changed under its reader: what its documents gave is of no known content
            for shard in self.reads[-1].shards if self.reads else ():
                shard.path.unlink(missing_ok=True)
            raise
        return self._finish(inputs)

    def _slices(self, inputs: Sequence[str]) -> Iterator[Slice]:
        """Yield the slices whose shards do not stand; portions of which all stand are not read."""
        seen: set[Path] = set()
        for portion, reader in self._portions(inputs):
            read = _Read(portion, reader)
            if self._path(read, 0) not in seen:  # standard input may be added again
                seen.add(self._path(read, 0))
                self.reads.append(read)
                if not self._stands(read):
                    yield from self._missing(read)
                self.pace.passed(portion.size, read.documents)

    def _portions(self, inputs: Sequence[str]) -> Iterator[tuple[Portion, str | None]]:
        """Yield the portions, those that are kept first, each with its reader."""
        places = {shipped(name): name for name in inputs}
        files = [file for of in listed(places).values() for file in of]
        kept, beside = self._kept({place_of(places.get(str(file), str(file)), file) for file in files})
        if STDIN not in places and all(file.is_file() for file in files):
            self.pace.size = sum(file.stat().st_size for file in files) + sum(portion.size for portion, _ in kept)
        yield from kept
        sources = expand([*beside, *places])
        named = (replace(one, name=places.get(str(one.path), one.name)) for one in sources)
        yield from ((portion, self.reader) for portion in portions(named))

    def _kept(self, given: set[str]) -> tuple[list[tuple[Portion, str | None]], list[str]]:
        """Return the portions that are kept as they are, and the files to be read again beside some named anew.

        Raises:
            GraphFolderError: what is there is of an older version.
            InputError: a file that has to be read again, beside one named anew, is not where it was.
        """
        kept, beside = [], list[str]()
        if self.add and self.old and "portions" not in self.old:
            raise GraphFolderError(self.folder.root, "is of an older version, to which nothing can be added; build it")
        for row in self.old.get("portions", ()) if self.add else ():
            portion = from_manifest(row["files"], row["places"], {EXAMPLE: Path(shipped(EXAMPLE))})
            if given.isdisjoint(row["places"]):
                kept.append((portion, row["reader"]))
                continue
            for part in portion.parts:
                if part.place not in given:
                    if place_of(part.name, part.path) != part.place or row["reader"] != self.reader:
                        reason = "is in one group with a small file named anew, and not as before; build without --add"
                        raise InputError(part.name, reason)
                    beside.append(part.name)
        return kept, beside

    def _path(self, read: _Read, number: int) -> Path:
        how = (__version__, self.about["recipe_hash"], self.recipe.point, read.reader, *READERS)
        return self.folder.extractions / shard_name(*how, read.portion.identity, number)

    def _found(self, read: _Read, number: int) -> Told | None:
        """Return what a shard says, if it counts: an unsure one does only where its files are not looked at again."""
        told = read_told(self._path(read, number)) if read.portion.readable else None
        return None if told and told.unsure and all(part.changed for part in read.portion.parts) else told

    def _stands(self, read: _Read) -> bool:
        """Tell whether all shards of a portion stand, and take down what they say."""
        found: list[_Shard] = []
        for number in count():
            told = self._found(read, number)
            if told is None:
                return False
            found.append(_Shard(self._path(read, number), told=told))
            if told.last:
                break
        read.shards, read.documents = found, sum(one.told.read for one in found if one.told)
        self.pace.advance(read.documents)
        return True

    def _missing(self, read: _Read) -> Iterator[Slice]:
        """Read a portion; yield the slices whose shards do not stand, and pass over the documents of the others."""
        part = Slice(self._path(read, 0), 0, read.portion.documents(read.reader), annotated=self.pace.advance)
        while True:
            shard = _Shard(part.path, told=self._found(read, part.number))
            read.shards.append(shard)
            if shard.told:
                deque(part.batches(), maxlen=0)
                self.pace.advance(part.read)
            else:
                shard.made = True
                self.making.append(shard)
                self._tell_why(read)
                yield part
            read.documents += part.read
            if part.last:
                return
            part = part.next(self._path(read, part.number + 1))

    def _tell_why(self, read: _Read) -> None:
        """Say once why shards are made again of files that had been read."""
        if str(read.portion.identity) not in self.known:
            return
        self.again += 1
        if self.again == 1 and (why := reasons(self.old, self.about)):
            self.tell(f"{'; '.join(why)}: what had been read is read again")

    def _finish(self, inputs: Sequence[str]) -> Report:
        """Write the manifest, and delete the shards that it does not list."""
        told = [told for read in self.reads for told in read.told]
        report = Report(read=sum(one.rows for one in told), skipped=[row for one in told for row in one.skipped])
        stood = [shard.told for read in self.reads for shard in read.shards if shard.told and not shard.made]
        report.reused = sum(one.rows for one in stood)
        manifest = {**self.about, "portions": [read.row() for read in self.reads]}
        manifest |= {"read": report.read, "skipped": report.skipped}
        report.why = list(self._why(manifest))
        if not report.read:
            self._sweep(self.old)
            reason = report.skipped[0]["reason"] if report.skipped else "the inputs are empty"
            all_unknown = {row["reason"] for row in report.skipped} == {UnknownFormat.REASON}
            named = ", ".join(map(str, inputs))
            raise UnknownFormat(named) if all_unknown else InputError(named, f"no document could be read: {reason}")
        if manifest != self.old:
            write_json(self.folder.extracted_path, manifest)
        self._sweep(manifest)
        return report

    def _why(self, manifest: Row) -> Iterator[str]:
        if changed := changes_of_inputs(self.old, manifest) if self.old else "":
            yield f"inputs: {changed}"
        if self.again:
            why = reasons(self.old, manifest) or ["they were missing, damaged or left without a document"]
            yield f"{'; '.join(why)}: {self.again:,} {'shard is' if self.again == 1 else 'shards are'} made again"

    def _sweep(self, manifest: Mapping[str, Any]) -> None:
        """Delete the shards that a manifest does not list."""
        if manifest and "portions" not in manifest:  # of an older version, and still the ones that the graph is of
            return
        kept = {shard["file"] for row in manifest.get("portions", ()) for shard in row["shards"]}
        for path in standing(self.folder.extractions):
            if path.name not in kept:
                path.unlink()


def _about(recipe: Recipe) -> Row:
    parts = recipe.parts()
    files = [[f"{name} of the {whose}", content] for whose, name, content in parts]
    told = {"version": __version__, "pipeline": recipe.pipeline, "recipe": asdict(recipe)}
    return {**told, "recipe_hash": hash_of(parts), "recipe_files": files}


def shipped(name: str) -> str:
    """Return what an input stands for: the shipped abstracts for `example`, unless a file is called so."""
    if name != EXAMPLE or Path(name).exists():
        return name
    return str(data_folder("pipelines") / "immunology" / "examples.jsonl")
