"""The bundle of the desk's editor is made of the sources beside it."""

import re
from hashlib import sha256
from pathlib import Path

DESK = Path(__file__).resolve().parent.parent / "static" / "desk"


def test_the_bundle_was_made_of_these_sources():
    """When it fails: `make editor`."""
    editor = DESK / "editor"
    sources = ["build.js", "package-lock.json"]
    written = (editor / "src").rglob("*.js")
    sources += [path.relative_to(editor).as_posix() for path in written]
    made_of = sha256(b"".join((editor / name).read_bytes() for name in sorted(sources)))

    head = (DESK / "editor.js").read_text()[:1000]

    assert re.search(r"sha256 ([0-9a-f]{64})", head)[1] == made_of.hexdigest()
