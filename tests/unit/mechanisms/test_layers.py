import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.layers import (
    UNMEASURED,
    Layer,
    layers_of,
    movements,
    protein_unchanged,
)

MARGINS = (math.log2(1.25), math.log2(1.5))
layers = st.builds(
    lambda x, s, q: Layer(x, s, 8.0, q, *MARGINS),
    st.floats(-6, 6),
    st.floats(0.01, 2),
    st.floats(0, 0.2),
)


@given(layers)
def test_a_layer_that_moves_as_expected_is_never_excluded_from_it(layer: Layer) -> None:
    sign = layer.moves()
    if sign and abs(layer.change) > layer.equivalence_margin:
        assert not layer.excludes(sign)
        assert not layer.unchanged()


@given(layers)
def test_mirrored(layer: Layer) -> None:
    mirrored = replace(layer, change=-layer.change)
    assert mirrored.moves() == -layer.moves()
    assert mirrored.excludes(1) == layer.excludes(-1)
    assert mirrored.unchanged() == layer.unchanged()


@given(layers)
def test_a_bound_never_shows_absence(layer: Layer) -> None:
    bound = replace(layer, bound=True)
    assert not bound.excludes(1)
    assert not bound.unchanged()
    assert bound.moves() == layer.moves()


def test_change_needs_both_significance_and_size() -> None:
    clear = Layer(2.0, 0.2, 12, 1e-4, *MARGINS)
    assert clear.moves() == 1
    assert replace(clear, padj=0.2).moves() == 0
    assert replace(clear, padj=math.nan).moves() == 0
    assert replace(clear, change=0.35, se=0.05).moves() == 0


def test_unmeasured_layer_says_nothing() -> None:
    assert not UNMEASURED.tested
    assert UNMEASURED.moves() == 0
    assert not UNMEASURED.excludes(1)


def test_margins_that_a_row_leaves_empty_are_the_defaults(concordance_frame) -> None:
    row = rows_as_tuples(
        concordance_frame(("A", "not_measured", (3.0, 0.2))).assign(
            change_margin=math.nan, rna_equivalence_margin=math.nan
        )
    )[0]
    rna, protein = layers_of(row)
    assert (rna.change_margin, rna.equivalence_margin) == MARGINS
    assert movements(row, rna, protein) == (1, 0)


@pytest.mark.parametrize("call", ["not_measurable", "not_detected"])
def test_mrna_that_cannot_be_measured_does_not_count(concordance_frame, call: str) -> None:
    row = rows_as_tuples(concordance_frame(("A", call, (3.0, 0.2))))[0]
    assert not layers_of(row)[0].tested


def test_call_decides_where_it_names_a_layer(concordance_frame) -> None:
    frame = concordance_frame(
        ("A", "concordant_up", (9.0, 5.0), (2.0, 0.2)),
        ("B", "opposite", (2.0, 0.2), (-2.0, 0.2)),
        ("C", "transcript_only_down", (-2.0, 0.9), (0.0, 0.1)),
    )
    found = [movements(row, *layers_of(row)) for row in rows_as_tuples(frame)]
    assert found == [(1, 1), (1, -1), (-1, 0)]


def test_tier_decides_whether_the_protein_of_a_transcript_only_call_is_unchanged(
    concordance_row, concordance_frame
) -> None:
    both = ("X", "transcript_only_up", (2.0, 0.2), (0.0, 0.1))
    rows = rows_as_tuples(
        concordance_frame(
            concordance_row(*both, tier="A"),
            concordance_row(*both, tier="B"),
            ("Y", "inconclusive", (2.0, 0.2), (0.0, 0.1)),
        )
    )
    found = [protein_unchanged(row, layers_of(row)[1]) for row in rows]
    assert found == [True, False, True]
