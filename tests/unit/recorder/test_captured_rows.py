"""Objects that stand for a row of a database: writing one down asks the database nothing."""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Iterator
from typing import Any

import attrs
import django
import pytest
from django.conf import settings
from sqlalchemy import ForeignKey, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, Session, mapped_column, relationship

import martlet
from journal import Journal

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}, USE_TZ=True)
django.setup()

from django.db import connection, models  # noqa: E402  (needs the settings)
from django.test.utils import CaptureQueriesContext  # noqa: E402


def capture(journal: Journal, value: object) -> Any:
    with martlet.span("s", value=value):
        pass
    return journal.one().value("attributes")["value"]


class Base(DeclarativeBase):
    pass


class Writer(Base):
    __tablename__ = "writer"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list[Book]] = relationship(back_populates="writer")

    def __repr__(self) -> str:
        return f"Writer({self.name}, {self.books})"


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    writer_id: Mapped[int] = mapped_column(ForeignKey("writer.id"))
    writer: Mapped[Writer] = relationship(back_populates="books")


class DataBase(MappedAsDataclass, DeclarativeBase):
    pass


class Account(DataBase):
    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]
    salt: Mapped[str] = mapped_column(repr=False)
    orders: Mapped[list[Order]] = relationship(default_factory=list)


class Order(DataBase):
    __tablename__ = "order"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    DataBase.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Writer(id=1, name="Ann", books=[Book(id=7)]), Account(name="Bob", salt="pepper")])
        session.commit()
        yield session
    engine.dispose()


@pytest.fixture
def statements(session: Session) -> list[str]:
    """What the database is asked."""
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    return statements


def test_nothing_is_loaded_for_an_object_of_sqlalchemy(journal: Journal, session: Session, statements: list[str]) -> None:
    writer, account = session.get(Writer, 1), session.get(Account, 1)
    assert writer and account
    statements.clear()
    assert capture(journal, writer) == {"id": 1, "name": "Ann"}
    assert capture(journal, account) == {"id": 1, "name": "Bob"}
    assert statements == []
    session.expire_all()
    assert capture(journal, [writer, account]) == [{"$type": f"{__name__}.Writer"}, {"$type": f"{__name__}.Account"}]
    assert statements == []


def test_what_is_loaded_is_written_without_the_graph(journal: Journal, session: Session, statements: list[str]) -> None:
    writer = session.get(Writer, 1)
    assert writer and len(writer.books) == 1
    statements.clear()
    assert capture(journal, writer) == {"id": 1, "name": "Ann", "books": [{"$type": f"{__name__}.Book"}]}
    assert capture(journal, {"writer": writer, "book": writer.books[0]})["book"]["id"] == 7
    assert statements == []


def test_nothing_that_the_program_changed_is_sent(journal: Journal, session: Session, statements: list[str]) -> None:
    writer = session.get(Writer, 1)
    assert writer
    session.add(Book(id=8, writer_id=1))
    statements.clear()
    capture(journal, writer)
    assert statements == [] and len(session.new) == 1


def test_rows_of_objects(journal: Journal, session: Session, statements: list[str]) -> None:
    row = session.execute(select(Writer, Writer.name)).one()
    statements.clear()
    assert capture(journal, row) == [{"id": 1, "name": "Ann"}, "Ann"]
    assert statements == []


class Author(models.Model):
    name = models.CharField(max_length=20)

    class Meta:
        app_label = "tests"


class Poem(models.Model):
    author = models.ForeignKey(Author, models.CASCADE)
    title = models.CharField(max_length=20)

    class Meta:
        app_label = "tests"

    def __str__(self) -> str:
        return f"{self.title} by {self.author.name}"


@pytest.fixture
def poem() -> Iterator[Poem]:
    with connection.schema_editor() as editor:
        editor.create_model(Author)
        editor.create_model(Poem)
    yield Poem.objects.create(author=Author.objects.create(name="Ann"), title="Swifts")
    connection.close()


def test_nothing_is_loaded_for_a_model_of_django(journal: Journal, poem: Poem) -> None:
    fresh, deferred = Poem.objects.get(), Poem.objects.defer("title").get()
    with CaptureQueriesContext(connection) as queries:
        assert capture(journal, fresh) == {"id": 1, "author_id": 1, "title": "Swifts"}
        assert capture(journal, deferred) == {"id": 1, "author_id": 1}
    assert len(queries) == 0


def test_a_declared_field_that_is_computed_is_not_computed(journal: Journal) -> None:
    @dataclasses.dataclass
    class Lazy:
        given: int
        computed: int = 0

    @attrs.define(slots=False)
    class LazyAttrs:
        given: int
        computed: int = 0

    asked = []

    def ask(instance: object) -> None:
        asked.append(instance)

    for kind in (Lazy, LazyAttrs):
        value = kind(1)
        del value.__dict__["computed"]
        kind.computed = property(ask)  # type: ignore[assignment, method-assign]
        assert capture(journal, value) == {"given": 1}
        kind.computed = functools.cached_property(ask)  # type: ignore[assignment, method-assign]
        assert capture(journal, value) == {"given": 1}
    assert asked == []


def test_what_refers_to_an_object_asks_nothing(journal: Journal, session: Session, statements: list[str]) -> None:
    class Finder:
        pass

    writer = session.get(Writer, 1)
    assert writer
    writer.save = types.MethodType(Writer.__repr__, writer)  # type: ignore[attr-defined]
    session.expire_all()
    statements.clear()
    assert capture(journal, writer.__repr__) == {"$type": "method", "repr": "<bound method Writer.__repr__>"}
    for value, name in (
        (functools.partial(print, writer), "functools.partial"),
        (functools.partial(print, a={"b": [writer]}), "functools.partial"),
        (functools.partial(writer.__repr__), "functools.partial"),
        (ValueError("bad", [writer]), "ValueError"),
        (writer.__str__, "method-wrapper"),
    ):
        captured = capture(journal, value)
        assert captured["$type"] == name and "Ann" not in str(captured)
    assert statements == []
    # Others are written as ever.
    assert "Finder object" in capture(journal, functools.partial(print, Finder()))["repr"]
    assert "Finder object" in capture(journal, types.MethodType(print, Finder()))["repr"]
    assert capture(journal, ValueError("x", 1))["repr"] == "ValueError('x', 1)"


def test_an_error_that_has_an_object_asks_nothing(journal: Journal, session: Session, statements: list[str]) -> None:
    writer = session.get(Writer, 1)
    session.expire_all()
    statements.clear()
    with pytest.raises(LookupError), martlet.span("s"):
        raise LookupError("no book of", writer)
    assert journal.one().value("error") == {"type": "LookupError", "message": "no book of, <Writer>"}
    assert statements == []
