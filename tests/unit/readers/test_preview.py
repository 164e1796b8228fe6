"""The preview of whole studies; its sentences are held in tests/unit/wording."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from resistance.readers.preview import preview_of
from resistance.readers.study import load_study
from resistance.readers.study_checks import look_at

ROOT = Path(__file__).parents[3]
PLACES = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}
RNG = np.random.default_rng(5)


def previewed(base: Path, config: dict) -> tuple[str, list[str]]:
    study, problems = load_study(config, base, **PLACES)
    assert problems == []
    look = look_at(study)
    assert look.problems == []
    lines, warnings = preview_of(look.study, look.counts)
    return "\n".join(lines), warnings


def test_the_example() -> None:
    config = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    text, warnings = previewed(ROOT, config)
    assert warnings == []
    assert "flow_surface (flow cytometry, surface): 14 genes, all in the counts" in text
    assert "Genes of interest: in the counts IL3RA, ABCB1" in text
    assert "one resistant derivation (D1)" in text
    assert len(text.splitlines()) < 60


@pytest.fixture
def study(tmp_path: Path) -> tuple[Path, dict]:
    """Counts of two arms in two runs each, without reads on the genes that X and Y share."""
    means = RNG.lognormal(5, 1.5, 800)
    counts = pd.DataFrame(index=[f"NOGENE{i}" for i in range(800)])
    for arm in "pr":
        culture = means * RNG.gamma(50, 1 / 50, 800)
        for run in "AB":
            counts[f"map/{arm}1{run}.bam"] = RNG.poisson(culture)
    counts = counts.reindex([*counts.index, "SLC25A6", "CD99", "IL3RA", "AKAP17A"], fill_value=0)
    counts.rename_axis("gene").to_csv(tmp_path / "counts.csv")
    sheet = "sample\tcondition\n" + "".join(f"{a}1{r}\t{a}\n" for a in "pr" for r in "AB")
    (tmp_path / "samples.tsv").write_text(sheet)
    (tmp_path / "contrasts.tsv").write_text("id\tvariable\treference\ttarget\nk\tcondition\tp\tr\n")
    config = {
        "study": {"name": "runs", "organism": "human"},
        "samples": "samples.tsv",
        "counts": {"path": "counts.csv"},
        "design": "~ condition",
        "contrasts": "contrasts.tsv",
        "genes_of_interest": ["CD123", "ABCB1"],
    }
    return tmp_path, config


def test_runs_lost_genes_and_matched_columns_are_said(study) -> None:
    text, warnings = previewed(*study)
    assert warnings[1:] == ["genes_of_interest: ABCB1: not in the counts."]
    assert warnings[0].startswith("4 columns look like technical replicates of 2 samples")
    text = " ".join(text.split())
    assert warnings[0] in text
    assert "map/p1A.bam" in text
    assert "Genes of interest: in the counts CD123; NOT in the counts: ABCB1" in text
    assert "IL3RA, SLC25A6, CD99, AKAP17A: the counts dropped the reads that X and Y" in text
