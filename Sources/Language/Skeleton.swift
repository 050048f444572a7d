/// The pieces by which a text falls into statements and stages, found without knowing a verb.
struct SkeletonPiece {
  enum Kind {
    case blank, newline, comment
    /// `|`
    case pipe
    /// `||`, the operator
    case doublePipe
    case openBracket, closeBracket
    case quoted(isClosed: Bool)
    case other
  }

  var kind: Kind
  var range: SourceRange
}

/// The piece that starts at an index, which must be before the end.
func skeletonPiece(in bytes: [UInt8], at start: Int, end: Int) -> SkeletonPiece {
  let (value, length) = scalar(in: bytes, at: start)
  func piece(_ kind: SkeletonPiece.Kind, _ length: Int) -> SkeletonPiece {
    SkeletonPiece(kind: kind, range: SourceRange(start, start + length))
  }
  switch value {
  case "\r" where start + 1 < end && bytes[start + 1] == 0x0A: return piece(.newline, 2)
  case "\n", "\r": return piece(.newline, 1)
  case "|":
    let isDouble = start + 1 < end && bytes[start + 1] == UInt8(ascii: "|")
    return isDouble ? piece(.doublePipe, 2) : piece(.pipe, 1)
  case "(": return piece(.openBracket, 1)
  case ")": return piece(.closeBracket, 1)
  case "#" where startsComment(bytes, at: start):
    return piece(.comment, endOfLine(bytes, from: start, end: end) - start)
  default: break
  }
  if value.isBlank { return piece(.blank, length) }
  if let stretch = quotedStretch(in: bytes, at: start, end: end) {
    return piece(.quoted(isClosed: stretch.isClosed), stretch.end - start)
  }
  return piece(.other, length)
}

/// A `#` starts a comment unless it touches a name before it: `a#b.csv` and `data/#1.csv` are
/// file names.
func startsComment(_ bytes: [UInt8], at index: Int) -> Bool {
  guard let before = scalar(in: bytes, before: index) else { return true }
  if before.isBlank || before.isNewline { return true }
  switch before {
  case "|", "(", ")", ",", ":", "\"", "'", "`": return true
  default: return false
  }
}

func endOfLine(_ bytes: [UInt8], from start: Int, end: Int) -> Int {
  var index = start
  while index < end, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
  return index
}

/// The index of the first byte that is neither blank nor comment, or the end.
func skipBlanks(_ bytes: [UInt8], from start: Int, end: Int) -> Int {
  var index = start
  while index < end {
    let (value, length) = scalar(in: bytes, at: index)
    if value.isBlank || value.isNewline {
      index += length
    } else if value == "#", startsComment(bytes, at: index) {
      index = endOfLine(bytes, from: index, end: end)
    } else {
      break
    }
  }
  return index
}
