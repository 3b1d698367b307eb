"""How long a question takes in a process that runs already: `Index.search`, without any start-up."""

import sys
from collections.abc import Mapping

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.inside import inside
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.vaults import TODAY, Probes
from notes_crm.model.query.fields import Fields
from notes_crm.model.query.line import parse
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault

RARE = Target((10, 10), "ms CPU")
COMMON = Target((30, 100), "ms CPU")


def measure(bench: Bench) -> list[Row]:
    """Each question many times, the index being open and current."""
    index = Index(Vault(bench.vault.folder), bench.indexed.cache / "notes_crm")
    rows = []
    for kind, (line, target) in _questions(bench.probes).items():
        query = parse(line, Fields(TODAY))
        timing = inside(kind, lambda query=query: index.search(query, TODAY), 3 * bench.rounds)  # type: ignore[misc]
        rows.append(report.cpu(f"question in a running process, {kind}", timing, target))
    index.close()
    return rows


def _questions(probes: Probes) -> Mapping[str, tuple[str, Target | None]]:
    return {
        "rare word": (probes.rare, RARE),
        "middling word": (probes.middling, RARE),
        "common word": (probes.common, COMMON),
        "common and middling word": (" ".join(probes.pair), COMMON),
        "phrase": (f'"{" ".join(probes.phrase)}"', COMMON),
        "common word below a heading": (f"told:{probes.common}", None),
        "beginning of four letters": (f"{probes.common[:4]}*", None),
        "common word and a fact": (f"type:visit {probes.common}", None),
        "a fact alone": ("is:overdue", None),
        "a word with a slip": (f"{probes.common[:3]}q{probes.common[3:]}", None),
    }


if __name__ == "__main__":
    sys.exit(main({"questions": measure}))
