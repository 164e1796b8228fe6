rule gene_set_download:
    """Fetch gene sets that the configuration names by address and checksum; only where it does."""
    output:
        f"{gene_set_sources.DOWNLOADS}/{{sha256}}",
    log:
        "logs/gene_set_download/{sha256}.log",
    wildcard_constraints:
        sha256="[0-9a-f]{64}",
    # nodes of a cluster often reach no network
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=30,
    params:
        # no digest of the code: the checksum says what the file is, and nothing else can come
        url=lambda wildcards: download_url(wildcards.sha256),
    script:
        "../../scripts/gene_set_download.py"


rule gene_sets:
    """All gene sets in one table, their members named as the study's tables name them."""
    input:
        sets=gene_set_files(),
        genes=rules.inputs.output.genes,
        annotation=gene_set_annotation(),
    output:
        members="results/inputs/gene_sets.tsv.gz",
        collections="results/tables/gene_set_collections.tsv",
    log:
        "logs/gene_sets.log",
    benchmark:
        "benchmarks/gene_sets.tsv"
    # the start of a job takes as long as its work
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        # 0.4 GB for 8,000 sets; the whole of MSigDB takes ten times the memory of its file
        mem_mb=lambda wildcards, attempt, input: attempt
        * (1500 + 20 * int(input.size_mb)),
        runtime=10,
    params:
        collections=[asdict(collection) for collection in COLLECTIONS],
        organism=ORGANISM,
        simulated=SIMULATED,
        code=code("gene_sets"),
    script:
        "../../scripts/gene_sets.py"
