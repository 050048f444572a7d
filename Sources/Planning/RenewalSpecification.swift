package import Calendars
package import Columns

/// What fell due for renewal, what of it was renewed, and what it brought or lost.
///
/// The input is a register (customer, date, renewed), or clients whose stays come up for renewal after
/// every `term`.
package struct RenewalSpecification: Hashable, Sendable {
  /// Keys that are categories: of a register the values of the row that fell due, of clients those of the
  /// latest row of the stay.
  package var keys: [GroupKey]
  /// Nil: the whole of `period` as one.
  package var grain: Grain?
  /// Nil: all periods of the grain, or without one the last 12 complete months.
  package var period: Period?
  /// Nil: the last day in the data.
  package var asOf: CivilDate?
  /// Days between two stays of a client that do not count as having left.
  package var gap: Int
  /// The length of a contract; nil of a register, and of clients whose commonest stay is to be taken.
  package var term: CalendarDuration?
  /// The months that an amount of clients pays for; nil: the amount is that of the renewal itself.
  package var amountMonths: Double?
  /// What an amount is, for the notes; nil where there is none.
  package var amountWords: String?
  /// Why amounts are not counted, for the notes; nil where they are.
  package var moneyRemark: String?
  package var layout: Layout
  /// The confidence of intervals.
  package var level: Double
  /// What the rate is.
  package var definition: Definition

  package enum Layout: Hashable, Sendable {
    /// One row a group and period.
    case register
    /// Who did not renew, one row each.
    case list
  }

  package init(
    keys: [GroupKey], grain: Grain?, period: Period?, asOf: CivilDate?, gap: Int,
    term: CalendarDuration?, amountMonths: Double? = nil, amountWords: String?, layout: Layout,
    level: Double, definition: Definition
  ) {
    self.keys = keys
    self.grain = grain
    self.period = period
    self.asOf = asOf
    self.gap = gap
    self.term = term
    self.amountMonths = amountMonths
    self.amountWords = amountWords
    self.layout = layout
    self.level = level
    self.definition = definition
  }

  /// The fields of the result for an input with this schema.
  package func schema(of input: Schema) -> Schema {
    let keyFields = keys.map(\.field)
    func count(_ name: String) -> Field { Field(name, .integer, unit: .count) }
    func money(_ name: String) -> Field { Field(name, .decimal, unit: .money) }
    switch layout {
    case .register:
      return Schema(
        keyFields + [
          Field("period", .text), count("due"), count("renewed"), money("takings"),
          count("not_renewed"), money("takings_lost"), Field("reasons", .text, isList: true),
        ])
    case .list:
      let customer =
        input.index(of: .customer).map { Field("customer", input.fields[$0].type) }
        ?? Field("row", .integer)
      return Schema(
        keyFields + [
          customer, Field("due", .date), money("amount"), Field("reason", .text),
          Field("left", .date),
        ])
    }
  }
}
