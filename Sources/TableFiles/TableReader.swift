import Columns
import Kernels

/// Reads a file of separated values into a table. Whatever the options leave open is inferred from
/// all rows of the file. `writtenAs` is the path as the user wrote it; messages show only this.
/// `isCancelled` and `progress` are called by this thread alone, every few milliseconds.
package func readTable(
  path: String, writtenAs: String, options: LoadOptions = LoadOptions(),
  isCancelled: () -> Bool = { false }, progress: (LoadProgress) -> Void = { _ in }
) throws(FileError) -> LoadedTable {
  if isCancelled() { throw .cancelled }
  let source = try FileSource(path: path, writtenAs: writtenAs)
  return try TableReader(source: source, writtenAs: writtenAs, options: options)
    .read(isCancelled, progress)
}

/// Reads a table from the bytes of a file that is in memory already, such as standard input.
package func readTable(
  bytes: [UInt8], writtenAs: String, options: LoadOptions = LoadOptions(),
  isCancelled: () -> Bool = { false }
) throws(FileError) -> LoadedTable {
  try TableReader(source: MemorySource(bytes), writtenAs: writtenAs, options: options)
    .read(isCancelled) { _ in }
}

/// From bytes to typed columns.
private struct TableReader {
  let source: any ByteSource
  let writtenAs: String
  let options: LoadOptions
  private var given: MissingMarkers { MissingMarkers(options.missingMarkers) }

  init(source: any ByteSource, writtenAs: String, options: LoadOptions) {
    self.source = source
    self.writtenAs = writtenAs
    self.options = options
  }

  /// Reads the file as its head suggests, and anew where the whole file shows that the head misled.
  func read(
    _ isCancelled: () -> Bool, _ progress: (LoadProgress) -> Void
  ) throws(FileError) -> LoadedTable {
    var hints = ReadingHints()
    var loaded: LoadedTable?
    for attempt in 0..<5 where loaded == nil {
      loaded = try read(&hints, isLast: attempt == 4, isCancelled, progress)
    }
    guard let loaded else { throw FileError("'\(writtenAs)' cannot be read") }
    return loaded
  }

  /// Nil where the file has to be read again, with what was learnt in `hints`.
  private func read(
    _ hints: inout ReadingHints, isLast: Bool, _ isCancelled: () -> Bool,
    _ progress: (LoadProgress) -> Void
  ) throws(FileError) -> LoadedTable? {
    let head = try FileHead.read(
      source, writtenAs: writtenAs, options: options, sizes: options.sizes, hints: hints)
    if isCancelled() { throw .cancelled }
    if head.rules.width > SeparatedFile.columnLimit { throw tooManyColumns(head) }
    let plan = try ReadingPlan(head, options, given: given, header: hints.header)
    try plan.requireMemory(options.memory, writtenAs: writtenAs)
    let start = plan.hasHeader ? head.endOfFirst : head.start
    let reading = FileReading(
      head, writtenAs: writtenAs, options: options, from: start,
      line: plan.hasHeader ? head.lineAfterFirst : head.firstLine,
      plan: plan)
    var rows: ReadRows
    do {
      rows = try reading.run(isCancelled: isCancelled, progress: progress)
    } catch {
      guard head.quoteIsGuessed, !isLast, !error.isCancellation else { throw error }
      hints.quote = quotationMark
      return nil
    }
    if head.quoteIsGuessed, !isLast, rows.strayQuotes.count > 0 {
      hints.quote = quotationMark
      return nil
    }
    if head.encoding == .utf8 || !head.encodingIsSure {
      let above = head.tallyUTF8(before: start)
      rows.add(above.tally, lines: above.lines)
    }
    if !isLast, let learnt = contradiction(rows, head, plan) {
      hints.encoding = learnt.encoding ?? hints.encoding
      hints.usualCellCount = learnt.usualCellCount ?? hints.usualCellCount
      return nil
    }
    try requireWidth(
      head, rows, hasHeader: plan.hasHeader, usual: usualCellCount(rows, head, plan))
    let (given, negatives) = (given, options.negatives)
    let columns = mapWithWorkers(plan.columns.count, workers: options.sizes.workers) {
      SurveyedColumn(plan.columns[$0].column, given: given, negatives: negatives)
    }
    if isCancelled() { throw .cancelled }
    if !isLast, !plan.headerIsGiven {
      let guess = looksLikeHeader(
        plan.columns.map { head.firstRecord[$0.place] }, over: columns,
        isAmongThem: !plan.hasHeader)
      hints.header = guess
      if guess.isHeader != plan.hasHeader { return nil }
    }
    var assembly = try TableAssembly(
      file: file(head, rows, plan, headerIsSure: hints.header?.isSure ?? true), rows: rows,
      columns: columns, options: options)
    return try assembly.assemble(isCancelled)
  }

  private func tooManyColumns(_ head: FileHead) -> FileError {
    FileError(
      "\(head.rules.width) columns are too many (at most \(SeparatedFile.columnLimit))",
      help: "check the separator: \(nameOfSeparator(head.dialect.separator)) was taken", line: 1)
  }

  /// The commonest number of cells, the first record included.
  private func usualCellCount(_ rows: ReadRows, _ head: FileHead, _ plan: ReadingPlan) -> Int {
    var counts = rows.cellCounts
    if plan.hasHeader { counts[head.firstRecord.count, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
  }

  /// What the head said wrongly of the encoding or the width of rows.
  private func contradiction(
    _ rows: ReadRows, _ head: FileHead, _ plan: ReadingPlan
  ) -> ReadingHints? {
    let likely = rows.letters.likelyEncoding
    if !head.encodingIsSure, likely != head.encoding { return ReadingHints(encoding: likely) }
    let usual = usualCellCount(rows, head, plan)
    let width = FileHead.tableWidth(head.firstRecord, usual: usual, options)
    if width == head.rules.width, (usual == width + 1) == head.rules.allowsEmptyCellAfter {
      return nil
    }
    return ReadingHints(usualCellCount: usual)
  }

  private func file(
    _ head: FileHead, _ rows: ReadRows, _ plan: ReadingPlan, headerIsSure: Bool
  ) -> SeparatedFile {
    SeparatedFile(
      writtenAs: writtenAs, title: titleOfPath(writtenAs), byteCount: head.source.byteCount,
      digest: head.source.digest, encoding: head.encoding, encodingIsSure: head.encodingIsSure,
      dialect: head.dialect, separatorIsGuessed: head.separatorIsGuessed,
      quoteIsGuessed: head.quoteIsGuessed,
      hasHeader: plan.hasHeader, headerIsSure: plan.headerIsGiven || headerIsSure,
      columnNames: plan.names, renamed: plan.renamed,
      skippedColumns: head.rules.width - plan.names.count, rowCount: rows.rowCount,
      lines: rows.lines, damaged: head.encoding == .utf8 ? rows.damaged : Tally(),
      ragged: rows.ragged,
      strayQuotes: rows.strayQuotes, preamble: head.preamble)
  }
}
