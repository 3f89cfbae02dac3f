"""Servers one after another over one folder, each of which may end by force."""

import pathlib
import shutil
import signal

from harness import Server


class Lasting(Server):
    """A server over a folder that outlives it."""

    def __init__(self, folder, **more):
        super().__init__(place=str(pathlib.Path(folder) / "data"), **more)
        shutil.rmtree(self.folder)
        self.folder = pathlib.Path(folder)

    def __exit__(self, kind, error, trace):
        self.stop()

    def kill(self):
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.code = self.process.wait()
        self.reader.join(5)
        self.log_file.close()
