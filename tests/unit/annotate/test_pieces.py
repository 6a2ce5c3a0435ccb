from __future__ import annotations

import pytest

from kg.annotate import pieces as p
from kg.annotate.pipeline import Annotator
from kg.annotate.rules import load_rules
from kg.core.paths import data_folder
from tests.gold_sentences import reading

RULES = load_rules(data_folder("pipelines") / "immunology" / "relations.toml")


def tagged(annotator: Annotator, text: str) -> dict[str, str]:
    _, pieces, _ = next(reading(annotator, text).walk())
    return {piece.word or text[piece.start : piece.end]: piece.tag for piece in pieces}


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("not", p.NEGATION), ("were", p.BE), ("had", p.HAVE), ("did", p.DO), ("may", p.MODAL), ("to", p.TO),
        ("of", p.PREPOSITION), ("and", p.CONJUNCTION), (",", p.COMMA), (".", p.STOP), ("-", p.HYPHEN),
        ("which", p.SUBORDINATOR), ("the", p.DETERMINER), ("their", p.POSSESSIVE), ("they", p.PRONOUN),
        ("expands", p.TRIGGER), ("shows", p.VERB), ("depletion", p.NOUN), ("patients", p.PATIENTS),
        ("cytokine", p.GENERIC), ("potently", p.ADVERB), ("family", p.WORD), ("table", p.WORD),
    ],
)  # fmt: skip
def test_what_a_word_can_be(word: str, tag: str) -> None:
    assert p.tag_word(word, RULES) == tag


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("IL-2 expanded Tregs.", "expanded", p.TRIGGER),
        ("The expanded Tregs and IL-2.", "expanded", p.WORD),  # modifies
        ("IL-2 in increased numbers of Tregs.", "increased", p.WORD),
        ("IL-2 increased numbers of Tregs.", "increased", p.TRIGGER),
        ("IL-2-induced Foxp3.", "induced", p.WORD),
        ("The increase in Tregs.", "increase", p.NOUN),
        ("IL-2 and IL-6 increase Tregs.", "increase", p.TRIGGER),
        ("Healthy controls had Tregs.", "controls", p.WORD),
        ("IL-2 controls Tregs.", "controls", p.TRIGGER),
        ("Mice that lack IL-2.", "lack", p.VERB),
        ("The lack of IL-2.", "lack", p.NOUN),
        ("Its binding activity for IL-2.", "binding", p.WORD),
        ("IL-2 was down-regulated.", "downregulated", p.TRIGGER),
    ],
)
def test_what_a_word_is_where_it_stands(annotator: Annotator, text: str, word: str, tag: str) -> None:
    assert tagged(annotator, text)[word] == tag


def test_mentions_are_pieces_at_their_offsets(annotator: Annotator) -> None:
    text = "Most regulatory T (T-reg) cells (in mice) need “IL-2”."
    _, pieces, _ = next(reading(annotator, text).walk())
    named = [text[piece.start : piece.end] for piece in pieces if piece.tag == p.MENTION]
    assert named == ["regulatory T (T-reg) cells", "IL-2"]  # what brackets say is passed over
    starts = [piece.start for piece in pieces]
    assert starts == sorted(starts)


def test_a_name_within_a_longer_word_is_no_mention(annotator: Annotator) -> None:
    assert tagged(annotator, "The IL-2-bearing one and Tregs.")["Tregs"] == p.MENTION
    assert p.MENTION not in [
        tag for word, tag in tagged(annotator, "The MSC-MVs and Tregs.").items() if word.startswith("msc")
    ]


def test_the_antibody_of_a_complex_is_dropped(annotator: Annotator) -> None:
    assert "anti" not in tagged(annotator, "IL-2/anti-IL-2 complexes.")
    assert "anti" in tagged(annotator, "IL-2 or anti-IL-6 complexes.")
