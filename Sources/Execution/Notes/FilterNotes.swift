import Columns
import Kernels
import Planning
import Texts

/// Notes on what missing values and a word in other case did to a filter's result.
func filterNotes(
  _ condition: TypedExpression, over table: Table, matches: Bitmap
) -> [String] {
  var tests = ConditionTests()
  tests.collect(condition, isNegated: false)
  var notes = tests.comparedWords.compactMap { otherCaseNote($0.column, $0.word, over: table) }
  for column in tests.columns where !tests.askedForMissing.contains(column) {
    guard let keeper = tests.keepers[column] else {
      notes += droppedNote(column, over: table, matches: matches)
      continue
    }
    notes += keptNote(column, keeper, over: table, matches: matches)
  }
  var seen: Set<String> = []
  return notes.filter { seen.insert($0).inserted }
}

/// `reason is missing in 99 rows; != keeps them`
private func keptNote(
  _ column: Int, _ keeper: String, over table: Table, matches: Bitmap
) -> [String] {
  guard table.columns[column].validity != nil else { return [] }
  let missing = missingBits(table.columns[column])
  let total = missing.onesCount
  let kept = (missing & matches).onesCount
  guard kept > 0 else { return [] }
  let what = kept == total ? (total == 1 ? "it" : "them") : "\(kept) of them"
  return ["\(subject(column, total, table)); \(keeper) keeps \(what)"]
}

/// `fee is missing in 12 rows, which do not match`
private func droppedNote(_ column: Int, over table: Table, matches: Bitmap) -> [String] {
  guard table.columns[column].validity != nil else { return [] }
  let missing = missingBits(table.columns[column])
  let total = missing.onesCount
  let dropped = total - (missing & matches).onesCount
  guard dropped > 0 else { return [] }
  let start = subject(column, total, table)
  let verb = dropped == 1 ? "does" : "do"
  return dropped == total
    ? ["\(start), which \(verb) not match"] : ["\(start); \(dropped) of them \(verb) not match"]
}

private func subject(_ column: Int, _ missing: Int, _ table: Table) -> String {
  let rows = missing == 1 ? "1 row" : "\(missing) rows"
  return "\(table.schema.fields[column].name) is missing in \(rows)"
}

/// `no reason is "death"; 494 are "Death"`, where only the case of letters differs.
private func otherCaseNote(_ column: Int, _ word: String, over table: Table) -> String? {
  let cells = table.columns[column]
  let words = cells.words
  let place = words.dictionary.firstIndex { $0 == word && codePointOrder($0, word) == 0 }
  if let place, cells.holds(word: place) { return nil }
  let alike = words.dictionary.indices.filter {
    words.dictionary[$0].lowercased() == word.lowercased()
  }
  guard !alike.isEmpty else { return noSuchWordNote(column, word, over: table) }
  var counts: [Int: Int] = [:]
  for row in words.codes.indices where !cells.isMissing(row) {
    counts[Int(words.codes[row]), default: 0] += 1
  }
  let found = alike.map { (word: words.dictionary[$0], count: counts[$0] ?? 0) }
    .filter { $0.count > 0 }
    .sorted { ($1.count, $0.word) < ($0.count, $1.word) }
  guard let first = found.first, !found.contains(where: { codePointOrder($0.word, word) == 0 })
  else { return nil }
  let parts = found.prefix(3).enumerated().map { place, entry in
    place > 0
      ? "\(entry.count) \"\(entry.word)\""
      : "\(first.count) \(first.count == 1 ? "is" : "are") \"\(first.word)\""
  }
  let name = table.schema.fields[column].name
  return "no \(name) is \"\(word)\"; \(parts.joined(separator: ", "))"
}

extension Column {
  /// Whether some row has a word, given by its place in the dictionary.
  fileprivate func holds(word place: Int) -> Bool {
    let codes = words.codes
    return codes.indices.contains { codes[$0] == place && !isMissing($0) }
  }
}

/// `no reason is "Deth"; "Death" is near`
private func noSuchWordNote(_ column: Int, _ word: String, over table: Table) -> String? {
  let name = table.schema.fields[column].name
  let words = Array(table.columns[column].words.dictionary)
  let near = suggestion(for: word, among: words).map { "; \"\($0)\" is near" } ?? ""
  return "no \(name) is \"\(word)\"\(near)"
}

/// The tests that a condition is made of, as far as notes speak of them.
private struct ConditionTests {
  /// Columns that are compared or tested, in order of appearance.
  var columns: [Int] = []
  /// Columns whose missing values a `!=` or `not` keeps, and which of the two.
  var keepers: [Int: String] = [:]
  /// Columns that an `is missing` asks about: who asks knows.
  var askedForMissing: Set<Int> = []
  /// Texts that a column is compared with by `==` or `!=`.
  var comparedWords: [(column: Int, word: String)] = []

  mutating func collect(_ condition: TypedExpression, isNegated: Bool) {
    switch condition {
    case .not(let operand): collect(operand, isNegated: !isNegated)
    case .and(let left, let right), .or(let left, let right):
      collect(left, isNegated: isNegated)
      collect(right, isNegated: isNegated)
    case .isMissing(let operand):
      askedForMissing.formUnion(columnsRead(operand))
    case .comparison(let operation, let left, let right):
      let isUnequal = operation == .notEqual
      add([left, right], keeper: isUnequal != isNegated ? (isUnequal ? "!=" : "not") : nil)
      if operation == .equal || isUnequal { addWord(left, right) }
    case .within(let operand, _), .textTest(_, let operand, _), .truth(let operand):
      add([operand], keeper: isNegated ? "not" : nil)
    case .column, .constant, .function, .negated, .arithmetic, .moved, .daysBetween, .cause:
      add([condition], keeper: isNegated ? "not" : nil)
    }
  }

  private mutating func add(_ operands: [TypedExpression], keeper: String?) {
    for column in operands.flatMap(columnsRead) {
      if !columns.contains(column) { columns.append(column) }
      if let keeper { keepers[column] = keepers[column] ?? keeper }
    }
  }

  private mutating func addWord(_ left: TypedExpression, _ right: TypedExpression) {
    switch (left, right) {
    case (.column(let column, .text), .constant(.text(let word), _)),
      (.constant(.text(let word), _), .column(let column, .text)):
      comparedWords.append((column, word))
    default: break
    }
  }
}

/// The columns whose missing values make an expression missing, in order of appearance.
func columnsRead(_ expression: TypedExpression) -> [Int] {
  switch expression {
  case .column(let index, _): [index]
  case .negated(let operand), .moved(let operand, _), .truth(let operand): columnsRead(operand)
  case .arithmetic(_, let left, let right), .daysBetween(let left, let right):
    columnsRead(left) + columnsRead(right)
  case .function(.choose, _, _), .function(.coalesce, _, _): []
  case .function(_, let arguments, _): arguments.flatMap(columnsRead)
  case .constant, .comparison, .within, .textTest, .isMissing, .not, .and, .or, .cause: []
  }
}
