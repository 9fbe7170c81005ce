"""Which Amazon API Gateway type to take, why, and what would change the answer.

    from apigw_choose import decide, load_matrix, require

    matrix = load_matrix()
    decision = decide(matrix, require(matrix, needs=["waf", "api-keys"]))
    print(decision.recommendation, decision.headline)
"""

from apigw_choose.engine.decide import decide
from apigw_choose.model.decision import Decision
from apigw_choose.model.errors import InputError
from apigw_choose.model.matrix import Matrix
from apigw_choose.model.requirements import Need, Requirements, Want
from apigw_choose.readers.asked import require
from apigw_choose.readers.matrix import load_matrix

__version__ = "0.1.0"
__all__ = ["Decision", "InputError", "Matrix", "Need", "Requirements", "Want", "decide", "load_matrix", "require"]
