import CLineEdit
import Glibc

/// libedit on one terminal: the line being edited, its prompt and the way through the history.
///
/// libedit calls back while it reads a line; that is where signals are served, and where whatever
/// should be painted while the user types belongs.
@safe final class EditingScreen {
  private let output: Int32
  private let history: HistoryFile?
  private var walk = HistoryWalk()
  private var typed: TypedInput
  private var wasInterrupted = false
  private var lineWasEmpty = true
  private var promptWidth = 0
  /// The revision of the history that libedit's own search has.
  private var searchableRevision: Int?
  /// Owned; libedit reads it whenever it draws.
  private var prompt: UnsafeMutablePointer<CChar>?
  private var editor: OpaquePointer?

  /// Asks the terminal to put marks around a paste, and no longer.
  private static let bracketedPaste = "\u{1B}[?2004h"
  private static let plainPaste = "\u{1B}[?2004l"

  private let isComplete: (_ text: String) -> Bool
  private let complete: ((_ before: String) -> WordCompletion)?

  /// Nil when libedit cannot drive this terminal.
  init?(
    input: Int32, output: Int32, history: HistoryFile?,
    isComplete: @escaping (_ text: String) -> Bool,
    complete: ((_ before: String) -> WordCompletion)?
  ) {
    self.isComplete = isComplete
    self.complete = complete
    self.output = output
    self.history = history
    typed = TypedInput(descriptor: input)
    let callbacks = unsafe LineEditCallbacks(
      read: { context, character in unsafe screen(context).read(into: character) },
      prompt: { context in unsafe screen(context).prompt },
      walk: { context, older, withinText in
        unsafe screen(context).walk(older: older, withinText: withinText)
      },
      submits: { context in unsafe screen(context).submits() },
      paste: { context in unsafe screen(context).paste() },
      complete: { context in unsafe screen(context).completeWord() })
    unsafe editor = lineedit_open(
      input, output, callbacks, Unmanaged.passUnretained(self).toOpaque())
    guard unsafe editor != nil else { return nil }
  }

  deinit {
    if let editor = unsafe editor { unsafe lineedit_close(editor) }
    unsafe free(prompt)
  }

  /// Reads one line; what was typed ahead comes from `typed` and what is left goes back there.
  func readLine(prompt text: String, from source: inout TypedInput) -> ReadResult {
    swap(&typed, &source)
    defer { swap(&typed, &source) }
    prepare(prompt: text)
    signals_catch_stop(true)
    _ = writeAll(Self.bracketedPaste, to: output)
    defer {
      _ = writeAll(Self.plainPaste, to: output)
      signals_catch_stop(false)
    }
    var length: Int32 = 0
    let line = unsafe lineedit_gets(editor, &length)
    if wasInterrupted { return .interrupted(wasEmpty: lineWasEmpty) }
    guard let line = unsafe line, length > 0, !Interrupt.terminationRequested else {
      _ = writeAll("\n", to: output)
      return .endOfInput
    }
    var text = unsafe String(cString: line)
    if text.hasSuffix("\n") { text.removeLast() }
    return .line(text)
  }

  private func prepare(prompt text: String) {
    wasInterrupted = false
    walk = HistoryWalk()
    promptWidth = displayWidth(ofPrompt: text)
    unsafe free(prompt)
    unsafe prompt = strdup(markingEscapes(in: text))
    guard let history, searchableRevision != history.revision else { return }
    searchableRevision = history.revision
    unsafe lineedit_clear_history(editor)
    for entry in history.entries { unsafe lineedit_add_history(editor, entry) }
  }

  private func read(into character: UnsafeMutablePointer<Int32>?) -> Int32 {
    while true {
      switch typed.nextCharacter() {
      case .end: return 0
      case .character(let scalar):
        unsafe character?.pointee = Int32(bitPattern: accepted(scalar).value)
        return 1
      case .signal:
        if Interrupt.terminationRequested { return 0 }
        if Interrupt.take(SIGNALS_INTERRUPT) {
          dropLine()
          return -1
        }
        serveChanges()
      }
    }
  }

