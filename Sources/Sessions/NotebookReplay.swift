package import Language
package import Notebooks

/// A notebook file with what it takes to run it.
package struct OpenNotebook: Sendable {
  package var path: String
  package var document: NotebookDocument
  package var stamp: FileStamp

  /// Reads a notebook; executes nothing.
  package init(path: String) throws(NotebookFileError) {
    let (bytes, stamp) = try AtomicFile.read(path)
    do {
      document = try NotebookDocument(parsing: bytes)
    } catch {
      let place = error.line.map { "\(path):\($0): " } ?? "\(path): "
      throw NotebookFileError(.other, place + error.message, help: error.help)
    }
    self.path = path
    self.stamp = stamp
  }

  /// The same, of a file that has something to run.
  package init(withCellsAt path: String) throws(NotebookFileError) {
    try self.init(path: path)
    guard document.cells.isEmpty else { return }
    throw NotebookFileError(
      .other, "'\(path)' is no notebook: it has no cell",
      help: "a cell is a block of Markdown that begins with  ```ritorno")
  }

  /// Whether a file that it reads, by the path in its front matter, lies where a replay may not look.
  package var readsOutside: Bool {
    let folder = Sessions.folder(of: path)
    guard let root = try? confinementRoot(notebookFolder: folder, workingFolder: ".") else {
      return true
    }
    return document.frontMatter.fingerprints.contains {
      (try? confinedPath($0.name, notebookFolder: folder, root: root)) == nil
    }
  }

  /// A session in which its cells run: paths start from its folder and stay inside the root, its
  /// parameters hold unless others are given.
  package func freshSession(
    _ choices: ReplayChoices
  ) throws(NotebookFileError) -> Session {
    let folder = Sessions.folder(of: path)
    let root =
      choices.allowsOutside
      ? nil : try confinementRoot(notebookFolder: folder, workingFolder: ".")
    var parameters: [String: Literal] = [:]
    for parameter in document.frontMatter.parameters {
      parameters[parameter.name] = Literal(
        written: parameter.value, isQuoted: parameter.isQuoted)
    }
    parameters.merge(choices.parameters) { _, given in given }
    return Session(
      places: FilePlaces(folder: folder, root: root, standIns: choices.standIns),
      parameters: parameters)
  }
}

/// What may be told to a replay.
package struct ReplayChoices: Sendable {
  package var parameters: [String: Literal] = [:]
  /// Files to read in place of others.
  package var standIns: [String: String] = [:]
  package var allowsOutside = false
  /// Whether verify goes on although the data are others than those recorded.
  package var acceptsAnyData = false

  package init() {}
}

extension Literal {
  /// The value of a parameter as it stands in a front matter or on a command line.
  package init(written text: String, isQuoted: Bool = false) {
    let statement = parse("set parameter = \(text)", grammar: parameterGrammar).statement
    if !isQuoted, case .pipeline(let pipeline, _)? = statement,
      case .assignments(let assignments)? = pipeline.stages.first?.argument,
      assignments.count == 1, case .literal(let literal, _) = assignments[0].value
    {
      self = literal
    } else {
      self = .text(text)
    }
  }
}

/// Just enough to read a value with the language's own rules.
private let parameterGrammar = Grammar([
  VerbSyntax("set", argument: .assignments, example: "set n = 1", summary: "gives a value")
])
