import Columns
import TableFiles
import Testing

@Suite("Types")
struct TypeTests {
  /// Reads one column, each text in quotes so that commas need no care.
  private func column(
    _ name: String, _ values: [String], separator: String = ",", _ options: LoadOptions = .init()
  ) throws -> LoadedTable {
    var options = options
    options.hasHeader = true
    let rows = values.map { "\"\($0)\"\(separator)x" }
    return try read(
      "\"\(name)\"\(separator)other\n" + rows.joined(separator: "\n") + "\n", options)
  }

  @Test(
    "reads numbers as they are written",
    arguments: [
      (["1", "-2", "+3"], ["1", "-2", "3"]),
      (["1.5", "2", "-0.25"], ["1.5", "2.0", "-0.25"]),
      (["1,5", "2,25"], ["1.5", "2.25"]),
      (["1.234,56", "12,5"], ["1234.56", "12.5"]),
      (["1,234.56", "12.5"], ["1234.56", "12.5"]),
      (["1 234,56", "12,5"], ["1234.56", "12.5"]),
      (["1\u{A0}234,56", "1\u{202F}000,5"], ["1234.56", "1000.5"]),
      (["1'234.56", "12.5"], ["1234.56", "12.5"]),
      (["1.234.567", "1.000"], ["1234567", "1000"]),
      (["1,234,567", "1,000"], ["1234567", "1000"]),
      (["1e3", "2.5E-1"], ["1000.0", "0.25"]),
      (["0.1", "123456789012345678901.5"], ["0.1", "1.2345678901234568e+20"]),
      (
        ["9223372036854775807", "-9007199254740993"], ["9223372036854775807", "-9007199254740993"]
      ),
    ])
  func numbers(texts: [String], values: [String]) throws {
    let loaded = try column("x", texts)
    #expect(cells(loaded, "x") == values)
    #expect(loaded.table.schema.fields[0].type.isNumeric)
  }

  @Test(
    "keeps as text what only looks like a number",
    arguments: [
      ["007", "123"], ["+393331234567", "+390541123456"], ["9223372036854775808", "1"],
      ["1.2.3", "4.5.6"], ["12-34", "56-78"], ["A1", "12"],
    ])
  func codes(texts: [String]) throws {
    let loaded = try column("x", texts)
    #expect(types(loaded)[0] == .text)
    #expect(cells(loaded, "x") == texts)
  }

