"""an ontology's name -> its verified files in a folder of the user's, with a manifest; all of them or none."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from kg.core.errors import DataError, InputError, OptionError, UnknownName
from kg.core.paths import installed_folder, put_in_place
from kg.core.sources import MANIFEST, Installed, Source, StoredFile, installed, read_installed, sources
from kg.fetch.checksum import check, digests, sha256
from kg.fetch.download import MOST, Progress, Tell, download

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_AS_IT_IS = "--unpinned takes it as it is"


@dataclass(frozen=True, slots=True)
class Way:
    """How to come by an ontology's files.

    Attributes:
        place: a local file, or the folder that holds them, in place of a download.
        mirror: url of a folder on another server that holds them by their own names.
        proxy: url of a proxy.
        sha256: what the file must have, in place of what is known.
        unpinned: take whatever is there, and hold to it from now on.
        force: in place of what is installed.
        most: bytes that a download may have.
    """

    place: Path | None = None
    mirror: str = ""
    proxy: str = ""
    sha256: str = ""
    unpinned: bool = False
    force: bool = False
    most: int = MOST


@dataclass(frozen=True, slots=True)
class Counts:
    """What was read from the files: concepts, their names, and records that could not be read.

    Attributes:
        prefix: the commonest of the concepts' ids.
    """

    concepts: int
    names: int
    skipped: int
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to come by: from where, called what, with which checksum ("" takes any)."""

    origin: Path | str
    name: str
    sha256: str
    size: int = 0


