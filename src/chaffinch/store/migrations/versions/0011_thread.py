"""Threads as trees, found by one form of their page's address.

Threads whose addresses are links to one page become one; what was written through each stands there by arrival.
"""

import sqlalchemy as sa
from alembic import op

from chaffinch.store.paths import path_of, root_of
from chaffinch.store.places import place_of, untracked

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    place = sa.Column("place", sa.Text(), server_default=sa.text("''"), nullable=False)
    op.add_column("thread", place)
    op.add_column("thread", sa.Column("last_number", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("comment", sa.Column("path", sa.String(length=64), nullable=True))
    op.add_column("comment", sa.Column("root", sa.Integer(), nullable=True))
    op.drop_index("thread_place", table_name="thread")
    connection = op.get_bind()
    _join_threads(connection)
    _number(connection)
    op.add_column("comment", sa.Column("likes", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("comment", sa.Column("reports", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index("thread_by_place", "thread", ["site_id", "place"], unique=True)
    op.create_index("comment_tree", "comment", ["thread_id", "state", "path"], unique=False)
    newest_first = sa.text("root DESC")
    op.create_index("comment_conversations", "comment", ["thread_id", "state", newest_first, "path"], unique=False)
    _reactions()


def _reactions() -> None:
    op.create_index("comment_liked", "comment", ["thread_id", "state", sa.text("likes DESC"), "path"], unique=False)
    op.create_index("comment_reported", "comment", ["state", "reports"], unique=False)
    op.create_table(
        "reaction",
        sa.Column("comment_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment_id", "kind", "source"),
    )
    op.create_index(op.f("ix_reaction_created_at"), "reaction", ["created_at"], unique=False)


def _join_threads(connection: sa.Connection) -> None:
    first: dict[tuple[str, str], int] = {}
    for one in connection.execute(sa.text("SELECT id, site_id, permalink FROM thread ORDER BY id")).all():
        place = place_of(one.permalink)
        kept = first.setdefault((one.site_id, place), one.id)
        if kept == one.id:
            told = {"place": place, "permalink": untracked(one.permalink), "id": one.id}
            connection.execute(sa.text("UPDATE thread SET place = :place, permalink = :permalink WHERE id = :id"), told)
        else:
            pair = {"kept": kept, "id": one.id}
            connection.execute(sa.text("UPDATE comment SET thread_id = :kept WHERE thread_id = :id"), pair)
            connection.execute(sa.text("DELETE FROM thread WHERE id = :id"), pair)


def _number(connection: sa.Connection) -> None:
    """Give every comment of a form its place, as if it arrived now: what it answers came before it."""
    paths: dict[str, str] = {}
    numbers: dict[int, int] = {}
    ours = sa.text("SELECT id, thread_id, parent_id FROM comment WHERE source = 'FORM' ORDER BY created_at, id")
    for one in connection.execute(ours).all():
        numbers[one.thread_id] = numbers.get(one.thread_id, 0) + 1
        paths[one.id] = path_of(paths.get(one.parent_id, ""), numbers[one.thread_id])
    placed = [{"id": comment_id, "path": path, "root": root_of(path)} for comment_id, path in paths.items()]
    counted = [{"id": thread_id, "last": last} for thread_id, last in numbers.items()]
    if placed:
        connection.execute(sa.text("UPDATE comment SET path = :path, root = :root WHERE id = :id"), placed)
        connection.execute(sa.text("UPDATE thread SET last_number = :last WHERE id = :id"), counted)
