"""Putting schedules where systemd and cron find them, and taking them away again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gdmzt_crawler.errors import GdmztError, UsageError


@dataclass(frozen=True, slots=True)
class Units:
    """The service and the timer of one name, of the user or of the system."""

    name: str
    system: bool = False

    @property
    def folder(self) -> Path:
        """Where they lie."""
        if self.system:
            return Path("/etc/systemd/system")
        home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Path(home) / "systemd" / "user"

    @property
    def service(self) -> Path:
        """File of the service."""
        return self.folder / f"{self.name}.service"

    @property
    def timer(self) -> Path:
        """File of the timer."""
        return self.folder / f"{self.name}.timer"

    @property
    def systemctl(self) -> tuple[str, ...]:
        """The words that reach the right manager."""
        return ("systemctl",) if self.system else ("systemctl", "--user")

    def install(self, files: Mapping[Path, str]) -> None:
        """Write the files and start the timer. Raises UsageError without systemd, GdmztError for what fails."""
        _need("systemctl", "gdmzt schedule cron")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for path, text in files.items():
                path.write_text(text, encoding="utf-8")
        except OSError as error:
            hint = "以 root 运行 run as root" if self.system else "检查权限 check the permissions"
            raise GdmztError(f"写不了 cannot write {error.filename}: {error.strerror} — {hint}.") from None
        try:
            _run(*self.systemctl, "daemon-reload")
            _run(*self.systemctl, "enable", "--now", self.timer.name)
        except GdmztError as error:
            raise GdmztError(
                f"{error.message} — 文件已写入 the files are in {self.folder}; 没有 systemd 会话时 without a systemd "
                "session: --system, or `gdmzt schedule cron`."
            ) from None

    def uninstall(self) -> bool:
        """Stop the timer and remove the files; False where there are none. Raises as `install`."""
        found = [path for path in (self.service, self.timer) if path.exists()]
        if not found:
            return False
        _need("systemctl", "rm")
        _run(*self.systemctl, "disable", "--now", self.timer.name)
        for path in found:
            path.unlink()
        _run(*self.systemctl, "daemon-reload")
        return True


def read_crontab() -> str:
    """The user's crontab, `""` where there is none. Raises UsageError without cron, GdmztError for what fails."""
    _need("crontab", "gdmzt schedule systemd")
    done = _call(["crontab", "-l"])
    if done.returncode and b"no crontab for" not in done.stderr:
        raise _failed(["crontab", "-l"], done)
    # Lines of the user's are handed back byte for byte.
    return "" if done.returncode else done.stdout.decode("utf-8", "surrogateescape")


def write_crontab(text: str) -> None:
    """Put a whole crontab in place. Raises as `read_crontab`; the old one stays then."""
    _need("crontab", "gdmzt schedule systemd")
    _run("crontab", "-", given=text.encode("utf-8", "surrogateescape"))


def _need(name: str, instead: str) -> None:
    if shutil.which(name) is None:
        raise UsageError(f"这里没有 {name} is not on this machine — {instead}")


def _run(*words: str, given: bytes | None = None) -> None:
    done = _call(words, given)
    if done.returncode:
        raise _failed(words, done)


def _call(words: Sequence[str], given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    # In English: what it says is read here.
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(words, input=given or b"", capture_output=True, env=environment, check=False)


def _failed(words: Sequence[str], done: subprocess.CompletedProcess[bytes]) -> GdmztError:
    said = " ".join(done.stderr.decode("utf-8", "replace").split()) or f"exit {done.returncode}"
    return GdmztError(f"没有成功 failed: {' '.join(words)}: {said}")
