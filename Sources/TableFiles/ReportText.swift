import Columns
import Texts

extension LoadReport {
  /// The report as plain text, at most 80 columns wide where words allow.
  package func lines() -> [String] {
    var lines = [headline, ""]
    lines += columnLines()
    for (title, paragraphs) in [
      ("guessed", guesses.map { ($0.message, $0.correction) }),
      ("mind", warnings.map { ($0.sentence, "") }),
    ] where !paragraphs.isEmpty {
      lines += ["", title]
      for (text, correction) in paragraphs { lines += paragraph(text, correction) }
    }
    return lines
  }

  private var headline: String {
    let kindName = kind == .other ? "" : ", \(kind.rawValue)"
    let header = hasHeader ? "header" : "no header"
    let form = form ?? "\(encoding.rawValue), \(separatorName)"
    return "\(title): \(counted(rows, "row")), \(counted(columns.count, "column"))\(kindName) "
      + "(\(form), \(header))"
  }

  private func columnLines() -> [String] {
    let shown = columns.prefix(columns.count > 60 ? 50 : 60)
    var rows = [["column", "type", "role", "missing", "example"]]
    for column in shown {
      rows.append([
        cutInMiddle(column.name, 28), column.type.rawValue, column.role?.rawValue ?? "",
        column.missing == 0 ? "" : grouped(column.missing), column.example ?? "",
      ])
    }
    let widths = (0..<4).map { index in rows.map { displayWidth($0[index]) }.max() ?? 0 }
    let room = max(12, 80 - widths.reduce(2 + 4 * 2, +))
    var lines = rows.map { row in
      let cells = (0..<4).map { index in
        index == 3
          ? padding(row[index], widths[index]) + row[index]
          : row[index] + padding(row[index], widths[index])
      }
      let line = "  " + cells.joined(separator: "  ") + "  " + cutInMiddle(row[4], room)
      return withoutTrailingBlanks(line)
    }
    if shown.count < columns.count { lines.append("  ... and \(columns.count - shown.count) more") }
    return lines
  }

  private func padding(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  private func withoutTrailingBlanks(_ line: String) -> String {
    guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
    return String(line[...last])
  }

  /// The correction stands at the end of the line, or on the next one where there is no room.
  private func paragraph(_ text: String, _ correction: String) -> [String] {
    var lines = wrapped(text, width: 76).enumerated().map { ($0 == 0 ? "  " : "    ") + $1 }
    guard !correction.isEmpty, let last = lines.last else { return lines }
    let suffix = "else: \(correction)"
    if last.count + 2 + suffix.count <= 80 {
      lines[lines.count - 1] = last + padding(last, 80 - suffix.count) + suffix
    } else {
      lines.append(padding(suffix, 80) + suffix)
    }
    return lines
  }

  private func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

/// A text of at most `width` characters on one line, what is too much cut from its middle.
func cutInMiddle(_ text: String, _ width: Int) -> String {
  // Counting all characters of a very long cell would take long.
  let sample = text.utf8.count > width * 40 ? String(text.prefix(width * 2)) : text
  let line = String(sample.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  guard line.count > width else { return line }
  let kept = width - 3
  return line.prefix((kept + 1) / 2) + "..." + line.suffix(kept / 2)
}
