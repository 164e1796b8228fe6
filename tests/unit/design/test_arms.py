import pandas as pd
import pytest

from resistance.design.arms import compared_variables, contrast_arms, fitted_arms, pooled_levels
from resistance.design.contrast_rows import Contrast
from resistance.design.formula import parse_design
from resistance.design.models import model_coding

SHEET = pd.DataFrame(
    {
        "clone": ["parent", "parent", "R1", "R1", "R2", "R2"] * 2,
        "line": ["A"] * 6 + ["B"] * 6,
        "dex": ["no", "yes"] * 6,
    },
    index=pd.Index([f"s{i}" for i in range(12)], name="sample"),
)


def arms(contrast, design="~ clone + line*dex", function=contrast_arms):
    code = model_coding(SHEET, parse_design(design), [contrast], contrast)
    found = function(SHEET, contrast, code)["arm"]
    return tuple(
        "".join(str(name) for name in found.index[found == arm]) for arm in ("reference", "target")
    )


@pytest.mark.parametrize(
    ("contrast", "reference", "target"),
    [
        (Contrast("k", "clone", "parent", "R1"), "s0s1s6s7", "s2s3s8s9"),
        (Contrast("k", formula="(R1 + R2)/2 - parent"), "s0s1s6s7", "s2s3s4s5s8s9s10s11"),
        (Contrast("k", formula="A:yes - B:no"), "s6s8s10", "s1s3s5"),
        (Contrast("k", formula="R1 - parent", subset="line = A"), "s0s1", "s2s3"),
        (Contrast("k", formula="R1 - parent", exclude_samples=("s0", "s9")), "s1s6s7", "s2s3s8"),
        (Contrast("k", formula="(A:yes - A:no) - (B:yes - B:no)"), "", ""),
        (Contrast("k", formula="2*R1 - 2*parent"), "", ""),
        (Contrast("k", test="lrt", reduced="~ clone"), "", ""),
    ],
)
def test_arms_of_a_contrast(contrast, reference, target) -> None:
    assert arms(contrast) == (reference, target)


def test_cells_without_samples_give_no_arms() -> None:
    sheet = SHEET[(SHEET["line"] != "B") | (SHEET["dex"] != "yes")]
    contrast = Contrast("k", formula="B:yes - A:no")
    code = model_coding(sheet, parse_design("~ line + dex"), [contrast])
    found = contrast_arms(sheet, contrast, code)
    assert found.empty
    assert list(found.columns) == ["arm"]


def test_fitted_arms_of_levels_stand_at_the_reference_of_the_interaction() -> None:
    contrast = Contrast("k", "dex", "no", "yes")
    assert arms(contrast, function=fitted_arms) == ("s0s2s4", "s1s3s5")
    assert arms(contrast)[0] == "s0s2s4s6s8s10"
    assert arms(Contrast("k", formula="B:yes - B:no"), function=fitted_arms) == (
        "s6s8s10", "s7s9s11",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("contrast", "expected"),
    [
        (Contrast("k", "clone", "parent", "R1"), (("parent",), ("R1",))),
        (Contrast("k", formula="(R1 + R2)/2 - parent"), (("parent",), ("R1", "R2"))),
        (Contrast("k", formula="clone=R1 - clone=parent + R2 - R2"), (("parent",), ("R1",))),
        (Contrast("k", formula="A:yes - A:no"), (("no",), ("yes",))),
        (Contrast("k", formula="(R1:no + R2:no)/2 - parent:no"), (("parent",), ("R1", "R2"))),
        (Contrast("k", formula="A:yes - B:no"), None),
        (Contrast("k", formula="(A:yes - A:no) - (B:yes - B:no)"), None),
        (Contrast("k", formula="2*R1 - 2*parent"), None),
        (Contrast("k", test="lrt", reduced="~ 1"), None),
    ],
)
def test_pooled_levels(contrast, expected) -> None:
    assert pooled_levels(contrast) == expected


@pytest.mark.parametrize(
    ("contrast", "names"),
    [
        (Contrast("k", "clone", "parent", "R1"), {"clone"}),
        (Contrast("k", formula="A:yes - B:no"), {"line", "dex"}),
        (Contrast("k", test="lrt", reduced="~ 1"), set()),
    ],
)
def test_variables_that_a_contrast_names(contrast, names) -> None:
    code = model_coding(SHEET, parse_design("~ clone + line*dex"), [contrast])
    assert compared_variables(contrast, code) == names
