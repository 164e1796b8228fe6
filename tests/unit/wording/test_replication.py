from itertools import product

import pytest

from resistance.wording.replication import replication_sentence

FORBIDDEN = ("causes", "confirms", "proves", "supported", "post-translational")


@pytest.mark.parametrize("layer", ["mRNA", "total", "surface"])
@pytest.mark.parametrize("independent", ["yes", "no", "unknown"])
def test_every_sentence_is_short_and_claims_nothing_more(layer: str, independent: str) -> None:
    for k, two, everything in product((1, 2, 5), (0.01, 0.9), (0.01, 0.9)):
        for way, other in (("higher", "lower"), ("lower", "higher")):
            row = {
                "gene_name": "IL3RA",
                "layer": layer,
                "independent": independent,
                "n_contrasts": k,
                "n_higher": k,
                "n_lower": 0,
                f"p_two_{way}": two,
                f"p_all_{way}": everything,
                f"p_two_{other}": 1.0,
                f"p_all_{other}": 1.0,
            }
            said = replication_sentence(row, 0.32)
            assert len(said.split()) <= 30
            assert not any(word in said for word in FORBIDDEN)
            assert said.endswith(".")
            if k > 1 and everything < 0.05:
                assert way in said
                assert ("both" if k == 2 else "all 5") in said


def test_nothing_shown_is_not_nothing_changed() -> None:
    row = {"gene_name": "ABCB1", "layer": "mRNA", "independent": "yes", "n_contrasts": 3}
    row |= {"n_higher": 2, "n_lower": 1}
    row |= {f"p_{n}_{way}": 1.0 for n in ("two", "all") for way in ("higher", "lower")}
    counts = "(estimates above zero: 2, below: 1)"
    assert replication_sentence(row, 0.32193) == (
        f"ABCB1 mRNA: no change beyond 1.25-fold is shown in two contrasts at once {counts}."
    )
    assert replication_sentence(row, 0.0) == (
        f"ABCB1 mRNA: no change is shown in two contrasts at once {counts}."
    )
