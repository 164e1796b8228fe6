"""What a modulator acts on, as far as naming a pump goes.

The table gives no concentrations, so an inhibitor that reaches a second pump at concentrations in
common use names neither of them.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Inhibitor(NamedTuple):
    """A known inhibitor of pumps.

    Attributes
    ----------
    pumps : tuple of str
        Symbols of the pumps that it acts on at concentrations in use.
    source : str
        Where that is described.
    """

    pumps: tuple[str, ...]
    source: str


#: By :func:`plain` name.
KNOWN: Final[dict[str, Inhibitor]] = {
    "zosuquidar": Inhibitor(
        ("ABCB1",), "P-gp but neither ABCC1 nor ABCG2: Shepard et al., Int J Cancer 2003"
    ),
    "tariquidar": Inhibitor(("ABCB1", "ABCG2"), "ABCG2 at 100 nM and above: PMID 22778859"),
    "elacridar": Inhibitor(("ABCB1", "ABCG2"), "de Bruin et al., Cancer Lett 1999"),
    "verapamil": Inhibitor(("ABCB1", "ABCC1"), "Loe et al., Mol Pharmacol 2000"),
    "ciclosporin": Inhibitor(("ABCB1", "ABCC1", "ABCG2"), "Qadir et al., Clin Cancer Res 2005"),
    "valspodar": Inhibitor(("ABCB1", "ABCC2"), "Chen et al., Mol Pharmacol 1999"),
    "ko143": Inhibitor(
        ("ABCG2", "ABCB1", "ABCC1"), "P-gp and ABCC1 at 1 uM and above: Weidner et al., JPET 2015"
    ),
    "fumitremorginc": Inhibitor(("ABCG2",), "Rabindran et al., Cancer Res 2000"),
    "mk571": Inhibitor(("ABCC1", "ABCC2"), "Gekeler et al., BBRC 1995"),
    "probenecid": Inhibitor(("ABCC1", "ABCC2"), "Gollapudi et al., BBRC 1997"),
}

#: Other names of the same compounds.
_OTHER_NAMES: Final[dict[str, str]] = {
    "ly335979": "zosuquidar",
    "xr9576": "tariquidar",
    "gf120918": "elacridar",
    "cyclosporin": "ciclosporin",
    "cyclosporina": "ciclosporin",
    "cyclosporine": "ciclosporin",
    "ciclosporina": "ciclosporin",
    "psc833": "valspodar",
    "ftc": "fumitremorginc",
}

#: What people write where no inhibitor is present; read as an empty cell.
NO_MODULATOR: Final = ("", "none", "no", "vehicle", "dmso", "untreated", "control", "-")

#: A pump that is lost: the symbol and a word for how.
_LOSS: Final = re.compile(
    r"(?P<gene>ABC[A-G]\d+)[ _-]+(knock-?out|ko|knock-?down|kd|sirna|shrna|sgrna|crispri?|loss)",
    re.IGNORECASE,
)

#: How a pump is called where no human gene may name it.
TARGET_OF: Final = "the target of"
#: What a pump is called in a sentence.
_SPOKEN: Final[dict[str, str]] = {"ABCB1": "P-gp"}


def plain(modulator: str) -> str:
    """Write a modulator's name in lower case without spaces, dashes and underscores."""
    return re.sub(r"[\s_-]+", "", modulator).lower()


def is_none(modulator: str) -> bool:
    """Tell whether a cell says that no modulator was present."""
    return modulator.strip().lower() in NO_MODULATOR


def lost_pump(modulator: str) -> str:
    """Return the symbol of the pump whose loss is the modulator (``ABCB1 knockout``), or empty."""
    found = _LOSS.fullmatch(modulator.strip())
    return found["gene"].upper() if found else ""


def pumps(modulator: str) -> tuple[str, ...]:
    """Return the pumps that a modulator acts on.

    Parameters
    ----------
    modulator : str
        As the user wrote it.

    Returns
    -------
    tuple of str
        Symbols; empty where its specificity is not known here.
    """
    lost = lost_pump(modulator)
    if lost:
        return (lost,)
    name = plain(modulator)
    known = KNOWN.get(_OTHER_NAMES.get(name, name))
    return known.pumps if known else ()


def named_pump(modulator: str) -> str:
    """Return the one pump that a modulator acts on; empty where it is several or not known."""
    found = pumps(modulator)
    return found[0] if len(found) == 1 else ""


def spoken(modulator: str, human: bool = True) -> str:
    """Say which pumps a modulator acts on: ``P-gp and/or ABCG2``.

    Parameters
    ----------
    modulator : str
    human : bool
        Of human cells; in others the pumps that an inhibitor acts on have no human gene's name.

    Returns
    -------
    str
        ``a pump`` where its specificity is not known.
    """
    if not human and pumps(modulator) and not lost_pump(modulator):
        return f"{TARGET_OF} {modulator}"
    found = [_SPOKEN.get(name, name) for name in pumps(modulator)]
    if not found:
        return "a pump"
    return " and/or ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
