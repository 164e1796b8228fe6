import base64
import dataclasses
import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.multiple_testing import benjamini_hochberg
from resistance.readers.resources import read_annotation
from resistance.report import gene_data as module
from resistance.report.gene_data import FIELDS, gene_data, lines, packed, rounded, shuffled

RESOURCES = Path(__file__).parents[3] / "resources"


def unpacked(text: str) -> bytes:
    return gzip.decompress(base64.b64decode(text))


def unshuffled(data: bytes, kind: str) -> np.ndarray:
    width = np.dtype(kind).itemsize
    return np.frombuffer(data, np.uint8).reshape(width, -1).T.copy().view(kind).ravel()


@pytest.fixture(scope="module")
def tables(fabricate):
    made = fabricate.study(names=("a", "b"))
    rng = np.random.default_rng(3)
    ids, samples = made.genes["gene_id"], made.samples["sample"]
    counts = pd.DataFrame(rng.lognormal(4, 2, (len(ids), len(samples))), ids, samples)
    return dataclasses.replace(made, counts=counts)


def test_bytes_of_one_rank_stand_together_and_come_back() -> None:
    values = np.array([1.5, np.nan, -3e7, 0], dtype=np.float32)
    np.testing.assert_array_equal(unshuffled(shuffled(values), "<f4"), values)
    assert shuffled(np.array([1, 256], dtype=np.uint16)) == bytes([1, 0, 0, 1])


def test_text_of_a_block_cannot_end_it() -> None:
    assert packed(b"x" * 1000) == packed(b"x" * 1000)
    assert set(packed(bytes(range(256)) * 9)) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    )


def test_numbers_are_those_of_the_tables_whatever_their_order(tables) -> None:
    made = gene_data(tables, 0.05)
    about = json.loads(unpacked(made["genes"]))
    ids = about["ids"].split("\n")
    n = about["n"]
    assert ids == sorted(tables.genes["gene_id"])
    assert n == len(ids)
    for k, (contrast, text) in enumerate(zip(tables.contrasts, made["contrasts"], strict=True)):
        data = unpacked(text)
        de = contrast.de.set_index("gene_id").loc[ids]
        found = {
            field: unshuffled(data[n + 4 * n * i : n + 4 * n * (i + 1)], "<f4")
            for i, field in enumerate(about["contrasts"][k]["fields"])
        }
        np.testing.assert_allclose(found["lfc"], de["log2FoldChange"], rtol=3e-6)
        np.testing.assert_allclose(found["p"], -np.log10(de["pvalue"]), rtol=3e-6, atol=1e-9)
        np.testing.assert_allclose(found["mean"], de["baseMean"], rtol=3e-6)
        np.testing.assert_array_equal(np.isnan(found["q"]), de["padj"].isna())
        codes = [about["statuses"][i]["code"] for i in data[:n]]
        assert codes == de["status"].tolist()
    order = tables.genes.sample(frac=1, random_state=1)
    assert gene_data(dataclasses.replace(tables, genes=order), 0.05) == made


def test_what_can_be_worked_out_stands_once(tables) -> None:
    first, second = tables.contrasts
    de = second.de.assign(baseMean=first.de["baseMean"])
    p = de["pvalue"].where(de["status"] == "tested").to_numpy(dtype=float)
    same = dataclasses.replace(second, de=de.assign(padj=benjamini_hochberg(p)))
    made = gene_data(dataclasses.replace(tables, contrasts=[first, same]), 0.05)
    about = json.loads(unpacked(made["genes"]))
    n = about["n"]
    assert [contrast["means"] for contrast in about["contrasts"]] == [0, 0]
    assert about["contrasts"][1]["fields"] == list(FIELDS)
    assert len(unpacked(made["contrasts"][1])) == n + 4 * n * len(FIELDS)


def test_a_line_break_in_a_name_makes_no_further_line() -> None:
    assert lines(["a\nb", "", "c"]) == "a b\n\nc"


def test_rounding_keeps_five_digits() -> None:
    values = pd.Series([1.23456789, -9.87654e-7, 0.0, np.nan, np.inf, 65535.0])
    np.testing.assert_allclose(rounded(values), values, rtol=2e-6)


