import Columns
import Kernels

/// Reads a file of separated values into a table. Whatever the options leave open is inferred from
/// all rows of the file. `writtenAs` is the path as the user wrote it; messages show only this.
package func readTable(
  path: String, writtenAs: String, options: LoadOptions = LoadOptions(),
  isCancelled: () -> Bool = { false }
) throws(FileError) -> LoadedTable {
  let bytes = try readFileBytes(path: path, writtenAs: writtenAs, isCancelled: isCancelled)
  return try readTable(
    bytes: bytes, writtenAs: writtenAs, options: options, isCancelled: isCancelled)
}

/// Reads a table from the bytes of a file that is in memory already, such as standard input.
package func readTable(
  bytes: [UInt8], writtenAs: String, options: LoadOptions = LoadOptions(),
  isCancelled: () -> Bool = { false }
) throws(FileError) -> LoadedTable {
  let file = try SeparatedFile.open(
    bytes, writtenAs: writtenAs, options: options, isCancelled: isCancelled)
  var reader = TableReader(file: file, options: options)
  return try reader.read(isCancelled)
}

/// From rows of text to typed columns.
private struct TableReader {
  let file: SeparatedFile
  let options: LoadOptions
  var names: [ColumnName] = []
  var surveys: [ColumnSurvey] = []
  var fields: [Field] = []
  var columns: [Column] = []
  var notes: ReportNotes

  init(file: SeparatedFile, options: LoadOptions) {
    self.file = file
    self.options = options
    notes = ReportNotes(file: file, options: options)
  }

  mutating func read(_ isCancelled: () -> Bool) throws(FileError) -> LoadedTable {
    let given = MissingMarkers(options.missingMarkers)
    let rolesGiven = try resolvedRoles(options.roles, among: file.columnNames)
    names = file.columnNames.map { ColumnName($0) }
    for column in file.columnNames.indices {
      if isCancelled() { throw .cancelled }
      surveys.append(survey(file.rows, column: column, given: given))
    }
    let evidence = FileEvidence(
      surveys: surveys, separator: file.dialect.separator, options: options)
    for column in file.columnNames.indices {
      if isCancelled() { throw .cancelled }
      let givenRoles = Set(rolesGiven.filter { $0.column == column }.map(\.role))
      try readColumn(column, evidence, givenRoles, given)
    }
    var table = Table(schema: Schema(fields), columns: columns)
    try assignRoles(rolesGiven, in: &table, names: names)
    table.about = description(of: table)
    return LoadedTable(
      table: table, report: notes.report(for: table, surveys: surveys, rolesGiven: rolesGiven))
  }

  private mutating func readColumn(
    _ column: Int, _ evidence: FileEvidence, _ givenRoles: Set<Role>, _ given: MissingMarkers
  ) throws(FileError) {
    let survey = surveys[column]
    let inference = TypeInference(
      survey: survey, name: names[column], evidence: evidence, givenRoles: givenRoles)
    guard let decision = inference.decision() else {
      throw ambiguousDates(file, column: column, survey: survey.dates)
    }
    let parsed = ColumnParser.parse(
      file.rows, column: column, as: decision.form, survey: survey, given: given)
    fields.append(
      Field(file.columnNames[column], parsed.column.type, unit: decision.unit))
    columns.append(parsed.column)
    notes.add(column: column, survey: survey, decision: decision, parsed: parsed)
  }

  private func description(of table: Table) -> TableDescription {
    TableDescription(
      title: file.title, asOf: lastDay(in: table),
      sources: [
        SourceFile(
          path: file.writtenAs, sha256: file.sha256, bytes: file.byteCount, rows: table.rowCount)
      ],
      notes: notes.warnings.filter(\.isLoss).map(\.sentence))
  }
}

/// Looks at every cell of a column.
func survey(_ table: CellTable, column: Int, given: MissingMarkers) -> ColumnSurvey {
  var survey = ColumnSurvey()
  table.forEachCell(inColumn: column) { row, cell in survey.add(cell, row: row, given: given) }
  return survey
}

private func ambiguousDates(
  _ file: SeparatedFile, column: Int, survey: DateSurvey
) -> FileError {
  let row = survey.firstEither ?? survey.first ?? 0
  let text = file.rows.text(row: row, column: column)
  var readings = ""
  if let date = DateScanner.scan(Array(text.utf8).span),
    case .day(let dayFirst) = date.reading(.dmy),
    case .day(let monthFirst) = date.reading(.mdy)
  {
    readings = ": \(cutInMiddle(text, 30)) is \(inWords(dayFirst)) or \(inWords(monthFirst))"
  }
  return FileError(
    "the dates in '\(file.columnNames[column])' can be read two ways\(readings)",
    help: "say which: with dates = dmy (day first) or with dates = mdy (month first)",
    line: file.rows.lines(ofRows: [row]).first, column: file.columnNames[column], text: text,
    rows: survey.either)
}
