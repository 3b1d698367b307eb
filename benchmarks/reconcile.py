"""How long it takes to see that nothing has changed, in a process that has the index open."""

import sys
import time

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.inside import inside
from benchmarks.report import Row, Target
from benchmarks.run import main
from notes_crm.store.index import Index
from notes_crm.store.stamps import RACY_NS
from notes_crm.store.vault import Vault

TARGET = Target((60, 500), "ms CPU")


def measure(bench: Bench) -> list[Row]:
    """Facts and words; `crm index` does more, since it compares the index with its checksums too."""
    index = Index(Vault(bench.vault.folder), bench.indexed.cache / "notes_crm")
    time.sleep(
        2 * RACY_NS / 1e9
    )  # a vault at rest: of one just written nothing is taken as settled
    index.reconcile()
    timing = inside("reconcile", index.reconcile, bench.rounds)
    index.close()
    return [report.cpu("no-change reconcile", timing, TARGET)]


if __name__ == "__main__":
    sys.exit(main({"reconcile": measure}))
