"""Exports of mass spectrometry, with the headers that the programs write."""

import random

import pytest

from resistance.protein_formats.detect import FORMATS, detect, parse

MAXQUANT = [
    "Protein IDs\tMajority protein IDs\tPeptide counts (all)\tProtein names\tGene names\t"
    "Fasta headers\tNumber of proteins\tPeptides\tRazor + unique peptides\tUnique peptides\t"
    "Peptides P1\tPeptides R1\tRazor + unique peptides P1\tRazor + unique peptides R1\t"
    "Sequence coverage [%]\tMol. weight [kDa]\tQ-value\tScore\tIntensity\tIntensity P1\t"
    "Intensity R1\tiBAQ peptides\tiBAQ\tiBAQ P1\tiBAQ R1\tLFQ intensity P1\tLFQ intensity R1\t"
    "MS/MS count\tOnly identified by site\tReverse\tPotential contaminant\tid",
    "P26951\tP26951\t9\tInterleukin-3 receptor\tIL3RA\tsp|P26951|IL3RA_HUMAN GN=IL3RA PE=1\t1\t9\t"
    "9\t9\t8\t5\t8\t5\t21.4\t43.3\t0\t60.1\t9.1E+08\t6.0E+08\t3.1E+08\t12\t7.6E+07\t5E+07\t2.6E+07\t"
    "611230000\t204500000\t20\t\t\t\t0",
    "P08183;P21439\tP08183;P21439\t4;4\tATP-dependent\tABCB1;ABCB4\t\t2\t4\t4\t4\t1\t4\t"
    "1\t4\t3\t141\t0\t20\t5.0E+07\t0\t5.0E+07\t40\t1E+06\t0\t1E+06\t0\t48810000\t6\t\t\t\t1",
    "P60709;P63261\tP60709\t30\tActin\tACTB;ACTB\t\t2\t30\t30\t4\t29\t30\t29\t30\t60\t41\t0\t323\t"
    "9E+10\t4.5E+10\t4.5E+10\t20\t4E+09\t2E+09\t2E+09\t45100000000\t44900000000\t300\t\t\t\t2",
    "CON__P02768-1\tCON__P02768-1\t3\tAlbumin\tALB\t\t1\t3\t3\t3\t3\t3\t3\t3\t5\t66\t0\t9\t2E+08\t"
    "1E+08\t1E+08\t30\t2E+06\t1E+06\t1E+06\t100000000\t99000000\t9\t\t\t+\t3",
    "REV__Q9Y6K9\tREV__Q9Y6K9\t1\t\t\t\t1\t1\t1\t1\t1\t0\t1\t0\t2\t40\t0.01\t6\t1E+06\t1E+06\t0\t"
    "9\t1E+05\t1E+05\t0\t1000000\t0\t1\t+\t+\t\t4",
    "Q13501\tQ13501\t1\tSequestosome\tSQSTM1\t\t1\t1\t1\t1\t1\t1\t1\t1\t2\t47\t0.01\t6\t2E+06\t"
    "1E+06\t1E+06\t9\t2E+05\t1E+05\t1E+05\t1000000\t1100000\t1\t+\t\t\t5",
]
DIANN_OLD = [
    "Protein.Group\tProtein.Ids\tProtein.Names\tGenes\tFirst.Protein.Description\t"
    "D:\\raw\\20240311_P1_01.raw\tD:\\raw\\20240311_P2_01.raw\tD:\\raw\\20240311_R1_01.raw",
    "P26951\tP26951\tIL3RA_HUMAN\tIL3RA\tInterleukin-3 receptor\t1204330\t1180220.5\t301220",
    "P08183;P21439\tP08183;P21439\tMDR1_HUMAN;MDR3_HUMAN\tABCB1;ABCB4\tATP-dependent\t\t\t88310.2",
    "cRAP-P02768\tcRAP-P02768\tALBU_HUMAN\tALB\tAlbumin\t12000\t12000\t11000",
]
DIANN_NEW = [
    "Protein.Group\tProtein.Names\tGenes\tFirst.Protein.Description\tN.Sequences\t"
    "N.Proteotypic.Sequences\t/data/20240311_P1_01.d\t/data/20240311_P2_01.d\t/data/20240311_R1_01.d",
    "P26951\tIL3RA_HUMAN\tIL3RA\tInterleukin-3 receptor\t7\t6\t1204330\t1180220.5\t301220",
    "P08183;P21439\tMDR1_HUMAN;MDR3_HUMAN\tABCB1;ABCB4\t\t3\t1\t\t\t88310.2",
]
DIANN_REPORT = [
    "File.Name\tRun\tProtein.Group\tProtein.Ids\tProtein.Names\tGenes\tPG.Quantity\tPG.MaxLFQ\t"
    "Genes.MaxLFQ\tModified.Sequence\tStripped.Sequence\tPrecursor.Id\tPrecursor.Charge\tQ.Value\t"
    "PG.Q.Value\tGlobal.Q.Value\tGlobal.PG.Q.Value\tProteotypic",
    "D:\\P1.raw\tP1\tP26951\tP26951\tIL3RA_HUMAN\tIL3RA\t5000\t4800\t4800\tAAK\tAAK\tAAK2\t2\t0.001\t"
    "0.002\t0.001\t0.001\t1",
    "D:\\P1.raw\tP1\tP26951\tP26951\tIL3RA_HUMAN\tIL3RA\t5000\t4800\t4800\tAAK\tAAK\tAAK3\t3\t0.002\t"
    "0.002\t0.001\t0.001\t1",
    "D:\\P1.raw\tP1\tP26951\tP26951\tIL3RA_HUMAN\tIL3RA\t5000\t4800\t4800\tCCR\tCCR\tCCR2\t2\t0.003\t"
    "0.002\t0.001\t0.001\t1",
    "D:\\R1.raw\tR1\tP26951\tP26951\tIL3RA_HUMAN\tIL3RA\t1300\t1200\t1200\tAAK\tAAK\tAAK2\t2\t0.004\t"
    "0.002\t0.001\t0.001\t1",
    "D:\\R1.raw\tR1\tP08183\tP08183\tMDR1_HUMAN\tABCB1\t900\t880\t880\tDDK\tDDK\tDDK2\t2\t0.05\t"
    "0.002\t0.001\t0.001\t1",
    "D:\\R1.raw\tR1\tQ00001\tQ00001\tX_HUMAN\tX\t900\t880\t880\tEEK\tEEK\tEEK2\t2\t0.001\t0.2\t"
    "0.001\t0.001\t1",
]
FRAGPIPE = [
    "Protein\tProtein ID\tEntry Name\tGene\tProtein Length\tOrganism\tProtein Existence\t"
    "Description\tProtein Probability\tTop Peptide Probability\tCombined Total Peptides\t"
    "Combined Spectral Count\tCombined Unique Spectral Count\tCombined Total Spectral Count\t"
    "P_1 Spectral Count\tR_1 Spectral Count\tP_1 Intensity\tR_1 Intensity\t"
    "P_1 MaxLFQ Intensity\tR_1 MaxLFQ Intensity\tIndistinguishable Proteins",
    "sp|P26951|IL3RA_HUMAN\tP26951\tIL3RA_HUMAN\tIL3RA\t378\tHomo sapiens\t1\tInterleukin-3\t1\t1\t"
    "8\t40\t40\t40\t30\t10\t5.1E7\t1.4E7\t4.9E7\t1.5E7\t",
    "sp|P08183|MDR1_HUMAN\tP08183\tMDR1_HUMAN\tABCB1\t1280\tHuman\t1\tATP\t1\t1\t3\t6\t6\t6\t0\t"
    "6\t0\t2.0E6\t0.0\t2.2E6\tsp|P21439|MDR3_HUMAN",
    "contam_sp|P02768|ALBU_BOVIN\tP02768\tALBU_BOVIN\tALB\t600\tCattle\t1\tAlb\t1\t1\t3\t6\t6\t"
    "6\t3\t3\t1E6\t1E6\t1E6\t1E6\t",
]
TMT_GENE = [
    "Index\tNumberPSM\tProteinID\tMaxPepProb\tReferenceIntensity\tP1\tR1",
    "IL3RA\t12\tP26951\t1\t20.1\t20.42\t18.81",
    "ABCB1\t4\tP08183\t1\t17.2\tNA\t18.04",
]
SPECTRONAUT = [
    "PG.ProteinGroups\tPG.Genes\tPG.ProteinDescriptions\tPG.UniProtIds\t"
    "[1] 20240311_P1.raw.PG.Quantity\t[2] 20240311_R1.raw.PG.Quantity\t"
    "[1] 20240311_P1.raw.PG.NrOfStrippedSequencesIdentified\t"
    "[2] 20240311_R1.raw.PG.NrOfStrippedSequencesIdentified",
    "P26951\tIL3RA\tInterleukin-3\tP26951\t51230,5\t12044,25\t8\t6",
    "P08183;P21439\tABCB1;ABCB4\tATP\tP08183;P21439\tFiltered\t880,5\t0\t2",
    "Q00001\tX\tnoise\tQ00001\t1\tNaN\t1\t0",
]
SPECTRONAUT_LONG = [
    "R.Condition,R.FileName,R.Replicate,PG.ProteinGroups,PG.Genes,PG.Quantity",
    "parental,20240311_P1,1,P26951,IL3RA,51230.5",
    "parental,20240311_P1,1,P26951,IL3RA,51230.5",
    "resistant,20240311_R1,1,P26951,IL3RA,12044.25",
    "resistant,20240311_R1,1,P08183,ABCB1,Filtered",
]

