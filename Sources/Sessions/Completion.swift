import Calendars
import Columns
import Language
import Planning
import Presentation
import Samples
import Texts
import Vocabulary

/// What could stand at a place of a line.
package struct Completion: Sendable {
  package struct Candidate: Hashable, Sendable {
    /// What is put in place of the word before the cursor, quotes and all.
    package var text: String
    /// What it is, in a few words; empty where the word says it.
    package var summary: String
    /// Whether the word is whole, so that a blank may follow; a folder is not.
    package var isWhole: Bool

    package init(_ text: String, _ summary: String, isWhole: Bool = true) {
      self.text = text
      self.summary = summary
      self.isWhole = isWhole
    }
  }

  /// Where the word begins that a candidate replaces, in bytes from the start of the text.
  package var start: Int
  /// The likeliest first.
  package var candidates: [Candidate]
  /// Whether there are more than these, so that what they share need not be shared by all.
  package var isCut = false
}

extension Session {
  /// What could stand at the end of a text, which is what stands before the cursor. Nothing is executed;
  /// `files` gives the names in a folder, folders with a `/` at their end.
  package func completion(
    of text: String, files: @escaping (_ folder: String) -> [String] = { _ in [] }
  ) -> Completion {
    // Of a block only the statement that is being typed counts.
    let begin = lastStatementStart(in: text)
    let statement = String(decoding: text.utf8.dropFirst(begin), as: UTF8.self)
    let place = linePlace(in: statement, grammar: grammar)
    let words = CompletionWords(session: self, place: place, text: statement, files: files)
    var start = begin + place.start
    // The quote is written anew with the word.
    if place.quote != nil { start -= 1 }
    var candidates = words.candidates
    let surplus = candidates.count - CompletionWords.mostValues
    // Only values of columns, which stand in quotes, are looked for no further than one beyond the most.
    let isCut = surplus > 0 && candidates[0].text.hasPrefix("\"")
    if isCut { candidates.removeLast(surplus) }
    return Completion(start: start, candidates: candidates, isCut: isCut)
  }
}

/// The candidates for one place.
private struct CompletionWords {
  private typealias Candidate = Completion.Candidate

  /// More than these help nobody.
  static let mostValues = 200
  /// From here on counting and sorting values would be felt.
  private static let manyValues = 50_000

  let session: Session
  let place: LinePlace
  let text: String
  let files: (String) -> [String]

  var candidates: [Completion.Candidate] {
    switch place.expected {
    case .stage(let isFirst): return matching(stages(isFirst: isFirst))
    case .command:
      return matching(
        SessionCommand.allCases.map { Candidate("." + $0.rawValue, $0.summary) })
    case .commandArgument(let name): return commandArguments(name)
    case .argument: return argument
    case .clause(let kind): return matching(clause(kind))
    case .value(let option): return matching(values(ofOption: option))
    case .comparison(let column): return values(of: column)
    case .continuation: return matching(clauseWords)
    }
  }

  /// Those that begin with what is typed, in any case; those that contain it where none does.
  private func matching(_ all: [Candidate]) -> [Candidate] {
    let prefix = folded(place.prefix)
    guard !prefix.isEmpty else { return all }
    func bare(_ candidate: Candidate) -> String {
      folded(candidate.text.filter { !"`\"".contains($0) })
    }
    let starting = all.filter { bare($0).hasPrefix(prefix) }
    return starting.isEmpty ? all.filter { bare($0).contains(prefix) } : starting
  }

  private func folded(_ text: String) -> String { Texts.folded(text) }

  // MARK: Stages and commands

  private func stages(isFirst: Bool) -> [Candidate] {
    let verbs = session.lexicon.verbs.map { Candidate($0.syntax.name, $0.syntax.summary) }
    guard isFirst else { return verbs.filter { $0.text != "load" } }
    let tables = session.tables.names.map {
      Candidate(quotedIfNeeded($0), session.tables[$0].map(\.sizeInWords) ?? "")
    }
    let words = [Candidate("help", "verbs, or the page of one word")]
    return verbs + tables + words
  }

  private func commandArguments(_ name: String) -> [Candidate] {
    switch name {
    case "help", "h", "?": return matching(HelpPages().words.map { Candidate($0, "") })
    case "mode": return matching(OutputFormat.allCases.map { Candidate($0.rawValue, "") })
    case "timer": return matching([Candidate("on", ""), Candidate("off", "")])
    case "open", "replay", "verify", "save": return paths { $0.hasSuffix(".md") }
    case "export": return paths { _ in true }
    default: return []
    }
  }

