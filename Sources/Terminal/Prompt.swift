import CLineEdit

/// The prompt with \1 on both sides of each escape sequence, as libedit wants it in order to know
/// where the cursor stands.
func markingEscapes(in prompt: String) -> String {
  pieces(of: prompt).map { $0.isEscape ? "\u{1}\($0.text)\u{1}" : $0.text }.joined()
}

/// How many columns a prompt takes.
func displayWidth(ofPrompt prompt: String) -> Int {
  pieces(of: prompt).filter { !$0.isEscape }
    .flatMap(\.text.unicodeScalars).map(columnCount).reduce(0, +)
}

/// Where the end of this text stands, in rows below the prompt's row and columns from the left.
func endPosition(
  of text: ArraySlice<Unicode.Scalar>, after promptWidth: Int, columns: Int
) -> (row: Int, column: Int) {
  var row = promptWidth / columns
  var column = promptWidth % columns
  for scalar in text {
    let width = columnCount(scalar)
    if scalar == "\n" || column + width > columns {
      row += 1
      column = 0
    }
    column += width
  }
  return column < columns ? (row, column) : (row + 1, 0)
}

/// The columns of one character; 0 for those that do not print.
func columnCount(_ scalar: Unicode.Scalar) -> Int {
  Int(lineedit_width(Int32(bitPattern: scalar.value)))
}

/// Runs of escape sequences (ESC [ ... letter) and of what prints.
private func pieces(of prompt: String) -> [(text: String, isEscape: Bool)] {
  var pieces: [(text: String, isEscape: Bool)] = []
  var rest = prompt.unicodeScalars[...]
  while let first = rest.first {
    let isEscape = first == "\u{1B}"
    let end =
      isEscape
      ? rest.firstIndex(where: \.properties.isAlphabetic).map(rest.index(after:))
      : rest.firstIndex(of: "\u{1B}")
    let piece = rest[..<(end ?? rest.endIndex)]
    pieces.append((String(piece), isEscape))
    rest = rest[piece.endIndex...]
  }
  return pieces
}
