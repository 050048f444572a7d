package import Calendars
package import Columns

/// Who of the customers without a contract is still alive, what is to be expected of each, after a
/// model of their purchases.
///
/// The input has the roles `customer` and `date`, maybe `amount`. One row a customer.
package struct PurchaseModelSpecification: Hashable, Sendable {
  package var method: Method
  /// Nil: the last day in the data.
  package var asOf: CivilDate?
  /// What `x`, `t_x`, `T` and the parameters are measured in.
  package var unit: TimeUnit
  /// How far ahead `expected` and `value` look, in days, and as it was written.
  package var horizon: Horizon
  /// The input's column of customers.
  package var customer: Field
  /// What the figures mean, in the order in which `how` shows them.
  package var definitions: [Definition]

  /// The names are the words after `using`.
  package enum Method: String, CaseIterable, Hashable, Sendable {
    /// The likeliest of the three that follow.
    case model
    case bgnbd, mbgnbd, paretonbd, bgbb
  }

  package enum TimeUnit: String, CaseIterable, Hashable, Sendable {
    case day, week, month

    package var days: Double {
      switch self {
      case .day: 1
      case .week: 7
      case .month: 365.25 / 12
      }
    }
  }

  package struct Horizon: Hashable, Sendable {
    package var days: Int
    package var text: String

    package init(days: Int, text: String) {
      self.days = days
      self.text = text
    }
  }

  package init(
    method: Method, asOf: CivilDate?, unit: TimeUnit, horizon: Horizon, customer: Field,
    definitions: [Definition]
  ) {
    self.method = method
    self.asOf = asOf
    self.unit = unit
    self.horizon = horizon
    self.customer = customer
    self.definitions = definitions
  }

  /// The fields of the result.
  package var schema: Schema {
    Schema([
      customer, Field("x", .integer, unit: .count), Field("t_x", .decimal), Field("T", .decimal),
      Field("alive", .decimal, unit: .rate), Field("expected", .decimal),
      Field("value", .decimal, unit: .money),
    ])
  }
}
