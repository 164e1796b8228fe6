"""AnnData files of bulk samples, as anndata has written them over the years."""

import random

import h5py
import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from resistance.inputs.count_checks import check_table
from resistance.inputs.import_counts import symbol_column
from resistance.readers import guarded
from resistance.readers.h5ad import read_h5ad

SAMPLES = ["S2", "S1", "S3"]
GENES = [f"ENSG{i:011d}" for i in range(200)]
NAMES = [f"GENE{i}" for i in range(200)]
COUNTS = np.random.default_rng(1).negative_binomial(1, 0.01, (3, 200))
SHEET = {2: "S1", 3: "S2"}


def modern(path, x=COUNTS, layers=None, raw=None, names=NAMES, index=GENES) -> None:
    """Write with the anndata of today."""
    import anndata

    var = pd.DataFrame({"gene_name": names, "length": range(len(index))}, index=index)
    obs = pd.DataFrame({"condition": ["a", "b", "a"]}, index=SAMPLES)
    data = anndata.AnnData(x, obs=obs, var=var, layers=layers or {})
    data.raw = raw
    data.write_h5ad(path)


def old(file: h5py.File) -> None:
    """AnnData 0.7: categories beside the codes, found by a reference."""
    file["X"] = COUNTS.astype("f4")
    for axis, ids in (("obs", SAMPLES), ("var", GENES)):
        group = file.create_group(axis)
        group.attrs["_index"] = "names"
        group["names"] = np.array(ids, dtype=object)
    file["var/__categories/gene_name"] = np.array(NAMES, dtype=object)
    file["var/gene_name"] = np.arange(200, dtype="i2")
    file["var/gene_name"].attrs["categories"] = file["var/__categories/gene_name"].ref


def oldest(file: h5py.File) -> None:
    """AnnData 0.6: arrays of records, and sparse matrices by other names."""
    sparse = scipy.sparse.csr_matrix(COUNTS)
    group = file.create_group("X")
    group.attrs["h5sparse_format"] = "csr"
    group.attrs["h5sparse_shape"] = sparse.shape
    for part in ("data", "indices", "indptr"):
        group[part] = getattr(sparse, part)
    file["obs"] = np.array([(s.encode(), 1) for s in SAMPLES], [("index", "S5"), ("n", "i4")])
    records = [(g.encode(), n.encode()) for g, n in zip(GENES, NAMES, strict=True)]
    file["var"] = np.array(records, [("index", "S15"), ("gene_name", "S9")])


def by_hand(write):
    def wrapped(path) -> None:
        with h5py.File(path, "w") as file:
            write(file)

    return wrapped


@pytest.mark.parametrize(
    "write",
    [
        modern,
        lambda path: modern(path, scipy.sparse.csr_matrix(COUNTS)),
        lambda path: modern(path, scipy.sparse.csc_matrix(COUNTS.astype("f4"))),
        lambda path: modern(path, names=pd.Categorical(NAMES)),
        by_hand(old),
        by_hand(oldest),
    ],
)
def test_every_encoding(tmp_path, write) -> None:
    write(tmp_path / "a.h5ad")
    table, problems = read_h5ad(tmp_path / "a.h5ad", "a.h5ad")
    assert problems == []
    assert (table.layout, table.columns) == ("h5ad", ["gene_id", "gene_name", *SAMPLES])
    assert list(table.data[0]) == GENES
    np.testing.assert_array_equal(table.data[[2, 3, 4]].to_numpy(), COUNTS.T)
    assert list(symbol_column(table)[GENES]) == NAMES
    assert check_table(table, SHEET, "s") == []
    assert table.why == "an AnnData file: counts of X, genes of var's index"


def test_ids_beside_symbols(tmp_path) -> None:
    import anndata

    var = pd.DataFrame({"gene_ids": GENES}, index=NAMES)
    obs = pd.DataFrame(index=SAMPLES)
    anndata.AnnData(COUNTS, obs=obs, var=var).write_h5ad(tmp_path / "a.h5ad")
    table, _ = read_h5ad(tmp_path / "a.h5ad", "a")
    assert list(table.data[0]) == GENES
    assert list(table.data[1]) == NAMES
    assert table.why.endswith("genes of the column gene_ids of var")


def test_a_layer_of_counts_where_x_is_none(tmp_path) -> None:
    logs = np.log1p(COUNTS)
    modern(tmp_path / "a.h5ad", logs, {"counts": scipy.sparse.csr_matrix(COUNTS)})
    table, _ = read_h5ad(tmp_path / "a.h5ad", "a")
    np.testing.assert_array_equal(table.data[[2, 3, 4]].to_numpy(), COUNTS.T)
    assert "counts of layers/counts" in table.why
    modern(tmp_path / "b.h5ad", logs)
    table, _ = read_h5ad(tmp_path / "b.h5ad", "b")
    (problem,) = check_table(table, SHEET, "s")
    assert "logarithms" in problem.message


