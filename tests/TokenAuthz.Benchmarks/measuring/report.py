"""The report: NAME.md for people, NAME.json with every sample, NAME-*.svg."""

import datetime
import json
import os
import platform
import re

from . import goals
from .builds import ROOT
from .parts import PARTS
from .processes import Failed, output

HEAD = """By `tests/TokenAuthz.Benchmarks/measure`; [performance.md](../../../docs/performance.md) explains the figures, which are medians.
Compare only what stands in one table, because other work of the machine moves all of them. \\* The load took a whole core, so that the
rate may be the load's limit."""


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as cpus:
        found = re.search(r"model name\s*: (.+)", cpus.read())
    model = found.group(1).strip() if found else platform.machine()
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}"


def commit():
    try:
        changed = "" if output("git", "-C", ROOT, "status", "--porcelain", "--", "src") == "" else " with changes"
        return f"commit {output('git', '-C', ROOT, 'rev-parse', '--short=10', 'HEAD').strip()}{changed}"
    except Failed:
        return "no commit"


def rounded(value):
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return float(f"{value:.5g}") if isinstance(value, float) else value


class Results:
    """The parts that were measured, each with when and how; a part that is measured again takes its own place."""

    def __init__(self, parts):
        self.parts = parts

    @classmethod
    def read(cls, name):
        """What the report has from earlier runs."""
        file = f"{name}.json"
        if not name or not os.path.exists(file):
            return cls({})
        with open(file, encoding="utf-8") as report:
            return cls(json.load(report))

    def add(self, name, data, bench):
        options = bench.options
        how = f"{options.rounds} rounds of {options.seconds:g} s, {options.runs} runs, {options.connections} connections"
        what = f"{commit()}, programs that were built before" if options.builds else commit()
        self.parts[name] = {"taken": f"{datetime.date.today()}, {what}: {how}; {machine()}", "left_out": bench.left_out,
                            "data": rounded(data)}
        bench.left_out = []

    def data(self):
        return {name: self.parts[name]["data"] for name in PARTS if name in self.parts}

    def markdown(self):
        taken = {part["taken"] for part in self.parts.values()}
        text = ["# What a check costs", HEAD, *(f"Taken on {one}." for one in taken if len(taken) == 1)]
        if judged := list(goals.tables(self.data())):
            text += ["## Goals", *judged]
        for name, data in self.data().items():
            part = self.parts[name]
            title = PARTS[name].__doc__.splitlines()[0].rstrip(".")
            text += [f"## {title}", *PARTS[name].tables(data), *(f"Left out: {reason}" for reason in part["left_out"])]
            if len(taken) > 1:
                text.append(f"Taken on {part['taken']}.")
        return "\n\n".join(text) + "\n"

    def write(self, name):
        if not name:
            return
        os.makedirs(os.path.dirname(os.path.abspath(name)), exist_ok=True)
        self.write_file(f"{name}.md", self.markdown())
        self.write_file(f"{name}.json", json.dumps(self.parts, indent=1, separators=(",", ":")) + "\n")
        for part, data in self.data().items():
            for plot, image in getattr(PARTS[part], "plots", lambda _: ())(data):
                self.write_file(f"{name}-{plot}.svg", image)

    @staticmethod
    def write_file(path, text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
