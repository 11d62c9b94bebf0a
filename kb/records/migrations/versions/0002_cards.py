"""Saved cards with their versions, logos, and what was issued."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cards",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("post", sa.String(80), nullable=False),
        sa.Column("current", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
    )
    op.create_index("ix_cards_post", "cards", ["post"])
    op.create_table(
        "logos",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_logos"),
    )
    op.create_table(
        "card_versions",
        sa.Column("card", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("saved_by", sa.String(120), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("logo", sa.String(64), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("card", "number", name="pk_card_versions"),
        sa.ForeignKeyConstraint(["card"], ["cards.id"], name="fk_card_versions_card"),
        sa.ForeignKeyConstraint(["logo"], ["logos.digest"], name="fk_card_versions_logo"),
    )
    op.create_table(
        "issues",
        sa.Column("card", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("issued_at", sa.DateTime, nullable=False),
        sa.Column("statements", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("card", "digest", name="pk_issues"),
        sa.ForeignKeyConstraint(["card"], ["cards.id"], name="fk_issues_card"),
    )
