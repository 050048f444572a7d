package import Calendars
package import Columns

/// Each segment beside all the rest: who leaves more, and what they bring and take.
package struct FitSpecification: Hashable, Sendable {
  /// Each looked at by itself.
  package var keys: [GroupKey]
  /// Whether the line names the keys; else those that do not fit are left out and named.
  package var areChosen: Bool
  package var clock: StayClock
  /// Nil: the last 12 complete months. Without a calendar there is none.
  package var period: Period?
  /// A segment of fewer clients than this is not judged.
  package var minimum: Int
  /// The confidence of the intervals, 0.95; a segment differs where its adjusted p is below 1 - level.
  package var level: Double
  package var definition: Definition
  /// True for the clients whom the firm wants (`set target`); nil where it said nothing.
  package var target: TypedExpression?
  /// The condition as it was set.
  package var targetText: String?

  package init(
    keys: [GroupKey], areChosen: Bool, clock: StayClock, period: Period? = nil, minimum: Int = 20,
    level: Double = 0.95, definition: Definition
  ) {
    self.keys = keys
    self.areChosen = areChosen
    self.clock = clock
    self.period = period
    self.minimum = minimum
    self.level = level
    self.definition = definition
  }

  /// The fields of the result; the last, the share on target, where there is a target.
  package var schema: Schema {
    target == nil
      ? Schema(Array(FitSpecification.fields.dropLast())) : Schema(FitSpecification.fields)
  }

  private static let fields = [
    Field("dimension", .text), Field("segment", .text), Field("clients", .integer, unit: .count),
    Field("churn", .decimal, unit: .rate), Field("low", .decimal, unit: .rate, isDetail: true),
    Field("high", .decimal, unit: .rate, isDetail: true),
    Field("value", .decimal, unit: .money, isDetail: true),
    Field("effort", .decimal, isDetail: true), Field("difference", .decimal, unit: .rate),
    Field("adjusted_p", .decimal, isDetail: true), Field("verdict", .text),
    Field("lost", .integer, unit: .count, isDetail: true),
    Field("difference_low", .decimal, unit: .rate, isDetail: true),
    Field("difference_high", .decimal, unit: .rate, isDetail: true),
    Field("on_target", .decimal, unit: .rate, isDetail: true),
  ]
}
