"""Disks that are too small, or cannot be written, without harm to the machine."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A tmpfs of `size` (`700k`) at `folder`; the test is skipped where nobody may mount one."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or shutil.which("mount") is None
        or subprocess.run(command, capture_output=True).returncode
    ):
        pytest.skip("this machine does not let us mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(folder: Path, options: str) -> None:
    """Change a mounted tmpfs: `size=20m`, `ro`."""
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True, capture_output=True)


@contextmanager
def unwritable(folder: Path) -> Iterator[Path]:
    """Nothing in the folder can be written: by its rights, or for root by its file system."""
    if os.geteuid() == 0:
        copy = folder.with_name(folder.name + "-content")
        shutil.copytree(folder, copy)
        with mounted(folder, "20m"):
            shutil.copytree(copy, folder, dirs_exist_ok=True)
            remount(folder, "ro")
            yield folder
        return
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555)
    try:
        yield folder
    finally:
        for path in (folder, *folder.iterdir()):
            path.chmod(0o755)


def limit_files(size: int) -> None:
    """From now on this process cannot make a file longer than `size` bytes: a quota that needs no rights."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
