"""Pairs of human and mouse genes."""

from resistance.gene_sets.orthologues import Orthologues, with_newer_symbols


def ens(number: int, organism: str = "") -> str:
    return f"ENS{organism}G{number:011d}"


def test_by_id_then_by_symbol(pairs) -> None:
    to_mouse = Orthologues(pairs, "human")
    assert to_mouse(ens(2), "anything") == (ens(2, "MUS"), ("Sept2", "Septin2"))
    assert to_mouse("", "TP53") == (ens(1, "MUS"), ("Trp53",))
    assert to_mouse(ens(3), "ABCB1") is None
    assert to_mouse("", "") is None


def test_back(pairs) -> None:
    to_human = Orthologues(pairs, "mouse")
    assert to_human("", "Septin2") == to_human("", "Sept2") == (ens(2), ("SEPTIN2",))
    assert to_human(ens(7, "MUS"), "") == (ens(7), ("MYC",))
    assert to_human("", "TP53") is None


def test_newer_symbols_of_mouse_lead_to_the_gene(mouse, pairs) -> None:
    newer = with_newer_symbols(mouse, pairs)
    assert newer.aliases.to_numpy().tolist() == [["Septin2", ens(2, "MUS"), "previous"]]
    # not where it is another gene's symbol
    taken = pairs.assign(mgi_symbol=["Trp53", "Septin2", "Trp53"])
    assert with_newer_symbols(mouse, taken).aliases.equals(newer.aliases)
