import Language
import Notebooks
import Presentation
import Sessions
import Terminal
import Texts

/// Executes lines one after the other and prints their answers: the common part of shell and batch.
final class Interpreter {
  var session: Session
  var log = SessionLog()
  /// What each cell of the session did, with the states around it.
  var steps = SessionSteps()
  var style: ReplyStyle
  var showsTime = false
  /// Whether answers longer than the screen go through a pager, on a terminal.
  var usesPager = true
  /// Whether a flag said how many rows are shown.
  var rowsAreGiven = false
  var tour: TourGuide?
  /// What is asked of the shell, which has the keyboard.
  var keyboard = Keyboard()
  /// The notebook that `.open` was asked for while lines were not saved.
  var openingAsked: String?
  /// What `.undo` goes back to, right after `.edit` or `.drop`.
  var beforeChange: BeforeChange?
  /// Whether `.reset` was asked for while lines were not saved.
  var resetWasAsked = false
  let console: Console
  /// On a screen everything goes to one stream and a session is logged; batch keeps two streams.
  let isInteractive: Bool
  private let gauge = WorkGauge()
  /// What `.recover` does; the shell, which has a journal, says.
  var recover: (_ argument: String) -> Outcome = { _ in .failed }
  /// Called with a cell before its answer is shown.
  var willAnswer: (_ id: String, _ source: String, _ output: String) -> Void = { _, _, _ in }

  enum Outcome {
    case done
    case failed
    case cancelled
    case quit
  }

  init(_ session: Session, style: ReplyStyle, console: Console, isInteractive: Bool) {
    self.session = session
    self.style = style
    self.console = console
    self.isInteractive = isInteractive
    self.style.keepsRemarksWithResults = isInteractive
  }

  /// Executes one statement or command of the shell.
  func perform(_ text: String) -> Outcome {
    let line = withoutLastSemicolon(trimmed(text))
    if line.isEmpty || line.hasPrefix("#") { return .done }
    if line.hasPrefix(".") { return performCommand(line.dropFirst()) }
    if SessionCommand(bareLine: line) != nil { return performCommand(line[...]) }
    Interrupt.clear()
    resetWasAsked = false
    beforeChange = nil
    let clock = ContinuousClock()
    let start = clock.now
    let before = session
    let result = evaluate(text)
    if result.error == nil, !result.isCancelled {
      let id = log.add(text, result)
      if isInteractive { steps.add(id, text, result, before: before, after: session) }
      willAnswer(id, text, result.text)
    }
    for reply in result.replies { show(reply) }
    // Whoever saves the session later finds the digests made, and of the files as they are now.
    if isInteractive { result.digestFilesInBackground() }
    let elapsed = start.duration(to: clock.now)
    if result.isCancelled {
      Interrupt.clear()
      remark("cancelled after \(seconds(elapsed))\n")
      return .cancelled
    }
    if showsTime { remark("time: \(seconds(elapsed))\n") }
    guard result.error == nil else { return .failed }
    goOn(after: text)
    return .done
  }

  /// What a line answers. The session stays as it was where the line fails or is left.
  private func evaluate(_ text: String) -> CellResult {
    session.gauge = gauge
    let session = session
    let work = AbandonableWork { isCancelled in
      var after = session
      let result = after.evaluateCell(text, isCancelled: isCancelled)
      return (result, after)
    }
    guard let (result, after) = work.value(progress(gauge)) else {
      var cancelled = CellResult()
      cancelled.isCancelled = true
      return cancelled
    }
    self.session = after
    return result
  }

  /// Prints a reply in the current style.
  func show(_ reply: Reply) {
    style.options.decimalSeparator = session.decimalSeparator
    // The window may have changed since the last answer.
    if isInteractive {
      let window = TerminalInfo.windowSize(environment: processEnvironment())
      style.options.width = window.columns
      // A tall window has room for a taller picture, with the line and its notes still in sight.
      style.chartHeight = window.rows > 30 ? min(40, window.rows * 3 / 4) : nil
      if !rowsAreGiven { style.options.maximumRows = session.shownRows }
    }
    let style = style
    // A million rows take their time to print, too.
    guard let rendered = AbandonableWork({ _ in reply.rendered(in: style) }).value() else {
      remark("cancelled before all was shown\n")
      return
    }
    if isInteractive, isLongerThanScreen(rendered.output), page(rendered.output + rendered.remarks)
    {
      return
    }
    if !console.write(rendered.output, until: { Interrupt.isRequested }) {
      remark("\ncancelled before all was shown\n")
    }
    remark(rendered.remarks)
  }

  /// A word beside the results: on the screen, or standard error in batch.
  func remark(_ text: String) {
    if isInteractive { console.write(text) } else { console.remark(text) }
  }

  /// An error that is not about a place in a line.
  func complain(_ message: String, help: String?) -> Outcome {
    remark("error: \(visible(message))\n" + (help.map { "help: \(visible($0))\n" } ?? ""))
    return .failed
  }
}

/// A text without blanks and line ends around it.
func trimmed(_ text: String) -> String {
  var rest = text[...]
  while let first = rest.first, first.isWhitespace { rest.removeFirst() }
  while let last = rest.last, last.isWhitespace { rest.removeLast() }
  return String(rest)
}

/// `1.2 s`
func seconds(_ duration: Duration) -> String {
  let (whole, attoseconds) = duration.components
  let milliseconds = whole * 1000 + attoseconds / 1_000_000_000_000_000
  if milliseconds < 1000 { return "\(milliseconds) ms" }
  return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
}
