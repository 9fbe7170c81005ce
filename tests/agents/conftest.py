"""An agent: the client of the protocol's own package, and the tool as a server in a process of its own."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from anyio.from_thread import start_blocking_portal
from mcp import ClientSession, StdioServerParameters, stdio_client

from conftest import FIXTURES, TOOL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from anyio.from_thread import BlockingPortal
    from mcp import ListToolsResult
    from mcp_types import InitializeResult


@dataclass(frozen=True)
class Answered:
    """What came of a call: a document, or the text of an error."""

    document: Any
    text: str
    refused: bool


@dataclass(frozen=True)
class Agent:
    """Somebody who asks the server."""

    portal: BlockingPortal
    session: ClientSession
    welcome: InitializeResult

    def call(self, tool: str, **arguments: Any) -> Answered:
        """What a tool answers."""
        return self.portal.call(partial(ask, self.session, tool, arguments))

    def tools(self) -> ListToolsResult:
        """What there is."""
        return self.portal.call(self.session.list_tools)


async def ask(session: ClientSession, tool: str, arguments: dict[str, Any]) -> Answered:
    """Call a tool; the client holds a document against the schema that it was given."""
    result = await session.call_tool(tool, arguments)
    (content,) = result.content
    assert content.type == "text"
    return Answered(result.structured_content, content.text, refused=result.is_error)


@asynccontextmanager
async def conversation(
    *options: str, cwd: Path, env: dict[str, str] | None = None
) -> AsyncIterator[tuple[ClientSession, InitializeResult]]:
    """A session with a server that was started for it."""
    server = StdioServerParameters(command=TOOL, args=["mcp", *options], cwd=cwd, env=env)
    async with stdio_client(server) as (incoming, outgoing), ClientSession(incoming, outgoing) as session:
        yield session, await session.initialize()


@contextmanager
def hired(*options: str, cwd: Path, env: dict[str, str] | None = None) -> Iterator[Agent]:
    """An agent with a server of its own."""
    talk = conversation(*options, cwd=cwd, env=env)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(talk) as (session, welcome):
        yield Agent(portal, session, welcome)


@pytest.fixture(scope="session")
def agent() -> Iterator[Agent]:
    """One whose server runs in the folder of the fixtures."""
    with hired(cwd=FIXTURES) as one:
        yield one


@pytest.fixture(scope="session")
def barista() -> Iterator[Agent]:
    """One whose server has a matrix about something else."""
    with hired("--matrix", "coffee", cwd=FIXTURES) as one:
        yield one
