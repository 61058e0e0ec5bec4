"""Packs a folder into FOLDER.tar.gz, or FOLDER.zip where a Windows program is in it.

    archive.py FOLDER OUT

The same files make the same bytes whenever and wherever they are packed: names in order, no
owner, one date, and one of two modes.
"""

import gzip
import os
import pathlib
import sys
import tarfile
import time
import zipfile

# The date of all files: the commit's where the build sets it (reproducible-builds.org).
DATE = int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))


def mode(path: pathlib.Path) -> int:
    """Programs and folders may be run and entered; everything else is only read."""
    runs = path.is_dir() or path.name in ("st-hasura", "st-hasura.exe")
    return 0o755 if runs else 0o644


def tar(folder: pathlib.Path, names: list[pathlib.Path], out: pathlib.Path) -> None:
    with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=DATE) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for path in names:
                name = path.relative_to(folder.parent).as_posix()
                entry = archive.gettarinfo(path, name)
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = ""
                entry.mtime = DATE
                entry.mode = mode(path)
                if path.is_dir():
                    archive.addfile(entry)
                else:
                    with open(path, "rb") as content:
                        archive.addfile(entry, content)


def zip_(folder: pathlib.Path, names: list[pathlib.Path], out: pathlib.Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in names:
            if path.is_dir():
                continue
            name = path.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, time.gmtime(DATE)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode(path)) << 16
            archive.writestr(entry, path.read_bytes())


def main() -> None:
    folder, out = map(pathlib.Path, sys.argv[1:])
    folder = folder.resolve()
    names = [folder, *sorted(folder.rglob("*"))]
    if (folder / "st-hasura.exe").exists():
        path = out / f"{folder.name}.zip"
        zip_(folder, names, path)
    else:
        path = out / f"{folder.name}.tar.gz"
        tar(folder, names, path)
    print(path)


if __name__ == "__main__":
    main()
