import Columns
import Kernels

/// How a file is going to be read: which columns, and in what shape each most likely is.
struct ReadingPlan {
  /// The columns that are kept, with their places in a row.
  private(set) var columns: [(place: Int, column: CellColumn)] = []
  private(set) var names: [String] = []
  private(set) var renamed: [String] = []
  private(set) var hasHeader: Bool
  /// Whether there is a header was told, or is known from reading the whole file.
  let headerIsGiven: Bool
  private(set) var rowsPerByte = 0.0
  /// What a row of the kept columns takes in memory; 0 where the whole file is small.
  private(set) var bytesPerRow = 0
  private var expectedBytes = 0

  init(
    _ head: FileHead, _ options: LoadOptions, given: MissingMarkers,
    header: (isHeader: Bool, isSure: Bool)?
  ) throws(FileError) {
    let told = options.hasHeader ?? (options.columns == nil ? nil : false)
    headerIsGiven = told != nil
    let width = head.rules.width
    var shapes = Array(repeating: CellShape.words(isNarrow: false, isKey: false), count: width)
    var sizes = Array(repeating: 0, count: width)
    hasHeader = told ?? header?.isHeader ?? true
    if !head.isWhole {
      let sample = ReadingPlan.sample(head, given, options.negatives)
      if told == nil, header == nil {
        hasHeader =
          looksLikeHeader(
            Array(head.firstRecord.prefix(width)), over: sample.columns, isAmongThem: false
          )
          .isHeader
      }
      rowsPerByte = sample.rowsPerByte
      shapes = ReadingPlan.shapes(sample, head, options)
      sizes = zip(shapes, sample.columns).map { $0.bytesPerRow(like: $1) }
      expectedBytes = head.source.expectedCount ?? 0
    }
    let workers = head.isWhole ? 1 : options.sizes.workers
    for place in try choose(head, options) {
      bytesPerRow += sizes[place]
      columns.append(
        (place, CellColumn(shapes[place], quoting: head.dialect.quoting, workers: workers)))
    }
  }

  /// Names the columns and tells which are kept.
  private mutating func choose(
    _ head: FileHead, _ options: LoadOptions
  ) throws(FileError) -> [Int] {
    let width = head.rules.width
    let all: (names: [String], renamed: [String])
    if let given = options.columns {
      guard given.count == width else {
        throw FileError("\(counted(given.count, "name")) for \(counted(width, "column"))")
      }
      all = (uniqueNames(given).names, [])
    } else if hasHeader {
      all = uniqueNames(Array(head.firstRecord.prefix(width)))
    } else {
      all = ((0..<width).map { "column_\($0 + 1)" }, [])
    }
    renamed = all.renamed
    var places = Array(0..<width)
    if let kept = options.kept {
      var chosen: [Int] = []
      for name in kept { chosen.append(try position(of: name, among: all.names)) }
      places = Set(chosen).sorted()
    }
    names = places.map { all.names[$0] }
    return places
  }

  /// Refuses a file whose table would not fit into memory.
  func requireMemory(_ room: MemoryRoom, writtenAs: String) throws(FileError) {
    let rows = Double(expectedBytes) * rowsPerByte
    try room.require(Int(rows * Double(bytesPerRow)), writtenAs: writtenAs)
  }

  // MARK: The first rows

  private struct Sample {
    var columns: [SurveyedColumn]
    var rows: Int
    var rowsPerByte: Double
  }

  /// The first rows behind the first record, looked at as text.
  private static func sample(
    _ head: FileHead, _ given: MissingMarkers, _ negatives: NegativeForm?
  ) -> Sample {
    let end = min(head.bytes.count, head.endOfFirst + max(1 << 16, 2 * head.endOfFirst))
    let piece = TextPiece(capacity: end - head.endOfFirst + 1)
    let text = head.bytes[head.endOfFirst..<end]
    piece.append(text)
    piece.findMarks(separator: head.dialect.separator, quote: head.dialect.quote, isEnd: false)
    if head.rules.mergesBlanks || piece.hasOddQuotes {
      _ = piece.layOutSlowly(head.rules, isEnd: false)
    } else {
      piece.dropMarks(from: piece.endOfLastRecord)
      _ = piece.layOut(head.rules)
    }
    if head.encoding.isSingleByte { piece.replaceText(head) }
    let rows = PieceRows(first: 0, count: piece.rowCount, worker: 0)
    let columns = (0..<head.rules.width).map { place in
      let column = CellColumn(
        .words(isNarrow: false, isKey: false), quoting: head.dialect.quoting, workers: 1)
      column.startBuffer(at: 0, capacity: max(1, piece.rowCount))
      column.read(piece, column: place, at: 0, buffer: 0, worker: 0)
      column.rowCount = piece.rowCount
      column.pieces = piece.rowCount > 0 ? [rows] : []
      return SurveyedColumn(column, given: given, negatives: negatives)
    }
    return Sample(
      columns: columns, rows: piece.rowCount,
      rowsPerByte: Double(piece.rowCount + 1) / Double(max(1, text.count)))
  }

  private static func shapes(
    _ sample: Sample, _ head: FileHead, _ options: LoadOptions
  ) -> [CellShape] {
    let evidence = FileEvidence(
      surveys: sample.columns.map(\.survey), separator: head.dialect.separator, options: options)
    return zip(sample.columns, head.firstRecord).map { column, name in
      let inference = TypeInference(
        survey: column.survey, name: ColumnName(name), evidence: evidence, givenRoles: [])
      return column.shape(decision: inference.decision(), rows: sample.rows)
    }
  }
}

extension TextPiece {
  /// The same rows in UTF-8.
  fileprivate func replaceText(_ head: FileHead) {
    head.encoding.decode(self)
    findMarks(separator: head.dialect.separator, quote: head.dialect.quote, isEnd: false)
    if head.rules.mergesBlanks || hasOddQuotes {
      _ = layOutSlowly(head.rules, isEnd: false)
    } else {
      dropMarks(from: endOfLastRecord)
      _ = layOut(head.rules)
    }
  }
}

extension CellShape {
  /// What a row takes in memory, with the words of the column if they are all different.
  fileprivate func bytesPerRow(like sample: SurveyedColumn) -> Int {
    switch self {
    case .words(isNarrow: true, _): return 1
    case .words:
      guard case .words(let column) = sample.content, column.words.count > 0 else { return 4 }
      let rows = max(1, column.codes.count)
      let letters = (0..<column.words.count).reduce(0) { sum, word in
        sum + column.words.withWord(word) { $0.count }
      }
      return 4 + (letters + 16 * column.words.count) / rows
    case .keys(let length): return length
    case .dates: return 4
    case .numbers, .instants: return 8
    }
  }
}
