"""How the static files are served: hashed, compressed, and the style in one file."""

import re
from pathlib import Path, PurePosixPath

from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/brestnet.css"
IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);')


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with the imports of the style written out.

    A page then asks for one style instead of eight, and the files stay apart
    for those who write them.
    """

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and BUNDLE in paths:
            whole = IMPORT.sub(
                lambda found: _read(paths, PurePosixPath(BUNDLE).with_name(found[1])),
                _read(paths, BUNDLE),
            )
            Path(self.path(BUNDLE)).write_text(whole)
            paths = {**paths, BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run, **options)


def _read(paths, name) -> str:
    storage, path = paths[str(name)]
    with storage.open(path) as file:
        return file.read().decode()
