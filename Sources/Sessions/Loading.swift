import Columns
import Language
import Notebooks
import Planning
import Samples
import TableFiles

extension Evaluation {
  /// Reads a file, makes it the current dataset and gives its name.
  mutating func load(
    _ request: LoadRequest, isCancelled: () -> Bool
  ) throws(EvaluationFailure) -> String {
    let loaded =
      if let sample = request.sample.flatMap(Sample.named) {
        try read(sample, request, isCancelled)
      } else {
        try readFile(request, isCancelled)
      }
    let name = tableName(forFile: request.sample ?? request.path, session.grammar)
    var table = loaded.table
    table.about.title = name
    session.tables[name] = table
    session.current = name
    session.previous = nil
    session.revision += 1
    reply.blocks.append(.report(session.masked(loaded.report).lines()))
    keepRejects(loaded.rejects)
    return name
  }

  /// What did not fit into the file loaded last is the table `rejects`; a table of the analyst's own
  /// with that name stays.
  private mutating func keepRejects(_ rejects: Table?) {
    let known = session.tables.name(matching: rejectsName)
    let isTaken = known.flatMap { session.tables[$0] }.map { !$0.isRejects } ?? false
    if !isTaken { session.tables[rejectsName] = rejects }
    guard let rejects else { return }
    let count = rejects.rowCount == 1 ? "1 row or value" : "\(rejects.rowCount) rows and values"
    reply.blocks.append(
      .status(
        isTaken
          ? "\(count) that did not fit; your table '\(rejectsName)' stays as it is"
          : "\(count) that did not fit, each with its line:  \(rejectsName) | show"))
  }

  /// What the line says of the file, else what the settings say.
  private func options(_ request: LoadRequest) throws(EvaluationFailure) -> LoadOptions {
    var options = try LoadOptions(request)
    options.memory.limit = session.settings.memoryLimit
    if options.dateOrder == nil {
      options.dateOrder = session.settings.dateOrder.flatMap { DateOrder(rawValue: $0) }
    }
    return options
  }

  private func readFile(
    _ request: LoadRequest, _ isCancelled: () -> Bool
  ) throws(EvaluationFailure) -> LoadedTable {
    let place: LoadPlace
    do { place = try session.places.place(request.path) } catch {
      throw .wrong(
        Diagnostic(
          code: "file-place", at: request.pathRange, error.message, help: error.help))
    }
    let options = try options(request)
    let gauge = session.gauge
    do {
      switch place {
      case .file(let path):
        return try loadTable(
          path: path, writtenAs: request.path, options: options, isCancelled: isCancelled
        ) { progress in
          gauge?.isReading(
            rows: progress.rows, bytes: progress.bytes, of: progress.expectedBytes ?? 0)
        }
      case .files(let files):
        var loaded = try loadTable(
          files: files, writtenAs: request.path, options: options, isCancelled: isCancelled)
        loaded.report.title = tableName(forFile: request.path, session.grammar)
        return loaded
      case .bytes(let bytes):
        return try loadTable(
          bytes: bytes, writtenAs: request.path, options: options, isCancelled: isCancelled)
      }
    } catch {
      throw failure(error, request)
    }
  }

  /// Makes the sample's file in memory and reads it like any other. Data given in its place, such
  /// as a reader's own, is read instead.
  private func read(
    _ sample: Sample, _ request: LoadRequest, _ isCancelled: () -> Bool
  ) throws(EvaluationFailure) -> LoadedTable {
    if session.places.standIns[request.path] != nil { return try readFile(request, isCancelled) }
    let bytes: [UInt8]
    do { bytes = try sample.bytes(SampleChoices(request)) } catch {
      let option = request.sampleOptions.first { $0.name == error.option }
      throw .wrong(
        Diagnostic(
          code: "option-value", at: option?.range ?? request.pathRange, error.message))
    }
    var options = try LoadOptions(request)
    options.memory.limit = session.settings.memoryLimit
    do {
      var loaded = try readTable(
        bytes: bytes, writtenAs: request.sampleDescription, options: options,
        isCancelled: isCancelled)
      loaded.report.title = request.path
      return loaded
    } catch {
      throw failure(error, request)
    }
  }

  private func failure(_ error: FileError, _ request: LoadRequest) -> EvaluationFailure {
    error.isCancellation ? .cancelled : .wrong(diagnostic(error, request))
  }

  private func diagnostic(_ error: FileError, _ request: LoadRequest) -> Diagnostic {
    var place = ""
    if let line = error.line { place += "line \(line): " }
    let option = error.option.flatMap { name in request.options.first { $0.name == name } }
    return Diagnostic(
      code: "file", at: option?.range ?? request.pathRange, place + error.message,
      hint: error.hint, help: error.help)
  }
}

extension LoadRequest {
  /// `sample gym with size = 500`: other choices are other data, which a notebook tells apart.
  fileprivate var sampleDescription: String {
    guard !sampleOptions.isEmpty else { return path }
    let choices = sampleOptions.sorted { $0.name < $1.name }
    return path + " with "
      + choices.map { "\($0.name) = \($0.value.description)" }.joined(separator: ", ")
  }
}

extension SampleChoices {
  fileprivate init(_ request: LoadRequest) {
    self.init()
    for option in request.sampleOptions {
      switch option.value {
      case .number(let value): choose(option.name, value)
      case .text(let word): choose(option.name, word)
      case .boolean, .date, .duration, .condition: break
      }
    }
  }
}

extension LoadOptions {
  fileprivate init(_ request: LoadRequest) throws(EvaluationFailure) {
    self.init(roles: request.roles.map { ($0.role, $0.column.text) })
    for option in request.options {
      guard case .text(let word) = option.value else {
        if option.name == "header", case .boolean(let value) = option.value { hasHeader = value }
        continue
      }
      switch option.name {
      case "separator":
        guard let byte = TableFiles.separator(named: word) else {
          throw .wrong(
            Diagnostic(
              code: "option-value", at: option.range,
              "separator takes one character, or comma, semicolon, tab, bar, blanks"))
        }
        separator = byte
      case "quote":
        guard let byte = TableFiles.quote(named: word) else {
          throw .wrong(
            Diagnostic(
              code: "option-value", at: option.range,
              "quote takes one character, or quotes, apostrophe"))
        }
        quote = byte
      case "decimal": decimalSeparator = word.first
      case "months": months = MonthForm(rawValue: word)
      case "negatives": negatives = NegativeForm(rawValue: word)
      case "dates": dateOrder = DateOrder(rawValue: word)
      case "encoding": encoding = TextEncoding(named: word)
      case "columns": kept = Self.names(in: word)
      case "sheet": sheet = word
      case "names": columns = Self.names(in: word)
      default: break
      }
    }
  }
  /// `customer, date, amount`
  private static func names(in list: String) -> [String] {
    list.split(separator: ",", omittingEmptySubsequences: false).map { name in
      var name = name.drop(while: \.isWhitespace)
      while name.last?.isWhitespace == true { name.removeLast() }
      return String(name)
    }
  }
}
