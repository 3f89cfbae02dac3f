"""PgBouncer in front of a cluster, in its own folder and on a Unix socket, run by the same account
as the cluster: neither runs as root."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse

from cluster import end_with_parent, programs

PORT = 6432  # only in the name of the socket
SETTINGS = {
    "listen_port": PORT,
    "auth_type": "any",
    "max_client_conn": 200,
    "default_pool_size": 100,
}


def end_at_once():
    """Ends with its parent, like a cluster, even if the shell that started the tests ignores
    SIGQUIT for background jobs: PgBouncer does not handle it."""
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    end_with_parent()


class Pooler:
    """One pooler, stopped and removed at the end of a `with`."""

    def __init__(self, cluster, **settings):
        self.cluster = cluster
        self.settings = {**SETTINGS, **settings}
        # In the cluster's folder, which its account can read.
        self.folder = tempfile.mkdtemp(prefix="pooler-", dir=cluster.folder)
        self.log = os.path.join(self.folder, "log")
        self.process = None

    def __enter__(self):
        file = os.path.join(self.folder, "pgbouncer.ini")
        with open(file, "w", encoding="utf-8") as out:
            out.write(f"[databases]\n* = host={self.cluster.folder} user=patchbay\n[pgbouncer]\n")
            for name, value in {"unix_socket_dir": self.folder, "logfile": self.log,
                                **self.settings}.items():
                out.write(f"{name} = {value}\n")
        if self.cluster.who:
            os.chown(self.folder, self.cluster.who.pw_uid, self.cluster.who.pw_gid)
        self.process = subprocess.Popen(
            [shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin"), "-q", file],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=end_at_once,
            env=self.cluster.environment(), **self.cluster.identity())
        for _ in range(1200):
            ready = subprocess.run([programs() / "pg_isready", "-q", "-h", self.folder, "-p",
                                    str(PORT)], env=self.cluster.environment(), check=False)
            if ready.returncode == 0:
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"no pooler: {self.told()[-2000:]}")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()  # it keeps no state
            self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def told(self):
        """Its log so far."""
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def url(self, database):
        """The address of a database behind it."""
        host = urllib.parse.quote(self.folder, safe="")
        return f"postgresql:///{database}?host={host}&port={PORT}&user=patchbay"
