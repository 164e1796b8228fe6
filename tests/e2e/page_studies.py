"""Small studies that a page must bear: nothing changes, one sample an arm, names without end."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from resistance.readers.resources import read_gene_sets
from workflow_runs import ROOT, Run, finished, shared, snakemake, write_study

#: Genes that the checks, the catalogue or a reader look for.
LOOKED_FOR = ("IL3RA", "ABCB1", "ABCG2", "BCL2", "SLFN11", "MCM2", "PCNA", "CDKN1A", "XIST")
N_GENES = 1500
LONG = 200


def symbols() -> list[str]:
    """Return human symbols: those above, and members of Hallmark sets, whole sets first."""
    sets = read_gene_sets(ROOT / "resources/gene_sets/hallmark.gmt.gz")
    members = [gene for term in sorted(sets) for gene in sets[term]]
    return list(dict.fromkeys((*LOOKED_FOR, *members)))[:N_GENES]


def counts(genes: list[str], samples: list[str], changes: np.ndarray, seed: int) -> pd.DataFrame:
    """Draw counts; ``changes`` are log2, genes x samples."""
    random = np.random.default_rng(seed)
    means = random.lognormal(5.0, 1.2, len(genes))[:, None] * 2.0**changes
    drawn = random.negative_binomial(
        20, 20 / (20 + means * random.uniform(0.8, 1.25, len(samples)))
    )
    return pd.DataFrame(drawn, columns=samples).assign(gene=genes)[["gene", *samples]]


def surface(genes: dict[str, float], arms: dict[str, int], seed: int) -> pd.DataFrame:
    """Draw a flow table: log2 change of each gene in the second arm, replicates of each arm."""
    random = np.random.default_rng(seed)
    rows = [
        (gene, arm, str(k + 1), round(1000 * 2 ** (change * i + random.normal(0, 0.05)), 1))
        for gene, change in genes.items()
        for i, (arm, n) in enumerate(arms.items())
        for k in range(n)
    ]
    table = pd.DataFrame(rows, columns=["gene", "condition", "replicate", "value"])
    return table.assign(assay_id="flow", assay_type="flow", compartment="surface", unit="MFI")


def functional(arms: dict[str, int], seed: int) -> pd.DataFrame:
    """Draw a table of functional assays: the second arm pumps more and takes less up."""
    random = np.random.default_rng(seed)
    rows = [
        (assay, arm, str(k), f"{value[i] * 2 ** random.normal(0, 0.1):.4g}", unit, modulator)
        for assay, value, unit, modulator in (
            ("dye_efflux", (900, 250), "MFI", ""),
            ("dye_efflux", (950, 900), "MFI", "zosuquidar"),
            ("internalisation_rate", (0.6, 0.2), "fraction", ""),
        )
        for i, arm in enumerate(arms)
        for k in range(3)
    ]
    names = ["assay", "condition", "replicate", "value", "unit", "modulator"]
    return pd.DataFrame(rows, columns=names)


def configuration(name: str, **more: object) -> dict:
    return {
        "study": {"name": name, "organism": "human"},
        "samples": "config/samples.tsv",
        "counts": {"path": "config/counts.tsv"},
        "design": "~ condition",
        "contrasts": "config/contrasts.tsv",
        "protein": "config/protein.tsv",
        "genes_of_interest": ["IL3RA", "ABCB1"],
        "enrichment": {"collections": ["hallmark", "resistance"]},
        **more,
    }


def sheet(arms: dict[str, int], name: str = "{arm}_{k}") -> pd.DataFrame:
    return pd.DataFrame(
        [(name.format(arm=arm, k=k + 1), arm) for arm, n in arms.items() for k in range(n)],
        columns=["sample", "condition"],
    )


def asked(arms: dict[str, int], name: str = "b_vs_a") -> pd.DataFrame:
    reference, target = arms
    row = {"id": name, "variable": "condition", "reference": reference, "target": target}
    return pd.DataFrame([row])


def unchanged(directory: Path) -> None:
    """Write a study of two arms that are the same cells: no gene changes."""
    arms = {"a": 3, "b": 3}
    samples, genes = sheet(arms), symbols()
    drawn = counts(genes, list(samples["sample"]), np.zeros((len(genes), 6)), seed=8)
    tables = {
        "samples.tsv": samples,
        "contrasts.tsv": asked(arms),
        "counts.tsv": drawn,
        "protein.tsv": surface({"IL3RA": 0.0, "ABCB1": 0.0, "CD4": 0.0}, arms, seed=8),
    }
    write_study(directory, configuration("Nothing changes"), tables)


def single(directory: Path) -> None:
    """Write a study of one sample an arm: ratios, no test."""
    arms = {"a": 1, "b": 1}
    samples, genes = sheet(arms), symbols()
    changes = np.zeros((len(genes), 2))
    changes[:60, 1] = 2.0
    tables = {
        "samples.tsv": samples,
        "contrasts.tsv": asked(arms),
        "counts.tsv": counts(genes, list(samples["sample"]), changes, seed=5),
        "protein.tsv": surface({"IL3RA": -2.0, "ABCB1": 1.0}, arms, seed=5),
    }
    write_study(directory, configuration("One sample an arm"), tables)


def long_name(start: str) -> str:
    """Return a name of 200 letters, of which none repeats in periods (Snakemake refuses those)."""
    digits = "".join(hashlib.sha256(f"{start}{i}".encode()).hexdigest() for i in range(4))
    letters = digits.translate(str.maketrans("0123456789", "ghijklmnop"))
    return f"{start}{letters}"[:LONG]


def endless(directory: Path) -> None:
    """Write a study whose samples, levels, contrast, genes, sets and title have 200 characters."""
    arms = {long_name("parental"): 3, long_name("resistant"): 3}
    samples = sheet(arms)
    samples["sample"] = [long_name(f"sample{i}") for i in range(6)]
    genes = symbols()
    strange = [long_name(f"GENE{i}") for i in range(40)]
    genes[-len(strange) :] = strange
    changes = np.zeros((len(genes), 6))
    changes[-len(strange) :, 3:] = 3.0
    changes[9:300:3, 3:] = 1.0
    sets = [
        "\t".join(
            (long_name(f"SET{i}"), long_name("about"), *genes[9 + i : 300 : 3], *strange[i::2])
        )
        for i in range(2)
    ]
    (directory / "config").mkdir(parents=True)
    (directory / "config/own.gmt").write_text("\n".join(sets) + "\n")
    own = {"name": long_name("own"), "path": "config/own.gmt"}
    config = configuration(
        long_name("Study"),
        genes_of_interest=["IL3RA", *strange[:2]],
        enrichment={"collections": ["resistance"], "gene_sets": [own]},
        functional="config/functional.tsv",
    )
    tables = {
        "samples.tsv": samples,
        "contrasts.tsv": asked(arms, long_name("contrast")),
        "counts.tsv": counts(genes, list(samples["sample"]), changes, seed=6),
        "protein.tsv": surface({"IL3RA": -2.0, strange[0]: 3.0, strange[1]: 0.0}, arms, seed=6),
    }
    tables["protein.tsv"]["assay_id"] = long_name("assay")
    tables["functional.tsv"] = functional(arms, seed=6)
    write_study(directory, config, tables)


def airway(directory: Path) -> None:
    """Write the study of four donors' airway cells with and without dexamethasone."""
    data = shared("data", "airway")
    about = pd.read_csv(data / "airway_metadata.csv", dtype=str)
    samples = about.rename(columns={"id": "sample", "dex": "condition", "celltype": "donor"})
    config = {
        "study": {
            "name": "Airway cells given dexamethasone",
            "organism": "human",
            "drug": {"name": "dexamethasone", "class": "other"},
        },
        "samples": "config/samples.tsv",
        "counts": {"path": str(data / "airway_rawcounts.csv.gz")},
        "design": "~ donor + condition",
        "contrasts": "config/contrasts.tsv",
        "genes_of_interest": ["DUSP1", "FKBP5", "PER1", "IL3RA"],
        "enrichment": {"collections": ["hallmark"]},
    }
    contrasts = asked({"control": 4, "treated": 4}, "treated_vs_control")
    tables = {"samples.tsv": samples.drop(columns="geo_id"), "contrasts.tsv": contrasts}
    write_study(directory, config, tables)


def run(write: object, directory: Path, root: Path = ROOT, cores: int = 2) -> Run:
    """Write a study and run it by the workflow below ``root``."""
    write(directory)
    return finished(snakemake(root / "Snakefile", directory, "--cores", str(cores)))