  /// The character to insert, joined with the letter before the cursor where it is its accent.
  private func accepted(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.value > 0x2FF, scalar.properties.isGraphemeExtend else { return scalar }
    let (text, cursor) = currentText()
    guard cursor > 0, let joined = composed(text[cursor - 1], with: scalar) else { return scalar }
    unsafe lineedit_erase_before_cursor(editor, 1)
    return joined
  }

  private func dropLine() {
    typed.discard()
    wasInterrupted = true
    let (text, cursor) = currentText()
    lineWasEmpty = text.isEmpty
    let (here, end) = (position(text[..<cursor]), position(text[...]))
    let down = end.row > here.row ? "\u{1B}[\(end.row - here.row)B" : ""
    _ = writeAll("\(down)\r\u{1B}[\(end.column + 1)G^C\n", to: output)
  }

  private func serveChanges() {
    if Interrupt.take(SIGNALS_STOP) {
      unsafe lineedit_set_editing_modes(editor, false)
      _ = writeAll(Self.plainPaste, to: output)
      signals_stop_now()
    }
    if Interrupt.take(SIGNALS_CONTINUE) {
      unsafe lineedit_set_editing_modes(editor, false)
      unsafe lineedit_set_editing_modes(editor, true)
      _ = writeAll(Self.bracketedPaste, to: output)
      unsafe lineedit_refresh(editor)
    }
    if Interrupt.take(SIGNALS_WINDOW) { redrawForNewSize() }
  }

  /// The terminal has wrapped the line anew: go to its start as it stands now and draw from there.
  private func redrawForNewSize() {
    let (text, cursor) = currentText()
    let row = position(text[..<cursor]).row
    _ = writeAll("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J", to: output)
    unsafe lineedit_resize(editor)
    unsafe lineedit_refresh(editor)
  }

  /// Where the end of this part of the line stands on the screen.
  private func position(_ text: ArraySlice<Unicode.Scalar>) -> (row: Int, column: Int) {
    let columns = TerminalInfo.windowSize(of: output, environment: [:]).columns
    return endPosition(of: text, after: promptWidth, columns: columns)
  }

  private func submits() -> Bool {
    isComplete(String(String.UnicodeScalarView(currentText().text)))
  }

  /// A paste waits in the text for Enter, whatever it holds.
  private func paste() {
    unsafe lineedit_insert(editor, pastedText(typed.takePaste()))
  }

  private func walk(older: Bool, withinText: Bool) {
    let (scalars, cursor) = currentText()
    if withinText, let count = rowMove(in: scalars, from: cursor, up: older) {
      unsafe lineedit_move(editor, Int32(count))
      return
    }
    let text = String(String.UnicodeScalarView(scalars))
    guard let entry = walk.step(older: older, from: text, in: history?.entries ?? []) else {
      return
    }
    unsafe lineedit_replace_text(editor, entry)
  }

  /// Puts in what all candidates have in common; where that is nothing new, lists them below the line.
  private func completeWord() -> LineEditCompletion {
    let (text, cursor) = currentText()
    let before = String(String.UnicodeScalarView(text[..<cursor]))
    guard let completion = complete?(before), let first = completion.candidates.first else {
      return LINEEDIT_NOTHING
    }
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
    let (here, end) = (position(text[..<cursor]), position(text[...]))
    let down = end.row > here.row ? "\u{1B}[\(end.row - here.row)B" : ""
    _ = writeAll(
      "\(down)\r\u{1B}[\(end.column + 1)G\n" + completion.list(size.columns, size.rows), to: output)
    return LINEEDIT_LISTED
  }

  private func currentText() -> (text: [Unicode.Scalar], cursor: Int) {
    let line = unsafe lineedit_text(editor)
    let characters = unsafe UnsafeBufferPointer(start: line.characters, count: line.count)
    let text = unsafe characters.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}" }
    return unsafe (text, line.cursor)
  }
}

private func screen(_ context: UnsafeMutableRawPointer?) -> EditingScreen {
  unsafe Unmanaged<EditingScreen>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
}