ALL = {
    "maxquant": [MAXQUANT],
    "diann": [DIANN_OLD, DIANN_NEW, DIANN_REPORT],
    "fragpipe": [FRAGPIPE, TMT_GENE],
    "spectronaut": [SPECTRONAUT, SPECTRONAUT_LONG],
}
EACH = [(name, lines) for name, several in ALL.items() for lines in several]


def read(grid, lines, quantity="", name="auto"):
    export, problems = parse(grid(lines), name, quantity)
    assert problems == []
    return export


def values(export) -> dict[tuple[str, str], str]:
    rows = export.rows
    return dict(zip(zip(rows["gene"], rows["run"], strict=True), rows["value"], strict=True))


@pytest.mark.parametrize(("name", "lines"), EACH)
def test_told_by_content_and_by_one_format_only(grid, name, lines) -> None:
    table = grid(lines)
    assert [key for key, module in FORMATS.items() if module.recognise(table)] == [name]
    assert detect(table)[0] == name


@pytest.mark.parametrize(("name", "lines"), EACH)
def test_every_row_is_kept_or_listed(grid, name, lines) -> None:
    records = read(grid, lines).records
    rows = [r for r in records if not r["item"] or r["detail"].startswith("Row ")]
    read_in = sum(r["n"] for r in rows if r["action"] == "read")
    assert read_in == len(lines) - 1
    assert read_in == sum(r["n"] for r in rows if r["action"] != "read")


