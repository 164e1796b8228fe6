"""The lines of docs/results_in_r.md read our tables, where this machine has R."""

import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from resistance.columns import DIFFERENTIAL, VERDICTS
from resistance.writers.tables import write_matrix, write_table

PAGE = (Path(__file__).parents[2] / "docs/results_in_r.md").read_text(encoding="utf-8")
[LINES] = re.findall(r"```r\n(.*?)```", PAGE, re.DOTALL)
SYMBOLS = ["T", "NA", "MARCH1", "1-Mar", "it's", "#1"]


def study(folder: Path) -> None:
    tables = folder / "results/tables"
    de = pd.DataFrame({name: [""] * 6 for name in DIFFERENTIAL}).replace("", None)
    de = de.assign(gene_id=[f"g{i}" for i in range(6)], gene_name=SYMBOLS)
    de = de.assign(padj=[0.5, 0.1, None, 1e-310, 0.2, 0.3], log2FoldChange=float("inf"))
    write_table(de, tables / "a_vs_b/differential_expression.tsv", DIFFERENTIAL, True)
    row = dict.fromkeys(VERDICTS, "") | {"gene_name": "T", "contrast": "a_vs_b"}
    write_table(pd.DataFrame([row]), tables / "verdicts.tsv", VERDICTS, True)
    matrix = pd.DataFrame({"20-1": range(6)}, index=pd.Index(de["gene_id"], name="gene_id"))
    write_matrix(matrix, tables / "vst.tsv", None, True)
    sheet = folder / "results/inputs/contrasts.tsv"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("id\treference\ttarget\na_vs_b\tb\ta\n")


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="this machine has no R")
def test_types_and_symbols(tmp_path: Path) -> None:
    study(tmp_path)
    asked = (
        'cat(is.character(de$gene_name), is.numeric(de$padj), sum(is.na(de$padj)), "\\n")\n'
        'cat(de$gene_name, sep = "|")\n'
        'cat("\\n", verdicts$gene_name, de$log2FoldChange[1], names(vst)[2], sep = "|")\n'
    )
    (tmp_path / "read.R").write_text(LINES + asked, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "--vanilla", "read.R"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert said[-3].split() == ["TRUE", "TRUE", "1"]
    assert said[-2] == "|".join(SYMBOLS)
    assert said[-1] == "|T|Inf|20-1"
