import Calendars
import Columns
import Language
import Planning

extension OptionDeclaration {
  /// The unit of a column of lengths of stay.
  static let stayUnit = OptionDeclaration(
    "unit", .word(["day", "week", "month", "quarter", "year"]),
    "of the lengths of stay in a file without dates, where its header does not tell")
}

extension Stage {
  /// How the input tells lengths of stay; fails with what is missing and how to give it. Where the
  /// result does not depend on the unit, it need not be known.
  func stayClock(
    _ input: PlanInput, _ options: [String: OptionValue], _ context: LoweringContext,
    needsUnit: Bool = true
  ) throws(Diagnostic) -> StayClock {
    let schema = input.schema
    if schema.kind.hasStays {
      guard options["unit"] == nil else {
        throw Diagnostic(
          code: "unit-of-dates", at: optionRange("unit"),
          "unit is for lengths of stay without dates; from a start and an end they are in days")
      }
      return .calendar(asOf: try asOf(context), gap: try gap(options))
    }
    guard let tenure = schema.index(of: .tenure) else { throw needsStays(schema) }
    let field = schema.fields[tenure]
    guard schema.index(of: .lost) != nil else { throw needsFlag(schema, beside: field) }
    guard field.type.isNumeric else { throw needsStays(schema) }
    if case .asOf(_, let range)? = clause(.asOf) {
      throw Diagnostic(
        code: "no-calendar", at: range, "these rows have lengths of stay but no dates",
        help: "leave out as of: \(quotedIfNeeded(field.name)) says how long each stay was seen")
    }
    guard let (unit, factor) = tenureUnit(field, options) ?? (needsUnit ? nil : (.none, 1)) else {
      throw Diagnostic(
        code: "which-unit", at: verb.range,
        "'\(field.name)' is a length of stay, but in which unit?",
        help: "say it:  \(verbName) with unit = month")
    }
    return .tenure(unit: unit, factor: factor)
  }

  private func tenureUnit(
    _ field: Field, _ options: [String: OptionValue]
  ) -> (Unit, Double)? {
    if case .text(let word)? = options["unit"] {
      switch word {
      case "day": return (.days, 1)
      case "week": return (.days, 7)
      case "month": return (.months, 1)
      case "quarter": return (.months, 3)
      default: return (.years, 1)
      }
    }
    switch field.unit {
    case .days, .months, .years: return (field.unit, 1)
    case .none, .count, .rate, .money: return nil
    }
  }

  private func needsFlag(_ schema: Schema, beside tenure: Field) -> Diagnostic {
    let flags = schema.fields.filter { $0.type == .boolean }.map { quotedIfNeeded($0.name) }
    return Diagnostic(
      code: "needs-lost", at: verb.range,
      "\(verbName) needs to know which stays have ended, beside their length in '\(tenure.name)'",
      help: flags.isEmpty
        ? "a column of yes and no or of 0 and 1 tells it:  roles lost = COLUMN"
        : "say which column tells, of \(flags.prefix(6).joined(separator: ", ")):  roles lost = "
          + flags[0])
  }

  private func needsStays(_ schema: Schema) -> Diagnostic {
    Diagnostic(
      code: "needs-stays", at: verb.range,
      "\(verbName) needs lengths of stay: a start and an end, or a number and whether it ended",
      help: wayToStays(schema))
  }

  private func wayToStays(_ schema: Schema) -> String {
    if schema.kind == .purchases {
      return "these are purchases, and customers without a contract have no day of leaving"
    }
    let dates = schema.fields.filter { $0.type.isTemporal }.map { quotedIfNeeded($0.name) }
    if !dates.isEmpty {
      return "say which date is the start, of " + dates.prefix(6).joined(separator: ", ")
        + ":  roles start = COLUMN"
    }
    let numbers = schema.fields.filter { $0.type.isNumeric }.map { quotedIfNeeded($0.name) }
    guard !numbers.isEmpty else { return "this table has neither dates nor numbers" }
    return "say which number is the length, of " + numbers.prefix(6).joined(separator: ", ")
      + ", and which column says that it ended:  roles tenure = COLUMN, lost = COLUMN"
  }

  /// A length after `with`: a plain number in the unit of the stays, or a duration.
  func length(
    _ option: String, _ options: [String: OptionValue], in unit: Unit
  ) throws(Diagnostic) -> Double? {
    let length: Double
    switch options[option] {
    case .number(let number)?: length = number
    case .duration(let duration)?: length = duration.length(in: unit)
    default: return nil
    }
    guard length > 0, length.isFinite else {
      throw Diagnostic(
        code: "length", at: optionRange(option), "\(option) is a length of stay above 0",
        help: "write  with \(option) = 5 years")
    }
    return length
  }

  /// Keys that describe the client when the stay began, a bare `year` being that of the start.
  func stayKeys(_ checker: inout ExpressionChecker) throws(Diagnostic) -> [GroupKey] {
    let schema = checker.scope.schema
    let start = schema.index(of: .start).map {
      TypedExpression.column($0, schema.fields[$0].type)
    }
    let found = try checker.keys(keys, date: start, dateIsCalled: "date of start").map(\.asCategory)
    for (key, assignment) in zip(found, keys) {
      let ending = key.value.columns.map { schema.fields[$0] }.first { field in
        switch field.role {
        case .end, .announced, .reason, .lost, .tenure: true
        default: false
        }
      }
      guard let ending else { continue }
      let isReason = ending.role == .reason
      throw Diagnostic(
        code: "key-of-leaving", at: assignment.value.range,
        "'\(ending.name)' is known only from the leaving, and those still here have not left",
        help: isReason
          ? "reasons speaks of why they left; \(verbName) compares what was known before"
          : "take what was known before:  \(verbName) by year, by a plan or a place")
    }
    return found
  }
}
