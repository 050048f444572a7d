import CLineEdit
import Glibc

/// What an editor asks whoever knows the language.
struct EditingQuestions {
  /// Asked on Enter with the whole text: whether it may be given back.
  var isComplete: (_ text: String) -> Bool
  /// The text with escapes between its characters; nil where there are no colours.
  var colored: ((_ text: String) -> String)?
  /// A whole line to offer after this text, which comes before those of the history.
  var suggested: (_ text: String) -> String?
  /// Asked on Tab with the text before the cursor.
  var complete: ((_ before: String) -> WordCompletion)?
}

/// libedit on one terminal: the line being edited, its prompt and the way through the history.
///
/// libedit calls back while it reads a line; that is where signals are served, and where colours and
/// the hint are painted.
@safe final class EditingScreen {
  let output: Int32
  let history: HistoryFile?
  let questions: EditingQuestions
  var typed: TypedInput
  private var walk = HistoryWalk()
  private var changes = TextChanges()
  private var paint: EditingPaint?
  private var modes: WaitingModes
  private var wasInterrupted = false
  private var lineWasEmpty = true
  /// A line end of two characters may lie in two reads.
  private var followsReturn = false
  private var promptText = ""
  private(set) var promptWidth = 0
  /// Owned; libedit reads it whenever it draws.
  private var prompt: UnsafeMutablePointer<CChar>?
  private(set) var editor: OpaquePointer?

  /// Asks the terminal to put marks around a paste, and no longer.
  private static let bracketedPaste = "\u{1B}[?2004h"
  private static let plainPaste = "\u{1B}[?2004l"

  /// Nil when libedit cannot drive this terminal.
  init?(input: Int32, output: Int32, history: HistoryFile?, questions: EditingQuestions) {
    self.questions = questions
    self.output = output
    self.history = history
    if let colored = questions.colored { paint = EditingPaint(colored: colored) }
    modes = WaitingModes(input)
    typed = TypedInput(descriptor: input)
    let callbacks = unsafe LineEditCallbacks(
      read: { context, character in unsafe screen(context).read(into: character) },
      prompt: { context in unsafe screen(context).prompt },
      walk: { context, older, withinText in
        unsafe screen(context).walk(older: older, withinText: withinText)
      },
      submits: { context in unsafe screen(context).submits() },
      accept: { context in unsafe screen(context).acceptHint() },
      undo: { context in unsafe screen(context).undo() },
      search: { context in unsafe screen(context).searchHistory() },
      write: { context in unsafe screen(context).writeElsewhere() },
      paste: { context in unsafe screen(context).paste() },
      complete: { context in unsafe screen(context).completeWord() })
    unsafe editor = lineedit_open(
      input, output, callbacks, Unmanaged.passUnretained(self).toOpaque())
    guard unsafe editor != nil else { return nil }
  }

  deinit {
    release()
    if let editor = unsafe editor { unsafe lineedit_close(editor) }
    unsafe free(prompt)
  }

  /// Reads one line; what was typed ahead comes from `typed` and what is left goes back there.
  func readLine(prompt text: String, from source: inout TypedInput) -> ReadResult {
    swap(&typed, &source)
    defer { swap(&typed, &source) }
    wasInterrupted = false
    walk = HistoryWalk()
    changes = TextChanges()
    paint?.forgetHint()
    setPrompt(text)
    signals_catch_stop(true)
    _ = writeAll(Self.bracketedPaste, to: output)
    defer { signals_catch_stop(false) }
    var length: Int32 = 0
    let line = unsafe lineedit_gets(editor, &length)
    modes.wait()
    if wasInterrupted { return .interrupted(wasEmpty: lineWasEmpty) }
    guard let line = unsafe line, length > 0, !Interrupt.terminationRequested else {
      _ = writeAll("\n", to: output)
      return .endOfInput
    }
    var text = unsafe String(cString: line)
    if text.hasSuffix("\n") { text.removeLast() }
    return .line(text)
  }

  /// Gives the terminal back as it was: to another program, or for good.
  func release() {
    guard modes.restore() else { return }
    _ = writeAll(Self.plainPaste, to: output)
  }

  func setPrompt(_ text: String) {
    promptText = text
    promptWidth = displayWidth(ofPrompt: text)
    unsafe free(prompt)
    unsafe prompt = strdup(markingEscapes(in: text))
  }

