"""bash, zsh and fish on a real terminal, into which is typed as by a person."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

from conftest import TOOL

SHELLS = ("bash", "zsh", "fish")
TAB, _HOME_KEY, _ENTER = "\t", "\x01", "\r"
_PROMPT = "ready>"
_RC = {
    "bash": (".bashrc", f"PS1='{_PROMPT} '\n. /usr/share/bash-completion/bash_completion\n"),
    "zsh": (".zshrc", f"PS1='{_PROMPT} '\n"),
    "fish": (".config/fish/config.fish", f"set fish_greeting\nfunction fish_prompt; echo '{_PROMPT} '; end\n"),
}
_ESCAPES = re.compile(r"\x1b(\[[0-9;?>=]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][A-Z0-9]|[=>78])|[\x00-\x08\x0e]")
_SECONDS = 30


class Shell:
    """One shell of a person at home in a folder, with the completion installed as the manual says."""

    def __init__(self, name: str, home: Path) -> None:
        self.name = name
        self.home = home
        self.raw = ""
        (home / "bin").mkdir()
        spy = home / "bin" / "spy"
        spy.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > ~/typed; echo spied\n')
        spy.chmod(0o755)
        file, text = _RC[name]
        (home / file).parent.mkdir(parents=True, exist_ok=True)
        (home / file).write_text(text)
        self._start()
        self.send(f"apigw-choose --install-completion{_ENTER}")
        self.see("Completion will take effect")
        self.stop()
        self._start()

    def _start(self) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
        path = os.pathsep.join([str(Path(TOOL).parent), str(self.home / "bin"), os.environ["PATH"]])
        self._process = subprocess.Popen(
            [f"/usr/bin/{self.name}", "-i"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={"PATH": path, "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "xterm-256color"},
            cwd=self.home,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0) and None,  # noqa: PLW1509 - job control needs it
        )
        os.close(theirs)
        self.raw = ""
        self.see(_PROMPT)

    def stop(self) -> None:
        """Hang up."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._ours)

    @property
    def screen(self) -> str:
        """What has been shown since the last line was begun, without styles, each run of blanks as one."""
        return " ".join(_ESCAPES.sub("", self.raw).split())

    def send(self, keys: str) -> None:
        """Press these keys."""
        os.write(self._ours, keys.encode())

    def see(self, text: str, keys: str = "") -> None:
        """Wait until this is shown; until then these keys are pressed every second."""
        until = time.monotonic() + _SECONDS
        while text not in self.screen:
            assert time.monotonic() < until, f"{self.name} shows no {text!r}, but: {self.screen}"
            self.send(keys)
            quiet = time.monotonic() + 1
            while time.monotonic() < quiet and text not in self.screen:
                self._listen()

    def completed(self, typed: str) -> str:
        """The command line that a Tab makes of what is typed. Then an X is typed, which shows where the cursor is."""
        self.raw = ""
        # The keys after the Tab wait in the terminal until the shell has completed, so no time need be guessed.
        self.send(f"{typed}{TAB}X{_HOME_KEY}spy {_ENTER}")
        self.see("spied")
        self.raw = self.raw.partition("spied")[2]
        self.see(_PROMPT)
        return " ".join((self.home / "typed").read_text("utf-8").splitlines())

    def offers(self, typed: str, *texts: str) -> None:
        """Press Tab behind what is typed until these texts are shown; the shell is then left for a new one.

        Each Tab is pressed alone: zsh and fish list nothing while keys are waiting.
        """
        self.raw = ""
        self.send(typed)
        for text in texts:
            self.see(text, keys=TAB)
        self.stop()
        self._start()

    def _listen(self) -> None:
        if select.select([self._ours], [], [], 0.05)[0]:
            self.raw += os.read(self._ours, 65536).decode("utf-8", "replace")
