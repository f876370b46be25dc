"""Describe the API by itself: OpenAPI 3.1, with what every operation can answer said once."""

from drf_spectacular.openapi import AutoSchema


class Schema(AutoSchema):
    """Describe one view."""
