"""The options by which traffic is said, the same for the root command and for `cost`."""

from __future__ import annotations

from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperOption

from apigw_choose.cli.options import complete_measures, complete_regions
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Matrix
from apigw_choose.model.quoting import as_typed

_KEY = f"{__name__}.said"


class _Flag(NamedTuple):
    name: str
    example: str
    told: str


_MEASURES = (
    _Flag("--requests", "50M/month", "How many requests come: per second, minute, hour, day or month."),
    _Flag("--request-size", "4KB", "How large a request is."),
    _Flag("--response-size", "20KB", "How large a response is."),
    _Flag("--cache", "1.6GB", "How large the cache is, if there is one."),
    _Flag("--connections", "1000", "How many are open at a time; 1000/day says how many are opened."),
    _Flag("--connection-length", "10min", "How long a connection lasts."),
    _Flag("--connection-minutes", "20M/month", "For how many minutes clients are connected, all together."),
    _Flag("--messages", "18M/month", "How many messages are sent, both ways."),
    _Flag("--message-size", "3KB", "How large a message is."),
    _Flag("--idle", "90%", "Share of requests that find nothing new, for which a connection carries no message."),
)
_TRAFFIC = _Flag("--traffic", "NAME=AMOUNT", "Any other measure, such as zones=2, metered_size=larger or month=730h.")
_REGION = _Flag("--region", "eu-west-1", "Whose prices to take.")
_PRICES = _Flag("--prices", "FILE", "Take prices from AWS's own price list (the index.json of an offer file).")


class Said(NamedTuple):
    """What was typed of traffic and prices."""

    amounts: dict[str, str]
    """By measure."""
    region: str | None
    prices: str | None
    flags: tuple[str, ...]
    """The options that were used."""


NOTHING_SAID = Said({}, None, None, ())


class TrafficCommand(TyperCommand):
    """A command that takes the options of traffic."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += traffic_options()


def traffic_options() -> list[TyperOption]:
    """The options, made from their table: there are many, and two commands take them."""
    plain = [_option(flag) for flag in (*_MEASURES, _PRICES)]
    region = _option(_REGION, autocompletion=complete_regions)
    return [*plain, region, _option(_TRAFFIC, autocompletion=complete_measures, multiple=True)]


def said(ctx: typer.Context) -> Said:
    """What was typed.

    Raises:
        InputError: when `--traffic` is given without an amount.
    """
    typed: dict[str, Any] = dict(ctx.meta.get(_KEY, {}))
    flags = tuple(typed)
    others = typed.pop(_TRAFFIC.name, ())
    region, prices = typed.pop(_REGION.name, None), typed.pop(_PRICES.name, None)
    amounts = {flag.removeprefix("--").replace("-", "_"): text for flag, text in typed.items()}
    return Said({**amounts, **dict(map(_pair, others))}, region, prices, flags)


def with_prices(matrix: Matrix, prices: str | None) -> Matrix:
    """The matrix with prices from a file of the vendor, where one is given."""
    if prices is None:
        return matrix
    from apigw_choose.readers.offer_file import with_offer

    return with_offer(matrix, prices)


def _option(flag: _Flag, **more: Any) -> TyperOption:
    return TyperOption(
        param_decls=[flag.name],
        type=str,
        metavar=flag.example,
        help=flag.told,
        expose_value=False,
        callback=_keep,
        **more,
    )


def _keep(ctx: typer.Context, param: TyperOption, value: Any) -> None:
    if value not in (None, ()):
        ctx.meta.setdefault(_KEY, {})[param.opts[0]] = value


def _pair(text: str) -> tuple[str, str]:
    name, equals, amount = text.partition("=")
    if not (name and equals and amount):
        raise InputError(f"--traffic {as_typed(text)}: say NAME=AMOUNT, such as month=730h")
    return name.replace("-", "_"), amount
