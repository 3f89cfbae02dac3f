"""Servers one after another on one folder or database. Each may be killed."""

import pathlib
import shutil
import signal

from harness import Server


class Lasting(Server):
    """A server on a folder that outlives it, or on `place` with only its key in the folder."""

    def __init__(self, folder, place=None, **more):
        if place:
            key = str(pathlib.Path(folder) / "sealing.key")
            more["flags"] = [*more.get("flags", ("--demo",)), "--store.key_file", key]
        super().__init__(place=place or str(pathlib.Path(folder) / "data"), **more)
        shutil.rmtree(self.folder)
        self.folder = pathlib.Path(folder)

    def __exit__(self, kind, error, trace):
        self.stop()

    def kill(self):
        """Sends SIGKILL."""
        self.process.send_signal(signal.SIGKILL)
        self.code = self.process.wait()
        self.reader.join(5)
        self.log_file.close()
