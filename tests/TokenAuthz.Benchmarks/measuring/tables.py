"""Tables of Markdown."""

from .rows import median

PEAK_HEADS = ("requests/s", "p50 us", "p99 us", "resident MB")

# Of the load's own CPU time: beyond it the load may be what limits the rate.
BUSY = 0.9


def table(heads, rows):
    """The first column has names, the others figures."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def peak_cells(samples):
    """The columns of samples that were taken as fast as answers came."""
    rate = f"{median(samples, 'rate'):.0f}" + (" *" if median(samples, "load_cpu") > BUSY else "")
    return [rate, *(f"{median(samples, figure):.0f}" for figure in ("p50_us", "p99_us", "rss_mb"))]
