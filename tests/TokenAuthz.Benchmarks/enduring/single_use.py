"""The module inside an Envoy, with a Redis that is cut and hangs each minute.

In each minute Redis answers for 25 s, is cut for 10 s, answers for 10 s, hangs for 10 s, and answers. The run fails if a used token is
allowed, if a token is allowed while Redis cannot be reached, if a request that is not of single use is not allowed, or if Envoy ends.
"""

import asyncio
import collections
import json
import os
import platform
import random
import signal
import statistics
import subprocess
import time

from measuring.processes import Failed, free_port

from .envoy import Envoy, md5
from .load import Load, percentile

SECRET = "secret"
END = int(time.time()) + 24 * 3600
USED = 10_000  # of so many allowed tokens one is sent again
ANSWERS, CUT, HANGS = "answers", "is cut", "hangs"
PHASES = [(0, ANSWERS), (25, CUT), (35, ANSWERS), (45, HANGS), (55, ANSWERS)]  # the second of a minute at which each begins
BACK = 3  # seconds that the module may take to use a Redis that is back
SETTINGS = {
    "Secret": SECRET, "AllowWeakKeys": True, "Log": {"DenialsPerSecond": 1},
    "Schemes": {"links": {"Preset": "keycdn", "Encoding": "Hex", "SingleUse": True}},
    "Policies": [{"Name": "once", "Paths": ["/once"], "Scheme": "links"}, {"Name": "default"}],
}


