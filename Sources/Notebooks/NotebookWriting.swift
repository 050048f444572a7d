extension NotebookDocument {
  /// The notebook's bytes with these outputs and fingerprints in place of the stored ones.
  ///
  /// Nothing outside output fences and the `data` of the front matter changes, and writing the
  /// same twice changes nothing. A cell without an outcome keeps the output it has; one whose
  /// text is empty loses it; an outcome of no cell here is left out. A notebook without front matter gets one if there are fingerprints.
  package func withOutputs(
    _ outcomes: [CellOutcome], fingerprints: [DataFingerprint]
  ) -> [UInt8] {
    var edits: [ByteEdit] = []
    if let edit = fingerprintEdit(fingerprints) { edits.append(edit) }
    let outcomeOf = Dictionary(outcomes.map { ($0.cellID, $0) }) { _, last in last }
    for cell in cells {
      if let outcome = outcomeOf[cell.id] { edits.append(outputEdit(cell, outcome)) }
    }
    return applied(edits)
  }

  /// The line end of the text's first line.
  var lineEnd: [UInt8] {
    lines.first.map { Array(bytes[$0.terminator]) }.flatMap { $0.isEmpty ? nil : $0 } ?? [0x0A]
  }

  private func outputEdit(_ cell: NotebookCell, _ outcome: CellOutcome) -> ByteEdit {
    let text = canonicalText(outcome.text)
    let cellEnd = lines[cell.lines.upperBound]
    let ownEnd = Array(bytes[lines[cell.lines.lowerBound].terminator])
    guard let old = cell.outputLines else {
      guard !text.isEmpty else { return ByteEdit(range: 0..<0, bytes: []) }
      return ByteEdit(
        range: cellEnd.textEnd..<cellEnd.textEnd,
        bytes: ownEnd + outputFence(text, outcome.attributes, lineEnd: ownEnd))
    }
    let start = lines[old.lowerBound].start
    guard !text.isEmpty else {
      return ByteEdit(range: start..<lines[old.upperBound].end, bytes: [])
    }
    return ByteEdit(
      range: start..<lines[old.upperBound].textEnd,
      bytes: outputFence(text, outcome.attributes, lineEnd: ownEnd))
  }

  /// One fingerprint a name, the last one given, for a name written twice could not be read.
  private static func uniqueNames(_ fingerprints: [DataFingerprint]) -> [DataFingerprint] {
    var places: [String: Int] = [:]
    var result: [DataFingerprint] = []
    for fingerprint in fingerprints {
      if let place = places[fingerprint.name] {
        result[place] = fingerprint
      } else {
        places[fingerprint.name] = result.count
        result.append(fingerprint)
      }
    }
    return result
  }

  private func applied(_ edits: [ByteEdit]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for edit in edits where !(edit.range.isEmpty && edit.bytes.isEmpty) {
      result += bytes[position..<edit.range.lowerBound]
      result += edit.bytes
      position = edit.range.upperBound
    }
    return result + bytes[position...]
  }

  private func fingerprintEdit(_ fingerprints: [DataFingerprint]) -> ByteEdit? {
    let fingerprints = Self.uniqueNames(fingerprints)
    guard fingerprints != frontMatter.fingerprints, !frontMatter.isDamaged else { return nil }
    let data = DataFingerprint.frontMatterLines(of: fingerprints).flatMap {
      Array($0.utf8) + lineEnd
    }
    if let place = frontMatter.dataPlace { return ByteEdit(range: place, bytes: data) }
    if let place = frontMatter.closingPlace { return ByteEdit(range: place..<place, bytes: data) }
    let start = byteOrderMarkLength(of: bytes)
    let fence = Array("---".utf8) + lineEnd
    let version = Array("ritorno: \(FrontMatter.currentVersion)".utf8) + lineEnd
    return ByteEdit(range: start..<start, bytes: fence + version + data + fence)
  }
}

/// Bytes to stand in place of a range of others. Edits of a text are in its order.
struct ByteEdit {
  var range: Range<Int>
  var bytes: [UInt8]
}

/// The marks of a fence that may hold this text: one more than its longest run of backticks.
func fenceMarks(around text: String) -> [UInt8] {
  var longest = 2
  var run = 0
  for byte in text.utf8 {
    run = byte == UInt8(ascii: "`") ? run + 1 : 0
    longest = max(longest, run)
  }
  return [UInt8](repeating: UInt8(ascii: "`"), count: longest + 1)
}

/// An output fence without the end of its last line.
private func outputFence(
  _ text: String, _ attributes: AttributeList, lineEnd: [UInt8]
) -> [UInt8] {
  let marks = fenceMarks(around: text)
  var result = marks + Array("output \(attributes.text)".utf8) + lineEnd
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    result += Array(line.utf8) + lineEnd
  }
  return result + marks
}

/// A text as a fenced block that none of its lines can close, with its last line end.
package func fenced(_ text: String, info: String = "") -> String {
  let body = canonicalText(text)
  let marks = String(decoding: fenceMarks(around: body), as: UTF8.self)
  return "\(marks)\(info)\n\(body.isEmpty ? "" : body + "\n")\(marks)\n"
}
