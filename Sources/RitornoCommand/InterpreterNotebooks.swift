import Notebooks
import Sessions
import Terminal
import Texts

/// The commands of the shell that do what the subcommands of the same names do.
extension Interpreter {
  func check(_ path: String) -> Outcome {
    withNotebook(path, "check") { (notebook) throws(NotebookFileError) in
      let check = try NotebookCheck(notebook, ReplayChoices())
      console.write(check.report(path: visible(notebook.path)))
      return check.isClean ? .done : .failed
    }
  }

  func accept(_ path: String) -> Outcome {
    withNotebook(path, "accept") { (notebook) throws(NotebookFileError) in
      Interrupt.clear()
      let acceptance = try NotebookAcceptance(notebook, ReplayChoices()) { Interrupt.isRequested }
      if acceptance.isCancelled { return .cancelled }
      if let failure = acceptance.failure {
        return complain("\(failure.cellID) failed, and nothing was written", help: failure.text)
      }
      guard !acceptance.isUpToDate else {
        remark("\(visible(notebook.path)): nothing changed\n")
        return .done
      }
      try acceptance.write()
      remark("\(visible(notebook.path)): outputs written\n")
      return .done
    }
  }

  /// The open notebook as a page or a Jupyter notebook.
  func exportNotebook(_ form: ExportForm, to path: String) -> Outcome {
    guard log.isSaved, log.notebook != nil else {
      return complain(
        "a \(form.rawValue) file is made of a notebook, and this session is not saved",
        help: ".save FILE.md first")
    }
    return withNotebook("", "export") { (notebook) throws(NotebookFileError) in
      Interrupt.clear()
      let export = try NotebookExport(notebook, ReplayChoices()) { Interrupt.isRequested }
      if export.isCancelled { return .cancelled }
      if let failure = export.failure {
        return complain("\(failure.cellID) failed, and nothing was written", help: failure.text)
      }
      guard let file = form.files(of: export, stem: "", foldsCode: false).first else {
        return .failed
      }
      try AtomicFile.write(Array(file.text.utf8), to: path)
      remark("wrote \(visible(path))\n")
      if export.showsCustomers {
        remark("note: it shows customers as the data name them; set mask = customer hides them\n")
      }
      return .done
    }
  }

  /// Begins anew: a lesson as it was handed out, or an empty session.
  func reset() -> Outcome {
    do throws(NotebookFileError) {
      let notebook = try log.notebook.map { (open) throws(NotebookFileError) in
        try OpenNotebook(withCellsAt: open.path)
      }
      guard log.isSaved || resetWasAsked else {
        resetWasAsked = true
        return complain(
          "what was typed here is not saved",
          help: ".save FILE.md keeps it; .reset once more drops it")
      }
      resetWasAsked = false
      // The journal of a session that breaks off later must not bring these back.
      for (id, _) in log.typed { willAnswer(id, "", "") }
      if let notebook {
        session = try notebook.freshSession(ReplayChoices())
        log.open(notebook)
      } else {
        session = Session(places: session.places, parameters: session.parameters)
        log = SessionLog()
      }
      steps = SessionSteps()
      tour = nil
      remark(
        notebook.map { "\(visible($0.path)) as its file is; .replay runs its cells\n" }
          ?? "begun anew: load FILE.csv, or load sample gym\n")
      return .done
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  func importNotebook(_ path: String) -> Outcome {
    guard path.hasSuffix(".ipynb") else {
      return complain("import needs a Jupyter notebook", help: ".import FILE.ipynb")
    }
    do throws(NotebookFileError) {
      let made = try JupyterImport(try AtomicFile.read(path).bytes)
      let target = String(path.dropLast(6)) + ".md"
      try writeNew(made.bytes, to: target)
      remark("wrote \(visible(target)): .open \(visible(target)) takes it up\n")
      return .done
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  func newNotebook(_ path: String) -> Outcome {
    guard path.hasSuffix(".md") else {
      return complain("new needs a name that ends in .md", help: ".new lesson.md")
    }
    do throws(NotebookFileError) {
      let title = String(lastComponent(of: path).dropLast(3))
      try writeNew(Array(NotebookSkeleton.notebook(title: title).utf8), to: path)
      return open(path)
    } catch {
      return complain(error.message, help: error.help)
    }
  }

  /// The notebook at a path, or the open one, for some work.
  private func withNotebook(
    _ path: String, _ command: String, _ work: (OpenNotebook) throws(NotebookFileError) -> Outcome
  ) -> Outcome {
    guard let path = path.isEmpty ? log.notebook?.path : path else {
      return complain("\(command) needs a notebook", help: ".\(command) FILE.md")
    }
    do throws(NotebookFileError) {
      return try work(try OpenNotebook(withCellsAt: path))
    } catch {
      return complain(error.message, help: error.help)
    }
  }
}

extension ExportForm {
  /// The form of a whole notebook that a path asks for: a page or a Jupyter notebook.
  init?(page path: String) {
    if path.lowercased().hasSuffix(".html") {
      self = .html
    } else if path.lowercased().hasSuffix(".ipynb") {
      self = .ipynb
    } else {
      return nil
    }
  }
}
