/// What a figure means, where its formula is no tree of counts: declared once, beside its verb.
///
/// Help and reference print it; the operator that computes the figure gets it in its specification and
/// puts this data's numbers beside `formula` in the `Working`, so that `how` says the same as help.
package struct Definition: Hashable, Sendable {
  /// The name of the column or method that it defines: `median`.
  package var name: String
  /// What it is, in one lower-case clause: `the time by which half have left`.
  package var title: String
  /// The formula in words: `S(t) = product over times up to t of (1 - lost / at risk)`.
  package var formula: String
  /// What misleads, a sentence each, without a full stop.
  package var pitfalls: [String]
  /// Paper, handbook or vendor.
  package var source: String

  package init(
    _ name: String, title: String, formula: String, pitfalls: [String] = [], source: String
  ) {
    self.name = name
    self.title = title
    self.formula = formula
    self.pitfalls = pitfalls
    self.source = source
  }
}
