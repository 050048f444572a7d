import Columns
import Kernels

/// From columns that were looked at to a table and its report.
struct TableAssembly {
  private let file: SeparatedFile
  private let rows: ReadRows
  private let columns: [SurveyedColumn]
  private let options: LoadOptions
  private let names: [ColumnName]
  private let rolesGiven: [GivenRole]

  init(
    file: SeparatedFile, rows: ReadRows, columns: [SurveyedColumn], options: LoadOptions
  ) throws(FileError) {
    self.file = file
    self.rows = rows
    self.columns = columns
    self.options = options
    names = file.columnNames.map { ColumnName($0) }
    rolesGiven = try resolvedRoles(options.roles, among: file.columnNames)
  }

  mutating func assemble(_ isCancelled: () -> Bool) throws(FileError) -> LoadedTable {
    let decisions = try decide()
    let (columns, given) = (columns, MissingMarkers(options.missingMarkers))
    let parsed = mapWithWorkers(columns.count, workers: options.sizes.workers) {
      ColumnParser.parse(columns[$0], as: decisions[$0].form, given: given)
    }
    if isCancelled() { throw .cancelled }
    var notes = ReportNotes(file: file, options: options)
    var fields: [Field] = []
    for (index, decision) in decisions.enumerated() {
      fields.append(
        Field(file.columnNames[index], parsed[index].column.type, unit: decision.unit))
      notes.add(
        column: index, surveyed: columns[index], decision: decision, parsed: parsed[index])
    }
    var table = Table(schema: Schema(fields), columns: parsed.map(\.column))
    let total = TotalRow(of: table)
    if let total {
      notes.note(total)
      if total.isSum { table = table.gathered(Array(0..<total.row)) }
    }
    try assignRoles(rolesGiven, in: &table, names: names)
    table.about = description(of: table, notes)
    return LoadedTable(
      table: table,
      report: notes.report(for: table, columns: columns, rolesGiven: rolesGiven),
      rejects: rejectedRows(parsed, total))
  }

  private func decide() throws(FileError) -> [ColumnDecision] {
    let evidence = FileEvidence(
      surveys: columns.map(\.survey), separator: file.dialect.separator, options: options)
    var decisions: [ColumnDecision] = []
    for (index, column) in columns.enumerated() {
      let givenRoles = Set(rolesGiven.filter { $0.column == index }.map(\.role))
      let inference = TypeInference(
        survey: column.survey, name: names[index], evidence: evidence, givenRoles: givenRoles)
      guard let decision = inference.decision() else { throw ambiguousDates(index) }
      decisions.append(decision)
    }
    return decisions
  }

  private func ambiguousDates(_ index: Int) -> FileError {
    let survey = columns[index].survey.dates
    let row = survey.firstEither ?? survey.first ?? 0
    let text = columns[index].text(row: row)
    var readings = ""
    if let date = DateScanner.scan(Array(text.utf8).span),
      case .day(let dayFirst) = date.reading(.dmy),
      case .day(let monthFirst) = date.reading(.mdy)
    {
      readings = ": \(cutInMiddle(text, 30)) is \(inWords(dayFirst)) or \(inWords(monthFirst))"
    }
    return FileError(
      "the dates in '\(file.columnNames[index])' can be read two ways\(readings)",
      help: "say which: with dates = dmy (day first) or with dates = mdy (month first)",
      line: file.lines.line(ofRow: row), column: file.columnNames[index], text: text,
      rows: survey.either)
  }

  private func description(of table: Table, _ notes: ReportNotes) -> TableDescription {
    TableDescription(
      title: file.title, asOf: lastDay(in: table),
      sources: [
        SourceFile(
          path: file.writtenAs, digest: file.digest, bytes: file.byteCount, rows: table.rowCount)
      ],
      notes: notes.warnings.filter(\.isLoss).map(\.sentence))
  }

  // MARK: What did not fit

  /// The rows that are not in the table, and the cells whose text is no value of their column.
  private func rejectedRows(_ parsed: [ParsedColumn], _ total: TotalRow?) -> Table? {
    var found: [(line: Int, column: String?, reason: String, text: String)] = []
    for record in rows.rejects {
      let reason =
        "\(counted(record.cells, "cell")) instead of \(file.columnNames.count + file.skippedColumns)"
      let text = String(decoding: file.encoding.decoded(record.bytes.span), as: UTF8.self)
      found.append((record.line, nil, reason, text))
    }
    for (name, column) in zip(file.columnNames, parsed) {
      let reason = "no \(column.column.type.rawValue)"
      for (row, text) in column.unreadable {
        found.append((file.lines.line(ofRow: row), name, reason, text))
      }
    }
    if let total, total.isSum {
      let line = file.lines.line(ofRow: total.row)
      found.append((line, nil, "a total of the rows above", total.text))
    }
    if found.isEmpty { return nil }
    found.sort { ($0.line, $0.column ?? "") < ($1.line, $1.column ?? "") }
    let fields = [
      Field("line", .integer), Field("column", .text), Field("reason", .text),
      Field("text", .text, isRaw: true),
    ]
    let columns = [
      Column(.integers(found.map { Int64($0.line) })),
      Column(.text, found.map { $0.column.map { .text($0) } ?? .missing }),
      Column(.words(Words(found.map(\.reason)))), Column(.words(Words(found.map(\.text)))),
    ]
    return Table(
      schema: Schema(fields), columns: columns,
      about: TableDescription(title: "\(rejectsName) of \(file.title)"))
  }
}
