#!/usr/bin/env python3
"""Completions in the shells themselves: commands, options, and names of customers from a server."""

import contextlib
import os
import pty
import shlex
import shutil
import socket
import subprocess
import time

import harness
from harness import Native, Report, Server
from remote import AWAY, Shell

NAME = "Completely 'Quoted' & Co"
# What is typed, and what one of the words offered is.
WORDS = (("ve", "version"), ("user a", "add"), ("init --api", "--api-key"), ("docs manual-serv", "manual-serve"),
         ("serve --server.tls_k", "--server.tls_key"), ("get --js", "--json"))
END_S = 60


def environment(shell):
    """In which `patchbay` is the program under test."""
    folder = shell.home / "bin"
    folder.mkdir(exist_ok=True)
    if not (folder / "patchbay").exists():
        (folder / "patchbay").symlink_to(harness.PATCHBAY)
    return {**shell.environment, "PATH": f"{folder}:{shell.environment['PATH']}", "HOME": str(shell.home),
            "ZDOTDIR": str(shell.home), "TERM": "xterm"}


def written(shell, name):
    """The file of completions of a shell."""
    file = shell.home / ("_patchbay" if name == "zsh" else f"patchbay.{name}")
    if not file.exists():
        file.write_text(shell("docs", name)[1])
    return file


def bash(shell, typed):
    """The words that bash offers behind `patchbay`, and what it complains of."""
    words = ["patchbay", *typed.split(" ", 1)]
    script = (f'. {written(shell, "bash")}; COMP_WORDS=({" ".join(map(shlex.quote, words))}); '
              f'COMP_CWORD={len(words) - 1}; _patchbay; '
              '(( ${#COMPREPLY[@]} )) && printf "%s\\n" "${COMPREPLY[@]}"; true')
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=END_S, check=False,
                          env=environment(shell))
    return done.stdout.splitlines(), done.stderr


def fish(shell, typed):
    """The words that fish offers."""
    script = f'source {written(shell, "fish")}; complete -C "$argv[1]"'
    done = subprocess.run(["fish", "--no-config", "-c", script, f"patchbay {typed}"], capture_output=True, text=True,
                          timeout=END_S, check=False, env=environment(shell))
    return [line.split("\t")[0] for line in done.stdout.splitlines()], done.stderr


def zsh(shell, typed):
    """The line that zsh makes of what is typed and a tab, behind `patchbay`."""
    made = shell.home / "line"
    setup = (f"fpath=({written(shell, 'zsh').parent} $fpath); autoload -Uz compinit; compinit -D -u; "
             f"keep() {{ print -r -- \"$BUFFER\" >{made}; zle kill-whole-line; exit }}; zle -N keep; "
             "bindkey '^X' keep; print ready\n")
    main, other = pty.openpty()
    process = subprocess.Popen(["zsh", "-f", "-i"], stdin=other, stdout=other, stderr=other, start_new_session=True,
                               env=environment(shell))
    os.close(other)
    try:
        os.write(main, setup.encode())
        shown = b""
        while b"\r\nready" not in shown:
            shown += os.read(main, 65536)
        os.write(main, f"patchbay {typed}\t\x18".encode())
        with contextlib.suppress(OSError):
            while os.read(main, 65536):
                pass
        process.wait(END_S)
    finally:
        process.kill()
        process.wait()
        os.close(main)
    return made.read_text().removeprefix("patchbay ").rstrip("\n")


def in_bash(report, server):
    """Words and names in bash."""
    with Shell(server.url) as shell:
        for typed, wanted in WORDS:
            command, _, rest = typed.partition(" ")
            offered, errors = bash(shell, typed)
            report.case(f"bash completes `{command} {rest}`", wanted in offered, typed, wanted, errors)
        offered, errors = bash(shell, "get Completely")
        report.equal("a name is offered as one word of a shell", ([NAME], ""),
                     ([each for line in offered for each in shlex.split(line)], errors))
        report.equal("and in quotes", [NAME], bash(shell, "get \"Completely 'Q")[0])
        report.equal("other commands offer none", [], bash(shell, "backup Completely")[0])
        report.case("at most 20", 0 < len(bash(shell, "get ")[0]) < 60)


def in_fish(report, server):
    """Words and names in fish."""
    if not shutil.which("fish"):
        report.skip("completions of fish", "fish is not installed")
        return
    with Shell(server.url) as shell:
        for typed, wanted in WORDS:
            offered, errors = fish(shell, typed)
            report.case(f"fish completes `{typed}`", wanted in offered and not errors, typed, wanted, offered or errors)
        for typed in ("Completely", "Completely\\ ", '"Completely ', "'Completely ", "Completely\\ \\'Q"):
            report.equal(f"fish completes a name behind {typed}", ([NAME], ""), fish(shell, f"get {typed}"))
        report.case("other commands offer none", NAME not in fish(shell, "backup Completely")[0])
        report.case("a part of the record is no file", NAME in fish(shell, "history Compl")[0])


def in_zsh(report, server):
    """Words and names in zsh."""
    if not shutil.which("zsh"):
        report.skip("completions of zsh", "zsh is not installed")
        return
    with Shell(server.url) as shell:
        for typed, wanted in WORDS[1:]:
            report.equal(f"zsh completes `{typed}`", wanted, zsh(shell, typed).split()[-1])
        report.equal("zsh completes a command", "version ", zsh(shell, "vers"))
        for typed in ("Completely", "Completely\\ \\'Q", '"Completely ', "'Completely "):
            report.equal(f"zsh completes a name behind {typed}", ["get", NAME], shlex.split(zsh(shell, f"get {typed}")))
        report.equal("other commands offer none", "backup Completely", zsh(shell, "backup Completely"))


def silent(report, server):
    """Without a server or a profile nothing is offered, and nothing is said."""
    with Shell(server.url) as shell:
        shell.file.chmod(0o644)
        report.equal("a profile that is refused is no answer", ([], ""), bash(shell, "get Completely"))
    with Shell(AWAY) as shell:
        report.equal("nor is a server that is away", ([], ""), bash(shell, "get Completely"))
        report.equal("silently", (0, "", ""), shell("complete", "Completely"))
        if shutil.which("fish"):
            report.equal("nor in fish", ([], ""), fish(shell, "get Completely"))
        if shutil.which("zsh"):
            report.equal("nor in zsh", "get Completely", zsh(shell, "get Completely"))
    with socket.create_server(("127.0.0.1", 0)) as mute:
        with Shell(f"http://127.0.0.1:{mute.getsockname()[1]}") as shell:
            began = time.monotonic()
            report.equal("nor one that does not answer", (0, "", ""), shell("complete", "Completely"))
            report.case("which is not waited for", time.monotonic() - began < 30, got=time.monotonic() - began)


def main():
    """All of it, against one demo."""
    report = Report()
    with Server() as server:
        Native(server, "username").make(NAME)
        for part in (in_bash, in_fish, in_zsh, silent):
            report.guard(part.__name__, part, report, server)
    report.end()


if __name__ == "__main__":
    main()
