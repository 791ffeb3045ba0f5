"""The goals, and whether the samples hold them."""

import operator
import statistics
from typing import Callable, NamedTuple

from .tables import table
from .ways import C_MODULE, EMPTY, GO, GO_MODULE, GRPC, GRPC_GO, HTTP1, HTTP2, MODULE, NO_CHECK


class Goal(NamedTuple):
    """A figure of the samples of two or three rows, which is at most so much in every run."""

    text: str
    most: float
    part: str
    rows: tuple
    figure: Callable
    # Samples at the fixed rate in place of those that were taken as fast as answers came.
    is_fixed: bool = False


def by_round(operation, row, other, figure="cpu_us"):
    """The two samples of a round were taken within seconds, so that what else the machine does is in both."""
    return statistics.median(operation(one, another) for one, another in zip(row[figure], other[figure]))


def ratio(row, other):
    return by_round(operator.truediv, row, other)


def p99_ratio(row, other):
    return by_round(operator.truediv, row, other, "p99_us")


def more(row, other):
    return by_round(operator.sub, row, other)


def added_ratio(row, other, none):
    """Less than half a microsecond cannot be told apart from nothing, and would make any ratio."""
    return more(row, none) / max(more(other, none), 0.5)


GOALS = (
    Goal("alone, HTTP/1.1: CPU time, of an empty Kestrel's", 1.03, "direct", (HTTP1, EMPTY), ratio),
    Goal("alone, HTTP/1.1: CPU time, of Go's net/http", 1, "direct", (HTTP1, GO), ratio),
    Goal("behind Envoy, HTTP/2: CPU time added, of what Go's HTTP adds", 0.75, "gateway", (HTTP2, GO, NO_CHECK), added_ratio),
    Goal("behind Envoy, HTTP/1.1: CPU time added, of what Go's HTTP adds", 1, "gateway", (HTTP1, GO, NO_CHECK), added_ratio),
    Goal("behind Envoy, gRPC: CPU time added, of what grpc-go adds", 0.8, "gateway", (GRPC, GRPC_GO, NO_CHECK), added_ratio),
    Goal("behind Envoy, HTTP/2: p99 at a fixed rate, of Go's HTTP", 1, "gateway", (HTTP2, GO), p99_ratio, is_fixed=True),
    Goal("behind Envoy, HTTP/1.1: p99 at a fixed rate, of Go's HTTP", 1, "gateway", (HTTP1, GO), p99_ratio, is_fixed=True),
    Goal("behind Envoy, gRPC: p99 at a fixed rate, of grpc-go's", 1, "gateway", (GRPC, GRPC_GO), p99_ratio, is_fixed=True),
    Goal("module: CPU time more than the C module, us", 2, "gateway", (MODULE, C_MODULE), more),
    Goal("module: CPU time added, of what the Go module adds", 0.5, "gateway", (MODULE, GO_MODULE, NO_CHECK), added_ratio),
    Goal("module: p99 at a fixed rate, of the C module's", 1.1, "gateway", (MODULE, C_MODULE), p99_ratio, is_fixed=True),
)


def judge(goal, data):
    runs = [data["fixed"]] if goal.is_fixed else data["runs"]
    samples = [[run[row] for row in goal.rows] for run in runs if all(row in run for row in goal.rows)]
    if not samples:
        return [goal.text, f"{goal.most}", "not measured", "", ""]
    figures = [goal.figure(*rows) for rows in samples]
    rounds = [goal.figure(*one) for rows in samples for one in each_round(rows)]
    first, _, third = statistics.quantiles(rounds, n=4, method="inclusive") if len(rounds) > 1 else rounds * 3
    return [goal.text, f"{goal.most}", ", ".join(f"{figure:.3f}" for figure in figures), f"{first:.2f} to {third:.2f}",
            "yes" if max(figures) <= goal.most else "**no**"]


def each_round(rows):
    return [[{figure: [values[number]] for figure, values in row.items()} for row in rows] for number in range(len(rows[0]["cpu_us"]))]


def tables(measured):
    """Of the parts that were measured."""
    judged = [judge(goal, measured[goal.part]) for goal in GOALS if goal.part in measured]
    if judged:
        yield ("Differences and ratios are those of the samples of one round, and their median over the rounds counts, in each run that "
               "has the rows. A goal holds if it holds in every run.")
        yield table(["goal", "at most", "measured, in each run", "half of the rounds", "holds"], judged)
