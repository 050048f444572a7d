import Kernels

/// Refuses a file whose first record does not fit the others.
func requireWidth(
  _ head: FileHead, _ rows: ReadRows, hasHeader: Bool, usual: Int
) throws(FileError) {
  let others = hasHeader ? rows.records : rows.records - 1
  guard others >= 2, rows.misfits * 2 > others else { return }
  // What was cut may have been one text.
  let mayBeQuoted =
    head.dialect.quote != apostrophe
    && rows.rejects.prefix(5).contains { $0.bytes.contains(apostrophe) }
  throw FileError(
    "the first row has \(counted(head.rules.width, "cell")), but \(rows.misfits) of \(others) rows "
      + "have another number (mostly \(usual))",
    help: "remove what stands above or below the table, or give the separator: "
      + "with separator = \";\""
      + (mayBeQuoted ? ", or what stands around texts: with quote = \"'\"" : ""),
    line: rows.firstMisfitLine, rows: rows.misfits)
}

/// Whether the first record names the columns rather than being a row itself, and whether types or
/// names prove it. `isAmongThem`: the columns hold the first record too.
func looksLikeHeader(
  _ texts: [String], over columns: [SurveyedColumn], isAmongThem: Bool
) -> (isHeader: Bool, isSure: Bool) {
  var votes = HeaderVotes()
  for (text, column) in zip(texts, columns) {
    votes.add(text, over: column.survey, isAmongThem: isAmongThem)
  }
  if votes.wordsOverValues > 0, votes.wordsOverValues + 2 * votes.roleNames >= votes.values {
    return (true, true)
  }
  if votes.values + votes.years > 0 { return (votes.roleNames > votes.values, false) }
  // A text that stands in its own column again is a value; where all do, the header itself is there
  // again, as in files that were put together.
  let known = zip(texts, columns).filter { !$0.0.isEmpty }
  let values = known.count { $1.holds($0) }
  if votes.roleNames > 0, values == 0 || values == known.count && !isAmongThem {
    return (true, true)
  }
  return (values == 0, false)
}

/// What the cells of a first record speak for.
private struct HeaderVotes {
  /// A word in a column of numbers, dates or yes and no, or a year over numbers that are none.
  var wordsOverValues = 0
  /// Words that roles are known by.
  var roleNames = 0
  /// Numbers and dates, but for years and months, which name columns too.
  var values = 0
  var years = 0

  /// The vote is the same whether the column holds the text too or not.
  mutating func add(_ text: String, over others: ColumnSurvey, isAmongThem: Bool) {
    var own = ColumnSurvey()
    own.add(Array(text.utf8).span, row: 0, given: MissingMarkers([]))
    if own.present == 0 { return }
    let itself = isAmongThem ? 1 : 0
    let present = others.present - itself
    let months = others.months.count - itself * own.months.count
    if !ColumnName(text).scores.isEmpty { roleNames += 1 }
    if text.utf8.count == 4, own.numbers.longPlain == 1 {
      let numbers = others.numbers
      if (numbers.longPlain - itself) * 2 < numbers.count - itself {
        wordsOverValues += 1
      } else {
        years += 1
      }
    } else if own.months.count > 0, months * 2 >= present {
      years += 1
    } else if own.numbers.count + own.accounting.count + own.dates.count + own.yes + own.no > 0 {
      values += 1
    } else {
      let found = max(
        others.numbers.count + others.dates.count, months, others.yes + others.no)
      if found > 0, found * 10 >= present * 9 { wordsOverValues += 1 }
    }
  }
}

extension SurveyedColumn {
  /// Whether a text of the first record stands in its own column again: then it is a value.
  fileprivate func holds(_ text: String) -> Bool {
    if text.isEmpty { return false }
    let wanted = MissingMarkers([text])
    switch content {
    case .words(let column):
      return (0..<column.words.count).contains { column.words.withWord($0) { wanted.contains($0) } }
    case .packed(_, let tally): return tally.words.contains { wanted.contains($0.text.span) }
    }
  }
}
