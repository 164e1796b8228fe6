"""Of every input that is accepted each row and each read is accounted for, whatever the format."""

from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resistance.inputs.counts_source import CountsSource
from resistance.inputs.import_counts import import_counts
from resistance.readers.counts import read_and_check
from resistance.readers.resources import read_annotation

ROOT = Path(__file__).parents[3]
ANNOTATION = read_annotation(ROOT / "resources/annotation", "human")
SAMPLES = ("P1", "P2", "R1")
IDS = (
    "ENSG00000185291", "ENSG00000185291.5", "ENSG00000185291.5_PAR_Y", "ENSG00000292332",
    "ENSG00000085563.14", "ENSG00000085563.15", "ENSG00000141510", "IL3RA", "MDR1", "ABCB1",
    "1-Mar", "2-Sep", "ERCC-00002", "SIRV101", "ENSG00000999999", "novel", "GRCh38_ENSG00000171791",
    "ENSG00000075624.2|OTTHUMG1|ACTB|", "mm10_Actb", "ENSMUSG00000000001",
)  # fmt: skip
OUTSIDE = (
    "__no_feature",
    "__ambiguous",
    "__too_low_aQual",
    "__not_aligned",
    "__alignment_not_unique",
)
FORMATS = ("tabs", "commas", "semicolons", "featurecounts", "htseq", "star")


def written(base: Path, how: str, ids: list[str], counts: np.ndarray) -> str:
    rows = list(zip(ids, counts.tolist(), strict=True))
    if how in ("htseq", "star"):
        folder = base / "counts"
        folder.mkdir()
        for i, sample in enumerate(SAMPLES):
            if how == "star":
                extra = [
                    f"N_{n}\t3\t3\t3"
                    for n in ("unmapped", "multimapping", "noFeature", "ambiguous")
                ]
                lines = [*extra, *(f"{g}\t{c[i]}\t0\t{c[i]}" for g, c in rows)]
            else:
                lines = [*(f"{g}\t{c[i]}" for g, c in rows), *(f"{name}\t2" for name in OUTSIDE)]
            (folder / f"{sample}.txt").write_text("\n".join(lines) + "\n")
        return "counts"
    if how == "featurecounts":
        head = ["Geneid", "Chr", "Start", "End", "Strand", "Length", *SAMPLES]
        lines = ["\t".join(map(str, [g, 1, 5, 9, "+", 4, *c])) for g, c in rows]
        text = "\n".join(["# Program:featureCounts", "\t".join(head), *lines])
    else:
        mark = {"tabs": "\t", "commas": ",", "semicolons": ";"}[how]
        text = "\n".join(
            mark.join(map(str, row)) for row in (("id", *SAMPLES), *((g, *c) for g, c in rows))
        )
    (base / "counts.txt").write_text(text + "\n")
    return "counts.txt"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    how=st.sampled_from(FORMATS),
    ids=st.lists(st.sampled_from(IDS), min_size=6, max_size=24),
    choice=st.sampled_from(["sum", "highest_mean", "keep_apart"]),
    par=st.sampled_from(["sum", "x_only"]),
    mixed=st.booleans(),
    seed=st.integers(0, 10_000),
)
def test_rows_and_reads_add_up(tmp_path_factory, how, ids, choice, par, mixed, seed) -> None:
    base = tmp_path_factory.mktemp("study")
    if how in ("htseq", "star"):  # one file of one sample has each gene once
        ids = list(dict.fromkeys(ids))
    counts = np.random.default_rng(seed).integers(1, 900, (len(ids), len(SAMPLES)))
    source = CountsSource(
        base,
        written(base, how, ids, counts),
        organism="human",
        mixed=mixed,
        duplicate_ids=choice,
        rows={sample: row for row, sample in enumerate(SAMPLES, start=2)},
        strandedness="reverse",
    )
    table, problems = read_and_check(source, {2: "P1", 3: "P2", 4: "R1"}, ROOT / "resources", par)
    if problems:
        assert table is None or mixed or "Ensembl ids are not of" in problems[0].message
        return
    found = import_counts(table, list(SAMPLES), ANNOTATION, par_duplicates=par)
    totals = found.inputs[(found.inputs["source"] == "counts") & (found.inputs["item"] == "")]

    def total(action: str) -> int:
        return int(totals.loc[totals["action"] == action, "n"].sum())

    extra = {"htseq": len(OUTSIDE), "star": 4}.get(how, 0)
    assert total("read") == len(ids) + extra
    assert total("read") == total("kept") + total("summed") + total("not_used")
    assert total("kept") == len(found.counts) == len(found.genes)
    assert "do not agree" not in " ".join(found.inputs["detail"])
    used = found.counts.sum() + found.apart.drop(columns="kind").sum()
    reads = counts.sum(axis=0) + {"htseq": 10, "star": 12}.get(how, 0)
    if choice != "highest_mean" and par == "sum":
        assert used.tolist() == reads.tolist()
    else:
        assert (used.to_numpy() <= reads).all()