  private func read(into character: UnsafeMutablePointer<Int32>?) -> Int32 {
    while true {
      note()
      let showsHint = showPaint()
      let next = typed.nextCharacter()
      if showsHint { _ = writeAll("\u{1B}[K", to: output) }
      switch next {
      case .end: return 0
      case .character(let scalar):
        let isSecondHalf = followsReturn && scalar == "\n"
        followsReturn = scalar == "\r"
        if isSecondHalf { continue }
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

  /// Paints colours and a hint where a key is really awaited; says whether a hint is to be erased.
  private func showPaint() -> Bool {
    guard paint != nil, !typed.hasBytes, !Interrupt.isPending else { return false }
    let (text, cursor) = currentText()
    let size = TerminalInfo.windowSize(of: output, environment: [:])
    paint?.forgetHint()
    guard !text.isEmpty || questions.suggested("") != nil,
      var bytes = paint?.overlay(
        text, cursor: cursor, promptWidth: promptWidth, columns: size.columns, rows: size.rows)
    else { return false }
    if cursor == text.count, !text.contains("\n") {
      paint?.findHint(
        for: string(text), suggested: questions.suggested(string(text)),
        in: history?.entries ?? [])
      bytes += paint?.shownHint(column: position(text[...]).column, columns: size.columns) ?? ""
    }
    _ = writeAll(bytes, to: output)
    return paint?.hint.isEmpty == false
  }

  private func acceptHint() -> Bool {
    let (text, cursor) = currentText()
    guard cursor == text.count, let hint = paint?.hint(for: string(text)), !hint.isEmpty else {
      return false
    }
    unsafe lineedit_insert(editor, hint)
    return true
  }

  /// The character to insert, joined with the letter before the cursor where it is its accent; an
  /// escape that is a key of its own, where vi's keys need to know.
  private func accepted(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\u{1B}", unsafe lineedit_is_vi(editor), !typed.goesOn(within: 30) {
      return Unicode.Scalar(UInt8(LINEEDIT_ESCAPE))
    }
    guard scalar.value > 0x2FF, scalar.properties.isGraphemeExtend else { return scalar }
    let (text, cursor) = currentText()
    guard cursor > 0, let joined = composed(text[cursor - 1], with: scalar) else { return scalar }
    // libedit draws a letter at the end without looking at what was taken away before it.
    redraw { unsafe lineedit_erase_before_cursor(editor, 1) }
    return joined
  }

  private func dropLine() {
    typed.discard()
    wasInterrupted = true
    lineWasEmpty = currentText().text.isEmpty
    _ = writeAll(goBelowText() + "^C\n", to: output)
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
    // The terminal has wrapped the line anew: go to its start as it stands now and draw from there.
    if Interrupt.take(SIGNALS_WINDOW) { redraw() }
  }

  /// Draws prompt and text anew where they stand, after a change of the text, the prompt or the window.
  func redraw(_ change: () -> Void = {}) {
    let (text, cursor) = currentText()
    let row = position(text[..<cursor]).row
    _ = writeAll("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J", to: output)
    change()
    unsafe lineedit_resize(editor)
    unsafe lineedit_refresh(editor)
  }

  /// Where the end of this part of the line stands on the screen.
  func position(_ text: ArraySlice<Unicode.Scalar>) -> (row: Int, column: Int) {
    let columns = TerminalInfo.windowSize(of: output, environment: [:]).columns
    return endPosition(of: text, after: promptWidth, columns: columns)
  }

  /// The bytes that bring the cursor to the end of the text.
  func goBelowText() -> String {
    let (text, cursor) = currentText()
    let (here, end) = (position(text[..<cursor]), position(text[...]))
    let down = end.row > here.row ? "\u{1B}[\(end.row - here.row)B" : ""
    return "\(down)\r\u{1B}[\(end.column + 1)G"
  }

  private func submits() -> Bool { questions.isComplete(string(currentText().text)) }

  /// A paste waits in the text for Enter, whatever it holds.
  private func paste() {
    unsafe lineedit_insert(editor, pastedText(typed.takePaste()))
  }

  private func note() {
    let (text, cursor) = currentText()
    changes.note(text, cursor: cursor)
  }

  private func undo() -> Bool {
    guard let (text, cursor) = changes.takeBack() else { return false }
    unsafe lineedit_replace_text(editor, string(text))
    unsafe lineedit_move(editor, Int32(cursor - text.count))
    return true
  }

  private func walk(older: Bool, withinText: Bool) {
    let (scalars, cursor) = currentText()
    if withinText, let count = rowMove(in: scalars, from: cursor, up: older) {
      unsafe lineedit_move(editor, Int32(count))
      return
    }
    guard
      let entry = walk.step(older: older, from: string(scalars), in: history?.entries ?? [])
    else { return }
    unsafe lineedit_replace_text(editor, entry)
  }

  /// Goes on with the text in the user's editor, as blocks taller than the window need it.
  private func writeElsewhere() {
    _ = writeAll(goBelowText() + "\n" + Self.plainPaste, to: output)
    unsafe lineedit_set_editing_modes(editor, false)
    let text = string(currentText().text)
    if let written = edited(text, environment: processEnvironment()) {
      unsafe lineedit_replace_text(editor, pastedText(Array(written.utf8)[...]))
    }
    unsafe lineedit_set_editing_modes(editor, true)
    _ = writeAll(Self.bracketedPaste, to: output)
  }

  private func searchHistory() {
    let usual = promptText
    EditingSearch(self).run()
    redraw { setPrompt(usual) }
  }

  func currentText() -> (text: [Unicode.Scalar], cursor: Int) {
    let line = unsafe lineedit_text(editor)
    let characters = unsafe UnsafeBufferPointer(start: line.characters, count: line.count)
    let text = unsafe characters.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}" }
    return unsafe (text, line.cursor)
  }
}

func string(_ scalars: [Unicode.Scalar]) -> String { String(String.UnicodeScalarView(scalars)) }

private func screen(_ context: UnsafeMutableRawPointer?) -> EditingScreen {
  unsafe Unmanaged<EditingScreen>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
}
