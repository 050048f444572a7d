import Sessions
import Terminal
import Texts

/// What Tab offers after a text, for the line editor.
func wordCompletion(_ session: Session, _ before: String) -> WordCompletion {
  let completion = session.completion(of: before, files: folderNames)
  let candidates = completion.candidates
  return WordCompletion(
    start: completion.start, candidates: candidates.map { .init($0.text, isWhole: $0.isWhole) },
    isCut: completion.isCut
  ) { columns, rows in
    completionList(candidates, isCut: completion.isCut, columns: columns, rows: rows)
  }
}

/// A line for each candidate with what it is; the words alone, side by side, where none says so. What
/// does not fit the window is counted.
func completionList(
  _ candidates: [Completion.Candidate], isCut: Bool, columns: Int, rows: Int
) -> String {
  let room = max(4, rows - 4)
  let words = candidates.map { visible($0.text) }
  let width = words.map { displayWidth($0) }.max() ?? 0
  var lines: [String] = []
  if candidates.allSatisfy(\.summary.isEmpty) {
    let perLine = max(1, columns / (width + 2))
    for start in stride(from: 0, to: words.count, by: perLine) {
      let row = words[start..<min(words.count, start + perLine)]
      lines.append(row.map { padded($0, width + 2) }.joined())
    }
  } else {
    lines = zip(words, candidates).map { word, candidate in
      padded(word, width + 2) + visible(candidate.summary)
    }
  }
  var shown = lines.prefix(lines.count > room ? room - 1 : room).map { line in
    shortened(line, toWidth: columns - 1)
  }
  if isCut {
    shown.append("... and more: type on")
  } else if shown.count < lines.count {
    shown.append("... and \(lines.count - shown.count) more lines")
  }
  return shown.map { $0 + "\n" }.joined()
}

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - displayWidth(text)))
}
