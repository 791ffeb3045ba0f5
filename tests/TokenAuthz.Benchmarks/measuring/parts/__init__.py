"""The parts of a run. Each has `measure(bench)`, which gives data, and `tables(data)`, which writes it; some have `plots(data)`."""

from . import bodies, connections, direct, formats, gateway, policies, process, rates, single_use

PARTS = {
    "direct": direct, "gateway": gateway, "connections": connections, "rates": rates, "formats": formats, "policies": policies,
    "single-use": single_use, "bodies": bodies, "process": process,
}
SETS = {"goals": ("direct", "gateway"), "all": tuple(PARTS)}


def names(chosen):
    """The parts that were asked for, each once, in the order of the report."""
    asked = {name for one in chosen for name in SETS.get(one, (one,))}
    return [name for name in PARTS if name in asked]
