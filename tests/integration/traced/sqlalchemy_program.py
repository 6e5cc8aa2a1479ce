from sqlalchemy import ForeignKey, create_engine, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Writer(Base):
    __tablename__ = "writer"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="writer", cascade="all, delete-orphan")

    def __repr__(self) -> str:
        return f"Writer({self.name}, {len(self.books)})"


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    writer_id: Mapped[int] = mapped_column(ForeignKey("writer.id"))
    writer: Mapped[Writer] = relationship(back_populates="books")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add_all([Writer(name=name, books=[Book() for _ in range(count)]) for count, name in enumerate("xyz")])
    session.commit()
    print(session.scalars(select(Writer).options(selectinload(Writer.books)).order_by(Writer.id)).all())
    counted = select(Writer.name, func.count(Book.id)).join(Book, isouter=True).group_by(Writer.name).order_by(Writer.name)
    print(session.execute(counted).all())
    writer = session.scalars(select(Writer).where(Writer.name == "z")).one()
    writer.name = "q"
    session.flush()
    print(writer, session.dirty, session.new)
    session.delete(writer)
    session.commit()
    print(session.scalar(select(func.count()).select_from(Book)))
    try:
        session.execute(text("select nothing from nowhere"))
    except OperationalError as error:
        print(error.statement)
# Operators are functions, which the package keeps in tables from before they are traced.
print(select(Writer).where(Writer.name.in_(["x", "y"]) & ~(Writer.id + 2 * Writer.id < 5)).compile(compile_kwargs={"literal_binds": True}))
