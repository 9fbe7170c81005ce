"""OpenAPI and Swagger with extensions, brought to the normal form."""

from apigw_choose.readers.templates.openapi.document import document, expand, skeleton, unread

__all__ = ["document", "expand", "skeleton", "unread"]
