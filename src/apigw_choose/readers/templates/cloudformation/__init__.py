"""CloudFormation and CDK output, which have the normal form but for conditions and parameters."""

from apigw_choose.readers.templates.cloudformation.template import declarations, normal_form, resources

__all__ = ["declarations", "normal_form", "resources"]
