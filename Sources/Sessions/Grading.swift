import Columns
import Language
package import Notebooks

/// A learner's notebook held against a teacher's: for each exercise, whether its cell gives what the
/// teacher's line gives.
///
/// Both are notebooks. The teacher's file has a cell for each exercise, with the same id and the model
/// answer; the prose right above it is what a learner reads whose answer is not right. So the learner
/// can neither delete nor see a check. The learner's notebook runs from the first cell on; where an
/// exercise comes, the model answer runs aside, in the same state.
package struct Grading: Sendable {
  package private(set) var marks: [Mark] = []
  /// Set where the learner's notebook could not run to its end; what follows is not marked.
  package private(set) var failure: NotebookRun.Failure?
  package private(set) var isCancelled = false

  package struct Mark: Hashable, Sendable {
    package var cellID: String
    package var points: Double
    package var most: Double
    /// What to say to the learner.
    package var message: String
    /// The teacher's prose; nil where the answer is right, or there is none.
    package var advice: String?

    package var isFull: Bool { points == most }
  }

  package var points: Double { marks.reduce(0) { $0 + $1.points } }
  package var most: Double { marks.reduce(0) { $0 + $1.most } }

  package init(
    _ learner: OpenNotebook, against teacher: OpenNotebook, _ choices: ReplayChoices,
    isCancelled: () -> Bool = { false }
  ) throws(NotebookFileError) {
    var session = try learner.freshSession(choices)
    let checks = teacher.document.cells.filter { !$0.isSkipped }
    let advice = Grading.prose(of: teacher.document)
    var answered: Set<String> = []
    for cell in learner.document.cells where !cell.isSkipped {
      let before = session
      let result = session.evaluateCell(cell.source, isCancelled: isCancelled)
      if result.isCancelled {
        self.isCancelled = true
        return
      }
      if let check = checks.first(where: { $0.id == cell.id }) {
        answered.insert(cell.id)
        let verdict = try Grading.compare(
          Answer(cell, result, session), to: check, before, isCancelled: isCancelled)
        mark(check, verdict, advice[cell.id])
      } else if let error = result.error, !cell.expectsError {
        failure = .init(cellID: cell.id, line: cell.firstLine, text: error)
      }
    }
    for check in checks where !answered.contains(check.id) {
      mark(
        check, .wrong("there is no cell {#\(check.id)} in your notebook: put its fence back"), nil)
    }
    let order = Dictionary(uniqueKeysWithValues: checks.enumerated().map { ($1.id, $0) })
    marks.sort { (order[$0.cellID] ?? 0) < (order[$1.cellID] ?? 0) }
  }

  private enum Verdict {
    case right
    case wrong(String)
  }

  private mutating func mark(_ check: NotebookCell, _ verdict: Verdict, _ advice: String?) {
    let most = check.attributes["points"].flatMap { Double($0) } ?? 1
    switch verdict {
    case .right:
      marks.append(
        Mark(cellID: check.id, points: most, most: most, message: "right", advice: nil))
    case .wrong(let message):
      marks.append(
        Mark(cellID: check.id, points: 0, most: most, message: message, advice: advice))
    }
  }

  /// What a learner's cell gave.
  private struct Answer {
    let isEmpty: Bool
    let error: String?
    let table: Table?

    init(_ cell: NotebookCell, _ result: CellResult, _ after: Session) {
      isEmpty = splitStatements(cell.source).isEmpty
      error = result.error
      table = after.previous
    }
  }

  private static func compare(
    _ answer: Answer, to check: NotebookCell, _ before: Session, isCancelled: () -> Bool
  ) throws(NotebookFileError) -> Verdict {
    var session = before
    session.previous = nil
    let model = session.evaluateCell(check.source, isCancelled: isCancelled)
    guard model.error == nil, let expected = session.previous else {
      throw NotebookFileError(
        .other, "the model answer of {#\(check.id)} gives no table",
        help: model.error.map { "it says: \($0)" } ?? "end it with a line that shows one")
    }
    if answer.isEmpty { return .wrong("not answered yet") }
    if let error = answer.error {
      let first = error.split(separator: "\n").first.map(String.init) ?? error
      return .wrong("the line does not run: \(first)")
    }
    guard let given = answer.table else { return .wrong("the cell shows no table") }
    let tolerance = check.attributes["rtol"].flatMap { Double($0) } ?? 1e-6
    return difference(given, expected, tolerance).map { .wrong($0) } ?? .right
  }

  /// The prose right above each cell, as plain lines.
  private static func prose(of document: NotebookDocument) -> [String: String] {
    var result: [String: String] = [:]
    var above: String?
    for segment in document.segments {
      switch segment {
      case .frontMatter: break
      case .prose(let text): above = canonicalText(text)
      case .cell(let id, _, _, _):
        let text = above.map { $0.drop { $0 == "\n" } } ?? ""
        if !text.isEmpty { result[id] = String(text) }
        above = nil
      }
    }
    return result
  }
}

/// What is not right about a table, in a sentence that points the way and gives no figure away; nil
/// where every column of the model stands in it with equal values.
private func difference(_ given: Table, _ expected: Table, _ tolerance: Double) -> String? {
  guard given.rowCount == expected.rowCount else {
    return "it has \(counted(given.rowCount)), and \(counted(expected.rowCount)) are expected: "
      + "look at the period, the filter and the keys"
  }
  for (index, field) in expected.schema.fields.enumerated() {
    guard let position = given.schema.index(of: field.name) ?? given.sole(like: field, expected)
    else { return "the column '\(field.name)' is missing" }
    let wrong = (0..<expected.rowCount).count { row in
      !areEqual(given.columns[position][row], expected.columns[index][row], tolerance)
    }
    if wrong == expected.rowCount {
      return "the column '\(field.name)' is not as expected in any row"
    }
    if wrong > 0 {
      return "the column '\(field.name)' is right in \(expected.rowCount - wrong) of "
        + "\(counted(expected.rowCount))"
    }
  }
  return nil
}

private func counted(_ rows: Int) -> String { rows == 1 ? "1 row" : "\(rows) rows" }

extension Table {
  /// The one column of a field's type where there is only one on both sides: its name is free.
  fileprivate func sole(like field: Field, _ other: Table) -> Int? {
    let own = schema.fields.indices.filter { schema.fields[$0].type == field.type }
    let others = other.schema.fields.filter { $0.type == field.type }
    return own.count == 1 && others.count == 1 ? own[0] : nil
  }
}

private func areEqual(_ one: Value, _ other: Value, _ tolerance: Double) -> Bool {
  guard let left = one.number, let right = other.number else { return one == other }
  if left.isNaN, right.isNaN { return true }
  return left == right || abs(left - right) <= tolerance * max(abs(left), abs(right))
}

extension Grading {
  /// What `grade` prints.
  package func report(path: String) -> String {
    var lines: [String] = []
    for mark in marks {
      lines.append("\(mark.cellID): \(mark.message) (\(plain(mark.points)) of \(plain(mark.most)))")
      lines += (mark.advice ?? "").split(separator: "\n").map { "  \($0)" }
    }
    if let failure {
      lines.append("\(path):\(failure.line): \(failure.cellID) could not run\n\(failure.text)")
    }
    if isCancelled { lines.append("cancelled") }
    lines.append("\(path): \(plain(points)) of \(plain(most)) points")
    return lines.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
  }

  private func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(number)
  }
}
