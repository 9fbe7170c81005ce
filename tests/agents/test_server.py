"""The server as a process: what it offers, how it begins and ends, what it opens, and that nothing upsets it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from conftest import FIXTURES, TOOL, Ran

from .conftest import ask, hired

if TYPE_CHECKING:
    from mcp import ClientSession

    from conftest import Tool

    from .conftest import Agent, Answered

TOOLS = ["decide", "explain", "compare", "features", "cost", "scan"]
HELLO = {
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
HIDDEN = "\x1b[31m\u202e\u200b\U000e0041\x9b\x7f"
"""Colour, a bidirectional override, a zero-width space, a tag character, a C1 character, DEL."""


def sent(*messages: dict[str, Any]) -> str:
    """Requests as they go over the wire; those with no id of their own are numbered."""
    numbered = ({"jsonrpc": "2.0", "id": number, **message} for number, message in enumerate(messages, 1))
    return "".join(f"{json.dumps(message)}\n" for message in numbered)


def texts(value: Any) -> list[str]:
    """Every text in a document."""
    if isinstance(value, dict):
        return [text for pair in value.items() for entry in pair for text in texts(entry)]
    if isinstance(value, list):
        return [text for entry in value for text in texts(entry)]
    return [value] if isinstance(value, str) else []


def assert_nothing_hidden(answered: Answered) -> None:
    for text in (answered.text, *texts(answered.document)):
        assert all(line.isprintable() for line in text.split("\n")), text


class TestOffer:
    def test_every_tool_is_described_with_what_it_takes_and_gives(self, agent: Agent) -> None:
        offered = agent.tools().tools
        assert [tool.name for tool in offered] == TOOLS
        for tool in offered:
            assert tool.title
            assert tool.description
            for schema in (tool.input_schema, tool.output_schema or {}):
                Draft202012Validator.check_schema(schema)
                assert schema["type"] == "object"
                assert "$id" not in json.dumps(schema)
            assert tool.input_schema["additionalProperties"] is False
            assert all(entry["description"] for entry in tool.input_schema["properties"].values())
            assert tool.annotations is not None
            assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)

    def test_an_agent_can_afford_to_read_it(self, agent: Agent) -> None:
        """What a client shows to its model: names, descriptions and schemas of arguments."""
        read = [(tool.name, tool.description, tool.input_schema) for tool in agent.tools().tools]
        assert len(json.dumps(read)) < 8_000

    def test_the_welcome_names_the_options_and_the_age_of_the_facts(self, agent: Agent) -> None:
        told = agent.welcome.instructions or ""
        for word in ("Amazon API Gateway", "rest: REST API", "websocket: WebSocket API", "2026-"):
            assert word in told
        assert agent.welcome.server_info.name == "apigw-choose"

    def test_with_another_matrix_it_speaks_of_that_one(self, barista: Agent) -> None:
        decide, *_, scan = barista.tools().tools
        told = f"{barista.welcome.instructions} {decide.description} {decide.input_schema}"
        assert "coffee" in told
        assert "API" not in told
        assert scan.name == "scan"

    def test_the_matrix_and_the_schemas_are_resources(self, agent: Agent, tool: Tool) -> None:
        def read(uri: str) -> str:
            (content,) = agent.portal.call(agent.session.read_resource, uri).contents
            text: str = getattr(content, "text", "")
            return text

        listed = [entry.uri for entry in agent.portal.call(agent.session.list_resources).resources]
        assert listed[0] == "apigw-choose://matrix"
        assert json.loads(read(listed[0])) == json.loads(tool("features", "--json").out)
        assert listed[1:] == [f"apigw-choose://schema/{name}" for name in tool("schema").out.split()]
        assert read("apigw-choose://schema/requirements") == tool("schema", "requirements").out
        with pytest.raises(MCPError, match="no resource 'apigw-choose://schema/decisio'"):
            read("apigw-choose://schema/decisio")

    def test_a_tool_that_there_is_not_is_an_error_of_the_protocol(self, agent: Agent) -> None:
        with pytest.raises(MCPError, match="no tool 'decidee' \\(did you mean 'decide'\\?\\)"):
            agent.call("decidee")

    def test_a_client_of_the_newest_protocol_is_served_too(self) -> None:
        async def talk() -> tuple[str, list[str], Any]:
            server = StdioServerParameters(command=TOOL, args=["mcp"], cwd=FIXTURES)
            async with Client(stdio_client(server)) as client:
                names = [tool.name for tool in (await client.list_tools()).tools]
                answer = await client.call_tool("decide", {"needs": ["waf"]})
                return client.protocol_version, names, answer.structured_content

        version, names, document = anyio.run(talk)
        assert version >= "2026"
        assert names == TOOLS
        assert document["recommendation"] == "rest"


class TestHostileText:
    def test_arguments_are_quoted_visibly(self, agent: Agent) -> None:
        wrong: dict[str, dict[str, Any]] = {
            "decide": {"needs": [HIDDEN, f"integration-timeout={HIDDEN}"], "no_assume": [HIDDEN], HIDDEN: 1},
            "explain": {"subject": HIDDEN},
            "compare": {"options": [HIDDEN], "category": HIDDEN},
            "features": {"words": [HIDDEN]},
            "cost": {"traffic": {HIDDEN: HIDDEN}, "region": HIDDEN},
            "scan": {"paths": [HIDDEN, f"/{HIDDEN}", "a\0b", "x" * 5000]},
        }
        for name, asked in wrong.items():
            for arguments in (asked, {key: value for key, value in asked.items() if key != HIDDEN}):
                answered = agent.call(name, **arguments)
                assert answered.refused
                assert_nothing_hidden(answered)

    def test_what_templates_say_is_shown_visibly(self, tmp_path: Path) -> None:
        resource = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": HIDDEN, "Description": HIDDEN}}
        template = json.dumps({"Resources": {f"Api{HIDDEN}": resource, "Half\ud800": resource}})
        for name in (f"{HIDDEN}.json".encode(), b"\xff\xfe.json", b"plain.json"):
            (tmp_path / os.fsdecode(name)).write_text(template, "utf-8")
        (tmp_path / os.fsdecode(b"broken\xff.json")).write_bytes(b'{"Resources": {"Type": "AWS::ApiGateway')
        with hired(cwd=tmp_path) as one:
            answered = one.call("scan", paths=["."])
            assert len(answered.document["files"]) == 3
            assert len(answered.document["problems"]) == 1
            assert_nothing_hidden(answered)
            assert "Api\\u{1b}[31m\\u{202e}\\u{200b}\\u{e0041}" in answered.text.replace("\\\\", "\\")
            assert not one.call("decide", needs=["waf"]).refused

    def test_what_a_matrix_says_is_shown_visibly(self, tmp_path: Path) -> None:
        shutil.copytree(FIXTURES / "coffee", tmp_path / "coffee")
        head = tmp_path / "coffee" / "matrix.yaml"
        spelled = "".join(f"\\U{ord(sign):08x}" for sign in HIDDEN)
        head.write_text(head.read_text("utf-8").replace("coffee at home", f'"{spelled}"'), "utf-8")
        with hired("--matrix", "coffee", cwd=tmp_path) as one:
            told = [one.welcome.instructions or "", *texts([tool.model_dump() for tool in one.tools().tools])]
            assert "\\u{1b}[31m" in told[0]
            for text in told:
                assert all(line.isprintable() for line in text.split("\n")), text


class TestManyAtOnce:
    def test_parallel_calls_are_each_answered_right(self, agent: Agent) -> None:
        questions: list[tuple[str, dict[str, Any]]] = [
            ("decide", {"needs": [need]}) for need in ("waf", "jwt", "caching", "server-push", "wafff")
        ] * 4
        questions += [("scan", {"paths": ["scan"]}), ("cost", {"traffic": {"requests": "1M/month"}})] * 2

        async def all_of_them() -> list[Answered]:
            answers: dict[int, Answered] = {}

            async def one(number: int, tool: str, asked: dict[str, Any]) -> None:
                answers[number] = await ask(agent.session, tool, asked)

            async with anyio.create_task_group() as group:
                for number, (tool, asked) in enumerate(questions):
                    group.start_soon(one, number, tool, asked)
            return [answers[number] for number in range(len(questions))]

        alone = {str(question): agent.call(question[0], **question[1]) for question in questions}
        assert agent.portal.call(all_of_them) == [alone[str(question)] for question in questions]

    def test_a_long_scan_keeps_nobody_waiting(self, tmp_path: Path) -> None:
        order = (FIXTURES / "scan" / "orders.yaml").read_text("utf-8")
        for number in range(60):
            (tmp_path / f"{number}.yaml").write_text(order, "utf-8")
        ended: list[str] = []

        async def race(session: ClientSession) -> None:
            async def scan() -> None:
                assert len((await ask(session, "scan", {"paths": ["."]})).document["files"]) == 60
                ended.append("scan")

            async with anyio.create_task_group() as group:
                group.start_soon(scan)
                await anyio.sleep(0.05)
                await session.send_ping()
                ended.append("ping")

        with hired(cwd=tmp_path) as one:
            one.portal.call(race, one.session)
        assert ended == ["ping", "scan"]


class TestFolders:
    """What scan may read."""

    @pytest.fixture
    def home(self, tmp_path: Path) -> Path:
        """A project, and beside it what is none of the agent's business."""
        order = (FIXTURES / "scan" / "orders.yaml").read_text("utf-8")
        for name in ("project/orders.yaml", "project/inner/a.yaml", "other/b.yaml", "secret/c.yaml"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(order, "utf-8")
        (tmp_path / "project" / "link.yaml").symlink_to(tmp_path / "secret" / "c.yaml")
        (tmp_path / "project" / "away").symlink_to(tmp_path / "secret", target_is_directory=True)
        (tmp_path / "project" / "loop").symlink_to(tmp_path / "project" / "loop")
        return tmp_path

    def test_the_working_directory_is_the_limit(self, home: Path) -> None:
        outside = ["../secret/c.yaml", "..", "link.yaml", "away", "away/c.yaml", str(home), "/", "inner/../../other"]
        with hired(cwd=home / "project") as one:
            for path in outside:
                answered = one.call("scan", paths=["orders.yaml", path])
                assert answered.refused, path
                assert answered.text == (
                    f"error: {path}: lies outside of what may be scanned, which is {home / 'project'}\n"
                    "try: apigw-choose mcp --root FOLDER"
                )
            for path in ("orders.yaml", "inner", "inner/../inner/a.yaml", str(home / "project" / "inner")):
                assert one.call("scan", paths=[path]).document["files"]
            assert one.call("scan", paths=["loop"]).refused
            files = [entry["file"] for entry in one.call("scan", paths=["."]).document["files"]]
            assert files == ["orders.yaml", "inner/a.yaml"]

    def test_named_folders_take_its_place(self, home: Path) -> None:
        with hired("--root", "project", "--root", "other", cwd=home) as one:
            assert [entry["file"] for entry in one.call("scan", paths=["inner"]).document["files"]] == [
                str(home / "project" / "inner" / "a.yaml")
            ]
            assert one.call("scan", paths=[str(home / "other")]).document["files"]
            assert one.call("scan", paths=["away"]).refused
            for path in (str(home), "../secret", str(home / "secret" / "c.yaml")):
                assert one.call("scan", paths=[path]).text.startswith(
                    f"error: {path}: lies outside of what may be scanned, which is {home}/project, {home}/other\n"
                )

    def test_nothing_is_scanned_where_that_would_be_the_whole_file_system(self, home: Path) -> None:
        with hired(cwd=Path("/")) as one:  # where some clients start their servers
            answered = one.call("scan", paths=[str(home)])
            assert answered.refused
            assert "nothing may be scanned" in answered.text
            assert not one.call("explain", subject="waf").refused

    def test_what_lies_outside_is_not_opened_and_no_socket_either(self, home: Path) -> None:
        log = home / "log"
        (home / "project" / "beside.yaml").write_text(
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Api\n"
            "    Properties: {StageName: live, DefinitionUri: ../secret/c.yaml}\n",
            "utf-8",
        )
        watch = (
            "import sys, os\n"
            f"log = os.open({str(log)!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)\n"
            "def see(event, what):\n"
            "    if event == 'open' or event.startswith('socket.') and event != 'socket.__new__':\n"
            "        os.write(log, f'{event} {what[0]}\\n'.encode())\n"
            "sys.addaudithook(see)\n"
        )
        (home / "watch").mkdir()
        (home / "watch" / "sitecustomize.py").write_text(watch, "utf-8")
        with hired(cwd=home / "project", env={"PYTHONPATH": str(home / "watch")}) as one:
            answered = one.call("scan", paths=["."])
            assert not answered.refused
            assert one.call("scan", paths=["../secret/c.yaml"]).refused
        seen = log.read_text("utf-8")
        assert "open orders.yaml" in seen
        assert "open inner/a.yaml" in seen
        assert "secret/c.yaml" not in seen
        assert [line for line in seen.splitlines() if line.startswith("socket.")] == []


class TestFailure:
    def test_a_failure_of_the_tool_is_an_answer_too_and_the_talk_goes_on(self, tmp_path: Path) -> None:
        broken = (
            "import apigw_choose.engine.verify as module\n"
            "def verify(*_): raise RuntimeError('first \\x1b line\\nsecond line')\n"
            "module.verify = verify\n"
        )
        (tmp_path / "sitecustomize.py").write_text(broken, "utf-8")
        with hired(cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}) as one:
            answered = one.call("decide", needs=["waf"])
            assert answered.refused
            what, report = answered.text.split("\n")
            assert what == "apigw-choose failed: RuntimeError: first \\u{1b} line"
            assert "bug in the tool" in report
            assert not one.call("explain", subject="waf").refused


