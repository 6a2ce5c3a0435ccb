"""What sentences say, with its sign: the whole way from text to relations."""

from __future__ import annotations

import pytest

from kg.annotate.pipeline import Annotator
from kg.annotate.relations import LONGEST
from tests.gold_sentences import read

IL2, IL6, TNF, TREG, TH17 = (
    "[IL-2|HGNC:6001]",
    "[IL-6|HGNC:6018]",
    "[TNF|HGNC:11892]",
    "[Tregs|CL:0000815]",
    "[Th17 cells|CL:0000899]",
)
TEFF, COLITIS, SLE = "[effector T cells|CL:0000911]", "[colitis|MONDO:0005292]", "[SLE|MONDO:0007915]"
RTX, INFLAMMATION = "[rituximab|DRUGBANK:DB00073]", "[inflammation|GO:0006954]"

# Each says exactly these edges, and nothing else
POLARITY = [
    # plain and passive
    (f"{IL2} expands {TREG}.", "IL-2 affects+ Tregs"),
    (f"{TREG} suppress {TEFF}.", "Tregs affects- effector T cells"),
    (f"{TREG} were expanded by {IL2}.", "IL-2 affects+ Tregs"),
    (f"{TREG} were potently and selectively expanded by {IL2}.", "IL-2 affects+ Tregs"),
    (f"{TEFF} are suppressed by {TREG} in the colon.", "Tregs affects- effector T cells"),
    (f"Expression of [FOXP3|HGNC:6106] was induced by {IL2}.", "IL-2 affects+ FOXP3"),
    # loss and blockade of the subject turn the sign
    (f"Depletion of {TREG} exacerbated {COLITIS}.", "Tregs affects- colitis"),
    (f"Depletion of {TREG} activates {TEFF}.", "Tregs affects- effector T cells"),
    (f"[Treg|CL:0000815] deficiency worsened {COLITIS}.", "Treg affects- colitis"),
    (f"Loss of {TREG} reduced {IL2} production.", "Tregs affects+ IL-2"),
    (f"Lack of {IL2} decreased {TREG}.", "IL-2 affects+ Tregs"),
    (f"[Foxp3|HGNC:6106] knockout decreased the number of {TREG}.", "Foxp3 affects+ Tregs"),
    (f"Silencing of [STAT3|HGNC:11364] decreased {TH17}.", "STAT3 affects+ Th17 cells"),
    (f"Blockade of {IL6} increased {TREG}.", "IL-6 affects- Tregs"),
    (f"Anti-{IL6} increased {TREG}.", "IL-6 affects- Tregs"),
    (f"Anti-{IL6} antibodies reduced {TH17}.", "IL-6 affects+ Th17 cells"),
    (f"Neutralization of [IL-17|HGNC:5981] improved {COLITIS}.", "IL-17 contributes_to colitis"),
    (f"[IL-6 receptor|HGNC:6019] blockade reduced {TH17}.", "IL-6 receptor affects+ Th17 cells"),
    (f"[Anti-TNF|MESH:D000079424] antibodies reduced {INFLAMMATION}.", "Anti-TNF affects- inflammation"),
    (f"Knock-out of [FOXP3|HGNC:6106] reduced {TREG}.", "FOXP3 affects+ Tregs"),
    (f"[FOXP3|HGNC:6106] knock-out reduced {TREG}.", "FOXP3 affects+ Tregs"),
    # double negatives
    (f"Loss of {TREG} did not reduce {IL2} production.", "not: Tregs affects+ IL-2"),
    (f"Deficiency of {TREG} did not worsen {COLITIS}.", "not: Tregs affects- colitis"),
    (f"{IL2} prevents the loss of {TREG}.", "IL-2 affects+ Tregs"),
    (f"[Rapamycin|DRUGBANK:DB00877] prevented the depletion of {TREG}.", "Rapamycin affects+ Tregs"),
    (f"[IL-4|HGNC:6014] prevented the expansion of {TH17}.", "IL-4 affects- Th17 cells"),
    (f"{IL2} reversed the decrease of {TREG}.", "IL-2 affects+ Tregs"),
    (f"Reduced {IL2} decreased {TREG}.", "IL-2 affects+ Tregs"),
    (f"High levels of {IL6} inhibited {TREG}.", "IL-6 affects- Tregs"),
    ("After treatment with [rituximab], [IL-6] was decreased in [SLE].", ""),  # under treatment, not in the disease
    ("[Tregs] from [IL-2]-deficient mice failed to suppress [effector T cells].", ""),  # these Tregs, not Tregs
    ("[IL-6] was increased after [IL-17].", ""),  # after it, not by it
    (f"{IL6} was reduced after [rituximab|DRUGBANK:DB00073].", "rituximab affects- IL-6"),
    ("Low levels of [IL-2] reduced [Tregs].", ""),  # its lack, or already so little of it: cannot be told
    # an antibody and its cytokine together are that cytokine; a stimulating antibody is unread
    (f"{IL2}/anti-[IL-2|HGNC:6001] complexes expanded {TREG}.", "IL-2 affects+ Tregs"),
    ("Anti-[CD3|FPLX:CD3] activates [T cells|CL:0000084].", ""),
    # what is given
    (f"Treatment with {IL2} increased {TREG}.", "IL-2 affects+ Tregs"),
    (f"Treatment of cells with {IL2} increased {TREG}.", "IL-2 affects+ Tregs"),
    (f"Treatment of mice with {IL2} increased {TREG}.", "IL-2 affects+ Tregs"),
    # drugs and diseases
    (f"[Belimumab] improved {SLE} and [lupus nephritis|MONDO:0005556].",
     "DRUGBANK:DB08879 ameliorates_condition SLE; DRUGBANK:DB08879 ameliorates_condition lupus nephritis"),
    (f"{SLE} was treated with {RTX}.", "rituximab treats_or_applied_or_studied_to_treat SLE"),
    (f"{IL2} treatment improved {SLE}.", "DRUGBANK:DB00041 ameliorates_condition SLE"),
    (f"Low-dose {IL2} worsened {COLITIS}.", "DRUGBANK:DB00041 exacerbates_condition colitis"),
    (f"{TH17} exacerbate {COLITIS}.", "Th17 cells contributes_to colitis"),
    (f"[B cell|CL:0000236] depletion therapy improved {SLE}.", "B cell contributes_to SLE"),
    (f"[TNF inhibitors|MESH:D000079424] reduced {INFLAMMATION}.", "TNF inhibitors affects- inflammation"),
    # coordination
    (f"{IL2} and [TGF-beta|FPLX:TGFB] expand {TREG}.", "IL-2 affects+ Tregs; TGF-beta affects+ Tregs"),
    (f"{IL2} expands {TREG}, {TEFF} and [NK cells|CL:0000623].",
     "IL-2 affects+ Tregs; IL-2 affects+ effector T cells; IL-2 affects+ NK cells"),
    (f"{IL2} inhibits {TH17} and expands {TREG}.", "IL-2 affects- Th17 cells; IL-2 affects+ Tregs"),
    (f"{IL2} increased {TREG} without affecting {TH17}.", "IL-2 affects+ Tregs"),
    (f"{IL2} expanded {TREG}, whereas {IL6} reduced {TH17}.", "IL-2 affects+ Tregs; IL-6 affects- Th17 cells"),
    (f"{IL2} did not expand {TH17} and increased {TREG}.", "not: IL-2 affects+ Th17 cells; IL-2 affects+ Tregs"),
    (f"{IL2} does not inhibit {TREG} and inhibits {TH17}.", "not: IL-2 affects- Tregs; IL-2 affects- Th17 cells"),
    (f"Although {IL2} expands {TREG}, {IL6} reduces {TH17}.", "IL-2 affects+ Tregs; IL-6 affects- Th17 cells"),
    (f"Compared with {TNF}, {IL6} reduced {TREG}.", "IL-6 affects- Tregs"),
    (f"In the absence of {INFLAMMATION}, {IL2} activates {TEFF}.", "IL-2 affects+ effector T cells"),
    (f"In the absence of {IL6}, {IL2} activates {TEFF}.", "IL-2 affects+ effector T cells"),
    (f"{IL2}, but not [IL-15], expanded {TREG}.", "IL-2 affects+ Tregs"),
    (f"Unlike {IL6}, {IL2} expanded {TREG}.", "IL-2 affects+ Tregs"),
    (f"In contrast to {TNF}, {IL2} expands {TREG}.", "IL-2 affects+ Tregs"),
    # change in a disease
    (f"{TREG} are decreased in {SLE}.", "SLE negatively_correlated_with- Tregs"),
    (f"Patients with {SLE} had fewer {TREG} than healthy controls.", "SLE negatively_correlated_with- Tregs"),
    (f"Serum {IL6} was elevated in patients with {SLE} compared with controls.",
     "SLE positively_correlated_with+ IL-6"),
    (f"The number of {TREG} was not reduced in {SLE}.", "not: SLE negatively_correlated_with- Tregs"),
    (f"{IL6} levels were higher in {SLE} than in controls.", "SLE positively_correlated_with+ IL-6"),
    (f"The ratio of {TH17} to {TREG} was increased in {SLE}.", ""),
    (f"Patients with {SLE} had a higher {IL6}/[IL-10|HGNC:5962] ratio.", ""),
    (f"The {IL6}/[IL-10|HGNC:5962] ratio was increased in {SLE}.", ""),
    (f"The ratio of {IL2} and {IL6} was increased in {SLE}.", ""),
    # negation
    (f"{IL2} did not increase {TREG}.", "not: IL-2 affects+ Tregs"),
    (f"{IL2} cannot expand {TREG}.", "not: IL-2 affects+ Tregs"),
    (f"{TREG} were not expanded by {IL6}.", "not: IL-6 affects+ Tregs"),
    (f"{IL6} was not associated with {SLE}.", "not: IL-6 associated_with SLE"),
    # hypotheses and questions
    (f"{IL2} may expand {TREG}.", "maybe: IL-2 affects+ Tregs"),
    (f"We hypothesized that {IL2} expands {TREG}.", "maybe: IL-2 affects+ Tregs"),
    (f"Whether {IL2} expands {TREG} is unknown.", "maybe: IL-2 affects+ Tregs"),
    (f"Does {IL2} expand {TREG}?", "maybe: IL-2 affects+ Tregs"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "edges"), POLARITY)
