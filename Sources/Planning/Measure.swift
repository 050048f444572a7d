/// A key figure: its formula and all that is said about it, declared once.
package struct Measure: Hashable, Sendable {
  /// The word after `using`: `start`.
  package var name: String
  /// `churn of those here at the start`
  package var title: String
  package var formula: Formula
  /// Numerator and denominator where the figure is a share of counted clients, so that a binomial
  /// interval and control limits fit; nil otherwise.
  package var share: Share?
  /// What it is good for, in a sentence or two.
  package var lesson: String
  /// What misleads, a sentence each.
  package var pitfalls: [String]
  /// Who defines it so.
  package var source: String

  package init(
    name: String, title: String, formula: Formula, share: Share?, lesson: String,
    pitfalls: [String], source: String
  ) {
    self.name = name
    self.title = title
    self.formula = formula
    self.share = share
    self.lesson = lesson
    self.pitfalls = pitfalls
    self.source = source
  }

  package struct Share: Hashable, Sendable {
    package var numerator: Formula
    package var denominator: Formula

    package init(of numerator: Formula, in denominator: Formula) {
      self.numerator = numerator
      self.denominator = denominator
    }
  }
}

extension Measure {
  /// A measure that is the share of one count in another.
  package init(
    name: String, title: String, share: Share, lesson: String, pitfalls: [String], source: String
  ) {
    self.init(
      name: name, title: title, formula: .quotient(share.numerator, share.denominator),
      share: share, lesson: lesson, pitfalls: pitfalls, source: source)
  }
}
