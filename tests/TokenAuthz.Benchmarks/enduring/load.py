"""Requests at a fixed rate."""

import asyncio
import collections
import time


def percentile(times, part):
    return sorted(times)[int(len(times) * part)] * 1000 if times else float("nan")


class Load:
    """Sends the requests whose time has come; what they got is for `request` to judge, which gets their numbers."""

    def __init__(self, rate, request):
        self.rate, self.request = rate, request
        self.begun, self.sent, self.tasks = time.perf_counter(), 0, set()
        self.wrong = collections.Counter()

    def seconds(self):
        return time.perf_counter() - self.begun

    def send(self):
        while self.sent < self.seconds() * self.rate:
            task = asyncio.create_task(self.request(self.sent))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
            self.sent += 1

    async def answered(self):
        """Waits for all that were sent."""
        await asyncio.gather(*self.tasks)

    def wrong_lines(self):
        if not self.wrong:
            return []
        return ["Wrong answers:", "", *(f"- {text}: {count}" for text, count in self.wrong.most_common(20)), ""]
