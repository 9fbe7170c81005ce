"""Terraform as JSON: a plan or a state as `terraform show -json` shows it, a state file, or a module in `.tf.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_choose.readers.templates.terraform import module
from apigw_choose.readers.templates.terraform.assemble import assemble
from apigw_choose.readers.templates.terraform.plan import from_plan, from_state, relink
from apigw_choose.readers.templates.terraform.text import blocks

if TYPE_CHECKING:
    from apigw_choose.model.scan import Trouble
    from apigw_choose.readers.templates.terraform.evaluate import OpenLocal
    from apigw_choose.readers.templates.tree import Map, Resource


def resources(
    root: Map, file: str, open_local: OpenLocal = lambda _: None
) -> tuple[str, list[Resource], list[Trouble]]:
    """The name of the format, and what the file declares in the normal form.

    `open_local` gives the definition in a file beside a module, where that may be read.
    """
    if "planned_values" in root or "resource_changes" in root:
        found, troubles = assemble(relink(list(from_plan(root, file))))
        return "terraform-plan", found, troubles
    if "values" in root or "terraform_version" in root or "lineage" in root:
        found, troubles = assemble(relink(list(from_state(root, file))))
        return "terraform-state", found, troubles
    found, troubles = module.resources(blocks(root, file), file, open_local)
    return "terraform-json", found, troubles
