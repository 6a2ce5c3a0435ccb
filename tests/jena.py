"""Apache Jena as Debian packages it (libapache-jena-java), where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

JARS = Path("/usr/share/java")
# What Jena's jars need beside one another; logging goes nowhere
_BESIDE = (
    "commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io", "commons-lang3",
    "dexx.collection", "gson", "guava", "jackson-annotations", "jackson-core", "jackson-databind", "jakarta.json-api",
    "jcl-over-slf4j", "jsonld-java", "protobuf", "slf4j-api", "slf4j-nop", "thrift", "titanium-json-ld",
)  # fmt: skip
# The package renames a library in Jena but leaves its messages where they were
_MOVED = "org/apache/jena/ext/xerces/"


class Jena:
    """Jena's commands, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        jars = [jar for jar in JARS.glob("jena-*.jar") if "." not in jar.stem]  # others are links with a version
        if not shutil.which("java") or not jars:
            pytest.skip("Apache Jena is not installed: apt install libapache-jena-java default-jre-headless")
        with zipfile.ZipFile(JARS / "jena-core.jar") as core:
            for name in core.namelist():
                if name.startswith(_MOVED) and name.endswith(".properties"):
                    place = folder / "messages" / name.replace(_MOVED, "xerces/")
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(core.read(name))
        beside = [JARS / f"{name}.jar" for name in _BESIDE]
        self.path = ":".join(map(str, [folder / "messages", *sorted(jars), *beside]))

    def run(self, command: str, *arguments: object) -> str:
        """Return what a command ("riotcmd.riot", "tdb2.tdbquery") says, errors too; it must succeed."""
        done = subprocess.run(
            ["java", "-cp", self.path, command, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr
