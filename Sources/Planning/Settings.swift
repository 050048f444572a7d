package import Calendars
import Columns
package import Language

/// What `set` can change, each declared once with its default.
package struct Settings: Hashable, Sendable {
  /// Name, accepted values, what it does.
  package static let declarations: [OptionDeclaration] = [
    OptionDeclaration(
      "band_low", .number(0...1),
      "lower end of the yearly churn that is accepted; 20% by default, a rule of thumb"),
    OptionDeclaration(
      "band_high", .number(0...1),
      "upper end of the yearly churn that is accepted; 25% by default, a rule of thumb"),
    OptionDeclaration(
      "as_of", .date, "the day on which observation ends; by default the last day in the data"),
    OptionDeclaration(
      "amount_per", .word(AmountPeriod.allCases.map(\.rawValue)),
      "what the amount of a client pays for; by default what the name of its column says"),
    OptionDeclaration(
      "target", .condition,
      "whom the firm wants as clients, for losses and fit; nobody is off target by default"),
    OptionDeclaration(
      "effort_cost", .number(0...1_000_000_000),
      "what an hour of effort costs, for value and losses; effort costs nothing by default"),
    OptionDeclaration(
      "healthy_below", .number(0...1),
      "the share of clients of least value whose loss is healthy; 25% by default"),
    OptionDeclaration(
      "painful_above", .number(0...1),
      "the share of clients of least value whose loss is not painful; 50% by default"),
    OptionDeclaration(
      "events", .events,
      "feasts, closings and new prices, for forecast and season; no event is known by default"),
    OptionDeclaration(
      "dates", .word(["ymd", "dmy", "mdy"]),
      "the order of day, month and year in files loaded from here on; by default each file tells"),
    OptionDeclaration(
      "decimal", .word([".", ","]), "the decimal sign of tables on the screen; . by default"),
    OptionDeclaration("rows", .number(1...1_000_000), "rows shown on the screen; 40 by default"),
    OptionDeclaration(
      "memory_limit", .number(1...1_000_000_000),
      "megabytes that the table of a file may take; by default what is free"),
    OptionDeclaration(
      "mask", .text,
      "columns or roles, with commas, whose values are shown as stable codes; set it before load"),
  ]

  private var values: [String: OptionValue] = [:]

  /// Nil where it is the standard one, which most sessions never look at and which takes a
  /// millisecond to read.
  private var ownCauses: CauseMap?

  /// What the reasons of leaving mean; changed by `reasons map`.
  package var causes: CauseMap {
    get { ownCauses ?? .standard }
    set { ownCauses = newValue == .standard ? nil : newValue }
  }

  package init() {}

  package var bandLow: Double { number("band_low") ?? 0.20 }
  package var bandHigh: Double { number("band_high") ?? 0.25 }
  package var rows: Int { number("rows").map { Int($0) } ?? 40 }

  /// Bytes that the table of a file may take; nil: what is free.
  package var memoryLimit: Int? { number("memory_limit").map { Int($0 * 1_000_000) } }

  /// Money of an hour of effort; nil where none was said.
  package var effortCost: Double? { number("effort_cost") }
  package var healthyBelow: Double { number("healthy_below") ?? 0.25 }
  package var painfulAbove: Double { number("painful_above") ?? 0.5 }

  /// Whom the firm wants as clients, unchecked: `Stage.target` checks it against columns. Nil where
  /// nobody said.
  package var target: Expression? {
    guard case .condition(let condition)? = values["target"] else { return nil }
    return condition
  }

  /// Nil: the last day in the data.
  package var asOf: CivilDate? {
    guard case .date(let date)? = values["as_of"] else { return nil }
    return date.dayAfter.advanced(byDays: -1)
  }

  /// Nil: the name of the column tells, or the line.
  package var amountPer: AmountPeriod? {
    guard case .text(let word)? = values["amount_per"] else { return nil }
    return AmountPeriod(rawValue: word)
  }

  /// What forecasts and seasons take into account; checked when it was set.
  package var events: [NamedEvent] {
    guard case .text(let list)? = values["events"], list != "none" else { return [] }
    return (try? NamedEvent.list(list)) ?? []
  }

  /// `ymd`, `dmy` or `mdy`; nil: each file tells.
  package var dateOrder: String? {
    guard case .text(let order)? = values["dates"] else { return nil }
    return order
  }

  /// Names of columns and roles, in lower case.
  package var maskedColumns: [String] {
    guard case .text(let list)? = values["mask"] else { return [] }
    return list.lowercased().split(separator: ",").map { word in
      String(word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }.filter { !$0.isEmpty }
  }

  package var decimalSeparator: Character {
    guard case .text(let sign)? = values["decimal"], sign == "," else { return "." }
    return ","
  }

  /// The value that was set, or nil for the default.
  package subscript(name: String) -> OptionValue? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// Lines that set all that is set now.
  package var lines: [String] {
    Settings.declarations.compactMap { declaration in
      guard let value = values[declaration.name] else { return nil }
      var written = value.description
      if case .text(let text) = value { written = "\"" + text.replacing("\"", with: "\"\"") + "\"" }
      return "set \(declaration.name) = \(written)"
    }
  }

  /// The value of a setting as `set` shows it.
  package func shown(_ name: String) -> String {
    guard let value = values[name] else { return "default" }
    if ["band_low", "band_high", "healthy_below", "painful_above"].contains(name),
      case .number(let share) = value
    {
      return OptionValue.number((share * 1e6).rounded() / 1e4).description + "%"
    }
    return value.description
  }

  private func number(_ name: String) -> Double? {
    guard case .number(let value)? = values[name] else { return nil }
    return value
  }
}