  @Test("decides one mark and three digits by the column, else by the file, else by a guess")
  func ambiguous() throws {
    #expect(try cells(column("x", ["1.234", "1.5"]), "x") == ["1.234", "1.5"])
    #expect(try cells(column("x", ["1.234", "1,5"]), "x") == ["1234.0", "1.5"])
    #expect(try cells(column("x", ["1.234", "1.500"], separator: ";"), "x") == ["1234", "1500"])
    #expect(
      try cells(column("x", ["1.234", "12345"], separator: ";"), "x") == ["1.234", "12345.0"])
    let guessed = try column("x", ["1.234", "1.500"])
    #expect(cells(guessed, "x") == ["1.234", "1.5"])
    #expect(
      guessed.report.guesses.contains(
        LoadGuess("'x': 1.234 read as 1.234", "with decimal = \",\"")))
    var options = LoadOptions()
    options.decimalSeparator = ","
    let told = try column("x", ["1.234", "1.500"], options)
    #expect(cells(told, "x") == ["1234", "1500"])
    #expect(told.report.guesses.allSatisfy { !$0.correction.contains("decimal") })
    let other = try read("a;b\n1,5;2.000\n2,5;3.000\n")
    #expect(cells(other, "b") == ["2000", "3000"])
  }

  @Test("reads money and percents into their units")
  func units() throws {
    let euros = try column("x", ["€ 1.234,50", "-12,00 €", "EUR 3"])
    #expect(cells(euros, "x") == ["1234.5", "-12.0", "3.0"])
    #expect(euros.table.schema.fields[0].unit == .money)
    let dollars = try column("x", ["$1,234.50", "-$2", "$-3"])
    #expect(cells(dollars, "x") == ["1234.5", "-2.0", "-3.0"])
    let rates = try column("x", ["12,5%", "3 %", "100%"])
    #expect(cells(rates, "x") == ["0.125", "0.03", "1.0"])
    #expect(rates.table.schema.fields[0].unit == .rate)
    let mixed = try column("x", ["€ 5", "$ 6"])
    #expect(types(mixed)[0] == .text)
    #expect(
      mixed.report.warnings.first?.message == "'x' is kept as text: several currencies are mixed")
  }

  @Test(
    "reads yes and no in five languages",
    arguments: [
      ("True", "FALSE"), ("yes", "No"), ("Sì", "no"), ("SI", "NO"), ("vero", "falso"),
      ("oui", "non"), ("Ja", "Nein"), ("sí", "no"), ("y", "n"), ("s", "N"),
    ])
  func booleans(yes: String, no: String) throws {
    let loaded = try column("x", [yes, no, "", yes])
    #expect(cells(loaded, "x") == ["true", "false", "missing", "true"])
  }

  @Test("takes 1 and 0 for yes and no only where the name is that of a flag")
  func digits() throws {
    #expect(try cells(column("churned", ["1", "0"]), "churned") == ["true", "false"])
    #expect(try cells(column("senior", ["1", "0"]), "senior") == ["1", "0"])
  }

  @Test("tells missing values from words")
  func missing() throws {
    let numbers = try column(
      "x", ["1", "", "NA", "n/a", "NULL", "-", "n.d.", "None", "NaN", "inf"])
    #expect(cells(numbers, "x") == ["1"] + Array(repeating: "missing", count: 9))
    #expect(numbers.report.warnings.first?.count == 2)
    let words = try column("x", ["a", "", "NA", "n/a", "NULL", "-", "n.d."])
    #expect(cells(words, "x") == ["a", "missing", "missing", "n/a", "missing", "-", "n.d."])
    #expect(try cells(column("x", ["MI", "NA", "RM", ""]), "x") == ["MI", "NA", "RM", "missing"])
    var options = LoadOptions()
    options.missingMarkers = ["999"]
    #expect(try cells(column("x", ["1", "999", "2"], options), "x") == ["1", "missing", "2"])
  }

  @Test("reads the odd slip in numbers as missing and reports it with its line")
  func slips() throws {
    var values = (1...60).map { "\($0)" }
    values[9] = "abc"
    let loaded = try column("x", values)
    #expect(types(loaded)[0] == .integer)
    #expect(cells(loaded, "x")[9] == "missing")
    #expect(
      loaded.report.warnings.map(\.sentence) == [
        "1 value of 'x', 'abc', cannot be read as a number and is missing (line 11)"
      ])
    let few = try column("x", ["1", "2", "abc"])
    #expect(types(few)[0] == .text)
    #expect(
      few.report.warnings.map(\.sentence) == [
        "'x' is kept as text: 1 of 3 values are no numbers (line 4)"
      ])
  }

  @Test(
    "reads numbers below zero as accountants write them, and counts them",
    arguments: [
      (["5.25", "(1.50)", "(0.00)"], ["5.25", "-1.5", "0.0"], "2 numbers of 'x' such as (1.50)"),
      (["1.234,50-", "12,00"], ["-1234.5", "12.0"], "1 number of 'x' such as 1.234,50-"),
      (["3-", "12", "4-"], ["-3", "12", "-4"], "2 numbers of 'x' such as 3-"),
      (
        ["(€ 1.50)", "€ (2.50)", "(3.50) €", "€(1,000.25)"], ["-1.5", "-2.5", "-3.5", "-1000.25"],
        "4 numbers of 'x' such as (€ 1.50)"
      ),
      (["€ 5,50-", "5,50- €", "5,50 €-"], ["-5.5", "-5.5", "-5.5"], "3 numbers of 'x' such as"),
      (["(5%)", "12.5%"], ["-0.05", "0.125"], "1 number of 'x' such as (5%)"),
    ])
  func accounting(texts: [String], values: [String], message: String) throws {
    let loaded = try column("x", texts)
    #expect(cells(loaded, "x") == values)
    #expect(
      loaded.report.guesses.contains {
        $0.message.hasPrefix(message) && $0.message.hasSuffix("read as below zero")
          && $0.correction == "with negatives = minus"
      })
    var options = LoadOptions()
    options.negatives = .minus
    #expect(try types(column("x", texts, options))[0] == .text)
  }

  @Test("takes no marks for numbers below zero, nor several ways of writing them, unless told so")
  func noAccounting() throws {
    var options = LoadOptions()
    options.negatives = .accounting
    let marks = ["(1)", "(2)", "(3)"]
    let marked = try column("x", marks)
    #expect(cells(marked, "x") == marks)
    #expect(
      marked.report.guesses.contains(
        LoadGuess(
          "'x' is kept as text: its numbers, each with a sign of accountants, may be marks",
          "with negatives = accounting")))
    #expect(try cells(column("x", marks, options), "x") == ["-1", "-2", "-3"])
    let mixed = ["-5.5", "(1.50)", "2.5-", "4"]
    let kept = try column("x", mixed)
    #expect(cells(kept, "x") == mixed)
    #expect(
      kept.report.warnings.map(\.sentence) == [
        "'x' is kept as text: numbers are written in several ways: 2 with a minus before them or none, "
          + "1 in parentheses, 1 with a minus behind them; with negatives = accounting takes all as "
          + "numbers (line 3)"
      ])
    #expect(try cells(column("x", mixed, options), "x") == ["-5.5", "-1.5", "-2.5", "4.0"])
    for texts in [
      ["3 -", "4"], ["(5", "4"], ["5)", "4"], ["3+", "4"], ["-(5)", "4"], ["(-5)", "4"],
    ] {
      #expect(try types(column("x", texts))[0] == .text, "\(texts)")
    }
    // One among many that have a minus before them is a slip.
    var slip = (1...60).map { "-\($0)" }
    slip[9] = "(5)"
    #expect(try cells(column("x", slip), "x")[9] == "missing")
  }
}
