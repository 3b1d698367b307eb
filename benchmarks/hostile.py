"""How much a question that asks for too much may cost: CPU time and memory of `crm search`."""

import random
import re
import sys
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from string import ascii_lowercase

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import Command, Sample, interleave
from benchmarks.vaults import body_of, note_paths

TARGET = Target((2000, 2000), "ms CPU")
MEMORY = 150_000_000
MOST_ROUNDS, SAMPLE = 3, 2000


def measure(bench: Bench) -> list[Row]:
    """Each line by itself; to be refused is an answer too, to fail or to take more memory is not."""
    home, rows = bench.indexed, []
    for name, line in lines(_words(bench)).items():
        plain = bench.crm(name, "search", "--", line, home=home)
        answered = ["sh", "-c", '"$@"; test $? -le 2', "sh", *plain.argv]
        command = Command(name, answered, plain.env, check=_fits)
        outcomes = interleave([command], rounds=min(bench.rounds, MOST_ROUNDS), warmups=0)
        rows.append(report.cpu(f"crm search, {name}", outcomes[name], TARGET))
    return rows


def lines(words: list[str]) -> Mapping[str, str]:
    """What nobody types and anybody may paste; `words` are the vault's own, the commonest first."""
    rng = random.Random(7)
    mixed = rng.sample(words, len(words))
    digits = ["".join(rng.choices("0123456789", k=40)) for _ in range(200)]
    return {
        "two letters": "a* OR b*",
        "a letter": "e*",
        "all letters, OR": " OR ".join(f"{letter}*" for letter in ascii_lowercase),
        "all letters, AND": " ".join(f"{letter}*" for letter in ascii_lowercase),
        "a letter below a heading": "told:a*",
        "without a letter": "-a*",
        "10,000 words": " ".join((mixed * 10_000)[:10_000]),
        "490 words": " ".join(mixed[:490]),
        "490 common words": " ".join(words[:490]),
        "245 common words, OR": " OR ".join(words[:245]),
        "490 words, OR": " OR ".join(mixed[:490]),
        "5,000 words, OR": " OR ".join((mixed * 5_000)[:5_000]),
        "brackets 1,000 deep": "(" * 1000 + "seal" + ")" * 1000,
        "brackets 90 deep": "(" * 90
        + " OR ".join(words[:5])
        + "".join(f" {w})" for w in words[5:95]),
        "NOT 1,000 times": "NOT " * 1000 + "seal",
        "phrase of the commonest": f'"{" ".join(words[:4])}"',
        "phrase of 400": f'"{" ".join(words[:400])}"',
        "phrase of 5,000": f'"{" ".join((words * 5_000)[:5_000])}"',
        "100 phrases": " OR ".join(f'"{a} {b}"' for a, b in pairwise(words[:101])),
        "without a word alone": f"-{words[0]}",
        "star alone": "*",
        "40,000 letters": "a" * 40_000,
        "code of 40 digits": "1234567890" * 4,
        "200 codes of 40 digits": " ".join(digits),
        "490 digits apart": " ".join(rng.choices("0123456789", k=490)),
        "a digit": "1*",
        "regular expression": r"^(a+)+$ .*?[a-z]{1,1000}\d+(?=x)",
        "40 words with slips": " ".join(f"{w[:3]}q{w[3:]}" for w in words[400:440]),
        "100 titles": " OR ".join(f"title:{w}" for w in words[:100]),
        "100 paths": " OR ".join(f"path:{w}" for w in words[:100]),
        "dots": "1." * 10_000,
        "quotation marks": '"' * 999,
        "Chinese": "\N{CJK UNIFIED IDEOGRAPH-6F22}\N{CJK UNIFIED IDEOGRAPH-5B57}" * 2000,
        "Arabic": "\N{ARABIC LETTER ALEF}" * 5000,
    }


def _words(bench: Bench) -> list[str]:
    counts: Counter[str] = Counter()
    for path in note_paths(bench.vault)[:SAMPLE]:
        text = body_of(path.read_text(encoding="utf-8")).lower()
        counts.update(set(re.findall(r"[a-z]{2,}", text)))
    return sorted(counts, key=lambda word: (-counts[word], word))


def _fits(sample: Sample) -> str:
    if sample.memory <= MEMORY:
        return ""
    return f"{sample.memory / 1e6:.0f} MB, and at most {MEMORY / 1e6:.0f} are allowed"


if __name__ == "__main__":
    sys.exit(main({"hostile": measure}))
