import pytest

from resistance.genes_of_interest import CALLS
from resistance.mechanisms.frames import rows_as_tuples
from resistance.wording.verdicts import (
    absent_sentence,
    cap_names,
    efflux_clause,
    gene_sentence,
    masked_sentence,
    product,
    with_confidence,
)

GAP = "efflux was not measured"


@pytest.fixture
def say(concordance_row, concordance_frame):
    def run(call, gene="IL3RA", clinical="CD123", rna_moves=0, efflux="", par_open=False, **others):
        layers = {"rna": (-0.1, 0.15), "protein": (-1.6, 0.2)} | {
            key: others.pop(key) for key in ("rna", "protein") if key in others
        }
        row = concordance_row(gene, call, layers["rna"], layers["protein"], **others)
        tuple_ = rows_as_tuples(concordance_frame(row))[0]
        return gene_sentence(tuple_, gene, clinical, rna_moves, efflux, par_open)

    return run


def test_the_two_headlines(say) -> None:
    assert say("posttranscriptional_loss", compartment="surface", tier="A") == (
        "Surface CD123 signal is lower; IL3RA mRNA is unchanged within 1.5-fold."
    )
    assert say("concordant_up", "ABCB1", "P-gp", efflux=GAP) == (
        "P-glycoprotein (ABCB1) is higher in mRNA and protein; efflux was not measured."
    )


@pytest.mark.parametrize(
    ("call", "others", "sentence"),
    [
        (
            "posttranscriptional_loss",
            {"tier": "B", "compartment": "surface"},
            "Surface CD123 signal is lower; IL3RA mRNA explains less than half of the fall; "
            "unchanged mRNA was not shown.",
        ),
        (
            "posttranscriptional_gain",
            {"tier": "B", "explained_fraction": 0.7},
            "CD123 is higher; IL3RA mRNA explains less than 70% of the rise; "
            "unchanged mRNA was not shown.",
        ),
        (
            "posttranscriptional_loss",
            {"tier": "B", "assay_type": "tmt", "explained_fraction": 0.2},
            "CD123 is lower; IL3RA mRNA explains only part of the fall; "
            "unchanged mRNA was not shown.",
        ),
        (
            "transcript_only_up",
            {"tier": "A", "protein_equivalence_margin": 1.0},
            "IL3RA mRNA is higher; CD123 is unchanged within 2-fold.",
        ),
        (
            "transcript_only_down",
            {"tier": "B"},
            "IL3RA mRNA is lower; CD123 follows by less than half of the fall; "
            "unchanged protein was not shown.",
        ),
        (
            "concordant_down",
            {"compartment": "surface"},
            "CD123 (IL3RA) is lower in mRNA and surface signal.",
        ),
        (
            "opposite",
            {"rna": (2, 0.2), "compartment": "surface"},
            "IL3RA mRNA is higher, but surface CD123 signal is lower.",
        ),
        (
            "unchanged",
            {},
            "CD123 (IL3RA) is unchanged within 1.5-fold in mRNA and protein.",
        ),
        (
            "unchanged",
            {"protein_equivalence_margin": 1.0},
            "CD123 (IL3RA) is unchanged within 1.5-fold in mRNA and 2-fold in protein.",
        ),
        (
            "inconclusive",
            {"reason": "protein_underpowered"},
            "CD123 (IL3RA) is not settled: the protein estimate is too uncertain.",
        ),
        (
            "not_measured",
            {"protein": None, "rna_moves": -1},
            "IL3RA mRNA is lower; its protein was not measured.",
        ),
        (
            "not_measured",
            {"protein": None},
            "CD123 (IL3RA): no change of mRNA is shown; its protein was not measured.",
        ),
        (
            "not_measured",
            {"protein": None, "rna_status": "no_replicates"},
            "IL3RA mRNA was not tested: one sample in an arm; its protein was not measured.",
        ),
        (
            "inconclusive",
            {"rna_status": "no_replicates", "reason": "n1"},
            "IL3RA mRNA was not tested: one sample in an arm; no verdict is possible.",
        ),
        (
            "inconclusive",
            {"protein_status": "n1", "reason": "n1"},
            "CD123 (IL3RA) is not settled: protein measured once in an arm: not tested.",
        ),
        (
            "not_detected",
            {"protein": None, "rna": None, "par_open": True},
            "CD123 (IL3RA): no sample has a read of it; this reference may not measure "
            "pseudo-autosomal genes; no statement is possible.",
        ),
        (
            "not_measured",
            {"protein": None, "rna": None, "reason": "not in the counts"},
            "CD123 (IL3RA) was not measured: not in the counts.",
        ),
        (
            "not_detected",
            {"protein": None, "rna": None},
            "CD123 (IL3RA): no sample has a read of it; no statement is possible.",
        ),
        (
            "not_measurable",
            {"reason": "its PAR copies took each other's reads."},
            "CD123 (IL3RA) cannot be measured in these counts: "
            "its PAR copies took each other's reads.",
        ),
        (
            "not_measurable",
            {"reason": "reads were dropped, so this gene cannot be measured."},
            "CD123 (IL3RA): reads were dropped, so this gene cannot be measured.",
        ),
        (
            "not_applicable",
            {"reason": "no such gene"},
            "CD123 (IL3RA) does not apply to this study: no such gene.",
        ),
    ],
)
def test_sentences(say, call: str, others: dict, sentence: str) -> None:
    assert say(call, **others) == sentence


