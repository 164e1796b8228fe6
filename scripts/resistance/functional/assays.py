"""The functional assays: their units, and which way resistance points in each."""

from __future__ import annotations

from typing import Final

IC50: Final = ("adc_ic50", "payload_ic50")
ALONE: Final = "inhibitor_alone"

_CONCENTRATION: Final = ("pM", "nM", "uM", "ng_ml", "ug_ml")

#: Units that each assay allows; the first is the default, where there is one to fall back on.
UNITS: Final[dict[str, tuple[str, ...]]] = {
    "dye_efflux": (
        "MFI",
        "fraction_retained",
        "percent_retained",
        "fraction_effluxed",
        "percent_effluxed",
    ),
    "internalisation_rate": ("per_hour", "per_minute", "percent_per_hour", "fraction", "percent"),
    "surface_half_life": ("hours", "minutes"),
    "lysosomal_delivery": ("fraction", "percent"),
    "adc_ic50": _CONCENTRATION,
    "payload_ic50": _CONCENTRATION,
    ALONE: ("fraction", "percent"),
}

#: Assays whose unit decides what a higher value means, so that it must be given.
UNIT_NEEDED: Final = ("dye_efflux", "lysosomal_delivery", ALONE)

#: Assays in which a value may be a bound, such as ">1000": the range was not enough.
BOUNDED: Final = (*IC50, "surface_half_life")

DIFFERENCE: Final = "difference"
EFFECT_REFERENCE: Final = "effect_reference"
EFFECT_TARGET: Final = "effect_target"
INTERACTION: Final = "interaction"
QUANTITIES: Final = (DIFFERENCE, EFFECT_REFERENCE, EFFECT_TARGET, INTERACTION)

#: Sign of the log2 difference (target - reference) that goes with resistance.
_DIFFERENCE_SIGN: Final[dict[str, int]] = {
    "dye_efflux": -1,  # less dye stays in the cell
    "internalisation_rate": -1,
    "surface_half_life": -1,
    "lysosomal_delivery": -1,
    "adc_ic50": 1,
    "payload_ic50": 1,
}

#: Sign of a modulator's effect that goes with what it inhibits; others have no direction.
_EFFECT_SIGN: Final[dict[str, int]] = {
    "dye_efflux": 1,  # the inhibitor keeps the dye in the cell
    "adc_ic50": -1,  # the inhibitor makes the drug more potent
    "payload_ic50": -1,
    ALONE: -1,  # the inhibitor alone kills
}

#: Tests that a conclusion may rest on: together the family over which error rates hold. Equal
#: pumping in both arms only weakens a conclusion, so it needs no correction and is left out.
CHANGED_CLAIMS: Final = frozenset(
    {
        *((assay, DIFFERENCE) for assay in _DIFFERENCE_SIGN if assay != "dye_efflux"),
        *((assay, INTERACTION) for assay in ("dye_efflux", *IC50)),
        ("dye_efflux", EFFECT_TARGET),
    }
)
EQUIVALENT_CLAIMS: Final = CHANGED_CLAIMS - {("adc_ic50", DIFFERENCE), ("dye_efflux", INTERACTION)}


def sign(assay: str, quantity: str) -> int:
    """Return which way a quantity moves where it goes with resistance.

    Parameters
    ----------
    assay, quantity : str

    Returns
    -------
    int
        1 up, -1 down, 0 where neither does.
    """
    signs = _DIFFERENCE_SIGN if quantity == DIFFERENCE else _EFFECT_SIGN
    return signs.get(assay, 0)
