"""Write an AnnData object as ``.h5ad``: same content, same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import anndata


def write_h5ad(data: anndata.AnnData, path: str | Path) -> None:
    """Write the object; ``X`` is found under ``layers/vst`` too, without being stored twice.

    Parameters
    ----------
    data : anndata.AnnData
        Whose ``X`` holds variance-stabilised values.
    path : str or Path
    """
    import h5py

    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # HDF5's own times of objects are off in h5py; anndata writes none of its own
    data.write_h5ad(path, compression="gzip", convert_strings_to_categoricals=False)
    with h5py.File(path, "a") as file:
        file["layers/vst"] = file["X"]