  // MARK: Arguments and clauses

  private var argument: [Candidate] {
    guard let verb = place.verb, let syntax = session.grammar.verb(verb) else { return [] }
    switch syntax.argument {
    case .path:
      let sample =
        place.quote == nil ? matching([Candidate("sample", "data made by the program")]) : []
      if text.hasSuffix("sample \(place.prefix)") {
        return matching(Sample.all.map { Candidate($0.name, $0.summary) })
      }
      return paths { _ in true } + sample
    case .condition, .sortKeys: return matching(columns + functions)
    case .names: return matching(verb == "use" || verb == "join" ? tables : columns)
    case .assignments:
      if verb == "set" { return matching(settings) }
      if verb == "roles" { return matching(Role.allCases.map { Candidate($0.rawValue, "") }) }
      return matching(columns + functions)
    case .word where verb == "plot":
      return matching(ChartKind.allCases.map { Candidate($0.rawValue, "") })
    case .line: return matching(stages(isFirst: true))
    case .aggregates where place.given.contains(.by) || text.hasSuffix(":"):
      return matching(
        AggregateFunction.allCases.map {
          Candidate($0.rawValue + "(", $0.summary, isWhole: false)
        })
    default: return matching(clauseWords)
    }
  }

  private var tables: [Candidate] {
    session.tables.names.map {
      Candidate(quotedIfNeeded($0), session.tables[$0].map(\.sizeInWords) ?? "")
    }
  }

  private var settings: [Candidate] {
    Settings.declarations.map { Candidate($0.name, $0.summary) }
  }

  private var functions: [Candidate] {
    ScalarFunction.allCases.map { Candidate($0.rawValue + "(", $0.summary, isWhole: false) }
  }

  /// The clauses that the verb takes and does not have yet.
  private var clauseWords: [Candidate] {
    guard let verb = place.verb, let syntax = session.grammar.verb(verb) else { return [] }
    let clauses = syntax.clauses.filter { !place.given.contains($0) }
    var words = clauses.map { Candidate($0.rawValue, summary(of: $0)) }
    if syntax.argument == .condition {
      words += ["and", "or", "in", "between", "contains", "starts with", "is missing"].map {
        Candidate($0, "")
      }
    }
    return words
  }

  private func summary(of kind: ClauseKind) -> String {
    switch kind {
    case .by: "a row for each period or group"
    case .on: "the column that both tables have"
    case .per: "the length of a period"
    case .of: "what is measured"
    case .inPeriod: "a stretch of time"
    case .versus: "what it is compared with"
    case .asOf: "the day on which observation ends"
    case .at: "lengths of stay"
    case .using: "another formula or method"
    case .top: "how many rows"
    case .next: "how far ahead"
    case .with: "an option"
    }
  }

  private func clause(_ kind: ClauseKind) -> [Candidate] {
    guard let verb = place.verb.flatMap({ session.lexicon.verb(named: $0) }) else { return [] }
    switch kind {
    case .by, .on: return grains + columns
    case .per: return grains
    case .of: return [Candidate("revenue", "money"), Candidate("customers", "heads")] + columns
    case .using: return verb.page.methods.map { Candidate($0.word, $0.summary) }
    case .with: return verb.page.options.map { Candidate($0.name, $0.summary) }
    case .inPeriod, .versus, .asOf: return years
    case .at, .next: return ["30 days", "6 months", "1 year"].map { Candidate($0, "") }
    case .top: return []
    }
  }

  private var grains: [Candidate] {
    ["month", "quarter", "year", "week", "day"].map { Candidate($0, "by the calendar") }
  }

  /// The years up to the last day of the data, the newest first.
  private var years: [Candidate] {
    guard let last = input?.about.asOf?.components.year else { return [] }
    return (0..<6).map { Candidate(String(last - $0), "") }
  }

  private func values(ofOption name: String) -> [Candidate] {
    if place.verb == "roles" { return columns }
    let declared =
      place.verb == "set"
      ? Settings.declarations
      : place.verb.flatMap { session.lexicon.verb(named: $0) }?.page.options ?? []
    guard let option = declared.first(where: { $0.name == name }) else { return [] }
    switch option.kind {
    case .word(let words): return words.map { Candidate($0, "") }
    case .boolean: return ["yes", "no"].map { Candidate($0, "") }
    case .column, .condition: return columns
    case .duration, .length: return ["30 days", "6 months", "1 year"].map { Candidate($0, "") }
    case .events: return NamedEvent.knownNames.map { Candidate("\"\($0)\"", "a feast") }
    case .number, .date, .text: return []
    }
  }

