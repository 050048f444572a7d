import Columns

/// Gathers what the report says while columns are read.
struct ReportNotes {
  private let file: SeparatedFile
  private let options: LoadOptions
  private var recognised: [String] = []
  private(set) var warnings: [LoadWarning] = []
  private var guesses: [LoadGuess] = []

  init(file: SeparatedFile, options: LoadOptions) {
    self.file = file
    self.options = options
    noteFile()
  }

  private mutating func noteFile() {
    if file.ragged.count > 0 {
      warn(
        "\(counted(file.ragged.count, "row")) with too few or too many cells left out", file.ragged,
        isLoss: true)
    }
    if file.strayQuotes.count > 0 {
      warn(
        "\(counted(file.strayQuotes.count, "cell")) with text behind the closing quote, "
          + "kept as written", file.strayQuotes)
    }
    if file.damaged.count > 0 {
      warn(
        "\(counted(file.damaged.count, "byte")) that \(file.damaged.count == 1 ? "is" : "are") "
          + "no UTF-8", file.damaged, isLoss: true)
    }
    if !file.renamed.isEmpty {
      let list = file.renamed.prefix(5).joined(separator: ", ")
      let more = file.renamed.count > 5 ? ", ..." : ""
      warnings.append(
        LoadWarning(
          "columns without a name of their own: \(list)\(more)", count: file.renamed.count))
    }
    if file.rowCount == 0 { warnings.append(LoadWarning("no rows", count: 0)) }
    noteFileGuesses()
  }

  private mutating func noteFileGuesses() {
    if options.encoding == nil, file.encoding == .windows1252 {
      guesses.append(
        LoadGuess("encoding windows-1252, for it is no UTF-8", "with encoding = \"iso-8859-15\""))
    }
    if options.encoding == nil, file.encoding == .iso8859Part15 {
      guesses.append(
        LoadGuess(
          "encoding iso-8859-15, for it is no UTF-8 and A4 is its euro sign",
          "with encoding = \"windows-1252\""))
    }
    if let preamble = file.preamble {
      let verb = preamble.lines == 1 ? "is" : "are"
      guesses.append(
        LoadGuess(
          "\(counted(preamble.lines, "line")) above the table \(verb) no part of it: "
            + "'\(cutInMiddle(preamble.title, 30))'", "with header = no"))
    }
    if file.quoteIsGuessed {
      guesses.append(LoadGuess("texts stand in apostrophes", "with quote = quotes"))
    }
    if file.separatorIsGuessed,
      file.dialect.separator != UInt8(ascii: ",") || file.columnNames.count == 1
    {
      let other = file.dialect.separator == UInt8(ascii: ",") ? ";" : ","
      guesses.append(
        LoadGuess(
          "separator: \(nameOfSeparator(file.dialect.separator))", "with separator = \"\(other)\""))
    }
    if !file.headerIsSure {
      guesses.append(
        file.hasHeader
          ? LoadGuess("the first row holds the names of the columns", "with header = no")
          : LoadGuess("the first row is data, not names", "with header = yes"))
    }
  }

  private mutating func warn(_ message: String, _ places: Tally, isLoss: Bool = false) {
    warnings.append(
      LoadWarning(message, count: places.count, lines: places.lines, isLoss: isLoss))
  }

  private mutating func warn(_ message: String, rows: [Int], count: Int, isLoss: Bool = false) {
    let lines = file.lines.lines(ofRows: Array(rows.prefix(5)))
    warnings.append(LoadWarning(message, count: count, lines: lines, isLoss: isLoss))
  }

  /// A last row that adds up the others.
  mutating func note(_ total: TotalRow) {
    let row = "the last row, '\(cutInMiddle(total.word, 20))',"
    warn(
      total.isSum
        ? "\(row) left out: it is the sum of those above" : "\(row) looks like a total",
      rows: [total.row], count: 1, isLoss: true)
  }

