package import Calendars
package import Columns

/// What to compute, in an algebra that knows no verb. Executors consume it case by case.
package struct Plan: Sendable {
  package var operation: Operation
  /// The columns that it makes.
  package var schema: Schema
  /// What the table is: heads the output.
  package var title: String
  /// Which picture fits it.
  package var shape: TableShape

  package init(_ operation: Operation, schema: Schema, title: String, shape: TableShape = .rows) {
    self.operation = operation
    self.schema = schema
    self.title = title
    self.shape = shape
  }

  package indirect enum Operation: Sendable {
    /// A table that the session holds under this name.
    case scan(String)
    /// The rows for which the condition, a boolean expression, is true.
    case filter(Plan, TypedExpression)
    /// More columns, each computed from the columns before it; one of a known name takes its place.
    case compute(Plan, [ComputedColumn])
    /// These columns, in this order.
    case project(Plan, [Int])
    case aggregate(Plan, Aggregation)
    /// Stable; missing values last.
    case sort(Plan, [SortOrder])
    /// The first rows.
    case take(Plan, Int)
    /// The rows of the first table beside those of the second that have equal keys.
    case join(Plan, Plan, JoinSpecification)
    /// The values of a column turned into columns. Which ones, only the data tell: the schema of such
    /// a plan holds the keys alone, and nothing is planned on top of it before it is computed.
    case pivot(Plan, PivotSpecification)
    /// A row about each column.
    case describe(Plan)
    /// The same rows, or an error where a condition does not hold for all of them.
    case expect(Plan, Expectation)
    /// Rows that are known when the line is read.
    case rows(Table)
    /// Who was here, came and went, per group and period.
    case calendarCounts(Plan, CalendarCounts)
    /// A rate with its interval and its flags from calendar counts.
    case rates(Plan, RateSpecification)
    /// Who came back and who fell silent, from purchases.
    case returns(Plan, ReturnSpecification)
    /// How often, how long ago and for how much each customer bought.
    case purchaseHistory(Plan, PurchaseHistorySpecification)
    /// Who of the customers is alive and what is to be expected of each, by a model of purchases.
    case purchaseModel(Plan, PurchaseModelSpecification)
    /// What the customers are to buy in coming periods, by a model of their purchases.
    case purchaseForecast(Plan, PurchaseForecastSpecification)
    /// How a curve of retention goes on, from clients or a table of cohorts.
    case retentionForecast(Plan, RetentionForecastSpecification)
    /// How much of each cohort is kept, from clients or purchases.
    case cohorts(Plan, CohortSpecification)
    /// What fell due for renewal and what became of it, from a register or clients.
    case renewals(Plan, RenewalSpecification)
    /// Money of clients that came, grew, shrank and went, per group and period.
    case moneyMovements(Plan, MoneyMovements)
    /// The leaky bucket of clients, per group and period.
    case growth(Plan, GrowthSpecification)
    /// How many left for each reason.
    case reasons(Plan, ReasonsSpecification)
    /// What customers have brought.
    case value(Plan, ValueSpecification)
    /// Whether each loss was bad.
    case losses(Plan, LossesSpecification)
    /// Future periods of a table over time.
    case forecast(Plan, ForecastSpecification)
    /// How long stays last, per group.
    case survival(Plan, SurvivalSpecification)
    /// What makes clients leave sooner, an effect a row.
    case hazards(Plan, HazardSpecification)
    /// Each segment beside all the rest.
    case fit(Plan, FitSpecification)
    /// The shifts of a table over time; the further plans are calendar counts by one key each, which may
    /// carry them.
    case shifts(Plan, ShiftSpecification, carriers: [Plan])
    /// The seasonal index of a table over time.
    case season(Plan, SeasonSpecification)
    /// The change of a rate from one period to another, from a pair of calendar counts a dimension.
    case change([ComparedPlans], ChangeSpecification)
  }
}

/// The same counts of two periods.
package struct ComparedPlans: Sendable {
  package var before: Plan
  package var after: Plan

  package init(before: Plan, after: Plan) {
    self.before = before
    self.after = after
  }
}

extension Plan.Operation {
  /// Whether only the data tell which columns it makes, so that nothing can be planned on top of it
  /// before it is computed.
  package var makesColumnsOfData: Bool {
    if case .pivot = self { return true }
    if case .reasons(_, let specification) = self, case .risk = specification.layout { return true }
    return false
  }
}

package struct ComputedColumn: Hashable, Sendable {
  package var field: Field
  package var value: TypedExpression

  package init(_ field: Field, _ value: TypedExpression) {
    self.field = field
    self.value = value
  }
}

package struct SortOrder: Hashable, Sendable {
  package var value: TypedExpression
  package var isDescending: Bool

  package init(_ value: TypedExpression, isDescending: Bool) {
    self.value = value
    self.isDescending = isDescending
  }
}

/// One of the things that rows are grouped by.
package struct GroupKey: Hashable, Sendable {
  /// The name, type and unit of the key's column in the result. A key that is a period has type text.
  package var field: Field
  package var value: TypedExpression
  /// Nil for a category; for a period of time, its length, `value` being a date.
  package var grain: Grain?
  /// Whether it describes the leaving (reason), not the client: then it splits the numerator of a rate only.
  package var describesExit: Bool

  package init(
    field: Field, value: TypedExpression, grain: Grain? = nil, describesExit: Bool = false
  ) {
    self.field = field
    self.value = value
    self.grain = grain
    self.describesExit = describesExit
  }
}

/// Rows gathered by keys, with figures about each group.
///
/// Groups are ordered key by key: periods by the calendar, numbers by size, words by how many rows
/// carry them, most first; missing last. A single key that is a period shows empty periods as 0.
package struct Aggregation: Hashable, Sendable {
  package var keys: [GroupKey]
  package var measures: [AggregateColumn]
  package var remarks: [Remark]

  package init(keys: [GroupKey], measures: [AggregateColumn], remarks: [Remark] = []) {
    self.keys = keys
    self.measures = measures
    self.remarks = remarks
  }

  /// A note for the result, if a condition holds for some row.
  package struct Remark: Hashable, Sendable {
    package var text: String
    package var condition: TypedExpression

    package init(_ text: String, ifAnyRow condition: TypedExpression) {
      self.text = text
      self.condition = condition
    }
  }
}

package struct AggregateColumn: Hashable, Sendable {
  package var field: Field
  package var function: AggregateFunction
  /// What is aggregated; nil for `count()` and `share()`.
  package var value: TypedExpression?
  /// The second argument of `quantile(x, q)`, 0...1.
  package var parameter: Double?

  package init(
    _ field: Field, _ function: AggregateFunction, of value: TypedExpression? = nil,
    parameter: Double? = nil
  ) {
    self.field = field
    self.function = function
    self.value = value
    self.parameter = parameter
  }
}

/// Figures about many rows. All skip missing values; of no value at all, `sum` and `count` are 0, the rest missing.
package enum AggregateFunction: String, CaseIterable, Hashable, Sendable {
  /// `count()` counts rows, `count(x)` those with a value.
  case count
  /// The number of different values.
  case distinct
  case sum
  /// The arithmetic mean; also `mean`.
  case avg
  case median
  /// `quantile(x, q)`, linear between order statistics (Hyndman & Fan 1996, type 7).
  case quantile
  case min, max
  /// The sample standard deviation (n - 1).
  case sd
  /// The group's rows as a share of all rows.
  case share
  /// The value of the first and of the last row that has one.
  case first, last
  /// Whether a condition holds for some row, for every row.
  case any, all
}
