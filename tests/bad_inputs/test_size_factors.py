"""Problems of size factors, control genes and offsets."""

import pytest

from resistance.problems import format_problems

KEY = "differential.size_factors"


def text_of(study, number: int = 1) -> str:
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == number, text
    return text


def use(study, **block) -> None:
    study.config["differential"] = {"size_factors": block}


def lengths(study):
    """Offsets of the counts' genes, as text."""
    table = study.counts.copy()
    table[[name for name in table if name != "gene_id"]] = "1200"
    return table


def test_good_ones(study) -> None:
    study.samples["sf"] = ["1", "0.5", "2", "1e0", "1.5", "1"]
    study.files = {"genes.txt": "gene\nACTB\nCD123\n"}
    study.files["lengths.tsv"] = lengths(study).to_csv(sep="\t", index=False)
    for block in (
        {"method": "given", "column": "sf", "offsets": "lengths.tsv"},
        {"control_genes": ["GAPDH", "MDR1"], "offsets": "lengths.tsv"},
        {"method": "poscounts", "control_genes": "genes.txt"},
        {"method": "iterative"},
    ):
        use(study, **block)
        assert study.problems() == []


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"method": "median"}, "Allowed: auto, ratio, poscounts, iterative, given"),
        ({"methd": "auto"}, 'Did you mean "method"?'),
        ({"control_genes": 7}, "This must be a list or text, not a whole number."),
        ({"control_genes": [7]}, 'Put it in quotes: "7".'),
        ({"method": "given"}, "needs the column that holds the size factors"),
        ({"method": "given", "column": "conditon"}, 'Did you mean "condition"?'),
        ({"column": "condition"}, "the method auto does not use it"),
        ({"method": "iterative", "control_genes": ["ACTB"]}, "control_genes is set"),
        ({"control_genes": "ACTB"}, f"{KEY}.control_genes is a path; names of genes are a list"),
        ({"control_genes": "genes.csv"}, "genes.csv\n   The file does not exist."),
        ({"offsets": "counts.tvs"}, 'Did you mean "counts.tsv"?'),
        ({"control_genes": ["ACTB", "GAPHD"]}, 'value "GAPHD"\n   The counts do not have this'),
    ],
)
def test_settings(study, block, said) -> None:
    use(study, **block)
    assert said in text_of(study)


def test_engine(study) -> None:
    study.config["differential"] = {"engine": "deseq2"}
    text = text_of(study)
    assert 'column "differential.engine", value "deseq2"' in text
    assert "Allowed: vectorised, pydeseq2" in text


def test_given_factors(study) -> None:
    study.samples["sf"] = ["1", "0", "2", "", "1,5", "1"]
    use(study, method="given", column="sf")
    text = text_of(study, 3)
    for row in ("row 3", "row 5", "row 6"):
        assert f'config/samples.tsv, {row}, column "sf"' in text
    study.config["exclude_samples"] = ["P2", "R1", "R2"]
    assert study.problems() == []


def test_the_factor_of_a_sum_stands_in_one_place(study) -> None:
    study.samples["replicate_of"] = ["", "P1", "", "", "", ""]
    study.samples["sf"] = ["1", "1", "1", "1", "1", "1"]
    use(study, method="given", column="sf")
    assert "Give the size factor of the sum to P1." in text_of(study)
    study.samples.loc[1, "sf"] = ""
    assert study.problems() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("ACTB\nGAPDH\n", 'Allowed: the header "gene"'),
        ("gene\tname\nACTB\tx\n", "A table of control genes has one column."),
        ("gene\nACTB\nACTN\n", 'genes.txt, row 3, column "gene", value "ACTN"'),
    ],
)
def test_tables_of_control_genes(study, text, said) -> None:
    study.files = {"genes.txt": text}
    use(study, control_genes="genes.txt")
    assert said in text_of(study)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.drop(columns="R3"), 'lengths.tsv, row 1, column "R3"\n   There is no column.'),
        (lambda t: t.iloc[1:], "1 genes of the counts have no row here: IL3RA."),
        (lambda t: t.replace({"R1": {"1200": "0"}}).iloc[:1], "tximport's vignette sets lengths"),
        (lambda t: t.assign(gene_id=["ACTB", *t["gene_id"][1:]]), "stands in an earlier row"),
    ],
)
def test_offsets(study, change, said) -> None:
    study.files = {"lengths.tsv": change(lengths(study)).to_csv(sep="\t", index=False)}
    use(study, offsets="lengths.tsv")
    assert said in format_problems(study.problems())


def test_offsets_that_are_no_table(study) -> None:
    study.files = {"lengths.tsv": "x\n1\n"}
    use(study, offsets="lengths.tsv")
    assert "The table has one column only" in text_of(study)