  mutating func add(
    column: Int, surveyed: SurveyedColumn, decision: ColumnDecision, parsed: ParsedColumn
  ) {
    recognised.append(recognition(surveyed, decision.form))
    noteLosses(column, parsed)
    if parsed.droppedTimes > 0 {
      let values = counted(parsed.droppedTimes, "value")
      warnings.append(
        LoadWarning(
          "\(values) of '\(file.columnNames[column])' had a time of day, dropped",
          count: parsed.droppedTimes))
    }
    noteDecision(column, surveyed, decision)
  }

  private mutating func noteLosses(_ column: Int, _ parsed: ParsedColumn) {
    let name = file.columnNames[column]
    if let first = parsed.unreadable.first {
      let type = parsed.column.type
      let isOne = parsed.unreadableCount == 1
      let kinds =
        type.isTemporal
        ? ("a date", "dates")
        : type == .boolean ? ("yes or no", "yes or no") : ("a number", "numbers")
      warn(
        "\(counted(parsed.unreadableCount, "value")) of '\(name)'\(isOne ? "," : " such as") "
          + "'\(cutInMiddle(first.text, 20))'\(isOne ? "," : "") cannot be read as "
          + "\(isOne ? kinds.0 : kinds.1) and \(isOne ? "is" : "are") missing",
        rows: parsed.unreadable.prefix(5).map(\.row), count: parsed.unreadableCount, isLoss: true)
    }
    if let first = parsed.sentinels.first {
      warn(
        "\(counted(parsed.sentinelCount, "date")) of '\(name)' such as "
          + "\(cutInMiddle(first.text, 20)) taken as missing",
        rows: parsed.sentinels.map(\.row), count: parsed.sentinelCount, isLoss: true)
    }
    if parsed.notFinite > 0 {
      let values = counted(parsed.notFinite, "value")
      warnings.append(
        LoadWarning(
          "\(values) of '\(name)' such as NaN or infinity taken as missing",
          count: parsed.notFinite, isLoss: true))
    }
  }

  private mutating func noteDecision(
    _ column: Int, _ surveyed: SurveyedColumn, _ decision: ColumnDecision
  ) {
    let survey = surveyed.survey
    let name = file.columnNames[column]
    if let why = decision.whyText, decision.holdsCodes {
      guesses.append(LoadGuess("'\(name)' is kept as text: \(why)", decision.correction))
    } else if let why = decision.whyText {
      let rows = decision.whyTextRow.map { [$0] } ?? []
      warn("'\(name)' is kept as text: \(why)", rows: rows, count: rows.count)
    }
    switch decision.form {
    case .date(let order), .timestamp(let order):
      guard survey.dates.yearFirst < survey.dates.count, options.dateOrder == nil else { return }
      let reason = decision.isGuessed ? ", as in other columns" : ""
      let message = "dates with the \(order == .dmy ? "day" : "month") first\(reason)"
      addGuess(message, name, "with dates = \(order == .dmy ? "mdy" : "dmy")")
    case .month where options.months == nil:
      addGuess("months read as their first day", name, "with months = text")
    case .integer(let mark), .decimal(let mark):
      noteAccounting(surveyed, name)
      if decision.isGuessed {
        guessMark(column, mark, surveyed)
      } else if mark == .comma, options.decimalSeparator == nil, survey.numbers.withComma > 0 {
        addGuess("decimal comma", name, "with decimal = \".\"")
      }
    default: break
    }
  }

  private mutating func noteAccounting(_ surveyed: SurveyedColumn, _ name: String) {
    let accounting = surveyed.survey.accounting
    guard surveyed.survey.readsAccounting, options.negatives == nil,
      let row = accounting.numbers.first
    else { return }
    let text = cutInMiddle(surveyed.text(row: row), 20)
    guesses.append(
      LoadGuess(
        "\(counted(accounting.count, "number")) of '\(name)' such as \(text) read as below zero",
        "with negatives = minus"))
  }

  /// Columns with the same guess share a line: `decimal comma: Quota, Spesa`.
  private mutating func addGuess(_ message: String, _ column: String, _ correction: String) {
    let start = "\(message): "
    if let index = guesses.firstIndex(where: {
      $0.message.hasPrefix(start) && $0.correction == correction
    }) {
      if guesses[index].message.utf8.count < 200 { guesses[index].message += ", \(column)" }
    } else {
      guesses.append(LoadGuess(start + column, correction))
    }
  }

