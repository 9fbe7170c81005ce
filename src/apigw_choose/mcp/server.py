"""The server: what the protocol asks, handed to the tools. The only module that imports the package `mcp`."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
from anyio.to_thread import run_sync
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolResult,
    ListResourcesResult,
    ListToolsResult,
    ReadResourceResult,
    Resource,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)

from apigw_choose import __version__
from apigw_choose.mcp.results import RefusedError, inert, result_of
from apigw_choose.mcp.schemas import schema_of
from apigw_choose.mcp.tools import instructions, tools
from apigw_choose.readers import shipped
from apigw_choose.readers.wording import no_such
from apigw_choose.renderers.documents import features_document, to_json

if TYPE_CHECKING:
    from mcp_types import CallToolRequestParams, PaginatedRequestParams, ReadResourceRequestParams

    from apigw_choose.mcp.answers import Desk

_AT_ONCE = 4
"""So many calls are worked on at the same time; more wait."""

_MATRIX = "apigw-choose://matrix"
_SCHEMA = "apigw-choose://schema/"


def serve(desk: Desk) -> None:
    """Answer on stdin and stdout until stdin ends or stdout is read no more.

    Raises:
        OSError: when an answer cannot be written, for example to a full disk.
    """
    anyio.run(_serve, desk)


async def _serve(desk: Desk) -> None:
    server = make_server(desk)
    lost: BaseException | None = None
    try:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    except* OSError as group:
        lost = _first(group)
    if lost and not isinstance(lost, BrokenPipeError):  # which says that the client has gone away
        raise lost


def _first(error: BaseException) -> BaseException:
    """The error itself, out of the groups in which tasks wrap it."""
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def make_server(desk: Desk) -> Server[Any]:
    """The server with its tools and resources."""
    offered = tools(desk.matrix)
    gate = anyio.CapacityLimiter(_AT_ONCE)

    async def list_tools(_: Any, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(
            tools=[
                Tool(
                    name=tool.name,
                    title=inert(tool.title),
                    description=inert(tool.told),
                    input_schema=inert(tool.takes),
                    output_schema=schema_of(tool.gives),
                    annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
                )
                for tool in offered.values()
            ]
        )

    async def call_tool(_: Any, asked: CallToolRequestParams) -> CallToolResult:
        if asked.name not in offered:
            raise MCPError(code=INVALID_PARAMS, message=no_such("tool", asked.name, list(offered)))
        work = partial(result_of, offered[asked.name], desk, asked.arguments or {})
        try:
            # In a thread, so that a long scan keeps nobody waiting; and left behind when the client goes.
            document = await run_sync(work, abandon_on_cancel=True, limiter=gate)
        except RefusedError as refused:
            return CallToolResult(content=[TextContent(text=str(refused))], is_error=True)
        text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
        return CallToolResult(content=[TextContent(text=text)], structured_content=document)

    async def list_resources(_: Any, __: PaginatedRequestParams | None) -> ListResourcesResult:
        matrix = desk.matrix
        whole = (
            f"Every feature of {matrix.subject} with its cells, notes and sources. Long; the tools give parts of it."
        )
        return ListResourcesResult(
            resources=[
                Resource(uri=_MATRIX, name="matrix", description=inert(whole), mime_type="application/json"),
                *(
                    Resource(
                        uri=f"{_SCHEMA}{name}",
                        name=f"schema-{name}",
                        title=f"JSON Schema: {json.loads(shipped.schema(name))['title']}",
                        mime_type="application/schema+json",
                    )
                    for name in shipped.schema_names()
                ),
            ]
        )

    async def read_resource(_: Any, asked: ReadResourceRequestParams) -> ReadResourceResult:
        name = asked.uri.removeprefix(_SCHEMA)
        if asked.uri == _MATRIX:
            text, kind = to_json(features_document(desk.matrix, desk.matrix.features.values())), "application/json"
        elif name in shipped.schema_names() and name != asked.uri:
            text, kind = shipped.schema(name), "application/schema+json"
        else:
            raise MCPError(code=INVALID_PARAMS, message=no_such("resource", asked.uri, [_MATRIX]))
        return ReadResourceResult(contents=[TextResourceContents(uri=asked.uri, mime_type=kind, text=text)])

    server: Server[Any] = Server(
        "apigw-choose",
        version=__version__,
        instructions=inert(instructions(desk.matrix)),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )
    server.middleware.clear()  # which would report every call to a collector that the environment names
    return server
