"""检出率与误报率：各种写法里埋的，与长得像却不是的。"""

from collections import Counter

import pytest

from portal.publications.privacy import detect
from tests.bench import planting

SEEDS = (planting.SEED, planting.SEED + 1000, planting.SEED + 2000)


@pytest.mark.parametrize("seed", SEEDS)
def test_of_what_was_planted_almost_nothing_is_missed(seed):
    cases = planting.planted(seed)
    assert len(cases) >= 5_000
    total = Counter(kind for kind, _ in cases)
    found = Counter(kind for kind, text in cases if kind in {hit.kind for hit in detect(text)})
    assert {kind: found[kind] / total[kind] for kind in total if found[kind] / total[kind] < 0.995} == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_of_what_only_looks_alike_almost_nothing_is_reported(seed):
    cases = planting.innocent(seed)
    assert len(cases) >= 5_000
    alarms = Counter(kind for _, text in cases for kind in {hit.kind for hit in detect(text)})
    assert {kind: count / len(cases) for kind, count in alarms.items() if count / len(cases) > 0.005} == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_kind_of_look_alike_is_reported_as_a_rule(seed):
    cases = planting.innocent(seed)
    alarms = Counter(name for name, text in cases if detect(text))
    total = Counter(name for name, _ in cases)
    assert {name: alarms[name] / total[name] for name in alarms if alarms[name] / total[name] > 0.03} == {}
