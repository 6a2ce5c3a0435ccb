"""A table of named things: built-ins first, then what other packages declare as entry points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from kg.core.errors import UnknownName


class Registry:
    """Names to objects, loaded when first asked for.

    Args:
        kind: what one of them is called in messages ("reader").
        group: the entry-point group other packages use ("kg.readers").
        builtins: name to "module" or "module:attribute", in the order they are tried.
    """

    def __init__(self, kind: str, group: str, builtins: Mapping[str, str]) -> None:
        self.kind = kind
        self.group = group
        self.builtins = dict(builtins)

    @cached_property
    def _targets(self) -> dict[str, str]:
        foreign = {point.name: point.value for point in entry_points(group=self.group)}
        return self.builtins | {name: foreign[name] for name in sorted(foreign) if name not in self.builtins}

    def __iter__(self) -> Iterator[str]:
        return iter(self._targets)

    def __contains__(self, name: object) -> bool:
        return name in self._targets

    def __getitem__(self, name: str) -> Any:
        """Return the object called `name`.

        Raises:
            UnknownName: with the closest known name.
        """
        try:
            target = self._targets[name]
        except KeyError:
            raise UnknownName(self.kind, name, tuple(self._targets)) from None
        module, _, attribute = target.partition(":")
        loaded = import_module(module)
        return getattr(loaded, attribute) if attribute else loaded