  private mutating func guessMark(
    _ column: Int, _ mark: DecimalMark, _ surveyed: SurveyedColumn
  ) {
    guard let row = surveyed.survey.numbers.firstAmbiguous else { return }
    let text = surveyed.text(row: row)
    let cell = Array(text.utf8)
    guard let number = NumberScanner.scan(cell.span), let value = number.decimal(mark, cell.span)
    else { return }
    let shown = value == value.rounded() ? String(Int64(value)) : String(value)
    guesses.append(
      LoadGuess(
        "'\(file.columnNames[column])': \(cutInMiddle(text, 20)) read as \(shown)",
        "with decimal = \"\(mark == .point ? "," : ".")\""))
  }

  private func recognition(_ surveyed: SurveyedColumn, _ form: ColumnForm) -> String {
    let survey = surveyed.survey
    switch form {
    case .text, .boolean(digits: false): return ""
    case .boolean(digits: true): return "1 and 0"
    case .compactDate: return "yyyymmdd"
    case .month:
      let row = survey.months.first ?? survey.numbers.first
      return row.map { monthPattern(surveyed.text(row: $0)) } ?? ""
    case .date(let order), .timestamp(let order):
      guard let row = survey.dates.first else { return "" }
      return datePattern(surveyed.text(row: row), order)
    case .integer(let mark), .decimal(let mark): return numberRecognition(survey, mark)
    }
  }

  private func numberRecognition(_ survey: ColumnSurvey, _ mark: DecimalMark) -> String {
    let numbers = survey.numbers
    var parts: [String] = []
    if mark == .comma, numbers.withComma + numbers.ambiguousComma > 0 {
      parts.append("decimal comma")
    }
    let thousands =
      mark == .comma
      ? numbers.groupedByPoint + numbers.ambiguousPoint
      : numbers.groupedByComma + numbers.ambiguousComma
    if thousands > 0 { parts.append("thousands \(mark == .comma ? "point" : "comma")") }
    if numbers.groupedOtherwise > 0 { parts.append("thousands apart") }
    if let sign = numbers.currencies.sign { parts.append(sign) }
    if numbers.percents > 0 { parts.append("percent") }
    if survey.readsAccounting { parts.append("negatives as in accounts") }
    return parts.joined(separator: ", ")
  }

  /// The whole report, once roles are known.
  func report(for table: Table, columns surveyed: [SurveyedColumn], rolesGiven: [GivenRole])
    -> LoadReport
  {
    var columns: [ColumnReport] = []
    for (index, field) in table.schema.fields.enumerated() {
      columns.append(
        ColumnReport(
          name: field.name, type: field.type, unit: field.unit, role: field.role,
          recognised: recognised[index], missing: table.columns[index].missingCount,
          example: surveyed[index].survey.firstValue.map {
            cutInMiddle(surveyed[index].text(row: $0), 60)
          }))
    }
    return LoadReport(
      title: file.title, path: file.writtenAs, rows: table.rowCount, bytes: file.byteCount,
      encoding: file.encoding, separator: file.dialect.separator,
      quote: file.dialect.quote, hasHeader: file.hasHeader,
      kind: table.schema.kind, columns: columns, warnings: warnings,
      guesses: guesses + roleGuesses(table.schema, rolesGiven))
  }

  private func roleGuesses(_ schema: Schema, _ rolesGiven: [GivenRole]) -> [LoadGuess] {
    var inferred: [(role: Role, name: String)] = []
    for (index, field) in schema.fields.enumerated() {
      guard let role = field.role, role != .segment,
        !rolesGiven.contains(where: { $0.column == index })
      else { continue }
      inferred.append((role, field.name))
    }
    if inferred.isEmpty { return [] }
    let list = inferred.map { "\($0.role.rawValue) = \($0.name)" }.joined(separator: ", ")
    let example = inferred.first { $0.role == .end } ?? inferred[0]
    return [LoadGuess("roles by name: \(list)", "roles \(example.role.rawValue) = OTHER_COLUMN")]
  }
}
