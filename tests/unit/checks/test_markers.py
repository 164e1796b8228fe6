import dataclasses

import numpy as np
import pytest

from resistance.checks.markers import expressed, markers, moved, told

K = {"id": "k", "variable": "condition", "reference": "p", "target": "r"}
SET = {"MKI67": "ENSG00000148773", "PCNA": "ENSG00000132646", "MCM2": "ENSG00000073111"}


def directions(context):
    return {marker.symbol: marker.direction for marker in markers(context, K, SET)}


def test_a_marker_shifts_by_size_and_by_p_value(make, shift):
    context = shift(make(), {"MKI67": 0.6, "PCNA": -0.59, "MCM2": 0.57})
    # 1.5-fold is 0.585; the error is 0.1
    assert directions(context) == {"MKI67": 1, "PCNA": -1, "MCM2": 0}


def test_the_p_value_counts_the_markers_of_the_set(make, shift):
    """Of z = 2.2 the two-sided p is .028: enough for one marker, not for one of three."""
    context = shift(make(), {"MKI67": 2.2, "PCNA": 0.0, "MCM2": 0.0})
    de = context.fit.de["k"].assign(lfcSE=1.0)
    context = dataclasses.replace(context, fit=dataclasses.replace(context.fit, de={"k": de}))
    assert directions(context)["MKI67"] == 0
    (alone,) = markers(context, K, {"MKI67": SET["MKI67"]})
    assert alone.direction == 1


def test_genes_without_reads_are_left_out(make, shift):
    context = shift(make(), {"MKI67": 3.0}, mean=9.9)
    assert set(directions(context)) == {"PCNA", "MCM2"}
    limits = dataclasses.replace(context.thresholds, expressed_count=5.0)
    assert directions(dataclasses.replace(context, thresholds=limits))["MKI67"] == 1


def test_thresholds_come_from_the_config(make, shift):
    context = shift(make(), {"MKI67": 1.2})
    assert directions(context)["MKI67"] == 1
    for change in ({"marker_fold": 4.0}, {"marker_alpha": 1e-40}):
        limits = dataclasses.replace(context.thresholds, **change)
        assert directions(dataclasses.replace(context, thresholds=limits))["MKI67"] == 0


@pytest.mark.parametrize(("lowest", "direction"), [(30, 1), (5, 0)])
def test_an_arm_without_reads_needs_no_wald_error(make, alter, shift, lowest, direction):
    context = make()
    counts = context.counts.copy()
    counts.loc[context.genes["gene_name"].eq("MKI67").to_numpy()] = [0, 0, 0, 40, 50, lowest]
    context = shift(alter(context, counts=counts), {"MKI67": 8.0})
    de = context.fit.de["k"].assign(lfcSE=5.0)
    context = dataclasses.replace(context, fit=dataclasses.replace(context.fit, de={"k": de}))
    assert directions(context)["MKI67"] == direction


def test_a_contrast_without_numbers_has_no_marker(make):
    context = make()
    de = context.fit.de["k"].assign(log2FoldChange=np.nan)
    context = dataclasses.replace(context, fit=dataclasses.replace(context.fit, de={"k": de}))
    assert markers(context, K, SET) == []
    assert expressed(context, {"id": "another"}).empty


def test_words(make, shift):
    found = markers(shift(make(), {"MKI67": 1.0, "PCNA": -1.0, "MCM2": 0.0}), K, SET)
    assert told(moved(found, -1)) == "PCNA -1.00"
    assert told(found) == "MKI67 +1.00, PCNA -1.00, MCM2 +0.00"
