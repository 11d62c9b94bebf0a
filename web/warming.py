"""Uses an edition once before any reader does, so that the first search is no slower than the tenth."""

from __future__ import annotations

from dataclasses import fields

import msgspec

from web.pages import templates
from web.state import Edition, today_in_shanghai
from web.views.api_search import search_out
from web.views.query import read_state
from web.views.search import answer, results_page


def warm_up(edition: Edition) -> None:
    """Ask `edition` what people ask, as page and as JSON: names, a slip, pinyin, everything.

    Reads the files and fills the tables a search uses; what raises here shows a damaged edition before it serves.
    """
    knowledge, day = edition.knowledge, today_in_shanghai()
    names = [records[0].title for records in (knowledge.posts(), knowledge.playbooks()) if records]
    names += [entry.location for entry in knowledge.all_entries()[:1]]
    template = templates().env.get_template("search.html")
    for words in ("", *names, "煤汽", "meiqi", "没有这样的词"):
        found = answer(read_state({"q": words}), edition, 10)
        page = results_page(found, edition, day)
        template.render({item.name: getattr(page, item.name) for item in fields(page)})
        msgspec.json.encode(search_out(found, day, knowledge))
    edition.backend.suggest("mei")
