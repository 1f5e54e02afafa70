"""Real schedulers: a systemd user manager and a crontab spool, each in a mount namespace of its own.

Nothing of the machine's own schedules is seen or touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

MANAGER = "/lib/systemd/systemd"
_MANAGED = """
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system /run/user/0
chmod 700 /run/user/0
for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
    test -f "$tree/cgroup.procs" && mkdir "$tree/gdmzt-$$" && echo $$ > "$tree/gdmzt-$$/cgroup.procs" || true
done
/lib/systemd/systemd --user > "$XDG_CONFIG_HOME/manager.log" 2>&1 &
manager=$!
for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    systemctl --user is-system-running > /dev/null 2>&1 && break
    sleep 0.2
done
set +e
systemctl --user is-system-running > /dev/null 2>&1 && "$@"
code=$?
kill $manager
wait $manager
for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
    test -f "$tree/cgroup.procs" && echo $$ > "$tree/cgroup.procs"
    test -d "$tree/gdmzt-$$" && find "$tree/gdmzt-$$" -depth -type d -exec rmdir {} ';'
done 2> /dev/null
exit $code
"""
_SPOOLED = 'mount -t tmpfs tmpfs /var/spool/cron/crontabs && "$@"'


def need(program: str) -> None:
    """Skip where a program is missing."""
    if shutil.which(program) is None:
        pytest.skip(f"no {program} on this machine (apt-get install systemd cron)")


def under_manager(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command beside a systemd user manager that reads its units from `home`/systemd/user."""
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    return _apart(_MANAGED, command, {**own, "XDG_RUNTIME_DIR": "/run/user/0"})


def with_spool(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command that sees an empty crontab spool."""
    return _apart(_SPOOLED, command, environment)


def need_manager(home: Path) -> None:
    """Skip where no systemd user manager can be started."""
    need("systemctl")
    if not Path(MANAGER).exists() or under_manager(home, "true").returncode:
        pytest.skip("no systemd user manager can be started here: it takes root and mount namespaces")


def need_spool() -> None:
    """Skip where no crontab spool of our own can be had."""
    need("crontab")
    if with_spool(["true"], {}).returncode:
        pytest.skip("no crontab spool can be mounted here: it takes root and mount namespaces")


def _apart(script: str, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    need("unshare")
    words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", *command]
    return subprocess.run(
        words, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=60
    )
