import Calendars
import Columns
import Language
import Planning

extension Stage {
  /// Where the worth of customers comes from, whatever the table holds: clients with dates or with
  /// lengths of stay, or purchases.
  func worthSources(
    _ schema: Schema, _ options: [String: OptionValue], _ context: LoweringContext
  ) throws(Diagnostic) -> WorthSources {
    var sources = WorthSources(
      money: nil, amount: nil, effort: numeric(schema, .effort), cost: numeric(schema, .cost),
      effortCost: context.settings.effortCost, tenureDays: nil, asOf: try asOf(context),
      gap: try gap(options))
    switch schema.kind {
    case .purchases: sources.amount = try amountColumn(schema)
    case .clients: sources.money = try monthlyMoney(schema, options, context.settings)
    case .register: throw needsWorth(schema)
    case .other:
      guard let tenure = schema.index(of: .tenure), schema.fields[tenure].type.isNumeric else {
        throw needsWorth(schema)
      }
      sources.money = try monthlyMoney(schema, options, context.settings)
      sources.tenureDays = try tenureDays(schema.fields[tenure], options)
    }
    return sources
  }

  private func numeric(_ schema: Schema, _ role: Role) -> Int? {
    schema.index(of: role).flatMap { schema.fields[$0].type.isNumeric ? $0 : nil }
  }

  private func amountColumn(_ schema: Schema) throws(Diagnostic) -> Int {
    if let column = numeric(schema, .amount) { return column }
    let numbers = schema.fields.filter { $0.type.isNumeric && $0.role != .customer }
      .map { quotedIfNeeded($0.name) }
    throw Diagnostic(
      code: "missing-role", at: verb.range,
      "no column of numbers has the role amount, the money of a purchase",
      help: numbers.isEmpty
        ? "this table has no column of numbers"
        : "say which one, of " + numbers.prefix(6).joined(separator: ", ")
          + ":  roles amount = COLUMN")
  }

  private func tenureDays(
    _ field: Field, _ options: [String: OptionValue]
  ) throws(Diagnostic) -> Double {
    let units = ["day": 1, "week": 7, "month": 30.4375, "quarter": 91.3125, "year": 365.25]
    if case .text(let word)? = options["unit"], let days = units[word] { return days }
    switch field.unit {
    case .days: return 1
    case .months: return 30.4375
    case .years: return 365.25
    case .none, .count, .rate, .money: break
    }
    throw Diagnostic(
      code: "which-unit", at: verb.range, "'\(field.name)' is a length of stay, but in which unit?",
      help: "say it:  \(verbName) with unit = month")
  }

  private func needsWorth(_ schema: Schema) -> Diagnostic {
    let dates = schema.fields.contains { $0.type.isTemporal }
    if schema.kind == .register {
      return Diagnostic(
        code: "needs-worth", at: verb.range,
        "\(verbName) needs clients or purchases, and this is a register of renewals",
        help: "keep the renewals that were paid, and load them without the role renewed")
    }
    return Diagnostic(
      code: "needs-worth", at: verb.range,
      "\(verbName) needs clients with a start or a length of stay, or purchases",
      help: dates
        ? "say what the columns are:  roles start = COLUMN,  or  roles customer = COLUMN, date = COLUMN"
        : "say which number is the length of stay:  roles tenure = COLUMN")
  }
}
