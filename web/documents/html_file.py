"""The only place that writes HTML files: a `Flow` in, one page without scripts or outside references out."""

from __future__ import annotations

from web.documents.flow import Flow


def flow_html(document: Flow) -> bytes:
    """Return the document as a file of its own, for a browser without a server. Everything in it is escaped."""
    from web.pages import STATIC, templates

    style = (STATIC / "app.css").read_text(encoding="utf-8")
    page = templates().env.get_template("document_file.html").render(flow=document)
    return page.replace("</head>", f"<style>\n{style}</style>\n</head>", 1).encode()
