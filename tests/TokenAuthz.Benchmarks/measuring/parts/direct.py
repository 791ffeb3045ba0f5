"""The servers alone, loaded without a gateway."""

from ..rows import in_turn, median, running
from ..tables import PEAK_HEADS, peak_cells, table
from ..ways import BEFORE, EMPTY, GO, HTTP1, alone, only

OF_GOALS = (EMPTY, HTTP1, HTTP1 + BEFORE, GO)


def measure(bench):
    """The first run has every way, the others those that goals are about, started anew."""
    runs = []
    for number in range(bench.options.runs):
        rows = list(alone(bench))
        with running(rows if number == 0 else only(rows, OF_GOALS), bench) as ready:
            runs.append(in_turn(bench, ready))
    return {"runs": runs}


def tables(data):
    run = data["runs"][0]
    floor = median(run[EMPTY], "cpu_us") if EMPTY in run else None

    def relative(samples):
        return f"{median(samples, 'cpu_us') / floor:.2f}" if floor else ""

    yield "HTTP/2 and gRPC have one connection, as from a worker of Envoy, with as many requests at a time as HTTP/1.1 has connections."
    yield table(["", "CPU us a check", "of the empty server", *PEAK_HEADS],
                [[name, f"{median(samples, 'cpu_us'):.1f}", relative(samples), *peak_cells(samples)]
                 for name, samples in run.items()])
