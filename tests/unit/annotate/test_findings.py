from __future__ import annotations

from kg.annotate.findings import ungoverned
from kg.annotate.phrases import ABOUT, Phrase
from kg.annotate.rules import NounSense


def test_what_an_event_governs_has_neither_its_sign_nor_its_noun() -> None:
    loss, number = NounSense("loss", -1, "", "loss"), NounSense("abundance", 1, "abundance", "direct")
    bare = ungoverned(Phrase(ABOUT, [3], sign=-1, senses=(loss, number)), loss)
    assert (bare.sign, bare.senses, bare.refs) == (1, (number,), [3])
