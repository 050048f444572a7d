import Language
import Notebooks
import Sessions
import Terminal
import Texts

/// How everything stood before a cell was changed or taken out.
struct BeforeChange {
  var id: String
  /// The cells that the change ran or took out.
  var ran: Set<String>
  var session: Session
  var log: SessionLog
  var steps: SessionSteps
}

/// The commands that change cells of the session.
extension Interpreter {
  /// `.edit c3 churn by year`; without a line, the cell in an editor; without a cell, a new line there.
  func edit(_ argument: String) -> Outcome {
    let words = argument.split(separator: " ", maxSplits: 1).map(String.init)
    guard let word = words.first else { return writeNew() }
    guard let position = cell(word) else { return noCell(word) }
    if words.count > 1 { return change(position, to: trimmed(words[1])) }
    let source = steps.steps[position].source
    guard isInteractive else {
      remark("\(visible(source))\n")
      remark("change it with  .edit \(steps.steps[position].id) LINE\n")
      return .done
    }
    guard let written = writtenInEditor(source) else { return .done }
    keyboard.remember(written)
    return change(position, to: written)
  }

  /// Writes a line or a block in the editor, the last one to begin with, and runs it.
  private func writeNew() -> Outcome {
    guard isInteractive else {
      return complain("edit needs a cell", help: ".cells lists them: .edit c3 churn by year")
    }
    let last = keyboard.history().last { !$0.hasPrefix(".") } ?? ""
    guard let written = writtenInEditor(last) else { return .done }
    keyboard.remember(written)
    remark(written.split(separator: "\n").map { "> \(visible(String($0)))\n" }.joined())
    return keyboard.run(written)
  }

  /// `.drop c3`
  func drop(_ argument: String) -> Outcome {
    guard !argument.isEmpty else {
      return complain("drop needs a cell", help: ".cells lists them: .drop c3")
    }
    guard let position = cell(argument) else { return noCell(argument) }
    return change(position, to: nil)
  }

  /// Takes the last cell back, or what `.edit` or `.drop` did where nothing came after it.
  func undo() -> Outcome {
    if let before = beforeChange { return takeBack(before) }
    guard let (id, before) = steps.undo() else {
      return complain("there is no cell to take back", help: nil)
    }
    session = before
    do {
      try log.change(id, to: nil, CellResult())
      willAnswer(id, "", "")
      remark("\(id) taken back\n")
      return .done
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  private func takeBack(_ before: BeforeChange) -> Outcome {
    beforeChange = nil
    (session, log, steps) = (before.session, before.log, before.steps)
    for step in steps.steps where before.ran.contains(step.id) {
      willAnswer(step.id, step.source, step.result.text)
    }
    remark("\(before.id) is as it was\n")
    return .done
  }

  /// `.note "Modena loses more"`
  func note(_ text: String) -> Outcome {
    guard !text.isEmpty else {
      return complain("note needs some text", help: ".note Modena loses more than the others")
    }
    log.note(text)
    remark("noted\n")
    return .done
  }

  /// A cell by its id, or by its number as `.cells` counts.
  private func cell(_ word: String) -> Int? {
    steps.position(of: word) ?? steps.position(of: "c" + word)
  }

  private func noCell(_ word: String) -> Outcome {
    let ids = steps.steps.map(\.id)
    let notRun = log.cells.contains { $0.id == word }
    return complain(
      notRun ? "the cell '\(word)' was not run here" : "there is no cell '\(word)'",
      help: notRun
        ? ".replay runs the notebook first"
        : ids.isEmpty ? "no line was run yet" : "the cells are " + ids.joined(separator: ", "))
  }

  private func change(_ position: Int, to source: String?) -> Outcome {
    Interrupt.clear()
    let id = steps.steps[position].id
    let all = steps
    let work = AbandonableWork { isCancelled -> Result<SessionSteps.Change, SessionSteps.Failure> in
      do throws(SessionSteps.Failure) {
        return .success(try all.changing(position, to: source, isCancelled: isCancelled))
      } catch {
        return .failure(error)
      }
    }
    switch work.value() {
    case nil:
      Interrupt.clear()
      remark("cancelled: nothing has changed\n")
      return .cancelled
    case .failure(let failure)?:
      for reply in failure.result.replies { show(reply) }
      return complain(
        failure.id == id
          ? "nothing has changed" : "nothing has changed: \(failure.id) follows from \(id)",
        help: nil)
    case .success(let change)?: return take(change, id, source)
    }
  }

  private func take(_ change: SessionSteps.Change, _ id: String, _ source: String?) -> Outcome {
    let before = BeforeChange(
      id: id, ran: Set(change.ran.map(\.id) + [id]), session: session, log: log, steps: steps)
    do {
      try log.change(id, to: source, change.ran.first?.result ?? CellResult())
    } catch {
      return complain(error.message, help: error.help)
    }
    beforeChange = before
    steps = change.steps
    session = change.session
    if source == nil { willAnswer(id, "", "") }
    for step in change.ran {
      log.didRun(step.id, step.result)
      willAnswer(step.id, step.source, step.result.text)
      remark(step.source.split(separator: "\n").map { "> \(visible(String($0)))\n" }.joined())
      for reply in step.result.replies { show(reply) }
    }
    let others = change.ran.count { $0.id != id }
    remark(
      (source == nil ? "\(id) dropped" : "\(id) changed")
        + (others == 0 ? "\n" : ", \(others == 1 ? "1 cell" : "\(others) cells") ran again\n"))
    return .done
  }
}
