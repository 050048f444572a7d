import Columns
import Language
import Notebooks
import Planning
import TableFiles

extension Evaluation {
  /// Reads a file, makes it the current dataset and gives its name.
  mutating func load(
    _ request: LoadRequest, isCancelled: () -> Bool
  ) throws(EvaluationFailure) -> String {
    let path: String
    do { path = try session.places.resolved(request.path) } catch {
      throw .wrong(
        Diagnostic(
          code: "file-place", at: request.pathRange, error.message, help: error.help))
    }
    let loaded: LoadedTable
    do {
      loaded = try readTable(
        path: path, writtenAs: request.path, options: options(request),
        isCancelled: isCancelled)
    } catch {
      if error.isCancellation { throw .cancelled }
      throw .wrong(diagnostic(error, request))
    }
    let name = tableName(for: request.path)
    var table = loaded.table
    table.about.title = name
    session.tables[name] = table
    session.current = name
    session.previous = nil
    session.revision += 1
    reply.blocks.append(.report(loaded.report.lines()))
    return name
  }

  /// What the line says of the file, else what the settings say.
  private func options(_ request: LoadRequest) -> LoadOptions {
    var options = LoadOptions(request)
    if options.dateOrder == nil {
      options.dateOrder = session.settings.dateOrder.flatMap { DateOrder(rawValue: $0) }
    }
    return options
  }

  private func diagnostic(_ error: FileError, _ request: LoadRequest) -> Diagnostic {
    var place = ""
    if let line = error.line { place += "line \(line): " }
    return Diagnostic(
      code: "file", at: request.pathRange, place + error.message, help: error.help)
  }

  /// The name of a file without folder and ending, as a word of the language.
  private func tableName(for path: String) -> String {
    let file = lastComponent(of: path)
    let stem = file.firstIndex(of: ".").map { String(file[..<$0]) } ?? file
    var name = String(
      stem.unicodeScalars.map {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) ? Character($0) : "_"
      })
    if name.isEmpty { name = "data" }
    if let first = name.first, first.isNumber { name = "_" + name }
    return session.grammar.verb(name) == nil ? name : name + "_data"
  }
}

extension LoadOptions {
  fileprivate init(_ request: LoadRequest) {
    self.init(roles: request.roles.map { ($0.role, $0.column.text) })
    for option in request.options {
      guard case .text(let word) = option.value else {
        if option.name == "header", case .boolean(let value) = option.value { hasHeader = value }
        continue
      }
      switch option.name {
      case "separator": separator = word.lowercased() == "tab" ? 9 : word.utf8.first
      case "decimal": decimalSeparator = word.first
      case "dates": dateOrder = DateOrder(rawValue: word)
      case "encoding": encoding = TextEncoding(named: word)
      default: break
      }
    }
  }
}