@pytest.mark.parametrize(("name", "lines"), EACH)
def test_order_of_rows_and_columns_changes_nothing(grid, name, lines) -> None:
    mark = "," if "\t" not in lines[0] else "\t"
    cells = [line.split(mark) for line in lines]
    columns = list(range(len(cells[0])))
    random.Random(2).shuffle(columns)
    body = cells[1:]
    random.Random(3).shuffle(body)
    turned = [mark.join((*row, *[""] * 99)[at] for at in columns) for row in [cells[0], *body]]

    def measured(lines):
        rows = read(grid, lines).rows
        return sorted(rows.reindex(sorted(rows), axis=1).itertuples(index=False, name=None))

    assert measured(turned) == measured(lines)


def test_maxquant(grid) -> None:
    export = read(grid, MAXQUANT)
    assert values(export) == {
        ("IL3RA", "P1"): "611230000",
        ("IL3RA", "R1"): "204500000",
        ("ABCB1;ABCB4", "P1"): "",
        ("ABCB1;ABCB4", "R1"): "48810000",
        ("ACTB;ACTB", "P1"): "45100000000",
        ("ACTB;ACTB", "R1"): "44900000000",
    }
    # peptides are those of the run, not of all runs
    assert export.rows.loc[export.rows["run"] == "R1", "n_peptides"].tolist() == ["5", "4", "30"]
    assert export.rows["protein_id"].iloc[2] == "P08183;P21439"
    listed = {r["item"]: r["detail"] for r in export.records if r["action"] == "listed"}
    assert set(listed) == {"REV__Q9Y6K9", "CON__P02768-1", "Q13501"}
    assert "decoy" in listed["REV__Q9Y6K9"]
    assert "LFQ intensity. Not used: Intensity, iBAQ." in export.why
    assert export.defaults == {"assay_type": "lfq_ms", "compartment": "total"}