class TestProcess:
    def test_nothing_but_the_protocol_is_on_stdout_and_nothing_on_stderr(self, tool: Tool) -> None:
        asked = {"method": "tools/call", "params": {"name": "explain", "arguments": {"subject": "waf"}}}
        ran = tool("mcp", input=f"no message\n{sent(HELLO, asked, {'method': 'nonsense'})}[]\n\n")
        assert (ran.status, ran.err) == (0, "")
        answers = [json.loads(line) for line in ran.out.splitlines()]
        assert {answer["jsonrpc"] for answer in answers} == {"2.0"}
        assert next(answer["id"] for answer in answers if "result" in answer) == 1

    def test_the_end_of_stdin_is_the_end(self, tool: Tool) -> None:
        assert tool("mcp") == Ran("", "", 0)

    @pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", -signal.SIGTERM)])
    def test_a_signal_ends_it_at_once_while_it_waits(self, tmp_path: Path, name: str, status: int) -> None:
        with subprocess.Popen(
            [TOOL, "mcp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=tmp_path,
        ) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            assert server.stderr is not None
            server.stdin.write(sent(HELLO))
            server.stdin.flush()
            assert json.loads(server.stdout.readline())["id"] == 1
            began = time.monotonic()
            server.send_signal(getattr(signal, name))
            assert server.wait(10) == status
            assert time.monotonic() - began < 2
            assert (server.stdout.read(), server.stderr.read()) == ("", "")

    def test_a_client_that_has_gone_away_is_no_failure(self, tmp_path: Path) -> None:
        code = (
            "import subprocess, sys\n"
            "with subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:\n"
            "    server.stdout.close()\n"
            f"    server.stdin.write({sent(HELLO)!r}.encode())\n"
            "sys.exit(server.returncode)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, TOOL, "mcp"], capture_output=True, cwd=tmp_path, timeout=30, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")

    def test_a_full_disk_is_told(self, tmp_path: Path) -> None:
        with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
            done = subprocess.run(
                [TOOL, "mcp"],
                input=sent(HELLO),
                stdout=full,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                cwd=tmp_path,
                timeout=30,
                check=False,
            )
        assert (done.returncode, done.stderr) == (70, "error: cannot write an answer: No space left on device\n")

    @pytest.mark.parametrize("closed", ["<&-", ">&-"])
    def test_a_closed_stream_is_told(self, tmp_path: Path, closed: str) -> None:
        done = subprocess.run(
            ["bash", "-c", f'"$0" mcp {closed}', TOOL],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            timeout=30,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "error: stdin or stdout is closed; agents are answered on both\n"

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--matrix", "nowhere.yaml"), "nowhere.yaml"),
            (("--root", "nowhere", "--root", "."), "--root nowhere: no such folder"),
            (("surprise",), "surprise"),
        ],
    )
    def test_what_it_cannot_be_started_with_is_one_clear_error(
        self, tool: Tool, options: tuple[str, ...], said: str
    ) -> None:
        ran = tool("mcp", *options)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("error: ")
        assert said in ran.err.splitlines()[0]

    def test_without_the_extra_it_says_what_to_install(self, tool: Tool, tmp_path: Path) -> None:
        (tmp_path / "mcp.py").write_text("raise ModuleNotFoundError('no mcp', name='mcp')", "utf-8")
        ran = tool("mcp", env={"PYTHONPATH": str(tmp_path)})
        assert ran == Ran(
            "",
            "error: answering agents needs the package mcp 2, which is not installed\n"
            "try: pip install 'apigw-choose[mcp]'\n",
            2,
        )