class Redis:
    """A Redis behind a relay, which can be cut."""

    def __init__(self):
        self.port, self.own, self.open, self.server = free_port(), free_port(), set(), None
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.own), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL)

    async def restore(self):
        self.server = await asyncio.start_server(self.relay, "127.0.0.1", self.port)

    def cut(self):
        self.server.close()
        for writer in list(self.open):
            writer.transport.abort()

    def hang(self):
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    async def relay(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.own)
        except OSError:
            writer.transport.abort()
            return
        self.open |= {writer, far_writer}
        try:
            await asyncio.gather(self.copy(reader, far_writer), self.copy(far_reader, writer))
        except asyncio.CancelledError:
            pass  # The run ends.
        self.open -= {writer, far_writer}

    @staticmethod
    async def copy(reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        writer.transport.abort()


class Run:
    """The load, and what came of it."""

    def __init__(self, options, redis, envoy):
        self.options, self.redis, self.envoy = options, redis, envoy
        self.load = Load(options.rate, self.request)
        self.phase, self.since, self.number = ANSWERS, 0, 0
        self.used, self.allowed = collections.deque(maxlen=USED), set()
        self.memory = []
        self.answers, self.times = collections.Counter(), collections.defaultdict(list)

    async def request(self, identifier):
        kind, token, target = ("plain", "fresh", "used")[identifier % 3], None, f"/plain/{identifier}"
        if kind == "plain":
            token = md5(target + SECRET)
        elif kind == "used" and self.used:
            target = random.choice(self.used)
        else:
            kind, path = "fresh", f"/once/{identifier}"
            target = f"{path}?token={md5(f'{path}{SECRET}{END}')}&expire={END}"
        number, phase, begun = self.number, self.phase, time.perf_counter()
        counts = phase != ANSWERS or begun - self.since > BACK
        status, reason = await self.envoy.get(target, token)
        # A request that began in one phase and ended in another tells nothing about either.
        same = number == self.number
        self.judge(kind, target, status, reason, phase if same else None)
        if same and counts:
            self.answers[phase, kind, f"{status} {reason}".strip()] += 1
            self.times[phase, kind].append(time.perf_counter() - begun)

    def judge(self, kind, target, status, reason, phase):
        if kind == "plain":
            if status != 200:
                self.load.wrong[f"a request that is not of single use got {status} {reason}"] += 1
            return
        if status not in (200, 403):
            self.load.wrong[f"a token of single use got {status} {reason}"] += 1
        if status == 200 and target in self.allowed:
            self.load.wrong[f"a used token was allowed: {target.split('?', maxsplit=1)[0]}"] += 1
        if status == 200 and phase in (CUT, HANGS):
            self.load.wrong[f"a token was allowed while Redis {phase}"] += 1
        if status == 200:
            self.allowed.add(target)
            self.used.append(target)

    async def change(self, phase):
        if phase == self.phase:
            return
        if phase == CUT:
            self.redis.cut()
        elif phase == HANGS:
            self.redis.hang()
        self.number += 1
        self.phase, self.since = phase, time.perf_counter()
        if phase == ANSWERS:
            if self.redis.server.is_serving():
                self.redis.resume()
            else:
                await self.redis.restore()

    async def go(self):
        while (now := self.load.seconds()) < self.options.minutes * 60 and self.envoy.process.poll() is None:
            await self.change([phase for start, phase in PHASES if start <= now % 60][-1])
            self.load.send()
            if now >= 20 + 60 * len(self.memory):
                self.memory.append((self.envoy.status("VmRSS") / 1024, self.envoy.status("Threads")))
                self.report(now)
            await asyncio.sleep(0.001)
        await self.change(ANSWERS)
        await self.load.answered()
        return await self.end()

    async def end(self):
        """Has Envoy end while checks wait, which the clients need not see answered."""
        await self.change(HANGS)
        last = [asyncio.create_task(self.envoy.get(f"/once/{i}?token={md5(f'/once/{i}{SECRET}{END}')}&expire={END}"))
                for i in range(self.load.sent, self.load.sent + 50)]
        await asyncio.sleep(0.05)
        self.envoy.process.terminate()
        if any(status == 200 for status, _ in await asyncio.gather(*last)):
            self.load.wrong["a token was allowed while Envoy ended and Redis hung"] += 1
        self.redis.resume()
        return self.envoy.process.wait(60)

    def report(self, seconds, code=None):
        lines = [
            "# Endurance", "",
            "The module inside Envoy with a Redis that is cut and hangs each minute; written by `endurance redis`.", "",
            f"{seconds / 60:.1f} minutes, {self.load.sent:,} requests, {self.load.rate} a second; {os.cpu_count()} processors, "
            f"Linux {platform.release()}.", "",
            "| | |", "| --- | --- |",
            f"| wrong answers | {self.load.wrong.total()} |",
            f"| tokens allowed | {len(self.allowed):,} |",
            f"| exit code of Envoy after SIGTERM, while 50 checks waited | {'it runs' if code is None else code} |",
        ]
        if self.memory:
            shown = {"start": self.memory[0], "middle": self.memory[len(self.memory) // 2], "end": self.memory[-1]}
            lines += [f"| resident memory at the {name} | {size:.1f} MB, {threads} threads |" for name, (size, threads) in shown.items()]
        lines += ["", f"Resident memory at each minute, in MB: {', '.join(f'{size:.0f}' for size, _ in self.memory)}."]
        lines += ["", "Latency in ms as the client sees it, and the answers, of requests within a phase:", "",
                  "| Redis | request | answers | median | 99 % |", "| --- | --- | --- | --- | --- |"]
        for phase in (ANSWERS, CUT, HANGS):
            for kind, name in (("plain", "not of single use"), ("fresh", "fresh token"), ("used", "used token")):
                times = self.times[phase, kind]
                if not times:
                    continue
                counts = ", ".join(f"{answer}: {count:,}" for (at, of, answer), count in sorted(self.answers.items())
                                   if (at, of) == (phase, kind))
                lines.append(f"| {phase} | {name} | {counts} | {statistics.median(times) * 1000:.2f} | {percentile(times, 0.99):.2f} |")
        base, hung = percentile(self.times[ANSWERS, "plain"], 0.99), percentile(self.times[HANGS, "plain"], 0.99)
        lines += ["", f"While Redis hangs, the 99th percentile of requests that are not of single use is {hung / base * 100:.0f} % of that "
                  "while it answers.", "", *self.load.wrong_lines()]
        with open(self.options.report, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))


async def run(options, folder):
    redis = Redis()
    await redis.restore()
    settings = {**SETTINGS, "SingleUse": {"Redis": f"127.0.0.1:{redis.port}"}}
    replaced = (("0.0.0.0", "127.0.0.1"), ("port_value: 10001", f"port_value: {free_port()}"),
                ("value: token-authz.json", f"value: '{json.dumps({'TokenAuthz': settings})}'"))
    envoy = Envoy(folder, "envoy-module", replaced, {"ENVOY_DYNAMIC_MODULES_SEARCH_PATH": os.path.abspath(options.module)})
    try:
        await envoy.until_it_answers()
        disturbed = Run(options, redis, envoy)
        code = await disturbed.go()
        disturbed.report(options.minutes * 60, code)
        if code != 0 or disturbed.load.wrong:
            raise Failed(f"{envoy.last_lines()}\nEnvoy ended with {code}; wrong answers: {disturbed.load.wrong.most_common(5)}")
    finally:
        for process in (envoy.process, redis.process):
            process.kill()