def test_a_sentence_says_exactly_this(annotator: Annotator, marked: str, edges: str) -> None:
    result = read(annotator, marked)
    assert result.edges == result.expected(edges)


# Each names concepts that something is said of, and asserts nothing of them
ASSERTS_NOTHING = (
    f"{IL2} failed to increase {TREG}.",
    f"{IL2} had no effect on {TREG}.",
    f"Neither {IL6} nor {TNF} expanded {TREG}.",
    f"{IL2} is not required for {TREG}.",
    f"There was no increase in {TREG} after {RTX}.",
    f"{TREG} failed to suppress {TEFF} in [lupus].",
    f"Such [Treg|CL:0000815] insufficiency does not imply a [Treg|CL:0000815] deficiency in {SLE}.",
    f"We aimed to examine whether {IL2} restores {TREG}.",
    f"It is unclear if {IL6} promotes {TH17}.",
    f"{IL6} could perhaps be elevated in {SLE}.",
    f"These data suggest that {TREG} suppress {COLITIS}.",
    f"{TREG} were not altered in {SLE}.",
    f"We compared {IL2} with {IL6} in {SLE}.",
    f"We measured {IL2}, {IL6} and {TREG} in {SLE}.",
    f"{IL6} induced less [FOXP3|HGNC:6106] than [TGF-beta|FPLX:TGFB].",
    f"{RTX} was given, and {IL6} increased.",
    f"[FOXP3]-deficient [dendritic cells|CL:0000451] activate {TEFF}.",
    f"The effect of {IL2} on {TREG} was studied.",
    f"{IL2} increased in blood and {TREG} in spleen.",
)


