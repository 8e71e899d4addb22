"""The prompt: reads a statement, shows its answer, tells errors in one line, until it is left."""

from __future__ import annotations

import re
import time

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.filters import Condition
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer
from rich.console import Console
from rich.text import Text

from flows.counting import counted
from flows.shell.history import history
from flows.shell.words import DOTS, finished, words
from flows.terminal.show_table import show_answer, show_rows
from warehouse.errors import QueryError
from warehouse.query import QueryResult, ask

_TABLES = """
    SELECT table_name AS name, 'table' AS kind, comment AS meaning FROM duckdb_tables()
    WHERE NOT internal AND schema_name = 'main'
    UNION ALL SELECT view_name, 'view', comment FROM duckdb_views() WHERE NOT internal
    UNION ALL SELECT DISTINCT function_name, 'macro', comment FROM duckdb_functions() WHERE NOT internal
    ORDER BY kind DESC, name
"""
_COLUMNS = """
    SELECT column_name AS "column", data_type AS type, comment AS meaning FROM duckdb_columns()
    WHERE NOT internal AND schema_name = 'main' AND table_name = ? ORDER BY column_index
"""
_WELCOME = "Gongkai SQL, read-only. A statement ends with ;  Tab completes, .help helps, .quit leaves."
_ROWS = 100


class Shell:
    """One session on one connection: it keeps the warehouse that it opened, whatever is built meanwhile."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, out: Console) -> None:
        self._connection = connection
        self._out = out
        self._rows = _ROWS

    def run(self) -> None:
        """Until .quit or Ctrl-D; Ctrl-C drops the line or stops the query."""
        session: PromptSession[str] = PromptSession(
            history=history(),
            completer=WordCompleter(
                list(known := words(self._connection)),
                meta_dict=known,
                ignore_case=True,
                pattern=re.compile(r"[.\w]+"),
            ),
            complete_while_typing=False,
            lexer=PygmentsLexer(SqlLexer),
            multiline=Condition(lambda: not finished(session.default_buffer.text)),
            prompt_continuation="    ...> ",
        )
        self._out.print(_WELCOME, style="dim", markup=False)
        while True:
            try:
                typed = session.prompt("gongkai> ").strip()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            if typed.rstrip(";").lower() in {".quit", ".exit", "quit", "exit"}:
                return
            self._answer(typed)

    def _answer(self, typed: str) -> None:
        try:
            if typed.startswith(".") or typed.lower() == "help":
                self._dot(*typed.rstrip(";").split())
            elif typed.strip("; \n"):
                self._sql(typed)
        except QueryError as error:
            self._out.print(Text(f"error: {error}", style="red"), soft_wrap=True)
        except KeyboardInterrupt:
            self._out.print("stopped", style="dim")

    def _sql(self, query: str) -> None:
        started = time.monotonic()
        answer = ask(self._connection, query)
        seconds = time.monotonic() - started
        show_answer(self._out, answer.table, self._rows)
        rows = answer.table.num_rows
        told = f"{counted(rows, 'row')}, {seconds:.2f} s"
        if rows > self._rows:
            told += f"; the first {self._rows} shown: .rows {rows} shows all, or ask with --output FILE"
        self._out.print(told, style="dim", markup=False)

    def _dot(self, name: str, *given: str) -> None:
        match name.lstrip("."), given:
            case "tables", ():
                self._show(ask(self._connection, _TABLES))
            case "schema", (table,):
                self._schema(table)
            case "rows", (number,) if number.isdigit() and int(number) > 0:
                self._rows = int(number)
            case "help", ():
                show_rows(self._out, ("type", "to get"), [("SELECT …;", "an answer"), *DOTS.items()])
            case _:
                raise QueryError(f"no such command: {' '.join((name, *given))}; .help lists them")

    def _schema(self, table: str) -> None:
        answer = ask(self._connection, _COLUMNS, [table])
        if not answer.table.num_rows:
            raise QueryError(f"no table {table}; .tables lists them")
        self._show(answer)

    def _show(self, answer: QueryResult) -> None:
        show_rows(self._out, answer.table.column_names, [list(row.values()) for row in answer.rows()])
