"""“出事了先看” over the results: who searches in an emergency must not scroll past equipment to find what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from web.views.hits import HitView
from web.views.playbook import PlaybookLink

SHOWN = 3
_OWN_HIT = 3.0  # a playbook found by the words themselves tells more than one that a place leads to


def urgent_playbooks(hits: Sequence[HitView], found: Sequence[PlaybookLink]) -> list[PlaybookLink]:
    """Return the playbooks the results lead to, best first, at most SHOWN; none where one stands on top anyway.

    One hit fills a phone's first screen, so a playbook in the second place has to be pointed out too.

    `found` are links to the playbooks among the hits. A hit counts the less the further down it stands.
    """
    if not hits or hits[0].facts.kind in {"clause", "playbook"}:
        return []
    own = {link.id: link for link in found}
    links = own | {link.id: link for hit in hits for link in hit.facts.playbooks}
    weight: defaultdict[str, float] = defaultdict(float)
    for place, hit in enumerate(hits, start=1):
        for link in hit.facts.playbooks:
            weight[link.id] += 1 / place
        if hit.facts.id in own:
            weight[hit.facts.id] += _OWN_HIT / place
    return [links[playbook_id] for playbook_id in sorted(weight, key=weight.__getitem__, reverse=True)[:SHOWN]]