@pytest.mark.parametrize("marked", ASSERTS_NOTHING)
def test_a_sentence_asserts_nothing(annotator: Annotator, marked: str) -> None:
    plain = {edge for edge in read(annotator, marked).edges if not edge.startswith(("not: ", "maybe: "))}
    assert not plain


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        (f"{IL2} expands {TREG}.", "HGNC:6001 affects+ CL:0000815 (abundance)"),
        (f"{IL2} activates {TREG}.", "HGNC:6001 affects+ CL:0000815 (activity)"),
        (f"{IL2} promotes {TREG}.", "HGNC:6001 affects+ CL:0000815 (activity_or_abundance)"),
        (f"{IL2} promotes [Treg|CL:0000815] survival.", "HGNC:6001 affects+ CL:0000815 (abundance)"),
        (f"{IL2} promotes [Treg|CL:0000815] function.", "HGNC:6001 affects+ CL:0000815 (activity)"),
        (f"{IL2} induces [FOXP3|HGNC:6106] expression.", "HGNC:6001 affects+ HGNC:6106 (expression)"),
        (f"{IL2} reduced {IL6} secretion.", "HGNC:6001 affects- HGNC:6018 (secretion)"),
        (f"{IL2} reduced {IL6} levels.", "HGNC:6001 affects- HGNC:6018 (abundance)"),
        (f"{IL2} suppresses {INFLAMMATION}.", "HGNC:6001 affects- GO:0006954"),
        (f"{IL2} improved {TREG}.", "HGNC:6001 affects+ CL:0000815 (activity_or_abundance)"),
    ],
)
def test_what_of_the_object_changes(annotator: Annotator, marked: str, told: str) -> None:
    assert read(annotator, marked).told == {told}


