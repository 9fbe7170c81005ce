"""The Serverless Framework, brought to the normal form."""

from apigw_choose.readers.templates.serverless.template import resources

__all__ = ["resources"]
