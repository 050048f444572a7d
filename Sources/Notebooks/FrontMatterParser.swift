/// Reads the front matter. Entries it does not know are not looked into.
struct FrontMatterParser {
  private let bytes: [UInt8]
  private let lines: [SourceLine]
  private var frontMatter = FrontMatter()
  private var problems: [NotebookError] = []

  private struct Line {
    var number: Int
    /// Without the comment and the blanks at its end.
    var text: String
    var indent: Int { text.utf8.prefix { $0 == 0x20 }.count }
  }

  /// A top-level entry with the lines that belong to it.
  private struct Entry {
    var key: String
    var value: String
    var first: Int
    var last: Int
    /// The indented lines below it, those without text left out.
    var block: [Line] = []
  }

  static func parse(
    _ bytes: [UInt8], _ lines: [SourceLine]
  ) -> (frontMatter: FrontMatter, problems: [NotebookError]) {
    var parser = FrontMatterParser(bytes: bytes, lines: lines)
    parser.parse()
    parser.frontMatter.isDamaged = !parser.problems.isEmpty
    return (parser.frontMatter, parser.problems)
  }

  private init(bytes: [UInt8], lines: [SourceLine]) {
    self.bytes = bytes
    self.lines = lines
  }

  private mutating func parse() {
    guard let first = lines.first, isDelimiter(first, ["---"]) else { return }
    guard let close = lines.dropFirst().firstIndex(where: { isDelimiter($0, ["---", "..."]) })
    else {
      report("the front matter is never closed", line: 1, help: "end it with a line of ---")
      return
    }
    frontMatter.lineCount = close + 1
    frontMatter.closingPlace = lines[close].start
    var seen: [String: Int] = [:]
    for entry in entries(1..<close) {
      if let line = seen[entry.key] {
        report("`\(entry.key)` is given on line \(line) already", line: entry.first + 1)
        continue
      }
      seen[entry.key] = entry.first + 1
      take(entry)
    }
  }

  private func isDelimiter(_ line: SourceLine, _ texts: [String]) -> Bool {
    let text = bytes[line.text]
    let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? text.startIndex
    return texts.contains { text[..<end].elementsEqual($0.utf8) }
  }

  private mutating func report(_ message: String, line: Int, help: String? = nil) {
    problems.append(NotebookError(message, line: line, help: help))
  }

  private mutating func entries(_ range: Range<Int>) -> [Entry] {
    var entries: [Entry] = []
    for index in range {
      guard let whole = String(validating: bytes[lines[index].text], as: UTF8.self) else {
        report("the front matter is not UTF-8 text", line: index + 1)
        continue
      }
      let text = YAMLReader.withoutComment(whole)
      guard !trimmed(text).isEmpty else { continue }
      if text.hasPrefix("\t") {
        report("a tab indents this line", line: index + 1, help: "indent with spaces")
      } else if text.hasPrefix(" ") || text == "-" || text.hasPrefix("- ") {
        guard let last = entries.indices.last else {
          report("this line belongs to no entry", line: index + 1)
          continue
        }
        entries[last].last = index
        entries[last].block.append(Line(number: index + 1, text: text))
      } else {
        do throws(YAMLReader.Problem) {
          let (key, value) = try YAMLReader.entry(text)
          entries.append(Entry(key: key, value: value, first: index, last: index))
        } catch {
          report(error.message, line: index + 1, help: error.help)
        }
      }
    }
    return entries
  }

  private mutating func take(_ entry: Entry) {
    let line = entry.first + 1
    do throws(YAMLReader.Problem) {
      switch entry.key {
      case "ritorno": try takeVersion(entry)
      case "title": frontMatter.title = try scalar(entry).text
      case "rtol": try takeTolerance(entry)
      case "params": try takeParameters(entry)
      case "data":
        frontMatter.dataPlace = lines[entry.first].start..<lines[entry.last].end
        try takeFingerprints(entry)
      default: break
      }
    } catch {
      report("\(entry.key): \(error.message)", line: line, help: error.help)
    }
  }

  private mutating func takeVersion(_ entry: Entry) throws(YAMLReader.Problem) {
    let text = try scalar(entry).text
    guard let version = Int(text.prefix { $0 != "." }), version >= 1 else {
      throw YAMLReader.Problem(
        message: "`\(text)` is not a version", help: "write ritorno: \(FrontMatter.currentVersion)")
    }
    frontMatter.version = version
    frontMatter.versionLine = entry.first + 1
  }

