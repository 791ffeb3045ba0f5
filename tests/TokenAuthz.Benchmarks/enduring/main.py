"""The command line."""

import argparse
import asyncio
import sys
import tempfile

from measuring.processes import Failed

from . import replicas, single_use

DESCRIPTION = """Runs an Envoy that checks tokens for a long time, and disturbs what it needs. It fails if an answer is wrong or lost.

  endurance redis --module FOLDER      with libtoken_authz.so in Envoy, and a Redis that is cut and hangs; needs redis-server
  endurance replicas --service FOLDER  with two replicas of token-authz over HTTP/2, which restart, reload and are killed

Envoy has to be on PATH.
"""


def arguments():
    options = argparse.ArgumentParser(prog="endurance", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter)
    runs = options.add_subparsers(required=True)
    for name, run, minutes, rate in (("redis", single_use.run, 60, 150), ("replicas", replicas.run, 10, 200)):
        added = runs.add_parser(name)
        added.set_defaults(run=run)
        added.add_argument("--minutes", type=float, default=minutes, help=f"({minutes})")
        added.add_argument("--rate", type=int, default=rate, help=f"requests a second ({rate})")
        added.add_argument("--report", required=True, metavar="FILE.md", help="is written in between too")
        if name == "redis":
            added.add_argument("--module", required=True, metavar="FOLDER")
        else:
            added.add_argument("--service", required=True, metavar="FOLDER")
            added.add_argument("--patient", action="store_true", help="Envoy waits for seconds, on a machine that does other work")
            added.add_argument("--unix", action="store_true", help="Envoy asks through Unix sockets")
    return options.parse_args()


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        try:
            asyncio.run(options.run(options, folder))
        except Failed as failure:
            sys.exit(str(failure))