def test_gene_without_a_clinical_name(say) -> None:
    assert say("concordant_down", "GREB1", "") == "GREB1 is lower in mRNA and protein."
    assert say("posttranscriptional_loss", "GREB1", "", tier="A") == (
        "GREB1 protein is lower; GREB1 mRNA is unchanged within 1.5-fold."
    )


def test_surface_of_a_gene_without_a_clinical_name(say) -> None:
    text = say("posttranscriptional_loss", "CD33", "", tier="A", compartment="surface")
    assert text.startswith("Surface CD33 signal is lower;")


def test_efflux_gap_stands_with_a_rise_only(say) -> None:
    up = say("not_measured", "ABCG2", "BCRP", 1, GAP, rna=(5.5, 0.3), protein=None)
    assert up == ("ABCG2 mRNA is higher; its protein was not measured; efflux was not measured.")
    assert "efflux" not in say("concordant_down", "ABCB1", "P-gp", efflux=GAP)
    assert "efflux" not in say("unchanged", "ABCB1", "P-gp", efflux=GAP)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("tier", ["A", "B"])
@pytest.mark.parametrize("compartment", ["surface", "total", "intracellular", "secreted"])
def test_at_most_thirty_words_and_nothing_forbidden(say, call, tier, compartment) -> None:
    sentence = say(call, tier=tier, compartment=compartment, efflux=GAP)
    assert len(sentence.split()) <= 30
    for word in ("causes", "confirms", "proves", "supported", "post-translational", "loss"):
        assert word not in sentence


def test_small_words() -> None:
    assert product("ABCB1", "P-gp") == "P-glycoprotein (ABCB1)"
    assert product("GREB1", "") == "GREB1"
    assert absent_sentence("FOO1").startswith("FOO1 was not measured")


def test_masked_epitope(concordance_row, concordance_frame) -> None:
    row = concordance_row(
        *("IL3RA", "posttranscriptional_loss", (-0.1, 0.1), (-1.6, 0.2)), compartment="surface"
    )
    tuple_ = rows_as_tuples(concordance_frame(row))[0]
    assert masked_sentence(tuple_, "IL3RA", "CD123") == (
        "Surface CD123 signal is lower, but bound drug may hide the epitope; "
        "the layers are not settled."
    )


def test_measured_efflux_stands_in_place_of_the_gap(say) -> None:
    clause = efflux_clause("P-gp limits this drug; a pump is active")
    assert say("concordant_up", "ABCB1", "P-gp", efflux=clause) == (
        "P-glycoprotein (ABCB1) is higher in mRNA and protein; P-gp limits this drug (measured)."
    )
    assert efflux_clause("not measured") == GAP
    # resistance to the free payload is no measurement of efflux
    assert efflux_clause("block at or after payload, or efflux") == GAP
    # sensitivity to it speaks against efflux
    assert efflux_clause("block before payload action") == (
        "block before payload action, which speaks against efflux (measured)"
    )


def test_low_confidence_is_said_as_far_as_30_words_allow() -> None:
    names = cap_names(["drug", "tier_c", "odd_code"], {"drug": "Drug at harvest", "x": "X"})
    assert names == ["drug at harvest", "the layers differ in size only", "odd code"]
    assert with_confidence("CD123 is lower.", ["drug at harvest"]) == (
        "CD123 is lower; low confidence: drug at harvest."
    )
    assert with_confidence("CD123 is lower.", []) == "CD123 is lower."
    long = f"{'word ' * 25}end."
    assert with_confidence(long, ["a", "b c d e"]).endswith("end; low confidence.")
    full = f"{'word ' * 29}end."
    assert with_confidence(full, ["a"]) == full


def test_long_reason_is_cut_to_its_last_part(say) -> None:
    long = f"no sample has a read of {'A, ' * 25}which all express: the reads were dropped."
    assert say("not_measurable", reason=long) == (
        "CD123 (IL3RA) cannot be measured in these counts: the reads were dropped."
    )
    assert say("not_measurable", reason="word " * 40) == (
        "CD123 (IL3RA) cannot be measured in these counts."
    )
