"""The command line."""

import argparse
import os
import resource
import shutil
import signal
import sys
import tempfile

from . import parts, report
from .builds import Builds, compiler
from .loads import compile_load
from .processes import Failed

DESCRIPTION = """What a check costs, beside other ways to make it, in one run on this machine.

  measure goals --report tests/TokenAuthz.Benchmarks/results/measure     whether the goals hold: about 12 minutes
  measure all --report tests/TokenAuthz.Benchmarks/results/measure       everything: about 25 minutes
  measure gateway formats --quick                                        only to try it out

Parts:
{parts}
  goals          direct and gateway, which the goals are about
  all            every part

All servers of a table run at the same time and are loaded in turn, one sample of each a round. CPU time is that of all processes of a
row, by the kernel's clock of each process. Only what stands in one table can be compared, because other work moves the figures.

Needs a C compiler, and the .NET SDK unless --builds names what is built. What else is on PATH gets its rows: envoy (1.40), h2load,
nginx, redis-server, and peers that make the same check: peer-go-http, peer-go-grpc, peer-opa, and libtok.so and libgotok.so beside envoy.
"""


class Bench:
    """What the parts share: the options, the programs, a folder for files."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.load_program = compile_load(compiler(), folder)
        self.builds = Builds(options.builds) if options.builds else Builds.publish(f"{folder}/builds")
        self.before = Builds(options.before) if options.before else None
        self.left_out = []
        self._sockets = 0

    def socket(self):
        """The path of a new Unix socket."""
        self._sockets += 1
        return f"{self.folder}/{self._sockets}.sock"

    def leave_out(self, name, reason):
        print(f"{name} is left out: {reason}", file=sys.stderr)
        self.left_out.append(f"{name}: {reason}")


def arguments():
    listed = "\n".join(f"  {name:14} {part.__doc__.splitlines()[0]}" for name, part in parts.PARTS.items())
    options = argparse.ArgumentParser(
        prog="measure", description=DESCRIPTION.format(parts=listed), formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="+", choices=[*parts.PARTS, *parts.SETS], metavar="PART", help="one or more of the above")
    options.add_argument("--report", metavar="NAME", help="writes NAME.md, NAME.json and NAME-*.svg; keeps other parts that are there")
    options.add_argument("--builds", metavar="FOLDER", help="programs built before: service/token-authz, module/libtoken_authz.so, "
                         "empty/empty-kestrel; what is absent is not measured. Without this they are built as a release is")
    options.add_argument("--before", metavar="FOLDER", help="the same of another commit, measured in the same rounds")
    options.add_argument("--image", metavar="FILE", help="an archive of the image, whose size is reported")
    options.add_argument("--rounds", type=int, default=7, help="samples of each row (%(default)s)")
    options.add_argument("--runs", type=int, default=3, help="how often the rows of the goals are started anew (%(default)s)")
    options.add_argument("--seconds", type=float, default=2, help="how long a sample takes (%(default)s)")
    options.add_argument("--connections", type=int, default=16, help="of a sample that does not vary them (%(default)s)")
    options.add_argument("--quick", action="store_true", help="2 rounds of 0.3 s and 1 run, to see that it works")
    chosen = options.parse_args()
    if chosen.quick:
        chosen.rounds, chosen.runs, chosen.seconds = 2, 1, 0.3
    limits = {"rounds": (1, 100), "runs": (1, 10), "seconds": (0.05, 20), "connections": (1, 1024)}
    for name, (least, most) in limits.items():
        if not least <= getattr(chosen, name) <= most:
            options.error(f"--{name} is {getattr(chosen, name)}; write {least} to {most}")
    if not compiler():
        options.error("clang or gcc is not on PATH")
    if not chosen.builds and not shutil.which("dotnet"):
        options.error("dotnet is not on PATH; --builds names programs that are built")
    return chosen


def main():
    options = arguments()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    # As after ctrl-C, the servers are stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with tempfile.TemporaryDirectory(prefix="measure-") as folder:
            bench = Bench(options, os.path.realpath(folder))
            results = report.Results.read(options.report)
            for name in parts.names(options.parts):
                print(f"{name}: {parts.PARTS[name].__doc__.splitlines()[0]}", file=sys.stderr)
                results.add(name, parts.PARTS[name].measure(bench), bench)
            print(results.markdown())
            results.write(options.report)
    except Failed as failure:
        sys.exit(f"measure: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
