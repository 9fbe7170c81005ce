"""The second witness: what the vendor's own machine-readable models show of the cells of the matrix.

A maintainer's command, `python -m apigw_choose.witness`, described in docs/witnesses.md. No other part of the
package imports it.
"""