def test_two_nouns_are_two_aspects(annotator: Annotator) -> None:
    told = read(annotator, f"{IL2} drives [Treg|CL:0000815] survival and function.").told
    assert told == {f"HGNC:6001 affects+ CL:0000815 ({aspect})" for aspect in ("abundance", "activity")}


@pytest.mark.parametrize(
    ("marked", "via"),
    [
        (f"{IL2} expands {TREG}.", "direct"),
        (f"Loss of {IL2} reduces {TREG}.", "loss"),
        (f"Blockade of {IL6} increased {TREG}.", "blockade"),
        (f"Anti-{IL6} increased {TREG}.", "blockade"),
    ],
)
def test_how_the_subject_is_spoken_of(annotator: Annotator, marked: str, via: str) -> None:
    (relation,) = read(annotator, marked).extraction.relations
    assert relation.via == via


def test_the_same_thing_said_twice_in_a_sentence_is_read_once_at_its_best(annotator: Annotator) -> None:
    result = read(annotator, f"{IL2} expands {TREG}, and the expansion of {TREG} by {IL2} was rapid.")
    (relation,) = result.extraction.relations
    scores = annotator.nlp.get_pipe("kg_relations").rules.scores
    assert relation.extractor == f"rule:expand/{max(('active', 'nominal'), key=scores.__getitem__)}"


def test_two_sentences_are_two_relations_in_text_order(annotator: Annotator) -> None:
    result = read(annotator, f"{IL2} expands {TREG}. Then {IL2} expands {TREG}.", f"{IL6} reduces {TREG}.")
    starts = [relation.trigger.start for relation in result.extraction.relations]
    assert len(starts) == 3
    assert starts == sorted(starts)
    assert all(len(relation.sentences) == 1 for relation in result.extraction.relations)


def test_a_title_and_a_pronoun_score_less(annotator: Annotator) -> None:
    plain = read(annotator, f"{IL2} expands {TREG}.").extraction.relations[0].score
    title = read(annotator, "An abstract.", title=f"{IL2} expands {TREG}.").extraction.relations[0].score
    pronoun = read(annotator, f"{IL2} is old. It expands {TREG}.").extraction.relations[0].score
    assert title == pytest.approx(plain * 0.95, abs=1e-4)
    assert pronoun == pytest.approx(plain * 0.85, abs=1e-4)


def test_a_table_that_calls_itself_a_sentence_is_not_read(annotator: Annotator) -> None:
    row = "value " * LONGEST
    assert not read(annotator, f"{IL2} expands {TREG} {row}.").edges
    assert not read(annotator, f"{IL2} is old {row}. It expands {TREG}.").edges


def test_words_that_only_describe_are_no_subjects(annotator: Annotator) -> None:
    found = read(annotator, "PPARγ is a negative regulator of the inflammatory activation of T cells.").extraction
    named = {found.mentions[end.mention].text for one in found.relations for end in (one.subject, one.object)}
    assert "inflammatory" not in named


def test_a_list_that_goes_on_names_nothing_more(annotator: Annotator) -> None:
    text = "Auranofin suppressed activation of transcription factors, [NF-kappaB|FPLX:NFkappaB] and [IRF3|HGNC:6118]."
    assert all(len(one.parts) == 1 for one in read(annotator, text).extraction.mentions)
