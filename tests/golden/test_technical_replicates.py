"""24 columns that are 4 v 4 yeast cultures in three runs each (GSE135056); numbers of R."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.differential.analysis import analyse
from resistance.differential.models import Settings
from resistance.differential.size_factors import estimate
from resistance.inputs.import_counts import counts_of, import_counts
from resistance.inputs.replicate_look import RUNS, look_alike
from resistance.readers.delimited import usable
from resistance.readers.matrix import read_matrix
from resistance.readers.preview import preview_of
from resistance.readers.resources import read_annotation
from resistance.readers.study import load_study
from resistance.readers.study_checks import look_at, problems_of

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data/yeast_rrp6_technical_replicates/featureCounts_counts.txt.gz"
PLACES = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}
CULTURES = [f"{strain}_{i}" for strain in ("WT", "rrp6") for i in range(1, 5)]
#: DESeq2 1.38.3 after collapseReplicates: size factors, calls of padj < .05 (3,010 without it).
SIZE_FACTORS = [
    0.982880239719, 1.0143630855, 1.02834591842, 1.19109445435,
    0.855027817266, 0.969850324912, 0.942896980556, 1.06746267324,
]  # fmt: skip
CALLS = 1522

pytestmark = [
    pytest.mark.golden,
    pytest.mark.skipif(not DATA.exists(), reason=f"{DATA.parent.name} is absent from ../shared"),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("rrp6")
    # B names A, and C names B: a chain
    sheet = pd.DataFrame(
        [
            (f"{culture}{run}", culture.split("_")[0], f"{culture}{of}" if of else "")
            for culture in CULTURES
            for run, of in (("A", ""), ("B", "A"), ("C", "B"))
        ],
        columns=["sample", "strain", "replicate_of"],
    )
    sheet.to_csv(folder / "samples.tsv", sep="\t", index=False)
    (folder / "contrasts.tsv").write_text("id\tvariable\treference\ttarget\nk\tstrain\tWT\trrp6\n")
    (folder / "counts.txt").write_bytes(gzip.decompress(DATA.read_bytes()))
    return folder


CONFIG = {
    "study": {"name": "rrp6", "organism": "other"},
    "samples": "samples.tsv",
    "counts": {"path": "counts.txt"},
    "design": "~ strain",
    "contrasts": "contrasts.tsv",
}


@pytest.fixture(scope="module")
def imported(base):
    assert problems_of(CONFIG, base, **PLACES, with_counts=True) == []
    study, _ = load_study(CONFIG, base, **PLACES)
    table = usable(read_matrix(base / "counts.txt", "counts.txt"))
    names = list(study.samples["sample"])
    annotation = read_annotation(Path(), "other")
    return study, import_counts(table, names, annotation, rows=study.rows)


def test_runs_of_a_culture_are_summed(base, imported) -> None:
    study, found = imported
    assert list(study.samples["sample"]) == [f"{culture}A" for culture in CULTURES]
    assert list(study.rows.table["summed_from"])[0] == "WT_1B;WT_1C"
    assert found.counts.loc["YOR001W"].to_list() == [11022, 8792, 7164, 9070, 12, 10, 16, 7]
    assert int(found.counts.to_numpy().sum()) == 437_471_536
    summed = found.inputs[(found.inputs["source"] == "samples") & (found.inputs["item"] != "")]
    assert set(summed["action"]) == {"summed"}
    assert len(summed) == 16
    np.testing.assert_allclose(estimate(found.counts).values, SIZE_FACTORS, rtol=1e-10)


def test_calls_are_those_of_eight_cultures(imported) -> None:
    study, found = imported
    samples = study.rows.table.set_index("sample")
    analysis = analyse(
        found.counts, found.genes, samples, study.contrasts, "~ strain", Settings(alpha=0.1)
    )
    table = analysis.tables["k"].set_index("gene_id")
    assert int((table["padj"] < 0.05).sum()) == CALLS
    assert table.loc["YOR001W", "log2FoldChange"] == pytest.approx(-9.51124, abs=1e-4)


def test_unmarked_runs_are_named_by_culture(base) -> None:
    table = usable(read_matrix(base / "counts.txt", "counts.txt"))
    names = [f"{culture}{run}" for culture in CULTURES for run in "ABC"]
    counts = counts_of(table, names)
    look = look_alike(counts, {name: name.split("_")[0] for name in names})
    assert [found.samples for found in look.runs] == [
        tuple(f"{culture}{run}" for run in "ABC") for culture in CULTURES
    ]
    assert max(found.variation for found in look.runs) < RUNS / 3
    assert not any(found.alone for found in look.runs)


def test_summed_runs_are_silent(imported) -> None:
    _, found = imported
    look = look_alike(found.counts, {name: name.split("_")[0] for name in found.counts})
    assert look.runs == ()
    assert look.smallest > 2 * RUNS


#: Smallest variation between two samples of an arm; all of them were grown or taken apart.
SILENT = {
    "airway/airway_rawcounts.csv.gz": ("airway/airway_metadata.csv", "id", "dex", 0.104),
    "mcf7_endocrine/counts.tsv.gz": ("mcf7_endocrine/samples.tsv", "sample", "condition", 0.083),
    "pasilla/pasilla_gene_counts.tsv.gz": ("", "", "", 0.039),
    "rat_methimazole_excel_damaged/counts_excel_mangled_dup_symbols.tsv.gz": ("", "", "", 0.097),
    "yeast_pab1_rna_protein/rsem_expected_count_genes.csv.gz": ("", "", "", 0.047),
}


@pytest.mark.parametrize("path", SILENT)
def test_samples_of_their_own_are_silent(path) -> None:
    sheet, key, column, smallest = SILENT[path]
    file = DATA.parents[1] / path
    if not file.exists():
        pytest.skip(f"{path} is absent from ../shared")
    table = pd.read_csv(file, sep=None, engine="python", index_col=0)
    counts = table.select_dtypes("number").round()
    counts = counts[[c for c in counts if not c.startswith(("RPF", "CDS"))]]
    if sheet:
        rows = pd.read_csv(DATA.parents[1] / sheet, sep=None, engine="python", index_col=key)
        groups = rows[column].to_dict()
    else:  # MET_1, RNA_WT_rep1, treated1: the number at the end is the replicate's
        groups = {name: name.rstrip("0123456789") for name in counts}
    look = look_alike(counts, groups)
    assert look.runs == ()
    assert look.smallest == pytest.approx(smallest, abs=0.02)
    assert look.smallest > 1.5 * RUNS


def test_the_start_of_a_run_warns_unless_runs_are_marked(base, tmp_path) -> None:
    unmarked = pd.read_csv(base / "samples.tsv", sep="\t").drop(columns="replicate_of")
    unmarked.to_csv(tmp_path / "samples.tsv", sep="\t", index=False)
    for name in ("contrasts.tsv", "counts.txt"):
        (tmp_path / name).symlink_to(base / name)
    previews = {}
    for folder in (base, tmp_path):
        study, _ = load_study(CONFIG, folder, **PLACES)
        look = look_at(study)
        assert look.problems == []
        previews[folder] = preview_of(look.study, look.counts)
    preview, warnings = previews[base]
    assert warnings == []
    assert "4 against 4 samples; residual df 6" in " ".join(" ".join(preview).split())
    ((warning,),) = previews[tmp_path][1:]
    assert warning.startswith("24 columns look like technical replicates of 8 samples (WT_1A, ")
