"""What templates declare: their APIs, and which features of a matrix each of them uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

    from apigw_choose.model.decision import OptionVerdict
    from apigw_choose.model.estimate import Estimate
    from apigw_choose.model.requirements import Need

Certainty = Literal["used", "conditional", "unknown"]
"""In every deployment; for some parameters or conditions; decided where the template does not say."""


class Use(NamedTuple):
    """A feature that an API uses, and the place that shows it."""

    feature: str
    certainty: Certainty
    file: str
    line: int
    path: str
    """Within the file: `Resources.Api.Properties.MinimumCompressionSize`."""
    amount: int | None = None
    """Of a quantity: how much of it is used, in base units; None where that is not known."""
    detail: str = ""
    """What else is known, such as the service that an integration calls."""
    by_default: bool = False
    """Nobody asked for it: it is what is had where nothing is said."""


class FoundApi(NamedTuple):
    """An API that a template declares."""

    id: str
    option: str | None
    """Which option of the matrix it is; None where only the deployment can tell."""
    file: str
    line: int
    uses: tuple[Use, ...]
    """In the order of the features' ids, then of file and line; several places may show one feature."""
    condition: str | None = None
    """The condition under which it exists at all, if any."""
    brings: tuple[str, ...] = ()
    """Features that go with being of this kind, whatever the template says."""


class Trouble(NamedTuple):
    """Something in a file that could not be read, or was read in spite of a mistake."""

    file: str
    line: int | None
    message: str
    fatal: bool
    """Whether nothing of the file was read."""


class ScannedFile(NamedTuple):
    """A template, or the templates of a folder that are read as one."""

    file: str
    format: str
    """`cloudformation`, `sam`, `cdk`, `openapi`, `terraform-plan`, `terraform-state`, `terraform-json`,
    `terraform-hcl` or `serverless`."""
    apis: tuple[FoundApi, ...]


class Scan(NamedTuple):
    """What was found under some files and folders."""

    files: tuple[ScannedFile, ...]
    troubles: tuple[Trouble, ...]
    skipped: int
    """How many files are no templates."""


class Touch(NamedTuple):
    """Something that a move to another option would change."""

    feature: str
    text: str


class Assessment(NamedTuple):
    """What a found API could be."""

    api: FoundApi
    needs: tuple[Need, ...]
    """All that it uses, whether in every deployment or only perhaps, apart from what it has by default."""
    verdicts: tuple[OptionVerdict, ...]
    """What every option makes of that."""
    recommendation: str | None
    """The option to take for it."""
    fits: bool
    """Whether the option that it is has all of that; true where it is not known which it is."""
    could_be: str | None
    """The cheapest option that has all of that and costs less than the one that it is."""
    saving: int | None
    """Millionths of the currency unit for each `per` of the list prices, where these can be compared."""
    bills: tuple[Estimate, Estimate] | None
    """For the traffic, of what it is and of what it could be, where both can be told."""
    binding: tuple[Use, ...]
    """Where it is not to be moved to the next cheaper option: what keeps it, one use for each feature."""
    next_cheaper: str | None
    """The option to which `binding` keeps it from moving."""
    touches: tuple[Touch, ...]
    """What the move to `could_be` would change."""

    def verdict(self, option: str) -> OptionVerdict:
        """What was found of one option."""
        return next(verdict for verdict in self.verdicts if verdict.option == option)

    @property
    def saving_a_month(self) -> Fraction | None:
        """For the traffic, in millionths of the currency unit."""
        if self.bills is None:
            return None
        now, then = (bill.exact for bill in self.bills)
        return None if now is None or then is None else now - then