def test_maxquant_other_quantities(grid) -> None:
    assert values(read(grid, MAXQUANT, "iBAQ"))[("IL3RA", "P1")] == "5E+07"
    without = [
        "\t".join(c for at, c in enumerate(line.split("\t")) if at not in (25, 26))
        for line in MAXQUANT
    ]
    assert "Values are Intensity." in read(grid, without).why
    _, (problem,) = parse(grid(MAXQUANT), "auto", "LFQ intensty")
    assert problem.column == "quantity"
    assert problem.hint == 'Did you mean "LFQ intensity"?'


def test_maxquant_without_gene_names(grid) -> None:
    # versions from 2.4 on write no gene names
    lines = [MAXQUANT[0].replace("Gene names", "Q"), *MAXQUANT[1:]]
    export = read(grid, lines)
    assert export.rows["gene"].tolist()[:3] == ["IL3RA", "IL3RA", ""]
    assert "GN=" in export.why
    bare = [lines[0].replace("Fasta headers", "F"), *lines[1:]]
    assert set(read(grid, bare).rows["gene"]) == {""}


def test_maxquant_tmt_channels_are_runs(grid) -> None:
    head = (
        "Majority protein IDs\tGene names\tReporter intensity 1 A\tReporter intensity corrected 1"
    )
    lines = [f"{head}\tReporter intensity corrected 1 A\tReporter intensity corrected 2 A"]
    lines += ["P1\tIL3RA\t5\t9\t4\t5"]
    export = read(grid, lines)
    assert export.runs == ["1 A", "2 A"]
    assert export.defaults["assay_type"] == "tmt"
    raw = read(grid, lines, "Reporter intensity")
    assert raw.runs == ["1 A"]


def test_maxquant_silac_asks_for_the_ratio(grid) -> None:
    lines = [
        "Majority protein IDs\tGene names\tRatio H/L normalized R1\tIntensity L R1",
        "P1\tIL3RA\t0.5\t1E9",
    ]
    _, (problem,) = parse(grid(lines), "auto", "")
    assert "SILAC" in problem.message
    assert set(read(grid, lines, "Ratio H/L normalized").rows["unit"]) == {"ratio"}


def test_diann_matrices_of_both_versions(grid) -> None:
    old, new = read(grid, DIANN_OLD), read(grid, DIANN_NEW)
    assert len(old.runs) == len(new.runs) == 3
    assert list(values(old).values()) == list(values(new).values())
    assert new.rows["n_peptides"].tolist()[:4] == ["7", "7", "7", "3"]
    (listed,) = (r for r in old.records if r["action"] == "listed")
    assert listed["item"] == "cRAP-P02768"


def test_diann_matrix_of_genes(grid) -> None:
    lines = ["Genes\t/data/P1.d\t/data/R1.d", "IL3RA\t5\t7", "ABCB1;ABCB4\t\t2"]
    export = read(grid, lines)
    assert export.format == "diann"
    assert values(export)[("ABCB1;ABCB4", "/data/P1.d")] == ""
    assert set(export.rows["protein_id"]) == {""}


def test_two_columns_of_one_name(grid) -> None:
    lines = [line + "\t" + line.split("\t")[5] for line in DIANN_OLD]
    _, (problem,) = parse(grid(lines), "auto", "")
    assert (problem.row, problem.column) == ("1", DIANN_OLD[0].split("\t")[5])


