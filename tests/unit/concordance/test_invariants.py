"""What must hold of the decision rule at every estimate, standard error and degree of freedom."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resistance.columns import GENES, PROTEIN
from resistance.concordance.assay import Rna
from resistance.concordance.assemble import concordance_table
from resistance.concordance.calls import DISCORDANT, call_family, discordance_p
from resistance.concordance.claims import Layer, Margins, claims, rna_tests
from resistance.concordance.layers import rna_columns
from resistance.concordance.panel import PANEL
from resistance.concordance.reasons import REASONS
from resistance.concordance.rna import CountModel
from resistance.protein.estimates import LOWER_BOUND, UPPER_BOUND

MARGINS = Margins()
ALPHA = MARGINS.alpha
POINTS = 100_000
DIRECTIONS = ("loss", "gain", "transcript_up", "transcript_down")
MIRROR = {
    "posttranscriptional_loss": "posttranscriptional_gain",
    "transcript_only_up": "transcript_only_down",
    "concordant_up": "concordant_down",
}
EXCHANGED = {
    "posttranscriptional_loss": "transcript_only_down",
    "posttranscriptional_gain": "transcript_only_up",
}
VECTORS = [
    (-0.10, 0.15, 12, -1.60, 0.20, 4),
    (5.2, 0.45, 12, 2.4, 0.25, 4),
    (0.02, 0.10, 12, 0.05, 0.12, 4),
    (-0.4, 0.40, 12, -1.8, 0.55, 4),
]


def both_ways(names: dict[str, str]) -> dict[str, str]:
    return names | {other: one for one, other in names.items()}


def points(n: int = POINTS, seed: int = 4) -> np.ndarray:
    """m, s, nu, p, s, nu: log-uniform sizes, signs by chance."""
    rng = np.random.default_rng(seed)

    def sizes(low: float, high: float) -> np.ndarray:
        return 10 ** rng.uniform(np.log10(low), np.log10(high), n)

    columns = []
    for _ in ("mRNA", "protein"):
        columns += [rng.choice([-1.0, 1.0], n) * sizes(1e-3, 20), sizes(1e-3, 10), sizes(1, 1e3)]
    return np.column_stack(columns)


def layers(vectors, bound: str = "") -> tuple[Layer, Layer]:
    v = np.atleast_2d(np.asarray(vectors, dtype=float))
    no = np.zeros(len(v), dtype=bool)
    equal = np.full(len(v), MARGINS.equivalence)
    upper, lower = no | (bound == "upper"), no | (bound == "lower")
    m = Layer(v[:, 0], v[:, 1], v[:, 2], equal, no, no, no)
    return m, Layer(v[:, 3], v[:, 4], v[:, 5], equal, upper, lower, upper | lower)


def claimed(vectors, f: float = 0.5, bound: str = "", change: float = MARGINS.change) -> dict:
    m, p = layers(vectors, bound)
    return claims(m, p, rna_tests(m, p, change, f, f), change)


def called(vectors, bound: str = "") -> pd.DataFrame:
    """Call the vectors as one family."""
    return call_family(claimed(vectors, 0.5, bound), claimed(vectors, 1.0, bound), ALPHA)


def alone(p: dict) -> dict[str, np.ndarray]:
    """Return q of each claim where every vector is a family of one."""
    q = {
        name: np.maximum(p[name], family)
        for names, family in zip((DIRECTIONS[:2], DIRECTIONS[2:]), discordance_p(p), strict=True)
        for name in names
    }
    return q | {name: p[name] for name in ("concordant_up", "concordant_down", "unchanged")}


def one_by_one(vectors) -> pd.DataFrame:
    return pd.concat([called(vector) for vector in vectors], ignore_index=True)


def test_the_four_vectors() -> None:
    out = called(VECTORS)
    calls = ["posttranscriptional_loss", "concordant_up", "unchanged", "inconclusive"]
    assert list(out["call"]) == calls
    assert list(out["tier"]) == ["A", "", "", ""]
    p = claimed(VECTORS)
    assert p["loss"][0] == pytest.approx(0.00154, abs=5e-6)
    assert p["difference"][1] < 0.001


def test_families_of_one_are_computed_as_they_are_called() -> None:
    vectors = points(400, seed=1)
    out, q = one_by_one(vectors), alone(claimed(vectors))
    for column, names in (
        ("q_protein_only", ("loss", "gain")),
        ("q_transcript_only", ("transcript_up", "transcript_down")),
        ("q_concordant", ("concordant_up", "concordant_down")),
    ):
        np.testing.assert_array_equal(out[column], np.minimum(q[names[0]], q[names[1]]))


@pytest.mark.parametrize("change", [MARGINS.change, 0.0])
def test_never_both_directions(change: float) -> None:
    q = alone(claimed(points(), change=change))
    passes = {name: value < ALPHA for name, value in q.items()}
    for one, other in (
        ("loss", "gain"),
        ("transcript_up", "transcript_down"),
        ("concordant_up", "concordant_down"),
    ):
        assert passes[one].sum() > 500
        assert not (passes[one] & passes[other]).any()


def test_exchanging_the_layers_exchanges_the_claims_bitwise() -> None:
    vectors = points()
    exchanged = vectors[:, [3, 4, 5, 0, 1, 2]]
    p, q = claimed(vectors), claimed(exchanged)
    for one, other in (
        ("loss", "transcript_down"),
        ("gain", "transcript_up"),
        ("concordant_up", "concordant_up"),
        ("concordant_down", "concordant_down"),
        ("unchanged", "unchanged"),
        ("difference", "difference"),
    ):
        np.testing.assert_array_equal(p[one], q[other])
        np.testing.assert_array_equal(p[other], q[one])
    straight, other = called(vectors), called(exchanged)
    assert list(straight["call"].replace(both_ways(EXCHANGED))) == list(other["call"])
    for name in ("tier", "q_concordant", "q_unchanged", "q_levels_differ"):
        assert list(straight[name]) == list(other[name])


def test_negating_both_layers_mirrors_bitwise() -> None:
    vectors = points()
    negated = vectors * np.array([-1, 1, 1, -1, 1, 1])
    p, q = claimed(vectors), claimed(negated)
    for one, other in (
        ("loss", "gain"),
        ("transcript_up", "transcript_down"),
        ("concordant_up", "concordant_down"),
        ("unchanged", "unchanged"),
        ("difference", "difference"),
    ):
        np.testing.assert_array_equal(p[one], q[other])
        np.testing.assert_array_equal(p[other], q[one])
    straight, mirrored = called(vectors), called(negated)
    assert set(DISCORDANT) <= set(straight["call"])
    assert list(straight["call"].replace(both_ways(MIRROR))) == list(mirrored["call"])
    rest = [name for name in straight if name != "call"]
    pd.testing.assert_frame_equal(straight[rest], mirrored[rest], check_exact=True)


def test_every_discordance_passes_at_a_fraction_of_one() -> None:
    vectors = points()
    half, whole = alone(claimed(vectors)), alone(claimed(vectors, 1.0))
    for name in DIRECTIONS:
        passes = half[name] < ALPHA
        assert passes.sum() > 500
        assert (whole[name][passes] < ALPHA).all()
    for family in (vectors, *np.array_split(vectors[:24_000], 1000)):
        out = called(family)
        discordant = (out["q_protein_only"] < ALPHA) | (out["q_transcript_only"] < ALPHA)
        assert (out.loc[discordant, "q_levels_differ"] < ALPHA).all()


def test_tiers_belong_to_their_calls() -> None:
    out = called(points())
    discordant = out["call"].isin(DISCORDANT)
    assert set(out.loc[discordant, "tier"]) == {"A", "B"}
    open_ones = out["call"] == "inconclusive"
    assert set(out.loc[open_ones, "tier"]) == {"", "C"}
    assert set(out.loc[~discordant & ~open_ones, "tier"]) == {""}


@pytest.mark.parametrize("bound", ["upper", "lower"])
@pytest.mark.parametrize("shift", [0.0, -8.0, 8.0])
def test_a_bound_is_never_unchanged(bound: str, shift: float) -> None:
    vectors = points()
    vectors[:, 3] += shift
    out = called(vectors, bound)
    assert not (out["call"] == "unchanged").any()
    # nor may it be what a tier A leans on
    transcript_only = out["call"].isin(["transcript_only_up", "transcript_only_down"])
    assert transcript_only.any()
    assert set(out.loc[transcript_only, "tier"]) == {"B"}
    # an upper bound speaks for a fall alone
    wrong = "posttranscriptional_gain" if bound == "upper" else "posttranscriptional_loss"
    assert (
        not out["call"]
        .isin([wrong, "concordant_up" if bound == "upper" else "concordant_down"])
        .any()
    )


SIZE = st.floats(-20, 20)
ERROR = st.floats(1e-4, 20)
DF = st.one_of(st.floats(1, 500), st.just(np.inf))
VECTOR = st.tuples(SIZE, ERROR, DF, SIZE, ERROR, DF)
FRACTION = st.floats(0.05, 1.0)


@settings(max_examples=400, deadline=None)
@given(vector=VECTOR, f=FRACTION, change=st.floats(0, 2))
def test_any_gene_alone(vector, f: float, change: float) -> None:
    p = claimed([vector], f, change=change)
    mirrored = claimed([np.array(vector) * np.array([-1, 1, 1, -1, 1, 1])], f, change=change)
    exchanged = claimed([(*vector[3:], *vector[:3])], f, change=change)
    for one, other in (("loss", "gain"), ("transcript_up", "transcript_down")):
        assert p[one] == mirrored[other]
        assert not (p[one] < ALPHA and p[other] < ALPHA)
    assert p["concordant_up"] == mirrored["concordant_down"]
    assert p["loss"] == exchanged["transcript_down"]
    assert p["gain"] == exchanged["transcript_up"]
    out = call_family(p, claimed([vector], 1.0, change=change), ALPHA).iloc[0]
    if min(out["q_protein_only"], out["q_transcript_only"]) < ALPHA:
        assert out["q_levels_differ"] < ALPHA
    if out["call"] == "unchanged":
        # TOST: both 90% intervals lie within the margin
        assert max(abs(vector[0]), abs(vector[3])) < MARGINS.equivalence


@settings(max_examples=200, deadline=None)
@given(vectors=st.lists(VECTOR, min_size=1, max_size=12))
def test_any_family(vectors) -> None:
    out = called(vectors)
    order = np.argsort([str(vector) for vector in vectors])
    pd.testing.assert_frame_equal(
        called([vectors[i] for i in order]), out.loc[order].reset_index(drop=True)
    )


#: protein status, reason and whether there is a test.
STATUSES = [
    ("estimated", "", True),
    ("estimated", "", True),
    ("estimated", "", True),
    ("censored_bound", UPPER_BOUND, True),
    ("censored_bound", LOWER_BOUND, True),
    ("censored", "beyond the range", False),
    ("n1", "ratio only", False),
    ("n2", "no test", False),
    ("no_variance", "no standard error", False),
    ("on_off", "fewer than two valid values", False),
]


def study(vectors: np.ndarray, panel: int, assay_type: str = "flow"):
    """Write the vectors as the tables of a study; the first ``panel`` genes are the panel."""
    n = len(vectors)
    names = [f"G{i:03d}" for i in range(n)]
    status, reason, tested = zip(*[STATUSES[i % len(STATUSES)] for i in range(n)], strict=True)
    samples = [f"s{i}" for i in range(6)]
    counts = pd.DataFrame(200, index=pd.Index(names, name="gene_id"), columns=samples)
    counts.loc[counts.index[7::50], samples[3:]] = 0
    de = pd.DataFrame(
        {
            "gene_id": names,
            "log2FoldChange": vectors[:, 0],
            "lfcSE": vectors[:, 1],
            "padj": 0.5,
            "status": np.where(np.arange(n) % 37 == 5, "outlier", "tested"),
        }
    )
    protein = pd.DataFrame(
        {
            "gene_id": names,
            "gene_name": names,
            "protein_gene": names,
            "assay_id": "one",
            "assay_type": assay_type,
            "compartment": "surface",
            "n_reference": 3,
            "n_target": 3,
            "log2FoldChange": vectors[:, 3],
            "lfcSE": np.where(tested, vectors[:, 4], np.nan),
            "df": np.where(tested, vectors[:, 5], np.nan),
            "padj": 0.5,
            "systematic_sd": 0.0,
            "status": status,
            "reason": reason,
        }
    ).reindex(columns=list(PROTEIN))
    text = [name for name, kind in PROTEIN.items() if kind is str]
    protein[text] = protein[text].fillna("")
    genes = pd.DataFrame({"gene_id": names, "gene_name": names, "measurable": "yes"})
    genes = genes.reindex(columns=list(GENES)).fillna("")
    rows = pd.DataFrame([(name, "", name, True, "", "") for name in names[:panel]], columns=PANEL)
    rna = Rna(
        columns=rna_columns(de, pd.Series(12.0, index=counts.index)),
        counts=counts,
        model=CountModel(
            counts.to_numpy(float),
            np.ones(6),
            np.full(n, 0.05),
            np.column_stack([np.ones(6), np.repeat([0.0, 1.0], 3)]),
            np.array([0.0, 1.0]),
        ),
        arms=pd.Series(["reference"] * 3 + ["target"] * 3, index=samples),
    )
    return protein, genes, rows, rna


@pytest.fixture(scope="module")
def moderate_points() -> np.ndarray:
    rng = np.random.default_rng(8)
    v = points(600, seed=9)
    v[:, [0, 3]] = rng.normal(0, 1.5, (600, 2))
    v[:, [1, 4]] = 10 ** rng.uniform(-1.5, 0, (600, 2))
    return v


@pytest.mark.parametrize("assay_type", ["flow", "western", "dia", "tmt"])
def test_every_inconclusive_has_one_reason(moderate_points, assay_type: str) -> None:
    out = concordance_table(*study(moderate_points, 24, assay_type), MARGINS)
    open_ones = out["call"] == "inconclusive"
    reasons = out.loc[open_ones, "reason"]
    assert set(reasons) <= set(REASONS)
    assert len(set(reasons)) >= 6
    assert (out.loc[~open_ones, "reason"] == "").all()
    assert (out.loc[out["tier"] == "C", "call"] == "inconclusive").all()
    assert (out.loc[reasons.index[reasons == "difference_only"], "tier"] == "C").all()
    # a bound is never unchanged in the table either
    bounds = out["protein_status"] == "censored_bound"
    assert bounds.sum() > 100
    assert not (out.loc[bounds, "call"] == "unchanged").any()


def test_without_a_known_slope_a_compressing_assay_cannot_say_that_levels_differ() -> None:
    # mRNA moves by more than the protein, as it does on every compressed ratio
    vectors = np.tile([(-1.6, 0.10, 12, -1.0, 0.10, 4)], (3, 1))
    tiers = {}
    for assay_type in ("flow", "tmt"):
        protein, genes, rows, rna = study(vectors, 3, assay_type)
        wide = replace(rna, columns=rna.columns.assign(rna_lfcSE=0.1))
        p = concordance_table(protein, genes, rows, wide, MARGINS)
        tiers[assay_type] = p["q_levels_differ"].min()
    assert tiers["flow"] < ALPHA < tiers["tmt"]


def test_the_rest_changes_no_q_of_the_panel(moderate_points) -> None:
    q = [f"q_{name}" for name in ("protein_only", "transcript_only", "concordant", "unchanged")]
    kept = ["gene_id", *q, "q_levels_differ", "call", "tier", "qualifier", "family_size"]
    panels = []
    for genes in (24, 30, 600):
        out = concordance_table(*study(moderate_points[:genes], 24), MARGINS)
        panels.append(out.loc[out["family"] == "panel", kept])
    assert len(panels[0]) == 24
    assert panels[0]["q_concordant"].min() < ALPHA
    for other in panels[1:]:
        pd.testing.assert_frame_equal(panels[0], other, check_exact=True)
    whole = concordance_table(*study(moderate_points, 600), MARGINS).set_index("gene_id")
    assert not np.array_equal(whole.loc[panels[0]["gene_id"], q], panels[0][q], equal_nan=True)
