"""Whatever the text, what is found in it stands where it is said to stand."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.annotate.pipeline import Annotator
from kg.core.text import Extraction, Metadata, lay_out, make_document

PIECES = st.sampled_from(
    ["IL-2", " expands ", "regulatory T cells", "TNF-α", " (Tregs)", "CD4+", "Th1/Th17", " not ", ". ", "\n",
     " in lupus", "e\u0301", "\u202e", "\u200b", "🧬", "\U0010ffff", "ﬁ", "İ", "ß", "ﷺ", "((", "))",
     "…", "  ", "\ufeff", "\u2028", "-/-"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=25).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXTS, paragraphs=st.lists(TEXTS, max_size=3))
def test_offsets_slice(annotator: Annotator, title: str, paragraphs: list[str]) -> None:
    sections = lay_out(title, [("abstract", "", one) for one in paragraphs])
    document = make_document(title, sections, Metadata())
    (found,) = annotator.stream([document])
    assert isinstance(found, Extraction), found
    text = document.text
    assert all(text[one.start : one.end] == one.text for one in found.mentions)
    assert all(text[one.start : one.end] == one.text for one in found.document.sections)
    for relation in found.relations:
        assert all(0 <= span.start <= span.end <= len(text) for span in (*relation.sentences, relation.trigger))
