import Language
import Notebooks
import Presentation
import Sessions
import Terminal
import Texts

/// The commands that begin with a dot.
extension Interpreter {
  /// `text` is the command without its dot.
  func performCommand(_ text: Substring) -> Outcome {
    let words = text.split(separator: " ", maxSplits: 1)
    let word = words.first.map(String.init) ?? ""
    let argument = words.count > 1 ? unquoted(trimmed(String(words[1]))) : ""
    guard let command = SessionCommand(word: word) else {
      let known = SessionCommand.allCases.map(\.rawValue)
      let near = suggestion(for: word, among: known).map { "did you mean '.\($0)'?" }
      return complain(
        "there is no command '.\(word)'",
        help: near ?? "commands are " + known.map { "." + $0 }.joined(separator: ", "))
    }
    let changesNothing: Set<SessionCommand> = [
      .help, .cells, .verify, .check, .history, .mode, .theme, .pager, .keep, .timer, .last, .undo,
    ]
    if !changesNothing.contains(command) { beforeChange = nil }
    switch command {
    case .help: return help(argument)
    case .tour: return tour(argument)
    case .cells: return cells()
    case .save: return save(argument)
    case .open: return open(argument)
    case .reset: return reset()
    case .replay: return replay()
    case .verify: return verify(argument)
    case .check: return check(argument)
    case .accept: return accept(argument)
    case .export: return export(argument)
    case .import: return importNotebook(argument)
    case .new: return newNotebook(argument)
    case .recover: return recover(argument)
    case .history: return history(argument)
    case .mode: return mode(argument)
    case .theme: return theme(argument)
    case .pager: return pager(argument)
    case .keep: return keep(argument)
    case .timer: return timer(argument)
    case .last: return last()
    case .edit: return edit(argument)
    case .drop: return drop(argument)
    case .undo: return undo()
    case .note: return note(argument)
    case .quit: return .quit
    }
  }

  private func help(_ word: String) -> Outcome {
    let pages = HelpPages()
    guard !word.isEmpty else {
      present(pages.overview)
      return .done
    }
    if let page = pages.page(word.hasPrefix(".") ? "shell" : word) {
      present(page)
      return .done
    }
    let near = suggestion(for: word, among: pages.words)
    return complain(
      "there is no help on '\(word)'",
      help: near.map { "did you mean  help \($0)" }
        ?? "pages are " + pages.words.joined(separator: ", "))
  }

  private func cells() -> Outcome {
    for (id, source) in log.cells { console.write("\(id)  \(visible(source))\n") }
    if log.cells.isEmpty { remark("no line to save yet\n") }
    return .done
  }

  private func save(_ path: String) -> Outcome {
    guard let path = path.isEmpty ? log.notebook?.path : path else {
      return complain("a new notebook needs a name", help: ".save why-they-leave.md")
    }
    guard path.hasSuffix(".md") else {
      return complain("a notebook's name ends in .md", help: ".save \(path).md")
    }
    do {
      try log.save(to: path, from: session)
      remark("saved \(visible(path))\n")
      let files = log.notebook?.document.frontMatter.fingerprints ?? []
      for file in files where file.isLost {
        remark(
          "note: \(visible(file.name)) changed after it was loaded: load it again and save, for a"
            + " notebook that can be verified\n")
      }
      if log.notebook?.readsOutside == true {
        remark("note: it reads files outside its folder: replay it with --allow-outside\n")
      }
      return .done
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  /// Takes up a notebook; nothing runs.
  func open(_ path: String) -> Outcome {
    guard !path.isEmpty else { return complain("open needs a notebook", help: ".open FILE.md") }
    do {
      let notebook = try OpenNotebook(withCellsAt: path)
      let unsaved = log.typed.count
      if !log.isSaved, openingAsked != path {
        openingAsked = path
        return complain(
          unsaved == 0
            ? "changes are not saved"
            : "\(unsaved == 1 ? "1 line is" : "\(unsaved) lines are") not saved",
          help: ".save FILE.md keeps them; .open \(path) once more drops them")
      }
      openingAsked = nil
      session = try notebook.freshSession(ReplayChoices())
      log.open(notebook)
      steps = SessionSteps()
      let count = notebook.document.cells.count
      remark("\(visible(path)): \(count == 1 ? "1 cell" : "\(count) cells"); .replay runs them\n")
      return .done
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  private func replay() -> Outcome {
    guard let notebook = log.notebook else {
      return complain("no notebook is open", help: ".open FILE.md")
    }
    do {
      Interrupt.clear()
      var run = try NotebookRun(notebook, ReplayChoices())
      steps = SessionSteps()
      var before = run.session
      func echo(_ cell: NotebookCell, _ result: CellResult, _ after: Session) {
        remark(prefixed(cell.source, with: "> "))
        for reply in result.replies { show(reply) }
        log.didRun(cell.id, result)
        steps.add(cell.id, cell.source, result, before: before, after: after)
        before = after
      }
      run.run(notebook.document, isCancelled: { Interrupt.isRequested }, shown: echo)
      session = run.session
      if run.isCancelled {
        remark("cancelled\n")
        return .cancelled
      }
      return run.failure == nil ? .done : .failed
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  private func verify(_ path: String) -> Outcome {
    guard let path = path.isEmpty ? log.notebook?.path : path else {
      return complain("verify needs a notebook", help: ".verify FILE.md")
    }
    do {
      Interrupt.clear()
      let verification = try NotebookVerification(
        try OpenNotebook(withCellsAt: path), ReplayChoices()
      ) {
        Interrupt.isRequested
      }
      console.write(verification.report(path: visible(path)))
      return verification.isSame ? .done : .failed
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  private func export(_ path: String) -> Outcome {
    if let form = ExportForm(page: path) { return exportNotebook(form, to: path) }
    guard let table = session.previous else {
      return complain("there is no result yet", help: "churn by year")
    }
    do {
      try ResultExport.write(session.masked(table), picture: session.picture, to: path)
      remark("wrote \(visible(path))\n")
      return .done
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  private func mode(_ word: String) -> Outcome {
    let names = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
    if word.isEmpty {
      remark("mode: \(style.format.rawValue), of \(names)\n")
      return .done
    }
    guard let format = OutputFormat(rawValue: word.lowercased()) else {
      return complain("there is no mode '\(word)'", help: "modes are \(names)")
    }
    style.format = format
    return .done
  }

  private func timer(_ word: String) -> Outcome {
    switch word.lowercased() {
    case "on": showsTime = true
    case "off": showsTime = false
    case "": remark("timer: \(showsTime ? "on" : "off")\n")
    default: return complain("timer takes on or off", help: ".timer on")
    }
    return .done
  }

  private func last() -> Outcome {
    guard let table = session.previous else {
      return complain("there is no result yet", help: "churn by year")
    }
    var reply = Reply(SourceText(".last"))
    reply.blocks = [.table(session.masked(table), limit: .all)]
    show(reply)
    return .done
  }

  private func prefixed(_ text: String, with mark: String) -> String {
    text.split(separator: "\n").map { mark + visible(String($0)) + "\n" }.joined()
  }
}

/// A path as it was meant: without the quotes around it.
private func unquoted(_ text: String) -> String {
  guard text.count >= 2, let first = text.first, first == "\"" || first == "'",
    text.last == first
  else { return text }
  return String(text.dropFirst().dropLast())
}
