/// What is painted over the text while the next key is awaited.
struct EditingPaint {
  /// The text with escapes between its characters.
  let colored: (_ text: String) -> String
  /// What would make the text one from the history, and the text it was found for.
  private(set) var hint = ""
  private var hintedText = ""

  init(colored: @escaping (_ text: String) -> String) {
    self.colored = colored
  }

  /// The hint where the text is still the one it was found for.
  func hint(for text: String) -> String { text == hintedText ? hint : "" }

  mutating func forgetHint() { hint = "" }

  /// What is suggested, else the newest entry, where it goes on from the text and holds one row. An empty
  /// text calls for nothing from the history.
  mutating func findHint(for text: String, suggested: String?, in entries: [String]) {
    func goesOn(_ entry: String) -> Bool {
      entry.utf8.count > text.utf8.count && entry.hasPrefix(text)
    }
    hintedText = text
    let entry =
      suggested.flatMap { goesOn($0) ? $0 : nil }
      ?? (text.isEmpty ? nil : entries.last(where: goesOn))
    hint = entry.map { String($0.dropFirst(text.count)) } ?? ""
    if hint.unicodeScalars.contains(where: { !isPainted($0) }) { hint = "" }
  }

  /// The bytes that paint the text in colour from where the cursor stands in it, and bring it back; nil
  /// where the text does not fit the window or holds what is drawn in another way than it is written.
  func overlay(
    _ text: [Unicode.Scalar], cursor: Int, promptWidth: Int, columns: Int, rows: Int
  ) -> String? {
    guard text.allSatisfy({ $0 == "\n" || isPainted($0) }) else { return nil }
    let end = endPosition(of: text[...], after: promptWidth, columns: columns)
    guard end.row < rows - 1, promptWidth < columns else { return nil }
    let row = endPosition(of: text[..<cursor], after: promptWidth, columns: columns).row
    let up = row > 0 ? "\u{1B}[\(row)A" : ""
    return Self.saveCursor + up + "\u{1B}[\(promptWidth + 1)G"
      + colored(string(text)).replacing("\n", with: "\r\n") + Self.restoreCursor
  }

  private static let saveCursor = "\u{1B}7"
  private static let restoreCursor = "\u{1B}8"

  /// The bytes that show the hint behind the cursor and bring it back.
  func shownHint(column: Int, columns: Int) -> String {
    var (kept, width) = ("", 0)
    for scalar in hint.unicodeScalars {
      let next = width + columnCount(scalar)
      guard column + next < columns - 1 else { break }
      width = next
      kept.unicodeScalars.append(scalar)
    }
    return kept.isEmpty ? "" : "\u{1B}[2m\(kept)\u{1B}[0m\u{1B}[\(width)D"
  }

  private func isPainted(_ scalar: Unicode.Scalar) -> Bool { columnCount(scalar) > 0 }
}
