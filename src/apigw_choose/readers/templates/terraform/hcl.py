"""Terraform's own language: the `.tf` files of a folder, which make up one module."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apigw_choose.model.scan import Trouble
from apigw_choose.readers.templates.terraform import module as terraform_module
from apigw_choose.readers.templates.terraform import policy as terraform_policy
from apigw_choose.readers.templates.terraform import syntax
from apigw_choose.readers.templates.terraform.heredocs import Source, take_out_heredocs
from apigw_choose.readers.templates.terraform.types import FORMS, has_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_choose.readers.templates.terraform.evaluate import OpenLocal
    from apigw_choose.readers.templates.terraform.nodes import Block
    from apigw_choose.readers.templates.tree import Resource

MAX_SIZE = 100_000
"""Words and signs that are parsed of one module; the parser reads some 40,000 a second."""
MAX_TEXT = 2_000_000
"""Characters of one file."""
MISSING = (
    "reading HCL needs the package python-hcl2 8: pip install 'apigw-choose[terraform]'; "
    "or scan the output of terraform show -json"
)
_HEADER = re.compile(
    r'^[ \t]*(?:(resource|data)[ \t]+"?([\w-]+)"?[ \t]+"?([\w-]+)"?'
    r'|(variable|module|output|provider|check|import|moved|removed)(?:[ \t]+"?([\w-]+)"?)?|(locals|terraform))[ \t]*\{',
    re.MULTILINE,
)
_WITH_POLICY = re.compile(
    r"aws_api_gateway_rest_api\b[^{}]{0,200}\{[^{}]{0,2000}?\bpolicy\b|aws_api_gateway_rest_api_policy"
)
_POLICY = re.compile(r"^[ \t]*policy[ \t]*=[^\n]*data\.aws_iam_policy_document\.([\w-]+)", re.MULTILINE)
_WORD = re.compile(r"[\w-]+|[^\s\w]")
_WANTED = frozenset(("variable", "module", "locals"))


def resources(
    files: list[tuple[str, str]], open_local: OpenLocal = lambda _: None
) -> tuple[list[Resource], list[Trouble]]:
    """What the files of one folder declare, given the name and text of each; nothing when none speaks of APIs.

    `open_local` gives the definition in a file beside them, where that may be read.
    """
    if not any(has_words(text) or ("api" in text and "module" in text) for _, text in files):
        return [], []
    policies = _policies(files)
    chunks = [(file, chunk) for file, text in files for chunk in _chunks(text, policies)]
    if not any(has_words(text) for _, text in files) and not any("source" in text for _, (_, text, _) in chunks):
        return [], []
    first = next((file for file, text in files if has_words(text)), files[0][0])
    if not syntax.available():
        wanted = any(has_words(text) for _, text in files)
        return [], [Trouble(first, None, MISSING, fatal=True)] if wanted else []
    if sum(_size(text) for _, (_, text, _) in chunks) > MAX_SIZE:
        return [], [Trouble(first, None, "its folder has more Terraform about APIs than can be read", fatal=True)]
    blocks: list[Block] = []
    troubles: list[Trouble] = []
    for file, line in dict.fromkeys((file, source.unended) for file, (source, _, _) in chunks if source.unended):
        troubles.append(Trouble(file, line, "has a heredoc that does not end; what follows was not read", fatal=False))
    for file, (source, text, line) in chunks:
        try:
            blocks += syntax.parse(text, source, file, line)
        except syntax.HclError as problem:
            troubles.append(Trouble(file, problem.line, str(problem), fatal=False))
    found, more = terraform_module.resources(blocks, first, open_local)
    return found, troubles + more


def _size(text: str) -> int:
    """How much a text is to parse; the count stops where it is too much."""
    return MAX_SIZE + 1 if len(text) > MAX_TEXT else sum(1 for _ in _WORD.finditer(text))


def _policies(files: list[tuple[str, str]]) -> frozenset[str]:
    """The data sources that make a policy, where an API has one at all."""
    if not any(_WITH_POLICY.search(text) for _, text in files):
        return frozenset()
    return frozenset(name for _, text in files for name in _POLICY.findall(text))


def _chunks(text: str, policies: frozenset[str]) -> Iterator[tuple[Source, str, int]]:
    """The top-level blocks of a file that matter, each with the line on which it begins once heredocs are out."""
    source = take_out_heredocs(text)
    headers = list(_HEADER.finditer(source.text))
    ends = [*(header.start() for header in headers[1:]), len(source.text)] if headers else []
    line, position = 1, 0
    for header, end in zip(headers, ends, strict=True):
        kind = header[1] or header[4] or header[6]
        line += source.text.count("\n", position, header.start())
        position = header.start()
        wanted = kind in _WANTED or (kind == "resource" and header[2] in FORMS)
        if wanted or (kind == "data" and header[2] == terraform_policy.TYPE and header[3] in policies):
            yield source, source.text[header.start() : end], line