  // MARK: Columns and their values

  private var columns: [Candidate] {
    schema.fields.map { field in
      let role = field.role.map { ", \($0.rawValue)" } ?? ""
      return Candidate(quotedIfNeeded(field.name), field.type.rawValue + role)
    }
  }

  /// What the stage reads, as far as it is known without computing it.
  private var schema: Schema {
    guard !place.before.isEmpty else { return input?.schema ?? Schema([]) }
    return session.schema(after: place.before) ?? input?.schema ?? Schema([])
  }

  /// The table that the line begins with.
  private var input: Table? {
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.hasPrefix("|") { return session.previous }
    let first = trimmed.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    if let name = session.tables.name(matching: String(first)), session.grammar.verb(name) == nil {
      return session.tables[name]
    }
    return session.current.flatMap { session.tables[$0] }
  }

  /// The values of a column of text, the commonest first, in quotes.
  private func values(of name: String) -> [Candidate] {
    guard let table = input, let index = index(of: name, in: table),
      case .words(let words) = table.columns[index].storage
    else { return [] }
    let column = table.columns[index]
    let fits = FoldedPrefix(folded(place.prefix))
    if words.dictionary.count > CompletionWords.manyValues {
      // Of so many values hardly one is commoner than another: the first that fit, in the file's order.
      return words.dictionary.lazy.filter(fits.begins).prefix(CompletionWords.mostValues + 1)
        .map { Candidate(quotedText($0), "") }
    }
    var counts = [Int](repeating: 0, count: words.dictionary.count)
    for row in 0..<words.codes.count where !column.isMissing(row) {
      counts[Int(words.codes[row])] += 1
    }
    let fitting = counts.indices.filter { code in
      counts[code] > 0 && fits.begins(words.dictionary[code])
    }
    let sorted = fitting.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return sorted.prefix(CompletionWords.mostValues + 1).map { code in
      let rows = counts[code] == 1 ? "1 row" : "\(grouped(counts[code])) rows"
      return Candidate(quotedText(words.dictionary[code]), rows)
    }
  }

  private func index(of name: String, in table: Table) -> Int? {
    table.schema.index(of: name)
      ?? table.schema.fields.firstIndex { $0.name.lowercased() == name.lowercased() }
      ?? Role(rawValue: name.lowercased()).flatMap { table.schema.index(of: $0) }
  }

  private func quotedText(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\"\"") + "\""
  }

  // MARK: Files

  private func paths(_ isWanted: (String) -> Bool) -> [Candidate] {
    let folder = place.prefix.lastIndex(of: "/").map { String(place.prefix[...$0]) } ?? ""
    let stem = String(place.prefix.dropFirst(folder.count))
    return files(folder.isEmpty ? "." : folder).filter {
      $0.hasPrefix(stem) && (stem.hasPrefix(".") || !$0.hasPrefix("."))
        && ($0.hasSuffix("/") || isWanted($0))
    }.sorted().map { name in
      let path = folder + name
      let isPlain = path.allSatisfy { !$0.isWhitespace && !"|\"'`#".contains($0) }
      let isFolder = name.hasSuffix("/")
      let quoted = "\"\(path.replacing("\"", with: "\"\""))" + (isFolder ? "" : "\"")
      return Candidate(isPlain ? path : quoted, isFolder ? "folder" : "", isWhole: !isFolder)
    }
  }
}

/// What a text begins with, without regard to case and accents.
private struct FoldedPrefix {
  private let prefix: String
  private let bytes: [UInt8]
  private let isASCII: Bool

  init(_ folded: String) {
    prefix = folded
    bytes = Array(folded.utf8)
    isASCII = bytes.allSatisfy { $0 < 0x80 }
  }

  /// A million texts are looked at while a key is held: letters of ASCII are compared as they stand.
  func begins(_ text: String) -> Bool {
    guard isASCII else { return Texts.folded(text).hasPrefix(prefix) }
    var rest = text.utf8.makeIterator()
    for byte in bytes {
      guard let next = rest.next() else { return false }
      if next >= 0x80 { return Texts.folded(text).hasPrefix(prefix) }
      let isCapital = next >= UInt8(ascii: "A") && next <= UInt8(ascii: "Z")
      if (isCapital ? next | 0x20 : next) != byte { return false }
    }
    return true
  }
}
