"""What every page that needs nothing else is made of: data no text can break out of, a policy, passages cut by role."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

# What could end the data block, begin markup, or end a line of script
_ESCAPES = MappingProxyType(
    {ord(char): f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}")}
)
# What XML 1.0 cannot hold, not even escaped
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROLES = ("trigger", "subject", "object")  # a later one wins where they overlap


def safe_json(value: object) -> str:
    """Return JSON that can stand in a script element whatever texts it holds."""
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return compact.translate(_ESCAPES)


def xml_safe(text: str) -> str:
    """Return text of the same length without the characters that XML 1.0 forbids."""
    return NOT_XML.sub("\ufffd", text).replace("\r", "\n")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def policy(style: str, *scripts: str) -> str:
    """Return a Content-Security-Policy that runs these scripts and nothing else, and loads nothing."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def pieces(evidence: Mapping[str, Any]) -> list[list[str]]:
    """Cut a passage into [text, role] pieces; role is subject, object, trigger or "".

    Cut here and not in the page: Python counts characters, browsers count UTF-16 units.

    Args:
        evidence: a row of the evidence table.
    """
    text, start = evidence["text"], evidence["start"]
    roles = [""] * len(text)
    for role in _ROLES:
        for at in range(evidence[f"{role}_start"] - start, evidence[f"{role}_end"] - start):
            if 0 <= at < len(text):
                roles[at] = role
    cut: list[list[str]] = []
    for character, role in zip(text, roles, strict=True):
        if cut and cut[-1][1] == role:
            cut[-1][0] += character
        else:
            cut.append([character, role])
    return cut
