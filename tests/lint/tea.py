"""A small sound matrix, to be broken in one place at a time. Line numbers in the tests are lines of `TEA`."""

from __future__ import annotations

TEA = """\
id: tea
version: "2026-03-01"
subject: tea
noun: tea
nouns: teas
characters: "é"
sources_from: ["https://example.org/tea/"]
must_cover: ["guide: Milk"]
categories:
  - {id: taste, name: Taste}
  - {id: brewing, name: Brewing}
options:
  - id: black
    name: Black tea
    short: Black
    summary: Leaves that have been fermented.
    price:
      micros: 50000
      currency: EUR
      per: cup
      note: loose leaves
      sources: [{url: "https://example.org/tea/black", checked: "2026-03-01"}]
  - id: green
    name: Green tea
    short: Green
    summary: Leaves that have not been fermented.
    price:
      micros: 70000
      currency: EUR
      per: cup
      note: loose leaves
      sources: [{url: "https://example.org/tea/green", checked: "2026-03-01"}]
assumptions:
  - id: morning
    text: you drink it in the morning
    because: nothing speaks of the evening
    overrule: Say --need grassy.
    sets_aside: [green]
    unless: [grassy]
features:
  - category: taste
    features:
      - id: grassy
        name: Grassy
        summary: It tastes of meadows.
        aliases: [meadow]
        cells:
          black:
            support: none
            note: It tastes of malt.
            workaround: none known
            sources: [{url: "https://example.org/tea/taste", checked: "2026-03-01"}]
          green:
            support: full
            since: "2020-05"
            note: It does.
            sources: [{url: "https://example.org/tea/taste", checked: "2026-03-01"}]
      - id: takes-milk
        name: Takes milk
        summary: It is good with milk.
        covers: ["guide: Milk"]
        cells:
          black:
            support: partial
            note: If it is brewed strong.
            sources: [{url: "https://example.org/tea/milk", checked: "2026-03-01"}]
          green:
            support: unknown
            note: Nobody has tried.
            confidence: low
            sources: [{url: "https://example.org/tea/milk", checked: "2026-03-01"}]
  - category: brewing
    features:
      - id: steeping-time
        name: Steeping time
        summary: How soon the leaves come out.
        quantity: {dimension: duration, better: less}
        shorthands: {hurried: 2min}
        cells:
          black:
            support: full
            value: 4min
            beyond: {by: condition, to: 3min, note: With broken leaves.}
            note: Longer makes it bitter.
            sources: [{url: "https://example.org/tea/time", checked: "2026-03-01"}]
          green:
            support: full
            value: 2min
            note: Longer makes it bitter.
            sources: [{url: "https://example.org/tea/time", checked: "2026-03-01"}]
claims:
  - id: green-has-none
    claim: Green tea has no caffeine.
    verdict: wrong
    features: [grassy]
    options: [green]
    refutation: It has half as much as black tea.
    sources: [{url: "https://example.org/tea/caffeine", checked: "2026-03-01"}]
  - id: milk-is-rude
    claim: Milk is for beginners.
    verdict: oversimplified
    features: [takes-milk]
    options: [black]
    refutation: Some teas are made for it.
    sources: [{url: "https://example.org/tea/milk", checked: "2026-03-01"}]
glossary:
  - id: steep
    name: Steep
    aliases: [infuse]
    summary: To let leaves lie in hot water.
    description: The French say "infusé".
    features: [steeping-time]
    options: [black]
    sources: [{url: "https://example.org/tea/terms", checked: "2026-03-01"}]
  - id: leaf
    name: Leaf
    summary: What tea is made of.
    description: Whole or broken.
    see: [steep]
    sources: [{url: "https://example.org/tea/terms", checked: "2026-03-01"}]
rules:
  - id: milk-needs-time
    options: [black]
    when: [takes-milk]
    implies: [steeping-time]
    limits: {steeping-time: 5min}
    text: Weak tea and milk is neither.
    sources: [{url: "https://example.org/tea/milk", checked: "2026-03-01"}]
  - id: one-taste
    options: [green]
    at_most_one_of: [grassy, takes-milk]
    text: Milk drowns the meadow.
    sources: [{url: "https://example.org/tea/milk", checked: "2026-03-01"}]
workarounds:
  - id: add-herbs
    options: [black]
    satisfies: [grassy]
    text: Add dried herbs.
    adds: {services: [herbs], cost: a little, operations: a second tin}
    limits: It is another taste.
    sources: [{url: "https://example.org/tea/herbs", checked: "2026-03-01"}]
alternatives:
  - id: coffee
    name: Coffee
    for: [[takes-milk, grassy]]
    text: Takes milk whatever it tastes of.
    sources: [{url: "https://example.org/tea/coffee", checked: "2026-03-01"}]
pairings:
  - id: two-pots
    options: [black, green]
    text: Two pots to wash.
    sources: [{url: "https://example.org/tea/pots", checked: "2026-03-01"}]
history:
  - id: bags
    date: "1908-06-01"
    options: [black]
    features: [takes-milk, steeping-time]
    text: Tea comes in bags.
    sources: [{url: "https://example.org/tea/bags", checked: "2026-03-01"}]
  - id: ships
    date: "1610-01"
    options: [green]
    text: Tea comes by ship.
    sources: [{url: "https://example.org/tea/ships", checked: "2026-03-01"}]
"""


def tea_but(*edits: tuple[str, str]) -> str:
    """The matrix with some passages, each of which stands in it once, replaced by others."""
    text = TEA
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the matrix"
        text = text.replace(old, new)
    return text
