import CLineEdit

extension EditingScreen {
  /// Puts in what all candidates have in common; where that is nothing new, lists them below the line.
  func completeWord() -> LineEditCompletion {
    let (text, cursor) = currentText()
    let before = string(Array(text[..<cursor]))
    guard let completion = questions.complete?(before), let first = completion.candidates.first
    else { return LINEEDIT_NOTHING }
    let typed = String(decoding: before.utf8.dropFirst(completion.start), as: UTF8.self)
    var shared = completion.candidates.count == 1 ? first.text : completion.commonPrefix
    if completion.candidates.count == 1, first.isWhole { shared += " " }
    // What is listed need not begin with what was typed: `fee` finds `monthly_fee`.
    if shared != typed, completion.candidates.count == 1 || shared.count >= typed.count {
      unsafe lineedit_erase_before_cursor(editor, Int32(typed.unicodeScalars.count))
      unsafe lineedit_insert(editor, shared)
      return LINEEDIT_CHANGED
    }
    let size = TerminalInfo.windowSize(of: output, environment: [:])
    _ = writeAll(goBelowText() + "\n" + completion.list(size.columns, size.rows), to: output)
    return LINEEDIT_LISTED
  }
}
