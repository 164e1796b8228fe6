"""Run the public validator of research object crates with the committed copy of the context.

    python tests/crate/validate.py results [required|recommended|optional]

Needs the package ``roc-validator`` (``make crate-check`` installs it in an environment of its own)
and no network: the one context that a crate of ours names is served from this folder.
"""

import gzip
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import requests
from requests.adapters import BaseAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
COPY = Path(__file__).with_name("ro-crate-1.1-context.jsonld.gz")
PROFILE = "workflow-run-crate"


class Shelf(BaseAdapter):
    """Answers every request with the committed context."""

    def send(self, request, **_):
        body = gzip.decompress(COPY.read_bytes())
        headers = {"Content-Type": "application/ld+json", "Content-Length": str(len(body))}
        raw = HTTPResponse(BytesIO(body), headers=headers, status=200, preload_content=False)
        answer = requests.Response()
        answer.status_code, answer.url, answer.request, answer.raw = 200, request.url, request, raw
        answer.headers.update(headers)
        return answer

    def close(self):
        pass


def main(crate: str, severity: str) -> int:
    """Return the exit code of the validator: 0 if all requirements of that severity are met."""
    with tempfile.TemporaryDirectory() as folder:
        cache = str(Path(folder) / "http")
        with CachedSession(cache_name=cache, expire_after=-1) as session:
            session.mount("https://", Shelf())
            session.get(CONTEXT)
        validator = Path(sys.executable).with_name("rocrate-validator")
        done = subprocess.run(
            [
                *(str(validator), "-y", "--disable-color", "validate", crate, "--offline"),
                *("--cache-path", cache, "-p", PROFILE, "-l", severity, "-v", "--no-paging"),
            ],
            check=False,
        )
        return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *(sys.argv[2:] or ["required"])))
