import Calendars
package import Columns
package import Language
import Texts

/// What stretch of time the amount of a client pays for.
package enum AmountPeriod: String, CaseIterable, Hashable, Sendable {
  case month, quarter, year, contract

  /// Nil for a contract, whose length is another's to say.
  package var months: Double? {
    switch self {
    case .month: 1
    case .quarter: 3
    case .year: 12
    case .contract: nil
    }
  }

  /// What the name of a column says: `quota_mensile`, `annual fee`. Nil where it says nothing, or
  /// two things.
  package static func meant(by name: String) -> AmountPeriod? {
    let found = Set(wordsOfName(name).compactMap { periodWords[$0] })
    return found.count == 1 ? found.first : nil
  }
}

private let periodWords: [String: AmountPeriod] = {
  let words: [(AmountPeriod, String)] = [
    (
      .month,
      "month monthly mensile mensili mese mensual mensuel mensuelle monat monatlich mrr"
    ),
    (
      .quarter,
      "quarter quarterly trimestre trimestrale trimestral trimestriel quartal vierteljahrlich"
    ),
    (.year, "year yearly annual annually annuale annuo annua anno anual annuel jahr jahrlich arr"),
    (.contract, "contract contratto contrat contrato vertrag tcv"),
  ]
  return Dictionary(
    uniqueKeysWithValues: words.flatMap { period, list in
      list.split(separator: " ").map { (String($0), period) }
    })
}()

/// How the amounts of clients become money per month, which all money of clients is told in.
package struct MonthlyMoney: Hashable, Sendable {
  /// The position of the column in the input.
  package var column: Int
  package var name: String
  package var per: AmountPeriod
  /// The months that an amount pays for.
  package var months: Double
  /// Where `per` came from: the end of a note.
  package var origin: String

  package init(
    column: Int, name: String, per: AmountPeriod, months: Double, origin: String
  ) {
    self.column = column
    self.name = name
    self.per = per
    self.months = months
    self.origin = origin
  }

  /// The options that a verb with money of clients declares.
  package static let options = [
    OptionDeclaration(
      "per", .word(AmountPeriod.allCases.map(\.rawValue)),
      "what an amount pays for; by default what the name of its column says"),
    OptionDeclaration("term", .duration, "length of a contract, for per = contract"),
  ]
}

extension Stage {
  /// The money per month of a table of clients: the column with the role `amount`, and what it pays
  /// for by `with per`, by the setting `amount_per`, or by its name; else the question.
  package func monthlyMoney(
    _ schema: Schema, _ options: [String: OptionValue], _ settings: Settings
  ) throws(Diagnostic) -> MonthlyMoney {
    guard let column = schema.index(of: .amount) else { throw noAmount(schema) }
    let field = schema.fields[column]
    let (per, origin) = try amountPeriod(field.name, options, settings)
    var months = per.months
    if per == .contract, case .duration(let term)? = options["term"] {
      months = Double(term.months) + Double(term.days) / (365.25 / 12)
    }
    guard let months else {
      throw Diagnostic(
        code: "missing-term", at: clause(.of)?.range ?? verb.range,
        "'\(field.name)' is money per contract, and the length of a contract is not given",
        help: "say it:  with per = contract, term = 1 year")
    }
    guard months > 0 else {
      throw Diagnostic(
        code: "term", at: optionRange("term"), "a term is longer than nothing",
        help: "write  with term = 1 year")
    }
    return MonthlyMoney(
      column: column, name: field.name, per: per, months: months, origin: origin)
  }

  private func amountPeriod(
    _ name: String, _ options: [String: OptionValue], _ settings: Settings
  ) throws(Diagnostic) -> (AmountPeriod, String) {
    if case .text(let word)? = options["per"], let per = AmountPeriod(rawValue: word) {
      return (per, "as given")
    }
    if let per = settings.amountPer { return (per, "as set") }
    if let per = AmountPeriod.meant(by: name) {
      return (per, "as its name says")
    }
    throw Diagnostic(
      code: "amount-per", at: clause(.of)?.range ?? verb.range,
      "does '\(name)' hold money per month, quarter, year or contract?",
      help: "say it:  with per = month,  or for all lines  set amount_per = month")
  }

  private func noAmount(_ schema: Schema) -> Diagnostic {
    let numbers = schema.fields.filter { $0.type.isNumeric && $0.role != .customer }
      .map { quotedIfNeeded($0.name) }
    return Diagnostic(
      code: "missing-role", at: clause(.of)?.range ?? verb.range,
      "no column has the role amount, the money that a client pays",
      help: numbers.isEmpty
        ? "this table has no column of numbers"
        : "say which one, of " + numbers.prefix(6).joined(separator: ", ")
          + ":  roles amount = COLUMN")
  }
}
