"""Terraform: plans, states and configurations, brought to the normal form."""

from apigw_choose.readers.templates.terraform.documents import resources

__all__ = ["resources"]