def install(
    name: str,
    way: Way,
    inspect: Callable[[Mapping[Path, str]], Counts],
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> tuple[Installed, bool]:
    """Put an ontology's files in place; return what is installed, and whether anything was done for it.

    Args:
        name: of a source, or with `way.place` any that a folder may have.
        inspect: reads the files before they are put in place (path to what it is called in messages), and raises
            where they are of no use.
        progress, tell: as for `download`.

    Raises:
        UnknownName: no source is called so, and no local file is given.
        OptionError: options that do not fit together, or no checksum is known and none is given.
        DownloadError, ChecksumMismatch, InputError: nothing was installed.
    """
    source = sources().get(name.lower())
    name = source.name if source else name
    _check_way(name, source, way)
    known = _known(name, way)
    wanted = _local(source, way) if way.place else _remote(name, source, known, way)
    if known and not way.force and _is_there(known, source, wanted, way):
        return known, False
    staging = installed_folder() / f".{name}.new"
    staging.mkdir(parents=True, exist_ok=True)
    try:
        files = tuple(_bring(one, staging, way, progress, tell) for one in wanted)
        counts = inspect({staging / one.name: _called(one) for one in wanted})
        _write_manifest(staging, name, source, files, counts)
        put_in_place(staging, installed_folder() / name)
    finally:
        if not any(staging.glob("*.part")):  # what broke off is kept to go on with
            shutil.rmtree(staging, ignore_errors=True)
    found = read_installed(name)
    assert found is not None
    return found, True


def _check_way(name: str, source: Source | None, way: Way) -> None:
    if source is None and way.place is None:
        raise UnknownName("ontology", name, tuple(sources()))
    if not _NAME.fullmatch(name):
        raise OptionError(f"{name!r} cannot name an ontology: letters, digits, '.', '-' and '_' can")
    if way.place is not None and (way.mirror or way.proxy):
        raise OptionError("--from takes what lies here: it goes without --mirror and --proxy")
    if way.sha256 and (way.unpinned or not re.fullmatch("[0-9a-fA-F]{64}", way.sha256)):
        raise OptionError("--sha256 takes the 64 hexadecimal digits of one file, and goes without --unpinned")


def _known(name: str, way: Way) -> Installed | None:
    try:
        return read_installed(name)
    except DataError:
        if way.force:
            return None
        raise


def _remote(name: str, source: Source | None, known: Installed | None, way: Way) -> list[_Wanted]:
    assert source is not None
    same = known is not None and known.version == source.version
    held = {file.name: file.sha256 for file in known.files if "://" in file.origin} if known and same else {}
    wanted = []
    for file in source.files:
        stated = "" if way.unpinned else way.sha256 or file.sha256 or held.get(file.name, "")
        if not stated and not way.unpinned:
            raise OptionError(
                f"no checksum of {name} is known: give --sha256 HEX, or --unpinned to take what is there and hold to it"
            )
        url = f"{way.mirror.rstrip('/')}/{file.name}" if way.mirror else file.url
        wanted.append(_Wanted(url, file.name, stated, 0 if way.unpinned or way.sha256 else file.size))
    return _one_file(wanted, way)


def _local(source: Source | None, way: Way) -> list[_Wanted]:
    assert way.place is not None
    place = way.place.expanduser()
    if not place.exists():
        raise InputError(place, "No such file or folder")
    if source is None:
        paths = _own_files(place) if place.is_dir() else [place]
        return _one_file([_Wanted(path, path.name, way.sha256) for path in paths], way)
    if place.is_file() and len(source.files) > 1:
        raise InputError(place, f"{source.name} has {len(source.files)} files: give the folder that holds them")
    wanted = []
    for file in source.files:
        path = _named(place, file.name) if place.is_dir() else place
        wanted.append(_Wanted(path, path.name, "" if way.unpinned else way.sha256 or file.sha256))
    return _one_file(wanted, way)


def _one_file(wanted: list[_Wanted], way: Way) -> list[_Wanted]:
    if way.sha256 and len(wanted) > 1:
        raise OptionError(f"--sha256 is of one file; these are {len(wanted)}")
    return wanted


def _own_files(folder: Path) -> list[Path]:
    paths = [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(".")]
    paths = [path for path in paths if path.name != MANIFEST]
    if not paths:
        raise InputError(folder, "holds no file")
    return paths


def _named(folder: Path, name: str) -> Path:
    """Return the file of a folder that is called so, compressed or not."""
    for candidate in (name, f"{name}.gz", f"{name}.xz", f"{name}.bz2"):
        if (folder / candidate).is_file():
            return folder / candidate
    raise InputError(folder, f"holds no {name}; name the file itself")


def _is_there(known: Installed, source: Source | None, wanted: Sequence[_Wanted], way: Way) -> bool:
    """Tell whether what is installed is what is asked for; ask for --force where it would replace other content."""
    whole = all(path.is_file() and path.stat().st_size == file.size for path, file in _stored(known))
    if way.place is None:
        own = not any("://" in file.origin for file in known.files)
        return whole and (own or known.version == (source.version if source else ""))
    if whole and {file.sha256 for file in known.files} == {sha256(Path(one.origin)) for one in wanted}:
        return True
    raise OptionError(f"{known.name} is installed with other content; --force replaces it")


def _stored(known: Installed) -> Iterator[tuple[Path, StoredFile]]:
    return zip(known.paths, known.files, strict=True)


def _bring(one: _Wanted, staging: Path, way: Way, progress: Progress | None, tell: Tell | None) -> StoredFile:
    to = staging / one.name
    if isinstance(one.origin, Path):
        found = digests(one.origin)
        check(found, one.sha256, one.origin, _AS_IT_IS)
        shutil.copyfile(one.origin, to)
        return StoredFile(to.name, one.name, found.raw, found.size, bool(one.sha256))
    found = download(
        one.origin,
        to,
        sha256=one.sha256,
        size=one.size,
        most=way.most,
        proxy=way.proxy,
        progress=progress,
        tell=tell,
        advice=_AS_IT_IS,
    )
    return StoredFile(to.name, _without_login(one.origin), found.raw, found.size, bool(one.sha256))


def _called(one: _Wanted) -> str:
    return str(one.origin) if isinstance(one.origin, Path) else _without_login(one.origin)


def _without_login(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _write_manifest(
    staging: Path, name: str, source: Source | None, files: Sequence[StoredFile], counts: Counts
) -> None:
    stated = source is not None and (files[0].pinned or "://" in files[0].origin)
    row = {
        "name": name,
        "title": source.title if source else name,
        "version": source.version if source and stated else "",
        "licence": source.licence if source else "",
        "categories": source.categories if source else (),
        "fetched": datetime.now(UTC).date().isoformat(),
        "files": [asdict(file) for file in files],
        **asdict(counts),
    }
    text = json.dumps(row, indent=2, ensure_ascii=False)
    (staging / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def choose(names: Sequence[str]) -> list[Installed]:
    """Return the installed ontologies of these names, or all of them.

    Raises:
        UnknownName: one is not installed.
    """
    known = installed()
    missing = [name for name in names if name not in known]
    if missing and not known:
        raise OptionError(f"{missing[0]} is not installed, and nothing else is: kg ontology install NAME")
    if missing:
        raise UnknownName("installed ontology", missing[0], tuple(known))
    return [known[name] for name in names] if names else list(known.values())


def problems(one: Installed) -> Iterator[str]:
    """Yield what is wrong with an installed ontology's files: missing, or not as they were when installed."""
    for path, file in _stored(one):
        if not path.is_file():
            yield f"{file.name} is missing"
        elif (found := sha256(path)) != file.sha256:
            yield f"{file.name} has changed: its sha256 is {found}, not {file.sha256} as when it was installed"


def remove(name: str) -> Installed:
    """Take an installed ontology away.

    Raises:
        UnknownName, OptionError: it is not installed.
    """
    one = choose([name])[0]
    shutil.rmtree(one.folder)
    return one
