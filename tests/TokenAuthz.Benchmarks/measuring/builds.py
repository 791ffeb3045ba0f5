"""The programs that are measured: what this checkout publishes, what another commit published, and what is installed."""

import os
import shutil
import subprocess
import sys

from .processes import Failed

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..", ".."))
PROJECTS = {"service": "src/TokenAuthz", "module": "src/TokenAuthz.EnvoyModule", "empty": "tests/TokenAuthz.Benchmarks/Peers/EmptyKestrel"}


class Builds:
    """A folder with service/token-authz, module/libtoken_authz.so and empty/empty-kestrel; what it lacks is not measured."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)

    @classmethod
    def publish(cls, folder):
        """Builds as a release is built. It takes minutes."""
        for name, project in PROJECTS.items():
            print(f"publishing {project}", file=sys.stderr)
            publish = ["dotnet", "publish", f"{ROOT}/{project}", "-c", "Release", "-o", f"{folder}/{name}", "--nologo", "-v", "quiet"]
            if subprocess.run(publish, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False).returncode != 0:
                raise Failed(f"{project} does not build")
        return cls(folder)

    def path(self, name):
        path = os.path.join(self.folder, name)
        return path if os.path.exists(path) else None

    @property
    def service(self):
        return self.path("service/token-authz")

    @property
    def module(self):
        return self.path("module/libtoken_authz.so")

    @property
    def empty(self):
        return self.path("empty/empty-kestrel")


def compiler():
    return next((found for name in ("clang", "gcc", "cc") if (found := shutil.which(name))), None)


def beside_envoy(library):
    """A library of a peer, which lies in the folder of the envoy program."""
    envoy = shutil.which("envoy")
    path = os.path.join(os.path.dirname(os.path.realpath(envoy)), library) if envoy else None
    return path if path and os.path.exists(path) else None
