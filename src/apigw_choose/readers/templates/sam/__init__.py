"""SAM, brought to the normal form as its translator does."""

from apigw_choose.readers.templates.sam.template import resources

__all__ = ["resources"]
