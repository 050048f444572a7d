import CLineEdit

/// Ctrl-R: the newest entry of the history that holds what is typed takes the place of the text.
///
/// libedit's own search casts characters above U+00FF to bytes and takes Ctrl-C for the end of the input.
struct EditingSearch {
  private let screen: EditingScreen
  private let entries: [String]
  private let before: (text: [Unicode.Scalar], cursor: Int)
  private var pattern = ""
  /// The entry that is shown; nil where the text still stands as it was.
  private var found: Int?
  private var isMissing = false

  init(_ screen: EditingScreen) {
    self.screen = screen
    entries = screen.history?.entries ?? []
    before = screen.currentText()
  }

  /// Ends with a key that is no part of a search, which then does what it always does; with Ctrl-G as
  /// if nothing had been. Ctrl-C ends it too and is left to whoever drops the line.
  consuming func run() {
    show()
    while let scalar = next() {
      switch scalar {
      case "\u{12}": find(olderThan: found ?? entries.count)
      case "\u{7F}", "\u{8}":
        if !pattern.isEmpty { pattern.unicodeScalars.removeLast() }
        find(olderThan: entries.count)
      case "\u{7}":
        found = nil
        put()
        return
      case "\u{1B}":
        if screen.typed.isInsideSequence() { screen.typed.takeBack() }
        return
      case _ where scalar.value < 0x20:
        screen.typed.takeBack()
        return
      default:
        pattern.unicodeScalars.append(scalar)
        find(olderThan: (found ?? entries.count - 1) + 1)
      }
      show()
    }
  }

  /// The next key; nil at the end of the input or where the line is to be dropped.
  private func next() -> Unicode.Scalar? {
    while true {
      switch screen.typed.nextCharacter() {
      case .character(let scalar): return scalar
      case .end: return nil
      case .signal:
        if Interrupt.isRequested { return nil }
        Interrupt.forgetChanges()
        screen.redraw()
      }
    }
  }

  private mutating func find(olderThan end: Int) {
    let wanted = pattern.lowercased()
    guard !wanted.isEmpty else {
      found = nil
      isMissing = false
      return
    }
    let index = entries[..<min(end, entries.count)].lastIndex { $0.lowercased().contains(wanted) }
    isMissing = index == nil
    found = index ?? found
  }

  private func show() {
    screen.redraw {
      screen.setPrompt("\(isMissing ? "not found" : "search"): \(pattern) > ")
      put()
    }
  }

  private func put() {
    let text = found.map { entries[$0] } ?? string(before.text)
    unsafe lineedit_replace_text(screen.editor, text)
    if found == nil {
      unsafe lineedit_move(screen.editor, Int32(before.cursor - before.text.count))
    }
  }
}
