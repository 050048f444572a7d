import Notebooks
import Presentation
import Sessions
import Terminal
import Texts

/// What a person at a terminal sees besides the answers: the pager, progress, the tour, the theme.
extension Interpreter {
  private var window: WindowSize { TerminalInfo.windowSize(environment: processEnvironment()) }

  /// Prints a text that was asked for, through the pager where it is longer than the screen.
  func present(_ text: String) {
    if isInteractive, isLongerThanScreen(text), page(text) { return }
    console.write(text)
  }

  func isLongerThanScreen(_ text: String) -> Bool {
    guard usesPager, TerminalInfo.isTerminal(1) else { return false }
    return text.utf8.count { $0 == UInt8(ascii: "\n") } >= window.rows
  }

  /// Shows a text in the pager; false where there is none.
  func page(_ text: String) -> Bool {
    let chosen = processEnvironment()["PAGER"]
    guard chosen != "" else { return false }
    keyboard.release()
    // A shell that finds no command ends with 127.
    let ending = ChildProgram.run(
      chosen ?? "less -FRSX '-Psblank goes on, q goes back'", input: text)
    return ending != .status(127) && ending != .status(126)
  }

  /// What tells of long work: from 1 s on, ten times a second, on standard error where that is a terminal.
  func progress(_ gauge: WorkGauge) -> (Duration?) -> Void {
    var line = ProgressLine(environment: processEnvironment())
    var next = Duration.seconds(1)
    return { elapsed in
      guard let elapsed else {
        line?.erase()
        return
      }
      guard elapsed >= next else { return }
      next = elapsed + .milliseconds(100)
      line?.show(gauge.text(after: elapsed / .seconds(1)))
    }
  }

  // MARK: The tour

  func tour(_ word: String) -> Outcome {
    guard isInteractive else {
      console.write(TourGuide.script(width: style.options.width))
      return .done
    }
    if word.lowercased() == "stop" {
      remark(tour == nil ? "there is no tour\n" : "the tour is over; .tour begins it again\n")
      tour = nil
      return .done
    }
    let guide = TourGuide()
    tour = guide
    remark(guide.invitation(width: window.columns))
    return .done
  }

  /// The tour's next words after a line that succeeded.
  func goOn(after line: String) {
    guard let words = tour?.took(line, width: window.columns) else { return }
    remark(words)
    if tour?.isOver == true { tour = nil }
  }

  // MARK: Choices

  func theme(_ word: String) -> Outcome {
    let names = Theme.allCases.map(\.rawValue).joined(separator: ", ")
    if word.isEmpty {
      remark("theme: \(style.options.theme.rawValue), of \(names)\n")
      return .done
    }
    guard let theme = Theme(rawValue: word.lowercased()) else {
      return complain("there is no theme '\(word)'", help: "themes are \(names)")
    }
    style.options.theme = theme
    return .done
  }

  func pager(_ word: String) -> Outcome {
    switch word.lowercased() {
    case "on": usesPager = true
    case "off": usesPager = false
    case "": remark("pager: \(usesPager ? "on" : "off")\n")
    default: return complain("pager takes on or off", help: ".pager off")
    }
    return .done
  }

  /// `.keep` writes what differs from the defaults; `.keep nothing` goes back to them.
  func keep(_ word: String) -> Outcome {
    guard let kept = KeptSettings(processEnvironment()) else {
      return complain("there is no place to keep settings", help: "HOME is not set")
    }
    let isNothing = word.lowercased() == "nothing"
    guard word.isEmpty || isNothing else {
      return complain("keep takes nothing, or the word nothing", help: ".keep")
    }
    let lines = isNothing ? [] : session.settingLines + choices
    do {
      try kept.keep(lines)
      for line in lines { remark("  \(visible(line))\n") }
      remark(
        lines.isEmpty
          ? "later sessions begin with the defaults\n"
          : "kept for later sessions, in \(visible(kept.path))\n")
      return .done
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  private var choices: [String] {
    var lines: [String] = []
    if style.format != .box { lines.append(".mode \(style.format.rawValue)") }
    if style.options.theme != .usual { lines.append(".theme \(style.options.theme.rawValue)") }
    if !usesPager { lines.append(".pager off") }
    if showsTime { lines.append(".timer on") }
    return lines
  }

  // MARK: Lines

  /// The last lines typed, as many as the screen takes; with words all that hold them.
  func history(_ words: String) -> Outcome {
    let wanted = words.lowercased()
    let entries = keyboard.history().filter {
      wanted.isEmpty || $0.lowercased().contains(wanted)
    }
    guard !entries.isEmpty else {
      remark(wanted.isEmpty ? "nothing was typed yet\n" : "no line holds '\(visible(words))'\n")
      return .done
    }
    let shown = wanted.isEmpty ? entries.suffix(max(5, window.rows - 4)) : entries[...]
    present(
      shown.map { entry in
        entry.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
          ($0 == 0 ? "  " : "    ") + visible(String($1)) + "\n"
        }.joined()
      }.joined())
    return .done
  }

  /// A text as its writer left it in the editor; nil where nothing was changed.
  func writtenInEditor(_ text: String) -> String? {
    keyboard.release()
    guard let written = edited(text, environment: processEnvironment()) else {
      _ = complain(
        "the editor '\(chosenEditor(processEnvironment()))' ended with an error: nothing was done",
        help: "EDITOR names the one to use")
      return nil
    }
    let line = trimmed(written)
    guard line != trimmed(text), !line.isEmpty else {
      remark("nothing was changed\n")
      return nil
    }
    return line
  }
}
