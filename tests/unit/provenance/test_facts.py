"""Facts cannot be changed once they are known."""

import dataclasses

import pytest

from resistance.provenance.facts import Checkout, Hashed, Package


@pytest.mark.parametrize(
    "fact", [Hashed("a", "0", 1), Checkout("", (), "no git"), Package("a", "1", "1")]
)
def test_facts_are_frozen(fact) -> None:
    first = dataclasses.fields(fact)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(fact, first, "other")