  private mutating func takeTolerance(_ entry: Entry) throws(YAMLReader.Problem) {
    let text = try scalar(entry).text
    guard let tolerance = OutputTolerance(text) else {
      throw YAMLReader.Problem(
        message: "`\(text)` is no tolerance", help: "write a share such as  rtol: 1e-6")
    }
    frontMatter.tolerance = tolerance
  }

  private mutating func takeParameters(_ entry: Entry) throws(YAMLReader.Problem) {
    for parameter in try map(entry) {
      guard case .scalar(let scalar) = parameter.value else {
        throw YAMLReader.Problem(message: "`\(parameter.key)` must have one value")
      }
      frontMatter.parameters.append(
        NotebookParameter(name: parameter.key, value: scalar.text, isQuoted: scalar.isQuoted))
    }
  }

  private mutating func takeFingerprints(_ entry: Entry) throws(YAMLReader.Problem) {
    for file in try map(entry) {
      guard case .map(let parts) = file.value, let sha256 = Self.text("sha256", in: parts),
        let bytes = Self.text("bytes", in: parts).flatMap({ Int($0) })
      else {
        throw YAMLReader.Problem(
          message: "`\(file.key)` has no fingerprint { sha256: ..., bytes: ... }",
          help: "remove the entry: accept writes it anew")
      }
      let rows = Self.text("rows", in: parts).flatMap { Int($0) }
      frontMatter.fingerprints.append(
        DataFingerprint(name: file.key, sha256: sha256, bytes: bytes, rows: rows))
    }
  }

  private static func text(_ key: String, in entries: [YAMLEntry]) -> String? {
    guard case .scalar(let scalar) = entries.first(where: { $0.key == key })?.value else {
      return nil
    }
    return scalar.text
  }

  private func scalar(_ entry: Entry) throws(YAMLReader.Problem) -> YAMLScalar {
    guard entry.block.isEmpty, case .scalar(let scalar) = try YAMLReader.value(entry.value) else {
      throw YAMLReader.Problem(message: "one value is expected here")
    }
    return scalar
  }

  /// A map in braces, over one line or more, or a block of indented lines.
  private func map(_ entry: Entry) throws(YAMLReader.Problem) -> [YAMLEntry] {
    let flow = [entry.value] + entry.block.map { trimmed($0.text) }
    let text = trimmed(flow.joined(separator: " "))
    if text.isEmpty { return [] }
    guard text.hasPrefix("{") || !entry.value.isEmpty else {
      var block = entry.block[...]
      let entries = try Self.blockMap(&block, depth: 1)
      guard block.isEmpty else { throw Self.unevenIndent(block.first) }
      return entries
    }
    guard case .map(let entries) = try YAMLReader.value(text) else {
      throw YAMLReader.Problem(
        message: "a map is expected here", help: "write { name: value } or indented lines")
    }
    return entries
  }

  private static func blockMap(
    _ lines: inout ArraySlice<Line>, depth: Int
  ) throws(YAMLReader.Problem) -> [YAMLEntry] {
    guard let indent = lines.first?.indent, depth <= 4 else {
      throw YAMLReader.Problem(message: "the lines are nested too deep")
    }
    var entries: [YAMLEntry] = []
    var keys = Set<String>()
    while let line = lines.first, line.indent == indent {
      lines.removeFirst()
      let (key, text) = try YAMLReader.entry(line.text)
      guard keys.insert(key).inserted else {
        throw YAMLReader.Problem(message: "`\(key)` is given twice (line \(line.number))")
      }
      let isDeeper = lines.first.map { $0.indent > indent } ?? false
      guard text.isEmpty || !isDeeper else { throw unevenIndent(lines.first) }
      let value: YAMLNode =
        isDeeper ? .map(try blockMap(&lines, depth: depth + 1)) : try YAMLReader.value(text)
      entries.append(YAMLEntry(key: key, value: value))
    }
    if let next = lines.first, next.indent > indent { throw unevenIndent(next) }
    return entries
  }

  private static func unevenIndent(_ line: Line?) -> YAMLReader.Problem {
    YAMLReader.Problem(
      message: "the lines are indented unevenly\(line.map { " (line \($0.number))" } ?? "")")
  }
}
