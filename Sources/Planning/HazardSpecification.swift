package import Columns

/// What makes clients leave sooner: a proportional hazards model of the lengths of stay.
package struct HazardSpecification: Hashable, Sendable {
  /// The columns whose effect is looked for, each with a value a row.
  package var factors: [GroupKey]
  /// Whether the line names the factors; else those that do not fit are left out and named.
  package var areChosen: Bool
  package var clock: StayClock
  package var step: Step
  /// The confidence of the intervals, 0.95.
  package var level: Double
  package var definition: Definition

  package init(
    factors: [GroupKey], areChosen: Bool, clock: StayClock, step: Step = .round,
    level: Double = 0.95, definition: Definition
  ) {
    self.factors = factors
    self.areChosen = areChosen
    self.clock = clock
    self.step = step
    self.level = level
    self.definition = definition
  }

  /// By how much a number must grow for the hazard ratio that is shown.
  package enum Step: String, CaseIterable, Hashable, Sendable {
    /// 1, 2 or 5 times a power of ten, the largest that is not above the standard deviation.
    case round
    /// 1.
    case unit
    /// The standard deviation.
    case sd
  }

  /// The fields of the result.
  package static let schema = Schema([
    Field("factor", .text), Field("level", .text), Field("hazard_ratio", .decimal),
    Field("low", .decimal), Field("high", .decimal), Field("p", .decimal, isDetail: true),
    Field("reads", .text), Field("reference", .text, isDetail: true),
  ])
}