def test_raw_counts_of_more_genes_than_x_has(tmp_path) -> None:
    import anndata

    var, obs = pd.DataFrame(index=GENES), pd.DataFrame(index=SAMPLES)
    data = anndata.AnnData(np.log1p(COUNTS[:, :50]), obs=obs, var=var[:50])
    data.raw = anndata.AnnData(scipy.sparse.csr_matrix(COUNTS), obs=obs, var=var)
    data.write_h5ad(tmp_path / "a.h5ad")
    table, problems = read_h5ad(tmp_path / "a.h5ad", "a")
    assert problems == []
    assert list(table.data[0]) == GENES
    np.testing.assert_array_equal(table.data[[1, 2, 3]].to_numpy(), COUNTS.T)
    assert "counts of raw/X" in table.why


def test_wrong_cells_are_named(tmp_path) -> None:
    x = COUNTS.astype(float)
    x[1, 7] = -1
    modern(tmp_path / "a.h5ad", x)
    table, _ = read_h5ad(tmp_path / "a.h5ad", "a")
    (problem,) = check_table(table, SHEET, "s")
    assert (problem.row, problem.column) == ("9", "S1")


def test_cells_are_no_samples(tmp_path) -> None:
    with h5py.File(tmp_path / "a.h5ad", "w") as file:
        file["obs/_index"] = np.array([f"AAAC{i}-1" for i in range(5001)], dtype=object)
        file["var/_index"] = np.array(GENES, dtype=object)
    _, (problem,) = read_h5ad(tmp_path / "a.h5ad", "a")
    assert problem.message == "obs has 5,001 rows: these are cells, not samples."
    assert "pseudobulk" in problem.hint
    with h5py.File(tmp_path / "a.h5ad", "w") as file:
        file["obs/_index"] = np.array([f"ENSG{i:011d}" for i in range(5001)], dtype=object)
        file["var/_index"] = np.array(SAMPLES, dtype=object)
    _, (problem,) = read_h5ad(tmp_path / "a.h5ad", "a")
    assert problem.hint.startswith("Transpose it")


def change(**parts):
    def write(file) -> None:
        oldest(file)
        for name, value in parts.items():
            path = name.replace("_", "/")
            del file[path]
            file[path] = value

    return write


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda file: file.create_group("x"), "There are no obs and var"),
        (change(X=np.zeros((2, 200))), "(2, 200), where obs and var are 3 samples x 200 genes"),
        (change(X_indptr=np.array([0, 9, 2, 600])), "its indices do not fit"),
        (change(X_indptr=np.array([0, 9])), "(2,), where (4,) was expected"),
        (change(X_indices=np.full(np.count_nonzero(COUNTS), 200)), "its indices do not fit"),
        (change(X=h5py.ExternalLink("/etc/passwd", "/")), "link to another place"),
        (lambda file: (oldest(file), file.pop("X")), "There is no matrix X."),
        (lambda file: (old(file), file["var/gene_name"].write_direct(np.full(200, 999, "i2"))),
         "names categories that there are not"),
    ],
)  # fmt: skip
def test_what_is_not_read(tmp_path, write, words) -> None:
    with h5py.File(tmp_path / "a.h5ad", "w") as file:
        write(file)
    table, (problem,) = read_h5ad(tmp_path / "a.h5ad", "a")
    assert table is None
    assert words in problem.message


def test_a_small_file_of_a_huge_matrix(tmp_path) -> None:
    with h5py.File(tmp_path / "a.h5ad", "w") as file:
        file["obs/_index"] = np.array([f"s{i}" for i in range(5000)], dtype=object)
        file["var/_index"] = np.array([f"g{i}" for i in range(50_000)], dtype=object)
        file.create_dataset("X", (5000, 50_000), "f4", chunks=(100, 100), compression="gzip")
    _, (problem,) = read_h5ad(tmp_path / "a.h5ad", "a")
    assert "X is 5000 x 50000 entries, 2,000,000,000 bytes in memory" in problem.message


def test_damaged_bytes_give_a_problem_or_a_table(tmp_path) -> None:
    modern(tmp_path / "a.h5ad", scipy.sparse.csr_matrix(COUNTS), names=pd.Categorical(NAMES))
    whole = (tmp_path / "a.h5ad").read_bytes()
    chance = random.Random(1)
    for _ in range(50):
        data = bytearray(whole)
        if chance.random() < 0.2:
            data = data[: chance.randrange(len(data))]
        for _ in range(min(chance.choice([1, 3, 20]), len(data))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / "b.h5ad").write_bytes(data)
        table, problems = read_h5ad(tmp_path / "b.h5ad", "b")
        assert (table is None) == bool(problems)


def test_a_file_that_the_library_never_finishes(tmp_path, monkeypatch) -> None:
    """The size of a text in the heap, changed in one byte, sends HDF5 2.0 round and round."""
    monkeypatch.setattr(guarded, "PATIENCE", 1)
    by_hand(old)(tmp_path / "a.h5ad")
    data = bytearray((tmp_path / "a.h5ad").read_bytes())
    data[data.rindex(b"GCOL") + 3000] = 255
    (tmp_path / "a.h5ad").write_bytes(data)
    _, (problem,) = read_h5ad(tmp_path / "a.h5ad", "a")
    assert problem.message == "The HDF5 file is damaged or cut short."