def counted(made: dict) -> np.ndarray:
    """Counts as the page reads them, samples x genes."""
    about = json.loads(unpacked(made["genes"]))
    found = unshuffled(unpacked(made["counts"]), "<u2").reshape(-1, about["n"]).astype(int)
    folded = found[1:]
    apart = np.where(folded % 2, -(folded + 1) // 2, folded // 2)
    return 2 ** ((found[0] + apart) / about["steps"]) - 1


def expected_counts(tables, about: dict) -> np.ndarray:
    names = [sample["name"] for sample in about["samples"]]
    return tables.counts.loc[about["ids"].split("\n"), names].to_numpy().T


def test_counts_are_kept_to_a_thousandth(tables) -> None:
    made = gene_data(tables, 0.05)
    about = json.loads(unpacked(made["genes"]))
    np.testing.assert_allclose(counted(made), expected_counts(tables, about), rtol=1e-3, atol=1e-3)
    assert [about["groups"][sample["group"]] for sample in about["samples"]] == tables.samples[
        "condition"
    ].tolist()


def test_a_gene_of_one_sample_is_as_far_from_its_median_as_can_be(tables) -> None:
    counts = tables.counts.copy()
    counts.iloc[0] = 0.0
    counts.iloc[0, 0] = 2.0**31
    one = dataclasses.replace(tables, counts=counts)
    made = gene_data(one, 0.05)
    about = json.loads(unpacked(made["genes"]))
    np.testing.assert_allclose(counted(made), expected_counts(one, about), rtol=1e-3, atol=1e-3)


def test_a_large_study_has_coarser_counts_and_fold_changes(tables, monkeypatch) -> None:
    fine = gene_data(tables, 0.05)
    monkeypatch.setattr(module, "FINE_COUNTS", 10)
    made = gene_data(tables, 0.05)
    about = json.loads(unpacked(made["genes"]))
    np.testing.assert_allclose(
        counted(made) + 1, expected_counts(tables, about) + 1, rtol=0.0225, atol=0
    )
    assert len(made["counts"]) < 0.6 * len(fine["counts"])
    n = about["n"]
    de = tables.contrasts[0].de.set_index("gene_id").loc[about["ids"].split("\n")]
    data = unpacked(made["contrasts"][0])
    fields = about["contrasts"][0]["fields"]
    found = {
        field: unshuffled(data[n + 4 * n * i : n + 4 * n * (i + 1)], "<f4")
        for i, field in enumerate(fields)
    }
    for field, column in (("lfc", "log2FoldChange"), ("se", "lfcSE")):
        np.testing.assert_allclose(found[field], de[column], rtol=0, atol=2.5e-4)
    # which genes are called rests on p
    np.testing.assert_allclose(found["p"], -np.log10(de["pvalue"]), rtol=3e-6, atol=1e-9)
    assert len(made["contrasts"][0]) < 0.85 * len(fine["contrasts"][0])


def test_a_large_study_leaves_its_counts_out(tables, monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_COUNTS", 10)
    assert unpacked(gene_data(tables, 0.05)["counts"]) == b""


def test_other_names_and_absent_genes_are_told(tables) -> None:
    about = json.loads(unpacked(gene_data(tables, 0.05)["genes"]))
    assert not about["annotated"]
    assert about["absent"] == ""
    genes = tables.genes.copy()
    genes.loc[0, "ensembl_id"] = "ENSG00000185291"
    human = read_annotation(RESOURCES / "annotation", "human")
    found = gene_data(dataclasses.replace(tables, genes=genes, annotation=human), 0.05)
    about = json.loads(unpacked(found["genes"]))
    names = {key: about[key].split("\n") for key in ("ids", "symbols", "aliases", "absent")}
    place = names["ids"].index(genes.loc[0, "gene_id"])
    assert names["symbols"][place] == "IL3RA"
    assert "CD123" in names["aliases"][place].split("|")
    assert len(names["symbols"]) == len(names["aliases"]) == len(names["ids"]) == about["n"]
    assert "TP53" in names["absent"]
    assert "IL3RA" not in names["absent"]


def test_genes_that_cannot_be_measured_have_their_reason(tables) -> None:
    genes = tables.genes.copy()
    genes.loc[3, ["measurable", "reason"]] = ["no", "PAR gene without reads"]
    about = json.loads(unpacked(gene_data(dataclasses.replace(tables, genes=genes), 0.05)["genes"]))
    assert about["reasons"] == {genes.loc[3, "gene_id"]: "PAR gene without reads"}


def test_a_study_without_genes_is_no_crash(tables) -> None:
    nothing = dataclasses.replace(
        tables, genes=tables.genes.iloc[:0], counts=pd.DataFrame(), contrasts=[]
    )
    about = json.loads(unpacked(gene_data(nothing, 0.05)["genes"]))
    assert (about["n"], about["ids"]) == (0, "")
