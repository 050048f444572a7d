package import Calendars
package import Columns

/// Whether each loss of a period was bad: the losses, or a summary of them by keys.
package struct LossesSpecification: Hashable, Sendable {
  package var sources: WorthSources
  /// Why there is no value, where the line could do something about it.
  package var moneyRemark: String?
  /// Nil: the last 12 complete months.
  package var period: Period?
  /// The position of the reasons; nil without one.
  package var reason: Int?
  package var causes: CauseMap
  /// True for clients whom the firm wants; nil where it did not say.
  package var target: TypedExpression?
  /// The same as it was set.
  package var targetText: String?
  /// The share of customers of least value whose loss is healthy.
  package var healthyBelow: Double
  /// The share of customers of least value whose loss is not painful.
  package var painfulAbove: Double
  /// Empty: a row a loss.
  package var keys: [Key]
  package var customerType: ValueType
  package var definitions: [Definition]

  package init(
    sources: WorthSources, moneyRemark: String?, period: Period?, reason: Int?, causes: CauseMap,
    target: TypedExpression?, targetText: String?, healthyBelow: Double, painfulAbove: Double,
    keys: [Key], customerType: ValueType, definitions: [Definition]
  ) {
    self.sources = sources
    self.moneyRemark = moneyRemark
    self.period = period
    self.reason = reason
    self.causes = causes
    self.target = target
    self.targetText = targetText
    self.healthyBelow = healthyBelow
    self.painfulAbove = painfulAbove
    self.keys = keys
    self.customerType = customerType
    self.definitions = definitions
  }

  /// What losses are counted by.
  package enum Key: Hashable, Sendable {
    /// A figure of the list by its name: verdict, rule, reason, cause, wanted, on_target.
    case ofLoss(String)
    /// The period of leaving.
    case period(Grain)
    /// A column of the data.
    case column(GroupKey)

    package var field: Field {
      switch self {
      case .ofLoss(let name):
        LossesSpecification.list(.text).first { $0.name == name }
          ?? Field(name, .text)
      case .period: Field("period", .text)
      case .column(let key): key.field
      }
    }
  }

  /// The names that a key can have as a figure of the list.
  package static let keysOfLoss = ["verdict", "rule", "reason", "cause", "wanted", "on_target"]

  private static func list(_ customer: ValueType) -> [Field] {
    [
      Field("customer", customer), Field("end", .date), Field("reason", .text),
      Field("value", .decimal, unit: .money), Field("effort", .decimal),
      Field("wanted", .boolean), Field("on_target", .boolean), Field("verdict", .text),
      Field("rule", .text), Field("monthly", .decimal, unit: .money, isDetail: true),
      Field("cause", .text, isDetail: true),
    ]
  }

  package var schema: Schema {
    guard !keys.isEmpty else { return Schema(LossesSpecification.list(customerType)) }
    return Schema(
      keys.map(\.field) + [
        Field("lost", .integer, unit: .count), Field("painful", .integer, unit: .count),
        Field("neutral", .integer, unit: .count), Field("healthy", .integer, unit: .count),
        Field("value", .decimal, unit: .money), Field("net", .decimal, unit: .money),
      ])
  }
}
