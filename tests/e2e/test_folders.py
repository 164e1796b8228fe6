"""Counts that come as a folder of files, one for each sample."""

import shutil

import pandas as pd
import pytest

from workflow_runs import ROOT, finished, shared, snakemake, write_study

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("entry")]

SAMPLES = ["ERR188356", "ERR188088", "ERR188329", "ERR188288"]
CONFIG = {
    "study": {"name": "LCL", "organism": "human", "drug": {"name": "none", "class": "other"}},
    "samples": "config/samples.tsv",
    "counts": {"path": "salmon", "tx2gene": "tx2gene.csv.gz", "from_abundance": "offsets"},
    "design": "~ condition",
    "contrasts": "config/contrasts.tsv",
}


def test_a_folder_of_salmon_with_its_lengths(tmp_path) -> None:
    data = shared("data", "format_salmon_rsem")
    shutil.copytree(data / "salmon", tmp_path / "salmon")
    shutil.copy(data / "tx2gene.csv.gz", tmp_path)
    samples = pd.DataFrame({"sample": SAMPLES, "condition": ["a", "a", "b", "b"]})
    contrast = {"id": ["k"], "variable": ["condition"], "reference": ["a"], "target": ["b"]}
    tables = {"samples.tsv": samples, "contrasts.tsv": pd.DataFrame(contrast)}
    write_study(tmp_path, CONFIG, tables)
    target = ("results/tables/inputs.tsv", "--cores", "1")
    run = finished(snakemake(ROOT / "Snakefile", tmp_path, *target))
    assert "Note: salmon: the files of 4 samples were found by their names, folders" in run.stderr
    inputs = run.table("inputs.tsv")
    read = inputs[inputs["item"].fillna("").str.startswith("salmon/")].set_index("item")
    assert (read["action"] == "read").sum() == 4
    # the files of the two samples that the sheet does not name, and what salmon says of itself
    assert (read["action"] == "not_used").sum() == 2 + 6
    frames = [
        pd.read_csv(tmp_path / f"results/inputs/{name}.tsv.gz", sep="\t", index_col=0)
        for name in ("counts", "offsets")
    ]
    assert all(list(frame.columns) == SAMPLES for frame in frames)
    assert frames[0].index.equals(frames[1].index)
    # a file of no sample reruns nothing; of which files something depends is a unit test's
    (tmp_path / "salmon/ERR2_quant.sf").write_text("")
    triggers = ("--dry-run", "--rerun-triggers", "mtime", "input")
    dry = finished(snakemake(ROOT / "Snakefile", tmp_path, *target, *triggers))
    assert "Nothing to be done" in dry.stdout + dry.stderr
