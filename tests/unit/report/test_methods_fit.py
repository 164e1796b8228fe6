"""What the first paragraph says of transcripts and of the annotation (the rest: test_methods)."""

import dataclasses

import pandas as pd

from resistance.report.methods_fit import fit_text

VERSIONS = dict.fromkeys(("snakemake", "numpy", "scipy", "pydeseq2"), "1.0")


def text(study, fabricate):
    return fit_text(study, fabricate.config(), VERSIONS, "")


def test_transcripts_are_told_where_they_were_summed(fabricate):
    study = fabricate.study()
    assert "tximport" not in text(study, fabricate)
    row = {"source": "counts", "action": "summed", "item": "", "n": 9}
    told = pd.DataFrame([{**row, "detail": "transcripts, to 4 genes as tximport does"}])
    assert "as tximport does" in text(dataclasses.replace(study, inputs=told), fabricate)


def test_annotation_is_named_with_its_release(fabricate):
    study = fabricate.study()
    genes = study.genes.assign(ensembl_id="ENSG00000185291", matched_by="ensembl_id")
    manifest = pd.DataFrame({"file": ["annotation/human.tsv.gz"], "notes": ["Ensembl 115"]})
    named = dataclasses.replace(study, genes=genes, manifest=manifest)
    assert "Genes are named as in Ensembl 115" in text(named, fabricate)
    own = dataclasses.replace(named, genes=genes.assign(matched_by="annotation_file"))
    assert "Genes are named as in" not in text(own, fabricate)
