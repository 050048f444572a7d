/// The lines that differ, as `diff -u` prints them without its two file lines; empty if none do.
///
/// - Parameters:
///   - label: stands in every hunk's header after the ranges: the cell's id.
///   - firstLine: the number of the first line of both texts.
package func unifiedDiff(
  old: String, new: String, label: String, firstLine: Int = 1
) -> String {
  let script = EditScript(from: lines(of: old), to: lines(of: new))
  return script.hunks(context: 3).map { hunk in
    var (oldStart, newStart) = (firstLine, firstLine)
    for edit in script.edits[..<hunk.lowerBound] {
      if edit.mark != "+" { oldStart += 1 }
      if edit.mark != "-" { newStart += 1 }
    }
    let edits = script.edits[hunk]
    let oldRange = range(oldStart, edits.count { $0.mark != "+" })
    let newRange = range(newStart, edits.count { $0.mark != "-" })
    return "@@ -\(oldRange) +\(newRange) @@ \(label)\n"
      + edits.map { "\($0.mark)\($0.line)\n" }.joined()
  }.joined()
}

private func lines(of text: String) -> [Substring] {
  text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false)
}

/// An empty range is named by the line before it.
private func range(_ start: Int, _ count: Int) -> String {
  switch count {
  case 0: "\(start - 1),0"
  case 1: "\(start)"
  default: "\(start),\(count)"
  }
}

private struct EditScript {
  struct Edit {
    /// A blank for a line in both, `-` for one only in the old text, `+` only in the new.
    var mark: Character
    var line: Substring
  }

  private(set) var edits: [Edit] = []

  /// Texts that differ in more lines are shown as replaced whole: finding the fewest edits takes
  /// time and memory that grow with the square of their number.
  private static let mostLines = 2000

  init(from old: [Substring], to new: [Substring]) {
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed())
      .prefix { $0 == $1 }.count
    let (from, to) = (old[head..<(old.count - tail)], new[head..<(new.count - tail)])
    edits = old[..<head].map { Edit(mark: " ", line: $0) }
    if from.count + to.count > Self.mostLines {
      edits += from.map { Edit(mark: "-", line: $0) } + to.map { Edit(mark: "+", line: $0) }
    } else {
      appendFewest(from, to)
    }
    edits += old[(old.count - tail)...].map { Edit(mark: " ", line: $0) }
  }

  private mutating func appendFewest(_ from: ArraySlice<Substring>, _ to: ArraySlice<Substring>) {
    let difference = Array(to).difference(from: Array(from))
    var removed = Set<Int>()
    var inserted = Set<Int>()
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var (oldIndex, newIndex) = (0, 0)
    while oldIndex < from.count || newIndex < to.count {
      if removed.contains(oldIndex) {
        edits.append(Edit(mark: "-", line: from[from.startIndex + oldIndex]))
        oldIndex += 1
      } else if inserted.contains(newIndex) {
        edits.append(Edit(mark: "+", line: to[to.startIndex + newIndex]))
        newIndex += 1
      } else {
        edits.append(Edit(mark: " ", line: from[from.startIndex + oldIndex]))
        oldIndex += 1
        newIndex += 1
      }
    }
  }

  /// Ranges of edits that hold the changes with so many lines around them.
  func hunks(context: Int) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for index in edits.indices where edits[index].mark != " " {
      let range = max(0, index - context)..<min(edits.count, index + context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }
}
