"""Safety signs: drawn where a post or a playbook names them, in the order they hang, and served by id only."""

from __future__ import annotations

import re

import msgspec
import pytest

from kb.model.card import CardOptions
from kb.services.cards import build_card
from kb.store.knowledge import Knowledge
from tests.web.client import Client
from tests.web.conftest import DAY
from tests.web.documents.reading import pdf_tags
from web.documents import render
from web.views.labels import SIGN_KINDS
from web.views.sign import sign_url, sign_views


def test_every_sign_is_served_as_a_drawing(client: Client, knowledge: Knowledge) -> None:
    for sign in knowledge.signs():
        response = client.get(sign_url(sign.id))
        assert response.status_code == 200, sign.id
        assert response.headers["content-type"].startswith("image/svg+xml")
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert sign.name in response.text


@pytest.mark.parametrize("name", ["nothing", "..%2fsigns", "signs.yaml", "%00"])
def test_only_ids_of_signs_are_served(name: str, client: Client) -> None:
    assert client.get(f"/signs/{name}.svg").status_code == 404


def test_signs_stand_in_the_order_they_hang(knowledge: Knowledge) -> None:
    kinds = [view.kind_name for view in sign_views((s.id for s in reversed(knowledge.signs())), knowledge)]
    assert kinds == sorted(kinds, key=list(SIGN_KINDS.values()).index)
    assert set(kinds) == set(SIGN_KINDS.values())


def test_posts_playbooks_and_cards_draw_their_signs(client: Client, knowledge: Knowledge) -> None:
    post = next(p for p in knowledge.posts() if p.safety_signs)
    playbook = next(p for p in knowledge.playbooks() if p.safety_signs)
    wanted = {f"/posts/{post.id}": post, f"/posts/{post.id}/card": post, f"/playbooks/{playbook.id}": playbook}
    for url, record in wanted.items():
        page = client.get(url).text
        for sign_id in record.safety_signs:
            assert re.search(rf'<img src="{sign_url(sign_id)}"', page), url
            assert f"<span>{knowledge.sign(sign_id).name}</span>" in page, url


@pytest.mark.parametrize(("document", "times"), [("emergency", 1), ("emergency-sheet", 1)])
def test_the_emergency_card_draws_the_scenarios_signs(document: str, times: int, knowledge: Knowledge) -> None:
    playbook = next(p for p in knowledge.playbooks() if p.safety_signs)
    post = msgspec.structs.replace(knowledge.posts()[0], playbooks=(playbook.id,))
    card = build_card(post, knowledge, CardOptions(as_of=DAY.isoformat()))
    card = msgspec.structs.replace(card, scenarios=tuple(s for s in card.scenarios if s.id == playbook.id))
    tags = pdf_tags(render(card, document, "pdf"))
    for sign in card.scenarios[0].safety_signs:
        assert tags.count(f"Figure:{sign.name}") == times