def test_diann_matrix_of_precursors_is_refused(grid) -> None:
    lines = [
        "Protein.Group\tGenes\tStripped.Sequence\tPrecursor.Id\tP1.raw",
        "P26951\tIL3RA\tAAK\tAAK2\t5",
    ]
    _, (problem,) = parse(grid(lines), "auto", "")
    assert "matrix of precursors" in problem.message
    assert "pg_matrix" in problem.hint


def test_diann_report_filters_and_counts_peptides(grid) -> None:
    export = read(grid, DIANN_REPORT)
    assert values(export) == {("IL3RA", "P1"): "4800", ("IL3RA", "R1"): "1200"}
    assert export.rows["n_peptides"].tolist() == ["2", "1"]
    assert "Q.Value <= 0.01, Global.Q.Value <= 0.01, Global.PG.Q.Value <= 0.01" in export.why
    assert values(read(grid, DIANN_REPORT, "PG.Quantity"))[("IL3RA", "P1")] == "5000"


def test_fragpipe_takes_the_longest_ending(grid) -> None:
    export = read(grid, FRAGPIPE)
    assert export.runs == ["P_1", "R_1"]
    assert values(export)[("IL3RA", "P_1")] == "4.9E7"
    assert values(export)[("ABCB1", "P_1")] == ""
    assert export.notes[0].endswith("1. They go by the gene that FragPipe names.")
    assert values(read(grid, FRAGPIPE, "Intensity"))[("IL3RA", "P_1")] == "5.1E7"


def test_fragpipe_without_maxlfq(grid) -> None:
    # the columns stand there with zeros where MaxLFQ was not asked for
    zeros = [
        line.replace("4.9E7\t1.5E7", "0\t0").replace("0.0\t2.2E6", "0.0\t0.0") for line in FRAGPIPE
    ]
    zeros = [line.replace("1E6\t1E6\t1E6\t1E6", "1E6\t1E6\t0\t0") for line in zeros]
    assert "Values are Intensity." in read(grid, zeros).why


def test_tmt_reports_are_log2(grid) -> None:
    export = read(grid, TMT_GENE)
    assert set(export.rows["scale"]) == {"log2"}
    assert set(export.rows["unit"]) == {"intensity"}
    assert values(export)[("ABCB1", "P1")] == ""
    assert export.rows["protein_id"].iloc[0] == "P26951"
    ratios = [TMT_GENE[0], "IL3RA\t12\tP26951\t1\t20.1\t0.42\t-0.81"]
    assert set(read(grid, ratios).rows["unit"]) == {"ratio"}


def test_tmt_report_of_proteins(grid) -> None:
    lines = [
        "Index\tNumberPSM\tGene\tMaxPepProb\tReferenceIntensity\tP1\tR1",
        "P26951\t12\tIL3RA\t1\t20.1\t20.4\t18.8",
    ]
    export = read(grid, lines)
    assert export.rows[["gene", "protein_id"]].iloc[0].tolist() == ["IL3RA", "P26951"]


def test_spectronaut_filtered_is_missing_and_one_is_noise(grid) -> None:
    export = read(grid, SPECTRONAUT)
    assert values(export) == {
        ("IL3RA", "20240311_P1.raw"): "51230.5",
        ("IL3RA", "20240311_R1.raw"): "12044.25",
        ("ABCB1;ABCB4", "20240311_P1.raw"): "",
        ("ABCB1;ABCB4", "20240311_R1.raw"): "880.5",
        ("X", "20240311_P1.raw"): "",
        ("X", "20240311_R1.raw"): "",
    }
    assert export.rows["n_peptides"].tolist()[:2] == ["8", "6"]


def test_spectronaut_long_names_condition_and_replicate(grid) -> None:
    export = read(grid, SPECTRONAUT_LONG)
    assert export.rows["condition"].tolist() == ["parental", "resistant", "resistant"]
    assert list(export.rows.index) == [2, 4, 5]


def test_a_named_format_that_the_table_is_not(grid) -> None:
    for name in FORMATS:
        _, problems = parse(grid(["a\tb", "1\t2"]), name, "")
        assert [problem.row for problem in problems] == ["1"], name
